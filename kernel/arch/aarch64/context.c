/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of an aarch64 thread: their orders in messages, fresh contexts, floating point. */
#include "arch/context.h"

#include "api/constants.h"
#include "api/layouts.h"
#include "arch_impl/arm_entry.h"
#include "arch_impl/sysreg.h"
#include "kernel/console.h"

/* The API's names of registers, as entries of a list. */
#define FRAME_PC         FRAME_FAULT_IP
#define FRAME_X0         FRAME_X(0)
#define FRAME_X1         FRAME_X(1)
#define FRAME_X2         FRAME_X(2)
#define FRAME_X3         FRAME_X(3)
#define FRAME_X4         FRAME_X(4)
#define FRAME_X5         FRAME_X(5)
#define FRAME_X6         FRAME_X(6)
#define FRAME_X7         FRAME_X(7)
#define FRAME_X8         FRAME_X(8)
#define FRAME_X9         FRAME_X(9)
#define FRAME_X10        FRAME_X(10)
#define FRAME_X11        FRAME_X(11)
#define FRAME_X12        FRAME_X(12)
#define FRAME_X13        FRAME_X(13)
#define FRAME_X14        FRAME_X(14)
#define FRAME_X15        FRAME_X(15)
#define FRAME_X16        FRAME_X(16)
#define FRAME_X17        FRAME_X(17)
#define FRAME_X18        FRAME_X(18)
#define FRAME_X19        FRAME_X(19)
#define FRAME_X20        FRAME_X(20)
#define FRAME_X21        FRAME_X(21)
#define FRAME_X22        FRAME_X(22)
#define FRAME_X23        FRAME_X(23)
#define FRAME_X24        FRAME_X(24)
#define FRAME_X25        FRAME_X(25)
#define FRAME_X26        FRAME_X(26)
#define FRAME_X27        FRAME_X(27)
#define FRAME_X28        FRAME_X(28)
#define FRAME_X29        FRAME_X(29)
#define FRAME_X30        FRAME_X(30)
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
    context->regs[FRAME_SPSR] = SPSR_FIQ_MASKED;
}

void arch_context_init_idle(struct arch_context *context)
{
    context->is_idle = 1;
}

uint64_t arch_context_sanitise(unsigned reg, uint64_t value)
{
    return reg == FRAME_SPSR ? (value & SPSR_FLAGS) | SPSR_FIQ_MASKED : value;
}

void arch_context_print(const struct arch_context *context)
{
    for (unsigned reg = 0; reg <= FRAME_LR; reg++) {
        console_printf("x%02u %016lx%c", reg, context->regs[reg], reg % 4 == 3 ? '\n' : ' ');
    }
    console_printf("\nsp  %016lx ip  %016lx spsr %lx tpidr %lx\n", context->regs[FRAME_SP],
                   context->regs[FRAME_FAULT_IP], context->regs[FRAME_SPSR],
                   context->regs[FRAME_TPIDR_EL0]);
}
