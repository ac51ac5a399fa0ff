/* SPDX-License-Identifier: BSD-2-Clause */
/* What aarch64 has no common firmware for comes from the board: console and power. */
#include "loader/boot/arch/aarch64/arm_level.h"
#include "loader/boot/include/arch.h"
#include "loader/boot/include/boot_board.h"
#include "loader/include/boot_image.h"

const uint32_t arch_machine = BOOT_IMAGE_MACHINE_AARCH64;

uint64_t arm_entry_level = 1;

void arch_put_char(char c)
{
    board_put_char(c);
}

_Noreturn void arch_stop(void)
{
    board_power_off();
    for (;;) {
        __asm__ volatile("wfe");
    }
}

/* A Linux-style start passes the tree in x0; for ELF files QEMU puts it at an address of the board,
   if it has one at all, and passes 0. */
uint64_t arch_firmware_dtb(uint64_t argument)
{
    return argument != 0 ? argument : BOOT_DTB_ADDRESS;
}
