/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A booted kernel in a test program: the test plays the user threads. A system call is made for the
 * current thread by setting its registers and entering the kernel; the invariants are checked after
 * each.
 */
#ifndef TESTS_KERNEL_WORLD_H
#define TESTS_KERNEL_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/constants.h"
#include "api/invocation_labels.h"
#include "api/layouts.h"
#include "api/object_types.h"
#include "api/syscalls.h"
#include "arch/boot.h"
#include "fake_arch.h"
#include "kernel/cap.h"
#include "kernel/invariants.h"
#include "kernel/state.h"

/* Fixed places in the initial CNode, empty after boot. */
#define WORLD_UNTYPED      1000u /* an untyped of WORLD_UNTYPED_BITS without children */
#define WORLD_FREE         1024u /* from here on for the tests */
#define WORLD_UNTYPED_BITS 20u

/* Message of a Call: words and extra capabilities. */
struct world_call {
    uint64_t words[12];
    unsigned length;
    uint64_t caps[3];
    unsigned cap_count;
};

/* What a Call answered. */
struct world_reply {
    uint64_t label;
    uint64_t length;
    uint64_t words[6];
};

/* Boots with a user image of `size` bytes (whole pages). */
void world_boot_image(uint64_t size);

/* Boots and gives the initial thread an untyped in slot WORLD_UNTYPED. */
void world_boot(void);

extern struct boot_info *world_info;

/* Slot `index` of the initial CNode. */
struct slot *world_slot(uint64_t index);

/* One system call of the current thread. */
void world_syscall(int64_t number, uint64_t cap, uint64_t info);

/* Call with a message; made again as long as the kernel preempts it. */
struct world_reply world_invoke(uint64_t cap, uint64_t label, const struct world_call *message);

/* The same, fails the test unless the answer is `error`; returns the answer. */
struct world_reply world_expect(uint64_t error, uint64_t cap, uint64_t label,
                                const struct world_call *message);

/* Retype from WORLD_UNTYPED (or another) into `dest` of the initial CNode. */
void world_retype(uint64_t untyped, uint64_t type, uint64_t bits, uint64_t dest, uint64_t count);

/* CNode operations inside the initial CNode; return the error code. */
uint64_t world_copy(uint64_t dest, uint64_t source, uint64_t rights);
uint64_t world_mint(uint64_t dest, uint64_t source, uint64_t rights, uint64_t data);
uint64_t world_move(uint64_t dest, uint64_t source);
uint64_t world_delete(uint64_t slot);
uint64_t world_revoke(uint64_t slot);

/* A new thread in slot `dest` with the initial CSpace, VSpace and IPC buffer; not started. */
struct tcb *world_thread(uint64_t dest, uint64_t priority);
/* Starts it; the caller stays current unless the new one has the higher priority. */
void world_resume(uint64_t tcb_slot);

/* Fails the test if an invariant of the kernel is broken; walks the slots of the initial CNode too.
 */
void world_check(void);

/* Pseudo-random numbers, the same in every run for a seed. */
uint64_t world_random(uint64_t *seed);

#endif
