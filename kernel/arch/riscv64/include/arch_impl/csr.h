/* SPDX-License-Identifier: BSD-2-Clause */
/* Control and status registers of riscv64 in supervisor mode. */
#ifndef ARCH_IMPL_CSR_H
#define ARCH_IMPL_CSR_H

#include <stdint.h>

#define SSTATUS_SPIE       (UINT64_C(1) << 5)
#define SSTATUS_FS_INITIAL (UINT64_C(1) << 13)
#define SSTATUS_FS_DIRTY   (UINT64_C(3) << 13)
#define SSTATUS_UXL_64     (UINT64_C(2) << 32)

#define SIE_TIMER          (UINT64_C(1) << 5)
#define SIE_EXTERNAL       (UINT64_C(1) << 9)

#define SCAUSE_INTERRUPT   (UINT64_C(1) << 63)

#define SATP_SV39          (UINT64_C(8) << 60)
#define SATP_ASID_SHIFT    44

#define csr_read(name)                                                                             \
    ({                                                                                             \
        uint64_t csr_value_;                                                                       \
        __asm__ volatile("csrr %0, " #name : "=r"(csr_value_) : : "memory");                       \
        csr_value_;                                                                                \
    })

#define csr_write(name, value)                                                                     \
    do {                                                                                           \
        uint64_t csr_value_ = (value);                                                             \
        __asm__ volatile("csrw " #name ", %0" : : "r"(csr_value_) : "memory");                     \
    } while (0)

#define csr_set(name, bits)                                                                        \
    do {                                                                                           \
        uint64_t csr_value_ = (bits);                                                              \
        __asm__ volatile("csrs " #name ", %0" : : "r"(csr_value_) : "memory");                     \
    } while (0)

#endif
