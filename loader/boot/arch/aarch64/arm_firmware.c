/* SPDX-License-Identifier: BSD-2-Clause */
/* Console on the board's PL011, as the firmware left it, and power through PSCI. PSCI is called by
   the instruction that leads up from the level the loader was entered at: smc above EL2, hvc
   above EL1. Entered at EL3 there is no firmware, and the core can only be put to sleep. */
#include "loader/boot/include/arch.h"
#include "loader/include/boot_image.h"

#define PSCI_SYSTEM_OFF    UINT64_C(0x84000008)
#define UART_DATA          0x00u
#define UART_FLAGS         0x18u
#define UART_FLAGS_TX_FULL (1u << 5)

const uint32_t arch_machine = BOOT_IMAGE_MACHINE_AARCH64;

/* The exception level the loader was entered at; start.S writes it first of all, so it must not lie
   in .bss. */
uint64_t arm_entry_level = 1;

static volatile uint32_t *arm_uart(uint32_t offset)
{
    return (volatile uint32_t *)(BOOT_UART_ADDRESS + (uintptr_t)offset);
}

void arch_put_char(char c)
{
    while ((*arm_uart(UART_FLAGS) & UART_FLAGS_TX_FULL) != 0) {
    }
    *arm_uart(UART_DATA) = (unsigned char)c;
}

_Noreturn void arch_stop(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

    if (arm_entry_level == 2) {
        __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    } else if (arm_entry_level == 1) {
        __asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    }
    for (;;) {
        __asm__ volatile("wfe");
    }
}

/* A Linux-style start passes the tree in x0; for ELF files QEMU puts it at the start of memory and
   passes 0. */
uint64_t arch_firmware_dtb(uint64_t argument)
{
    return argument != 0 ? argument : BOOT_DTB_ADDRESS;
}
