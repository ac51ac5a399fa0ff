/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sv39 tables for the few instructions between two address spaces: the loader's own 1 GiB
 * region, identity-mapped from the loader's start upwards, and the kernel's window from its start
 * to the end of its 1 GiB region. All leaves are 2 MiB, V R W X A D, neither U nor G.
 */
#include "loader/boot/include/arch.h"

#include <stddef.h>

#define ENTRIES   512u
#define PTE_V     UINT64_C(0x1)
#define PTE_LEAF  UINT64_C(0xcf) /* V R W X A D */
#define SATP_SV39 (UINT64_C(8) << 60)

extern const uint8_t boot_start[];

static uint64_t root_table[ENTRIES] __attribute__((aligned(4096)));
static uint64_t loader_table[ENTRIES] __attribute__((aligned(4096)));
static uint64_t kernel_table[ENTRIES] __attribute__((aligned(4096)));

static uint64_t riscv_pte(uint64_t phys, uint64_t flags)
{
    return phys >> 12 << 10 | flags;
}

static size_t riscv_root_index(uint64_t virt)
{
    return (size_t)(virt >> 30) % ENTRIES;
}

/* Maps from virt to the end of its 1 GiB region onto consecutive memory from phys. */
static void riscv_map_region(uint64_t *table, uint64_t virt, uint64_t phys)
{
    phys &= ~(ARCH_BLOCK_SIZE - 1);
    for (size_t i = (size_t)(virt >> 21) % ENTRIES; i < ENTRIES; i++) {
        table[i] = riscv_pte(phys, PTE_LEAF);
        phys += ARCH_BLOCK_SIZE;
    }
    root_table[riscv_root_index(virt)] = riscv_pte((uintptr_t)table, PTE_V);
}

const char *arch_check_kernel(uint64_t kernel_virt)
{
    uint64_t top = kernel_virt >> 38;

    if (top != 0 && top != (UINT64_C(1) << 26) - 1) {
        return "the kernel's virtual address is not an Sv39 address";
    }
    if (riscv_root_index(kernel_virt) == riscv_root_index((uintptr_t)boot_start)) {
        return "the kernel's virtual address collides with the loader's";
    }
    return NULL;
}

_Noreturn void arch_enter_kernel(const struct kernel_entry *entry)
{
    uint64_t loader = (uintptr_t)boot_start;

    riscv_map_region(loader_table, loader, loader);
    riscv_map_region(kernel_table, entry->kernel_virt, entry->kernel_phys);

    register uint64_t a0 __asm__("a0") = entry->root_start;
    register uint64_t a1 __asm__("a1") = entry->root_end;
    register uint64_t a2 __asm__("a2") = entry->root_phys_minus_virt;
    register uint64_t a3 __asm__("a3") = entry->root_entry;
    register uint64_t a4 __asm__("a4") = entry->dtb;
    register uint64_t a5 __asm__("a5") = entry->dtb_size;
    register uint64_t a6 __asm__("a6") = entry->core;
    register uint64_t a7 __asm__("a7") = 0;

    __asm__ volatile("fence rw, rw\n\t"
                     "fence.i\n\t"
                     "sfence.vma\n\t"
                     "csrw satp, %0\n\t"
                     "sfence.vma\n\t"
                     "jr %1"
                     :
                     : "r"(SATP_SV39 | (uintptr_t)root_table >> 12), "r"(entry->kernel_entry),
                       "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a6), "r"(a7)
                     : "memory");
    __builtin_unreachable();
}
