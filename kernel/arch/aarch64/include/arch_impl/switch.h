/* SPDX-License-Identifier: BSD-2-Clause */
/* Switching address space and floating point unit on aarch64; see arch/switch.h. */
#ifndef ARCH_IMPL_SWITCH_H
#define ARCH_IMPL_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "arch_impl/sysreg.h"

#define ARM_ASID_SHIFT 48

/* What the CPU has been told. */
struct arm_cpu {
    uint64_t ttbr0;
    bool is_fpu_on;
};
extern struct arm_cpu arm_cpu;

/* TTBR0 holds root and ASID. */
static inline void arm_set_ttbr0(uint64_t ttbr0)
{
    if (ttbr0 != arm_cpu.ttbr0) {
        arm_cpu.ttbr0 = ttbr0;
        sysreg_write(ttbr0_el1, ttbr0);
        sysreg_isb();
    }
}

static inline void arch_vspace_switch(uint64_t root_paddr, uint16_t asid)
{
    arm_set_ttbr0(root_paddr | ((uint64_t)asid << ARM_ASID_SHIFT));
}

/* Access is shut for EL1 too: the kernel uses the unit only in save and restore. */
static inline void arch_fpu_enable(bool on)
{
    if (on != arm_cpu.is_fpu_on) {
        arm_cpu.is_fpu_on = on;
        sysreg_write(cpacr_el1, on ? CPACR_FPU_ON : 0);
        sysreg_isb();
    }
}

#endif
