/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for the jump, 4 KiB granule, 48 bits in both halves: TTBR0 maps the loader's 1 GiB region
 * identically from the loader's start upwards, TTBR1 the kernel's window from its start to the end
 * of its 1 GiB region, both in 2 MiB blocks of normal write-back memory. seL4-style kernels keep
 * the MAIR and TCR they find here, so these carry what seL4's protocol says.
 */
#include "loader/boot/include/arch.h"
#include "loader/boot/include/elf_load.h"

#include <stddef.h>

#define ENTRIES 512u
#define TABLE   UINT64_C(3)
/* Block, MAIR index 4, EL1 read-write, inner shareable, accessed. */
#define BLOCK (UINT64_C(1) | UINT64_C(4) << 2 | UINT64_C(3) << 8 | UINT64_C(1) << 10)
/* 0 nGnRnE, 1 nGnRE, 2 GRE, 3 non-cacheable, 4 write-back, 5 write-through. */
#define MAIR UINT64_C(0x0000bbff440c0400)
/* T0SZ = T1SZ = 16, walks write-back and inner shareable, 4 KiB in both halves, 16-bit ASIDs. */
#define TCR                                                                                        \
    (UINT64_C(16) | UINT64_C(0x35) << 8 | UINT64_C(16) << 16 | UINT64_C(0xb5) << 24 |              \
     UINT64_C(1) << 36)
#define TCR_IPS_SHIFT 32
#define SCTLR_ON      (UINT64_C(1) << 0 | UINT64_C(1) << 2 | UINT64_C(1) << 12) /* M, C, I */
#define SCTLR_WXN     (UINT64_C(1) << 19)
#define CACHE_LINE    16u /* the smallest the architecture allows */

extern const uint8_t boot_start[];
extern const uint8_t boot_bss_end[];

/* Level 0, 1 and 2 of one half of the address space. */
struct half {
    uint64_t level[3][ENTRIES];
};

static struct half low __attribute__((aligned(4096)));
static struct half high __attribute__((aligned(4096)));

/* Maps from virt to the end of its 1 GiB region onto consecutive memory from phys. */
static void arm_map_region(struct half *half, uint64_t virt, uint64_t phys)
{
    phys &= ~(ARCH_BLOCK_SIZE - 1);
    for (size_t i = (size_t)(virt >> 21) % ENTRIES; i < ENTRIES; i++) {
        half->level[2][i] = phys | BLOCK;
        phys += ARCH_BLOCK_SIZE;
    }
    half->level[1][(virt >> 30) % ENTRIES] = (uintptr_t)half->level[2] | TABLE;
    half->level[0][(virt >> 39) % ENTRIES] = (uintptr_t)half->level[1] | TABLE;
}

/* Drops lines that were in the cache before this loader wrote the memory behind it, so that nobody
   reads them, or writes them back, once the cache is on. */
static void arm_forget_lines(uint64_t start, uint64_t end)
{
    for (uint64_t at = start & ~(uint64_t)(CACHE_LINE - 1); at < end; at += CACHE_LINE) {
        __asm__ volatile("dc ivac, %0" : : "r"(at) : "memory");
    }
}

const char *arch_check_kernel(uint64_t kernel_virt)
{
    if (kernel_virt >> 48 != 0xffff) {
        return "the kernel's virtual address is not in the upper half";
    }
    return NULL;
}

/* Fills in the size of physical addresses from what the core can do; 48 bits at most. */
static uint64_t arm_tcr(void)
{
    uint64_t features;

    __asm__("mrs %0, id_aa64mmfr0_el1" : "=r"(features));
    features &= 15;
    return TCR | (features > 5 ? 5 : features) << TCR_IPS_SHIFT;
}

static void arm_paging_on(void)
{
    uint64_t sctlr;

    __asm__ volatile("dsb sy\n\t"
                     "ic iallu\n\t"
                     "tlbi vmalle1\n\t"
                     "dsb sy\n\t"
                     "isb\n\t"
                     "msr mair_el1, %0\n\t"
                     "msr tcr_el1, %1\n\t"
                     "msr ttbr0_el1, %2\n\t"
                     "msr ttbr1_el1, %3\n\t"
                     "isb"
                     :
                     : "r"(MAIR), "r"(arm_tcr()), "r"((uintptr_t)low.level[0]),
                       "r"((uintptr_t)high.level[0])
                     : "memory");
    __asm__ volatile("mrs %0, sctlr_el1" : "=r"(sctlr));
    sctlr = (sctlr | SCTLR_ON) & ~SCTLR_WXN;
    __asm__ volatile("msr sctlr_el1, %0\n\tisb" : : "r"(sctlr) : "memory");
}

_Noreturn void arch_enter_kernel(const struct kernel_entry *entry)
{
    uint64_t loader = (uintptr_t)boot_start;
    struct kernel_entry e = *entry;

    arm_map_region(&low, loader, loader);
    arm_map_region(&high, e.kernel_virt, e.kernel_phys);
    arm_forget_lines(e.kernel_phys, e.kernel_end);
    arm_forget_lines(e.root_start, e.root_end + ELF_LOAD_PAGE);
    arm_forget_lines(loader, (uintptr_t)boot_bss_end);
    arm_paging_on();

    register uint64_t x0 __asm__("x0") = e.root_start;
    register uint64_t x1 __asm__("x1") = e.root_end;
    register uint64_t x2 __asm__("x2") = e.root_phys_minus_virt;
    register uint64_t x3 __asm__("x3") = e.root_entry;
    register uint64_t x4 __asm__("x4") = e.dtb;
    register uint64_t x5 __asm__("x5") = e.dtb_size;

    __asm__ volatile("msr tpidr_el1, %0\n\t"
                     "br %1"
                     :
                     : "r"(e.core), "r"(e.kernel_entry), "r"(x0), "r"(x1), "r"(x2), "r"(x3),
                       "r"(x4), "r"(x5)
                     : "memory");
    __builtin_unreachable();
}
