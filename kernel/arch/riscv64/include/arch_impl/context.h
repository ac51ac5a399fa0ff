/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved state of a riscv64 thread: see arch/context.h for what it must offer. The integer part
 * is the frame of riscv_frame.h, at offset 0.
 */
#ifndef ARCH_IMPL_CONTEXT_H
#define ARCH_IMPL_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "arch_impl/riscv_frame.h"

enum arch_register {
    ARCH_REG_CAP = FRAME_A0,
    ARCH_REG_INFO = FRAME_A1,
    ARCH_REG_MSG0 = FRAME_A2,
    ARCH_REG_SYSCALL = FRAME_A7,
    ARCH_REG_FAULT_IP = FRAME_FAULT_IP,
    ARCH_REG_NEXT_IP = FRAME_NEXT_IP,
    ARCH_REG_SP = FRAME_SP,
    ARCH_REG_TLS = FRAME_TP,
    ARCH_REG_COUNT = FRAME_WORDS,
};

/* As start.S writes it. */
struct arch_fpu {
    uint64_t f[32];
    uint64_t fcsr;
};

struct arch_context {
    _Alignas(32) uint64_t regs[ARCH_REG_COUNT];
    uint64_t is_idle; /* 1: no user registers, the CPU waits for an interrupt */
    struct arch_fpu fpu;
};

_Static_assert(offsetof(struct arch_context, regs) == 0, "start.S addresses the frame");
_Static_assert(offsetof(struct arch_context, fpu) == FRAME_FPU, "start.S addresses the registers");

#endif
