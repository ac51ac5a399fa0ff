/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's only mutable global state. One core, interrupts off: no locks.
 */
#ifndef KERNEL_STATE_H
#define KERNEL_STATE_H

#include "kernel/types.h"

#include "api/constants.h"
#include "kernel/error.h"
#include "plat/irq.h"

enum irq_state {
    IRQ_INACTIVE, /* nobody has a handler capability; masked */
    IRQ_SIGNAL,   /* delivered as a signal to the notification in irq_slots */
    IRQ_TIMER,    /* the kernel's tick */
};

/* What the end of the current kernel entry has to do about scheduling. */
enum sched_action {
    SCHED_RESUME_CURRENT,
    SCHED_CHOOSE_NEW,
    SCHED_CANDIDATE, /* kernel.candidate may take over */
};

struct ready_queue {
    struct tcb *head;
    struct tcb *tail;
};

struct domain_entry {
    word_t domain;
    word_t duration; /* timer ticks; 0: end marker */
};

/* The one walk through a queue of senders that may be unfinished (endpoint_cancel_badged). Threads
 * before `next` have been looked at, those behind `last` came later. */
struct cancel_walk {
    bool is_active;
    struct tcb *owner; /* whose system call it is; null: the thread is dead */
    struct endpoint *endpoint;
    word_t badge;
    struct tcb *next; /* null: all have been looked at */
    struct tcb *last;
};

struct kernel_state {
    struct tcb *current; /* never null after boot; may be idle */
    struct tcb *idle;
    struct tcb *fpu_owner; /* whose registers are in the FPU; null: nobody's */
    struct tcb *all_threads;
    struct slot all_caps; /* empty; before the first capability in the derivation list */

    enum sched_action action;
    struct tcb *candidate;
    struct ready_queue ready[NUM_DOMAINS][NUM_PRIORITIES];
    uint64_t ready_bitmap[NUM_DOMAINS][NUM_PRIORITIES / 64];
    struct domain_entry domain_schedule[NUM_DOMAIN_SCHEDULES]; /* the last is an end marker */
    word_t domain_start; /* where the schedule begins again after an end marker */
    word_t domain_index; /* the entry that runs; its domain and what is left of its ticks: */
    word_t domain;
    word_t domain_time;

    struct slot irq_slots[PLAT_IRQ_LIMIT]; /* notification capability per interrupt */
    uint8_t irq_states[PLAT_IRQ_LIMIT];    /* enum irq_state */
    uint8_t irq_reported[PLAT_IRQ_LIMIT];  /* 1: the console was told that nobody takes it */
    uint8_t irq_muted[PLAT_IRQ_LIMIT];     /* 1: masked because nobody takes it */

    uint64_t *asid_pools[1u << NUM_ASID_POOLS_BITS]; /* each: physical address of the root per ASID,
                                                        or 0 */

    struct cancel_walk cancel;
    unsigned work_units; /* preemptible steps since the last look for interrupts */
    struct api_error error;
    struct lookup_failure lookup;
};

extern struct kernel_state kernel;

#endif
