/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the portable part of the boot loader asks of a CPU and its firmware.
 *
 * Each folder arch/<cpu> gives start.S (entry: one core goes on with a stack and clean .bss, the
 * others are parked; a flat image moves itself to its link address), mmu.c (page tables and
 * the jump) and a firmware file (console and power, by the firmware or by the board: boot_board.h).
 * Nothing here needs the MMU before arch_enter_kernel; nothing here ever returns an error: what can
 * go wrong is checked before.
 */
#ifndef LOADER_BOOT_ARCH_H
#define LOADER_BOOT_ARCH_H

#include <stdint.h>

/* The kernel's page tables map 2 MiB blocks: virtual and physical start must agree modulo this. */
#define ARCH_BLOCK_SIZE (UINT64_C(1) << 21)

/* Where everything is, ready for the jump. Physical addresses unless named virt; ends are
   exclusive. */
struct kernel_entry {
    uint64_t kernel_virt;
    uint64_t kernel_phys;
    uint64_t kernel_entry; /* virtual */
    uint64_t root_start;
    uint64_t root_end; /* a page with program headers follows */
    uint64_t root_phys_minus_virt;
    uint64_t root_entry; /* virtual */
    uint64_t dtb;        /* 0 if there is none */
    uint64_t dtb_size;
    uint64_t core;       /* hart id (RISC-V) or 0 */
    uint64_t kernel_end; /* of kernel and device tree, from kernel_phys on */
};

/* The ELF e_machine number that images for this CPU carry. */
extern const uint32_t arch_machine;

/* Writes one byte to the console; LF is not translated. */
void arch_put_char(char c);

/* Powers the machine off, or stops this core for good if the firmware cannot. */
_Noreturn void arch_stop(void);

/* Returns the address at which the firmware may have left a device tree, given the value it left
   in the register that is meant for it; 0 if it left none. The caller checks what lies there. */
uint64_t arch_firmware_dtb(uint64_t argument);

/* Returns NULL, or why the kernel cannot be mapped at `kernel_virt` while this loader runs at
   its own address. */
const char *arch_check_kernel(uint64_t kernel_virt);

/* Builds the page tables, turns paging on and jumps to the kernel as seL4's protocol says. */
_Noreturn void arch_enter_kernel(const struct kernel_entry *entry);

#endif
