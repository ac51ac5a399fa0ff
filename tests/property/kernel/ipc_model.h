/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The naive model of test_exhaust_ipc: a few threads, one endpoint, one notification, and what the
 * threads do with them and a manager to them, in plain arrays. Thread i sends with badge i + 1 and
 * signals with badge 1 << i.
 */
#ifndef TESTS_IPC_MODEL_H
#define TESTS_IPC_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define MAX_THREADS 4u
#define LOW         200u
#define HIGH        210u
#define NOBODY      0xffu

enum standing { DEAD, STOPPED, READY, SENDS, RECEIVES, AWAITS_REPLY, WAITS };

struct actor {
    uint8_t standing;
    uint8_t calls;  /* SENDS: by Call */
    uint8_t caller; /* whom it can reply to */
    uint8_t priority;
};

struct ipc_model {
    struct actor actor[MAX_THREADS];
    uint8_t queue[MAX_THREADS]; /* of the endpoint, first come first */
    uint8_t waiters[MAX_THREADS];
    uint8_t queued;
    uint8_t waiting;
    uint8_t has_endpoint;
    uint8_t has_notification;
    uint8_t active;
    uint8_t pending; /* badge */
    uint8_t bound;   /* thread 0 is */
    uint8_t unused;
};
_Static_assert(sizeof(struct ipc_model) % 8 == 0, "part of the state");

/* What has happened in this step. */
struct ipc_seen {
    uint8_t from[MAX_THREADS];  /* whose message arrived, NOBODY: none */
    uint8_t badge[MAX_THREADS]; /* what arrived in the badge register */
    bool told[MAX_THREADS];     /* the badge register was written */
    uint8_t woken[MAX_THREADS];
    unsigned woken_count;
};

enum kind {
    SEND,
    NB_SEND,
    CALL,
    RECV,
    NB_RECV,
    REPLY,
    REPLY_RECV,
    SIGNAL,
    WAIT,
    POLL,
    SUSPEND,
    RESUME,
    PRIORITY,
    KILL,
    CANCEL_BADGED, /* by the manager, to a thread */
    BIND,
    UNBIND,
    DELETE_ENDPOINT,
    DELETE_NOTIFICATION /* by the manager */
};

#define KINDS (DELETE_NOTIFICATION + 1u)

extern struct ipc_model model;
extern struct ipc_seen seen;
extern unsigned threads; /* how many there are */

/* Does the thread send with rights to grant? The last one does not, so nobody can reply to it. */
bool may_grant(unsigned t);

/* All threads ready, at LOW priority; nothing waits. */
void model_reset(unsigned count);

/* Forgets what has been seen. */
void model_begin(void);

/* A thread makes the system call of a kind before SUSPEND. */
void model_act(unsigned kind, unsigned t);

/* The manager does something of another kind to a thread; gives the expected error. */
uint64_t model_manage(unsigned kind, unsigned t);

#endif
