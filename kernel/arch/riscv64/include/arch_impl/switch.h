/* SPDX-License-Identifier: BSD-2-Clause */
/* Switching address space and floating point unit on riscv64; see arch/switch.h. */
#ifndef ARCH_IMPL_SWITCH_H
#define ARCH_IMPL_SWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch_impl/csr.h"
#include "arch_impl/riscv_frame.h"

/* What the CPU has been told. `sstatus` is for the next return to user mode (start.S), with the
 * unit off or on. */
struct riscv_cpu {
    uint64_t satp;
    uint64_t sstatus;
    bool has_asids; /* the CPU implements all 16 bits */
};
extern struct riscv_cpu riscv_cpu;
_Static_assert(offsetof(struct riscv_cpu, sstatus) == RISCV_CPU_SSTATUS, "start.S reads it");

static inline void riscv_set_satp(uint64_t satp)
{
    if (satp == riscv_cpu.satp) {
        return;
    }
    riscv_cpu.satp = satp;
    csr_write(satp, satp);
    if (!riscv_cpu.has_asids) {
        __asm__ volatile("sfence.vma" : : : "memory");
    }
}

/* satp for a root table and an address space number. */
static inline uint64_t riscv_make_satp(uint64_t root_paddr, uint16_t asid)
{
    return SATP_SV39 | ((uint64_t)asid << SATP_ASID_SHIFT) | (root_paddr >> 12);
}

static inline void arch_vspace_switch(uint64_t root_paddr, uint16_t asid)
{
    riscv_set_satp(riscv_make_satp(root_paddr, asid));
}

static inline void arch_fpu_enable(bool on)
{
    riscv_cpu.sstatus = SSTATUS_UXL_64 | SSTATUS_SPIE | (on ? SSTATUS_FS_DIRTY : 0);
    if (on) {
        csr_set(sstatus, SSTATUS_FS_DIRTY);
    }
}

#endif
