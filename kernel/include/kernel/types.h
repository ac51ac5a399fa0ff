/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Types every part of the kernel speaks: machine words, physical and virtual addresses, capability
 * slots and thread control blocks.
 *
 * Ownership: every kernel object lies in memory that a user gave with Untyped_Retype (or that
 * boot.c took aside before there was a user). Nothing is allocated after boot. The only global
 * mutable state is `struct kernel_state` (kernel/state.h).
 *
 * Invariant: a slot is 32 bytes: 16 bytes capability, 16 bytes place in the derivation list. An
 * empty slot is all zero and in no list.
 */
#ifndef KERNEL_TYPES_H
#define KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/context.h"

typedef uint64_t word_t;  /* what a user register holds */
typedef uint64_t paddr_t; /* physical address */
typedef uint64_t vaddr_t; /* address in some user address space */
typedef uint64_t cptr_t;  /* capability address in a CSpace */

/* Half-open range of physical memory. */
struct paddr_range {
    paddr_t start;
    paddr_t end;
};

/* A capability. Bit layout and accessors: kernel/cap.h. All zero is the null capability. */
struct cap {
    word_t word[2];
};

/* A capability in its place. `next_and_flags`: the next slot of the derivation list; bit 0
 * revocable, bit 1 first badged (slots are 32-byte aligned, so the bits are free). See
 * kernel/derivation.h. */
struct slot {
    struct cap cap;
    struct slot *prev;
    word_t next_and_flags;
};
_Static_assert(sizeof(struct slot) == 32, "slot size is part of the ABI (seL4_SlotBits 5)");

enum thread_state {
    THREAD_INACTIVE = 0, /* zero, so that fresh memory is an inactive thread */
    THREAD_RUNNING,
    THREAD_RESTART,
    THREAD_BLOCKED_ON_RECEIVE,
    THREAD_BLOCKED_ON_SEND,
    THREAD_BLOCKED_ON_REPLY,
    THREAD_BLOCKED_ON_NOTIFICATION,
    THREAD_IDLE,
};

/* Slots inside a TCB, in the order in which a deletion walks them backwards. */
enum tcb_slot {
    TCB_SLOT_CSPACE,
    TCB_SLOT_VSPACE,
    TCB_SLOT_REPLY,  /* master reply capability */
    TCB_SLOT_CALLER, /* reply capability to who called this thread last */
    TCB_SLOT_BUFFER,
    TCB_SLOT_COUNT,
};

/* Why a thread stopped. `kind` is the fault label of the API (FAULT_NULL: no fault). */
struct fault {
    word_t kind;
    word_t address;     /* CapFault: cptr; VMFault: address; UnknownSyscall: number; UserException:
                           number */
    word_t code;        /* VMFault: status register; UserException: code */
    word_t flag;        /* CapFault: in receive phase; VMFault: instruction fetch */
    word_t lookup_kind; /* CapFault: LOOKUP_* */
    word_t lookup_word[3]; /* CapFault: words of the lookup failure, in message order */
};

/* How far a stopped system call came (kernel/stopped.h). */
struct stopped {
    word_t what;
    word_t on[2];
    word_t done;
};

struct endpoint;
struct notification;

#define TCB_NAME_SIZE 256u

/* A thread. `context` is first: a pointer to it is a pointer to the thread. */
struct tcb {
    struct arch_context context;
    struct slot slots[TCB_SLOT_COUNT];

    uint8_t state; /* enum thread_state */
    uint8_t priority;
    uint8_t mcp; /* maximum controlled priority */
    uint8_t domain;
    uint8_t queued; /* 1: in a ready queue */
    uint8_t flags;  /* TCB_FLAG_* of the API */
    uint16_t slice; /* timer ticks left */

    /* Valid while blocked on an endpoint: what the sender's (receiver's) capability allowed. */
    uint8_t can_grant;
    uint8_t can_grant_reply;
    uint8_t is_call;

    uint8_t uses_fpu; /* 1: gets the floating point unit with the CPU (kernel/thread.h) */

    word_t badge;           /* BLOCKED_ON_SEND: badge of the capability used */
    void *blocked_on;       /* endpoint or notification */
    struct tcb *sched_next; /* ready queue */
    struct tcb *sched_prev;
    struct tcb *wait_next; /* endpoint or notification queue */
    struct tcb *wait_prev;
    struct tcb *all_next; /* list of all threads, for the debug calls */
    struct tcb *all_prev;

    struct notification *bound;
    cptr_t fault_handler;
    vaddr_t ipc_buffer;
    struct fault fault;
    struct stopped stopped;
    char name[TCB_NAME_SIZE];
};
_Static_assert(offsetof(struct tcb, context) == 0, "a context pointer is a tcb pointer");
_Static_assert(sizeof(struct tcb) <= 2048, "TCB size is part of the ABI (seL4_TCBBits 11)");
_Static_assert(offsetof(struct tcb, slots) % 32 == 0, "slots must be 32-byte aligned");

#endif
