/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Power off on the BCM2835 family: the watchdog resets the chip with boot partition 63 asked for,
 * which the firmware takes as "stay off" (QEMU ends).
 */
#include "plat/power.h"

#include <stdbool.h>

#include "kernel/drivers/mmio.h"
#include "plat/board.h"

#define POWER_RESET            (BOARD_POWER_OFFSET + 0x1c)
#define POWER_STATUS           (BOARD_POWER_OFFSET + 0x20)
#define POWER_WATCHDOG         (BOARD_POWER_OFFSET + 0x24)
#define POWER_PASSWORD         0x5a000000u
#define POWER_VALUE_MASK       0x00ffffffu
#define POWER_RESET_MASK       0x30u
#define POWER_RESET_FULL       0x20u
#define POWER_PARTITION_MASK   0xfffu
#define POWER_PARTITION_OFF    0x555u /* 63, its bits on even places */
#define POWER_WATCHDOG_SHORTLY 10u    /* units of 15 microseconds */

static bool power_bcm2835_tried;

/* Writes a register, which takes a password in the top byte. */
static void power_bcm2835_set(uint64_t reg, uint32_t value)
{
    mmio_write(reg, POWER_PASSWORD | (value & POWER_VALUE_MASK));
}

void plat_power_off(void)
{
    if (power_bcm2835_tried) {
        return; /* the registers are not even mapped */
    }
    power_bcm2835_tried = true;
    power_bcm2835_set(POWER_WATCHDOG, POWER_WATCHDOG_SHORTLY);
    power_bcm2835_set(POWER_STATUS,
                      (mmio_read(POWER_STATUS) & ~POWER_PARTITION_MASK) | POWER_PARTITION_OFF);
    power_bcm2835_set(POWER_RESET, (mmio_read(POWER_RESET) & ~POWER_RESET_MASK) | POWER_RESET_FULL);
}
