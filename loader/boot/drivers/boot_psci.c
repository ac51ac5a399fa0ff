/* SPDX-License-Identifier: BSD-2-Clause */
/* Power through PSCI, called by the instruction that leads up from the level the loader was entered
   at: smc above EL2, hvc above EL1. Entered at EL3 there is no firmware. */
#include "loader/boot/arch/aarch64/arm_level.h"
#include "loader/boot/include/boot_board.h"

#define PSCI_SYSTEM_OFF UINT64_C(0x84000008)

void board_power_off(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

    if (arm_entry_level == 2) {
        __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    } else if (arm_entry_level == 1) {
        __asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    }
}
