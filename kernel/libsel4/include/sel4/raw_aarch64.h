/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system call instruction on aarch64. Every register the kernel may write is an operand, so the
 * compiler knows that all others keep their values.
 */
#pragma once

#include <sel4/simple_types.h>

/* Makes system call `number`; the pointed-to words go in and come out. */
LIBSEL4_INLINE_FUNC void sel4_raw_syscall(seL4_Word number, seL4_Word *cap, seL4_Word *info,
                                          seL4_Word mrs[4])
{
    register seL4_Word x0 __asm__("x0") = *cap;
    register seL4_Word x1 __asm__("x1") = *info;
    register seL4_Word x2 __asm__("x2") = mrs[0];
    register seL4_Word x3 __asm__("x3") = mrs[1];
    register seL4_Word x4 __asm__("x4") = mrs[2];
    register seL4_Word x5 __asm__("x5") = mrs[3];
    register seL4_Word x7 __asm__("x7") = number;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x7)
                     : "memory");
    *cap = x0;
    *info = x1;
    mrs[0] = x2;
    mrs[1] = x3;
    mrs[2] = x4;
    mrs[3] = x5;
}
