/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of a riscv64 thread: their orders in messages, fresh contexts, floating point. */
#include "arch/context.h"

#include "api/constants.h"
#include "api/layouts.h"
#include "arch_impl/csr.h"
#include "arch_impl/riscv_entry.h"
#include "kernel/console.h"

/* Names of the API's register lists that are not FRAME_* names. */
#define FRAME_PC         FRAME_FAULT_IP
#define FRAME_SYSCALL    ARCH_LIST_FAULT_WORD0
#define FRAME_NUMBER     ARCH_LIST_FAULT_WORD0
#define FRAME_CODE       ARCH_LIST_FAULT_WORD1
#define LIST_ENTRY(name) FRAME_##name,
#define LIST(array)                                                                                \
    {                                                                                              \
        array, sizeof(array) / sizeof((array)[0])                                                  \
    }

static const uint8_t user_context[] = {USER_CONTEXT_REGISTERS(LIST_ENTRY)};
static const uint8_t unknown_syscall[] = {UNKNOWN_SYSCALL_REGISTERS(LIST_ENTRY)};
static const uint8_t user_exception[] = {USER_EXCEPTION_REGISTERS(LIST_ENTRY)};

_Static_assert(sizeof(user_context) == USER_CONTEXT_COUNT, "length of seL4_UserContext");

const struct arch_register_list arch_user_context = LIST(user_context);
const unsigned arch_user_context_frame_count = USER_CONTEXT_FRAME_COUNT;
const struct arch_register_list arch_unknown_syscall = LIST(unknown_syscall);
const struct arch_register_list arch_user_exception = LIST(user_exception);

void arch_context_init(struct arch_context *context)
{
    /* All zero is right: sstatus does not belong to the thread. */
    context->is_idle = 0;
}

void arch_context_init_idle(struct arch_context *context)
{
    context->is_idle = 1;
}

uint64_t arch_context_sanitise(unsigned reg, uint64_t value)
{
    (void)reg;
    return value;
}

void arch_context_print(const struct arch_context *context)
{
    static const char *const names[] = {NULL,  "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0",
                                        "s1",  "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
                                        "s2",  "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10",
                                        "s11", "t3", "t4", "t5", "t6", "ip"};
    unsigned printed = 0;

    for (unsigned reg = FRAME_RA; reg <= FRAME_FAULT_IP; reg++) {
        console_printf("%s %016lx%c", names[reg], context->regs[reg],
                       ++printed % 4 == 0 ? '\n' : ' ');
    }
}
