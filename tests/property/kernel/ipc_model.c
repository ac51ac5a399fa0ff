/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/property/kernel/ipc_model.h"

#include <string.h>

#include "api/constants.h"

struct ipc_model model;
struct ipc_seen seen;
unsigned threads;

bool may_grant(unsigned t)
{
    return t != threads - 1;
}

static void wake(unsigned t)
{
    model.actor[t].standing = READY;
    seen.woken[seen.woken_count++] = (uint8_t)t;
}

static void take_out(uint8_t *queue, uint8_t *length, unsigned t)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < *length; i++) {
        if (queue[i] != t) {
            queue[kept++] = queue[i];
        }
    }
    *length = (uint8_t)kept;
    for (; kept < MAX_THREADS; kept++) {
        queue[kept] = NOBODY;
    }
}

static void deliver(unsigned from, unsigned to, unsigned badge)
{
    seen.from[to] = (uint8_t)from;
    seen.badge[to] = (uint8_t)badge;
    seen.told[to] = true;
}

static void tell(unsigned to, unsigned badge)
{
    deliver(NOBODY, to, badge);
}

/* After the message of a Call has arrived. The receiving capability has all rights. */
static void await(unsigned caller, unsigned receiver)
{
    if (may_grant(caller)) {
        model.actor[caller].standing = AWAITS_REPLY;
        model.actor[receiver].caller = (uint8_t)caller;
    } else {
        model.actor[caller].standing = STOPPED;
    }
}

static void model_send(unsigned t, bool blocks, bool calls)
{
    unsigned first = model.queue[0];

    if (model.queued > 0 && model.actor[first].standing == RECEIVES) {
        take_out(model.queue, &model.queued, first);
        deliver(t, first, t + 1);
        wake(first);
        if (calls) {
            await(t, first);
        }
    } else if (blocks) {
        model.actor[t].standing = SENDS;
        model.actor[t].calls = calls;
        model.queue[model.queued++] = (uint8_t)t;
    }
}

static void model_recv(unsigned t, bool blocks)
{
    unsigned first = model.queue[0];

    model.actor[t].caller = NOBODY;
    if (model.bound && t == 0 && model.active) {
        tell(t, model.pending);
        model.active = 0;
        model.pending = 0;
    } else if (model.queued > 0 && model.actor[first].standing == SENDS) {
        take_out(model.queue, &model.queued, first);
        deliver(first, t, first + 1);
        if (model.actor[first].calls) {
            await(first, t);
        } else {
            wake(first);
        }
    } else if (blocks) {
        model.actor[t].standing = RECEIVES;
        model.queue[model.queued++] = (uint8_t)t;
    } else {
        tell(t, 0);
    }
}

static void model_reply(unsigned t)
{
    unsigned caller = model.actor[t].caller;

    if (caller != NOBODY) {
        model.actor[t].caller = NOBODY;
        deliver(t, caller, 0);
        wake(caller);
    }
}

static void model_signal(unsigned badge)
{
    if (model.waiting > 0) {
        unsigned first = model.waiters[0];
        take_out(model.waiters, &model.waiting, first);
        tell(first, badge);
        wake(first);
    } else if (!model.active && model.bound && model.actor[0].standing == RECEIVES) {
        take_out(model.queue, &model.queued, 0);
        tell(0, badge);
        wake(0);
    } else {
        model.active = 1;
        model.pending |= (uint8_t)badge;
    }
}

static void model_wait(unsigned t, bool blocks)
{
    if (model.bound && t != 0) {
        model.actor[t].standing = STOPPED; /* a fault without a handler */
    } else if (model.active) {
        tell(t, model.pending);
        model.active = 0;
        model.pending = 0;
    } else if (blocks) {
        model.actor[t].standing = WAITS;
        model.waiters[model.waiting++] = (uint8_t)t;
    } else {
        tell(t, 0);
    }
}

/* Takes a thread out of whatever it waits for. */
static void model_cancel(unsigned t)
{
    take_out(model.queue, &model.queued, t);
    take_out(model.waiters, &model.waiting, t);
    for (unsigned i = 0; i < threads; i++) {
        if (model.actor[i].caller == t) {
            model.actor[i].caller = NOBODY;
        }
    }
}

static void model_delete_endpoint(unsigned badge)
{
    for (unsigned i = 0; i < threads; i++) {
        struct actor *actor = &model.actor[i];
        bool is_sender = actor->standing == SENDS && (badge == 0 || badge == i + 1);
        if (is_sender || (actor->standing == RECEIVES && badge == 0)) {
            take_out(model.queue, &model.queued, i);
            actor->standing = READY;
        }
    }
}

uint64_t model_manage(unsigned kind, unsigned t)
{
    struct actor *actor = &model.actor[t];

    switch (kind) {
    case SUSPEND:
        model_cancel(t);
        actor->standing = STOPPED;
        return ERR_NONE;
    case RESUME:
        if (actor->standing != READY) {
            model_cancel(t);
            actor->standing = READY;
        }
        return ERR_NONE;
    case PRIORITY:
        actor->priority = actor->priority == LOW ? HIGH : LOW;
        return ERR_NONE;
    case KILL:
        model_cancel(t);
        *actor = (struct actor){DEAD, 0, NOBODY, 0};
        model.bound = model.bound && t != 0;
        return ERR_NONE;
    case CANCEL_BADGED:
        model_delete_endpoint(t + 1);
        return may_grant(t) ? ERR_NONE : ERR_ILLEGAL_OPERATION;
    case BIND:
        if (model.bound || model.waiting > 0) {
            return ERR_ILLEGAL_OPERATION;
        }
        model.bound = 1;
        return ERR_NONE;
    case UNBIND:
        if (!model.bound) {
            return ERR_ILLEGAL_OPERATION;
        }
        model.bound = 0;
        return ERR_NONE;
    case DELETE_ENDPOINT:
        model_delete_endpoint(0);
        model.has_endpoint = 0;
        return ERR_NONE;
    default:
        for (unsigned i = 0; i < model.waiting; i++) {
            model.actor[model.waiters[i]].standing = READY;
        }
        model.waiting = model.has_notification = model.active = model.pending = model.bound = 0;
        memset(model.waiters, NOBODY, sizeof(model.waiters));
        return ERR_NONE;
    }
}

void model_act(unsigned kind, unsigned t)
{
    switch (kind) {
    case SEND:
    case NB_SEND:
    case CALL:
        model_send(t, kind != NB_SEND, kind == CALL);
        break;
    case RECV:
    case NB_RECV:
        model_recv(t, kind == RECV);
        break;
    case REPLY:
        model_reply(t);
        break;
    case REPLY_RECV:
        model_reply(t);
        model_recv(t, true);
        break;
    case SIGNAL:
        model_signal(1u << t);
        break;
    default:
        model_wait(t, kind == WAIT);
        break;
    }
}

void model_begin(void)
{
    memset(&seen, 0, sizeof(seen));
    memset(seen.from, NOBODY, sizeof(seen.from));
    memset(seen.woken, NOBODY, sizeof(seen.woken));
}

void model_reset(unsigned count)
{
    threads = count;
    memset(&model, 0, sizeof(model));
    memset(model.queue, NOBODY, sizeof(model.queue));
    memset(model.waiters, NOBODY, sizeof(model.waiters));
    model.has_endpoint = model.has_notification = 1;
    for (unsigned i = 0; i < count; i++) {
        model.actor[i] = (struct actor){READY, 0, NOBODY, LOW};
    }
}
