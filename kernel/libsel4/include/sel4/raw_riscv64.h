/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system call instruction on riscv64. Every register the kernel may write is an operand, so the
 * compiler knows that all others keep their values.
 */
#pragma once

#include <sel4/simple_types.h>

/* Makes system call `number`; the pointed-to words go in and come out. */
LIBSEL4_INLINE_FUNC void sel4_raw_syscall(seL4_Word number, seL4_Word *cap, seL4_Word *info,
                                          seL4_Word mrs[4])
{
    register seL4_Word a0 __asm__("a0") = *cap;
    register seL4_Word a1 __asm__("a1") = *info;
    register seL4_Word a2 __asm__("a2") = mrs[0];
    register seL4_Word a3 __asm__("a3") = mrs[1];
    register seL4_Word a4 __asm__("a4") = mrs[2];
    register seL4_Word a5 __asm__("a5") = mrs[3];
    register seL4_Word a7 __asm__("a7") = number;
    __asm__ volatile("ecall"
                     : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3), "+r"(a4), "+r"(a5)
                     : "r"(a7)
                     : "memory");
    *cap = a0;
    *info = a1;
    mrs[0] = a2;
    mrs[1] = a3;
    mrs[2] = a4;
    mrs[3] = a5;
}
