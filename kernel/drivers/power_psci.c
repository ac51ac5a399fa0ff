/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Power off by PSCI, ARM's firmware interface. Where there is firmware at EL3, or an emulated one,
 * SMC reaches it; otherwise SMC is undefined and traps, and HVC is tried.
 */
#include "plat/power.h"

#include <stdint.h>

#define PSCI_SYSTEM_OFF UINT64_C(0x84000008)

static enum { WAY_SMC, WAY_HVC, WAY_NONE } power_psci_way;

void plat_power_off(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

    if (power_psci_way == WAY_SMC) {
        power_psci_way = WAY_HVC;
        __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    } else if (power_psci_way == WAY_HVC) {
        power_psci_way = WAY_NONE;
        __asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    }
}
