/* SPDX-License-Identifier: BSD-2-Clause */
/* System registers of aarch64 at EL1, and barriers. */
#ifndef ARCH_IMPL_SYSREG_H
#define ARCH_IMPL_SYSREG_H

#include <stdint.h>

/* SCTLR_EL1. Bits that read as one on every ARMv8.0 CPU are written as one. */
#define SCTLR_RES1                                                                                 \
    ((UINT64_C(1) << 11) | (UINT64_C(1) << 20) | (UINT64_C(1) << 22) | (UINT64_C(1) << 23) |       \
     (UINT64_C(1) << 28) | (UINT64_C(1) << 29))
#define SCTLR_MMU               (UINT64_C(1) << 0)
#define SCTLR_DATA_CACHE        (UINT64_C(1) << 2)
#define SCTLR_SP_ALIGN          (UINT64_C(1) << 3)
#define SCTLR_SP_ALIGN_EL0      (UINT64_C(1) << 4)
#define SCTLR_INSTRUCTION_CACHE (UINT64_C(1) << 12)
#define SCTLR_USER_CTR          (UINT64_C(1) << 15) /* EL0 may read CTR_EL0 */
#define SCTLR_USER_WFI          (UINT64_C(1) << 16)
#define SCTLR_USER_WFE          (UINT64_C(1) << 18)
#define SCTLR_USER_CACHE        (UINT64_C(1) << 26) /* EL0 may maintain caches */

/* TCR_EL1: both halves 48 bit with 4 KiB granule, tables in write-back shareable memory; 16 bit
 * ASIDs from TTBR0; 40 bit physical addresses. */
#define TCR_VALUE                                                                                  \
    (UINT64_C(16) | (UINT64_C(1) << 8) | (UINT64_C(1) << 10) | (UINT64_C(3) << 12) |               \
     (UINT64_C(16) << 16) | (UINT64_C(1) << 24) | (UINT64_C(1) << 26) | (UINT64_C(3) << 28) |      \
     (UINT64_C(2) << 30) | (UINT64_C(2) << 32) | (UINT64_C(1) << 36))

/* MAIR_EL1: what the attribute index of a page table entry means; the loader uses the same. */
#define MAIR_DEVICE_STRICT 0u /* nGnRnE */
#define MAIR_UNCACHED      3u
#define MAIR_NORMAL        4u
#define MAIR_VALUE         UINT64_C(0x0000bbff440c0400)

#define CPACR_FPU_ON       (UINT64_C(3) << 20)

#define SPSR_FLAGS         UINT64_C(0xf0000000)
#define SPSR_FIQ_MASKED    UINT64_C(0x40)

#define sysreg_read(name)                                                                          \
    ({                                                                                             \
        uint64_t sysreg_value_;                                                                    \
        __asm__ volatile("mrs %0, " #name : "=r"(sysreg_value_) : : "memory");                     \
        sysreg_value_;                                                                             \
    })

#define sysreg_write(name, value)                                                                  \
    do {                                                                                           \
        uint64_t sysreg_value_ = (value);                                                          \
        __asm__ volatile("msr " #name ", %0" : : "r"(sysreg_value_) : "memory");                   \
    } while (0)

/* Later instructions see the system registers written so far. */
static inline void sysreg_isb(void)
{
    __asm__ volatile("isb" : : : "memory");
}

/* Stores and maintenance so far are complete. */
static inline void sysreg_dsb(void)
{
    __asm__ volatile("dsb ish" : : : "memory");
}

#endif
