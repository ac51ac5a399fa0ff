/* SPDX-License-Identifier: BSD-2-Clause */
/* Power off on the BCM2835 family: the watchdog resets the chip with boot partition 63 asked for,
   which the firmware takes as "stay off" (QEMU ends). */
#include <stdint.h>

#include "loader/boot/include/boot_board.h"

/* Offsets from the start of the peripherals. */
#define POWER_RESET          0x10001cu
#define POWER_STATUS         0x100020u
#define POWER_WATCHDOG       0x100024u

#define POWER_PASSWORD       0x5a000000u
#define POWER_VALUE_MASK     0x00ffffffu
#define POWER_RESET_MASK     0x30u
#define POWER_RESET_FULL     0x20u
#define POWER_PARTITION_MASK 0xfffu
#define POWER_PARTITION_OFF  0x555u /* 63, its bits on even places */
#define POWER_SHORTLY        10u    /* units of 15 microseconds */

static void boot_bcm2835_power_change(uint32_t offset, uint32_t mask, uint32_t value)
{
    volatile uint32_t *reg = (volatile uint32_t *)(BOOT_PERIPHERALS_ADDRESS + (uintptr_t)offset);

    *reg = POWER_PASSWORD | (*reg & POWER_VALUE_MASK & ~mask) | value;
}

void board_power_off(void)
{
    boot_bcm2835_power_change(POWER_WATCHDOG, POWER_VALUE_MASK, POWER_SHORTLY);
    boot_bcm2835_power_change(POWER_STATUS, POWER_PARTITION_MASK, POWER_PARTITION_OFF);
    boot_bcm2835_power_change(POWER_RESET, POWER_RESET_MASK, POWER_RESET_FULL);
}
