/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls of the RISC-V supervisor binary interface that the kernel uses. */
#ifndef ARCH_IMPL_SBI_H
#define ARCH_IMPL_SBI_H

#include <stdint.h>

#define SBI_LEGACY_SHUTDOWN 0x08u
#define SBI_TIME            0x54494d45u /* function 0: set_timer(absolute time) */
#define SBI_RESET           0x53525354u /* function 0: system_reset(type 0 = shutdown, reason 0) */

/* Calls `function` of `extension` with one argument (a second one is 0); returns the error code in
 * a0, which is 0 on success. Registers other than a0 and a1 are preserved by the firmware. */
static inline int64_t sbi_call(uint64_t extension, uint64_t function, uint64_t argument)
{
    register uint64_t a0 __asm__("a0") = argument;
    register uint64_t a1 __asm__("a1") = 0;
    register uint64_t a6 __asm__("a6") = function;
    register uint64_t a7 __asm__("a7") = extension;

    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
    return (int64_t)a0;
}

#endif
