/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of the CPU that exists only in tests. */
#ifndef ARCH_IMPL_CONTEXT_H
#define ARCH_IMPL_CONTEXT_H

#include <stdint.h>

enum arch_register {
    ARCH_REG_CAP,
    ARCH_REG_INFO,
    ARCH_REG_MSG0,
    ARCH_REG_SYSCALL = ARCH_REG_MSG0 + 4,
    ARCH_REG_FAULT_IP,
    ARCH_REG_NEXT_IP,
    ARCH_REG_SP,
    ARCH_REG_TLS,
    ARCH_REG_OTHER, /* first of 23 registers without a role */
    ARCH_REG_COUNT = ARCH_REG_OTHER + 23,
};

struct arch_fpu {
    uint64_t value;
};

struct arch_context {
    _Alignas(32) uint64_t regs[ARCH_REG_COUNT];
    struct arch_fpu fpu;
};

#endif
