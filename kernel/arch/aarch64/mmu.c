/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64 page tables: the kernel's own map (TTBR1), the encoding of user entries (TTBR0), address
 * space switches, TLB and caches.
 *
 * Table walks read write-back shareable memory, so a store followed by a barrier is enough for the
 * walker. Kernel entries are global, user entries are not; all user memory is privileged execute
 * never.
 */
#include "arch/paging.h"

#include "api/invocation_labels.h"
#include "arch/boot.h"
#include "arch/memory.h"
#include "arch_impl/arm_entry.h"
#include "arch_impl/switch.h"
#include "arch_impl/sysreg.h"
#include "kernel/console.h"
#include "plat/board.h"
#include "plat/devices.h"
#include "plat/memory.h"

/* The build says 1 for kernels that let users read the CPU's counters. */
#ifndef KERNEL_EXPORT_COUNTERS
#define KERNEL_EXPORT_COUNTERS 0
#endif

#define PTE_VALID                 (UINT64_C(1) << 0)
#define PTE_TABLE_OR_PAGE         (UINT64_C(1) << 1) /* above the last level: table; at it: page */
#define PTE_MEMORY(index)         ((uint64_t)(index) << 2)
#define MAIR_INDICES              8u
#define PTE_USER                  (UINT64_C(1) << 6)
#define PTE_READ_ONLY             (UINT64_C(1) << 7)
#define PTE_SHAREABLE             (UINT64_C(3) << 8)
#define PTE_ACCESSED              (UINT64_C(1) << 10)
#define PTE_NOT_GLOBAL            (UINT64_C(1) << 11)
#define PTE_KERNEL_EXECUTE_NEVER  (UINT64_C(1) << 53)
#define PTE_USER_EXECUTE_NEVER    (UINT64_C(1) << 54)
#define PTE_TARGET_MASK           UINT64_C(0x0000fffffffff000)

#define PTE_KERNEL_DATA           (PTE_MEMORY(MAIR_NORMAL) | PTE_SHAREABLE | PTE_KERNEL_EXECUTE_NEVER)
#define PTE_KERNEL_TEXT           (PTE_MEMORY(MAIR_NORMAL) | PTE_SHAREABLE | PTE_READ_ONLY)
#define PTE_KERNEL_DEVICE         (PTE_MEMORY(MAIR_DEVICE_STRICT) | PTE_KERNEL_EXECUTE_NEVER)

#define ATTRIBUTE_CACHEABLE       1u
#define ATTRIBUTE_EXECUTE_NEVER   4u

#define ENTRIES                   512u
#define LAST_LEVEL                3u
#define PAGE_SIZE                 UINT64_C(0x1000)
#define CTR_INSTRUCTION_LINE(ctr) (4u << ((ctr)&0xfu))
#define CTR_DATA_LINE(ctr)        (4u << (((ctr) >> 16) & 0xfu))

#define IMAGE_OFFSET              (BOARD_KERNEL_VIRT - BOARD_KERNEL_PHYS)

/* Tables of the kernel's map: the root and what mmu_map takes below it. */
#define TABLE_COUNT 24u
static _Alignas(4096) uint64_t tables[TABLE_COUNT][ENTRIES];
static unsigned tables_used = 1;
#define kernel_root (tables[0])

/* The root for threads without an address space: maps nothing. */
static _Alignas(4096) const uint64_t empty_root[ENTRIES];

struct arm_cpu arm_cpu;

/* Physical address of a variable of the kernel image. */
static uint64_t mmu_image_paddr(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer - IMAGE_OFFSET;
}

/* The table that `entry` points to, made if there is none. Stops the kernel if the pool is empty.
 */
static uint64_t *mmu_table_below(uint64_t *entry)
{
    if ((*entry & PTE_VALID) == 0) {
        kernel_assert(tables_used < TABLE_COUNT);
        *entry = arch_pte_from_table(mmu_image_paddr(tables[tables_used++]));
    }
    kernel_assert((*entry & PTE_TABLE_OR_PAGE) != 0);
    return (uint64_t *)(uintptr_t)(arch_pte_target(*entry) + IMAGE_OFFSET);
}

/* Maps [paddr, end) at `vaddr` into the kernel's half with the largest pages that fit. The
 * addresses are page aligned. */
static void mmu_map(uint64_t vaddr, uint64_t paddr, uint64_t end, uint64_t flags)
{
    while (paddr < end) {
        uint64_t *table = kernel_root;

        for (unsigned level = 0;; level++) {
            uint64_t size = UINT64_C(1) << arch_paging.shift[level];
            uint64_t *entry = &table[(vaddr >> arch_paging.shift[level]) % ENTRIES];

            if (level > 0 && ((vaddr | paddr) & (size - 1)) == 0 && end - paddr >= size &&
                (*entry & PTE_VALID) == 0) {
                *entry = paddr | flags | PTE_VALID | PTE_ACCESSED | PTE_USER_EXECUTE_NEVER |
                         (level == LAST_LEVEL ? PTE_TABLE_OR_PAGE : 0);
                vaddr += size;
                paddr += size;
                break;
            }
            kernel_assert(level < LAST_LEVEL);
            table = mmu_table_below(entry);
        }
    }
}

/* Maps a part of the kernel image, given by its virtual addresses. */
static void mmu_map_image(const char *start, const char *end, uint64_t flags)
{
    mmu_map((uint64_t)(uintptr_t)start, mmu_image_paddr(start), mmu_image_paddr(end), flags);
}

/* Maps one range of RAM into the window, leaving out the kernel's text and read-only data. */
static void mmu_map_ram(uint64_t start, uint64_t end)
{
    uint64_t hole_start = mmu_image_paddr(kernel_image_start);
    uint64_t hole_end = mmu_image_paddr(kernel_rodata_end);

    if (hole_start >= start && hole_end <= end) {
        mmu_map(start + ARCH_WINDOW_OFFSET, start, hole_start, PTE_KERNEL_DATA);
        start = hole_end;
    }
    mmu_map(start + ARCH_WINDOW_OFFSET, start, end, PTE_KERNEL_DATA);
}

/* Builds the kernel's map in its static tables. */
static void mmu_build(void)
{
    mmu_map_image(kernel_image_start, kernel_text_end, PTE_KERNEL_TEXT);
    mmu_map_image(kernel_text_end, kernel_rodata_end, PTE_KERNEL_DATA | PTE_READ_ONLY);
    mmu_map_image(kernel_rodata_end, kernel_stack_guard, PTE_KERNEL_DATA);
    mmu_map_image(kernel_stack_guard + PAGE_SIZE, kernel_image_end, PTE_KERNEL_DATA);
    for (unsigned i = 0; i < plat_ram_count; i++) {
        mmu_map_ram(plat_ram[i].start, plat_ram[i].end);
    }
    for (unsigned i = 0; i < plat_device_count; i++) {
        mmu_map(ARCH_DEVICE_BASE + plat_devices[i].offset, plat_devices[i].start,
                plat_devices[i].end, PTE_KERNEL_DEVICE);
    }
}

void arch_boot_init(void)
{
    mmu_build();
    sysreg_dsb();
    sysreg_write(mair_el1, MAIR_VALUE);
    sysreg_write(tcr_el1, TCR_VALUE);
    arm_cpu.ttbr0 = mmu_image_paddr(empty_root);
    sysreg_write(ttbr0_el1, arm_cpu.ttbr0);
    sysreg_write(ttbr1_el1, mmu_image_paddr(kernel_root));
    sysreg_isb();
    __asm__ volatile("tlbi vmalle1\n\tic iallu" : : : "memory");
    sysreg_dsb();
    sysreg_isb();
    sysreg_write(sctlr_el1, SCTLR_RES1 | SCTLR_MMU | SCTLR_DATA_CACHE | SCTLR_SP_ALIGN |
                                SCTLR_SP_ALIGN_EL0 | SCTLR_INSTRUCTION_CACHE | SCTLR_USER_CTR |
                                SCTLR_USER_WFI | SCTLR_USER_WFE | SCTLR_USER_CACHE);
    /* No counter, timer or debug register is for users; benchmarks get the performance counters. */
    sysreg_write(cntkctl_el1, 0);
    sysreg_write(pmuserenr_el0, KERNEL_EXPORT_COUNTERS);
    sysreg_write(mdscr_el1, 0);
    sysreg_write(cpacr_el1, 0);
    sysreg_isb();
}

void arch_boot_kernel_range(uint64_t *start, uint64_t *end)
{
    *start = mmu_image_paddr(kernel_image_start);
    *end = mmu_image_paddr(kernel_image_end);
}

enum pte_kind arch_pte_kind(uint64_t pte, unsigned level)
{
    if ((pte & PTE_VALID) == 0) {
        return PTE_INVALID;
    }
    if (level == LAST_LEVEL) {
        return (pte & PTE_TABLE_OR_PAGE) != 0 ? PTE_FRAME : PTE_INVALID;
    }
    return (pte & PTE_TABLE_OR_PAGE) != 0 ? PTE_TABLE : PTE_FRAME;
}

uint64_t arch_pte_target(uint64_t pte)
{
    return pte & PTE_TARGET_MASK;
}

uint64_t arch_pte_from_table(uint64_t table_paddr)
{
    return table_paddr | PTE_VALID | PTE_TABLE_OR_PAGE;
}

/* The memory type: cacheable only if the user says so; uncached RAM stays normal memory, so that
 * unaligned accesses work, while device memory is strictly ordered. */
static uint64_t mmu_memory_type(const struct frame_access *access)
{
    if ((access->attributes & ATTRIBUTE_CACHEABLE) != 0) {
        return PTE_MEMORY(MAIR_NORMAL) | PTE_SHAREABLE;
    }
    return access->is_device ? PTE_MEMORY(MAIR_DEVICE_STRICT)
                             : PTE_MEMORY(MAIR_UNCACHED) | PTE_SHAREABLE;
}

uint64_t arch_pte_from_frame(uint64_t paddr, unsigned level, const struct frame_access *access)
{
    uint64_t pte = paddr | PTE_VALID | PTE_ACCESSED | PTE_NOT_GLOBAL | PTE_KERNEL_EXECUTE_NEVER |
                   mmu_memory_type(access);

    if (level == LAST_LEVEL) {
        pte |= PTE_TABLE_OR_PAGE;
    }
    if (access->can_read) {
        pte |= PTE_USER | (access->can_write ? 0 : PTE_READ_ONLY);
    }
    if ((access->attributes & ATTRIBUTE_EXECUTE_NEVER) != 0) {
        pte |= PTE_USER_EXECUTE_NEVER;
    }
    return pte;
}

bool arch_pte_is_writable(uint64_t pte)
{
    return (pte & (PTE_USER | PTE_READ_ONLY)) == PTE_USER;
}

bool arch_pte_is_executable(uint64_t pte)
{
    return (pte & (PTE_USER | PTE_USER_EXECUTE_NEVER)) == PTE_USER;
}

bool arch_pte_is_cached(uint64_t pte)
{
    return (pte & PTE_MEMORY(MAIR_INDICES - 1)) == PTE_MEMORY(MAIR_NORMAL);
}

/* One valid entry must not replace another while the CPU may hold the old one: break first. */
void arch_pte_store(uint64_t *entry, uint64_t value)
{
    if ((*entry & value & PTE_VALID) != 0 && *entry != value) {
        *(volatile uint64_t *)entry = 0;
        __asm__ volatile("dsb ishst\n\ttlbi vmalle1\n\tdsb ish" : : : "memory");
    }
    *(volatile uint64_t *)entry = value;
    __asm__ volatile("dsb ishst\n\tisb" : : : "memory");
}

void arch_root_init(uint64_t *root)
{
    (void)root;
}

void arch_vspace_switch_kernel(void)
{
    arm_set_ttbr0(mmu_image_paddr(empty_root));
}

void arch_tlb_flush_page(uint16_t asid, uint64_t vaddr)
{
    uint64_t what =
        ((uint64_t)asid << ARM_ASID_SHIFT) | ((vaddr >> 12) & ((UINT64_C(1) << 44) - 1));

    __asm__ volatile("dsb ishst\n\ttlbi vae1, %0\n\tdsb ish\n\tisb" : : "r"(what) : "memory");
}

void arch_tlb_flush_asid(uint16_t asid)
{
    uint64_t what = (uint64_t)asid << ARM_ASID_SHIFT;

    __asm__ volatile("dsb ishst\n\ttlbi aside1, %0\n\tdsb ish\n\tisb" : : "r"(what) : "memory");
}

#define FOR_EACH_LINE(instruction, start, end, line)                                               \
    for (uint64_t at = (start) & ~((line)-1); at < (end); at += (line)) {                          \
        __asm__ volatile(instruction ", %0" : : "r"(at) : "memory");                               \
    }

/* Drops whole lines of [start, end), cleans those that reach beyond it. */
static void mmu_cache_invalidate(uint64_t start, uint64_t end, uint64_t line)
{
    uint64_t first = (start + line - 1) & ~(line - 1);
    uint64_t last = end & ~(line - 1);

    if (first != start) {
        FOR_EACH_LINE("dc civac", start, start + 1, line)
    }
    if (last != end && end > first) {
        FOR_EACH_LINE("dc civac", last, end, line)
    }
    FOR_EACH_LINE("dc ivac", first, last, line)
}

/* The instruction cache may be indexed by the user's address, which is not known here: all of it
 * is dropped. */
static void mmu_cache_unify(uint64_t start, uint64_t end, uint64_t line)
{
    FOR_EACH_LINE("dc cvau", start, end, line)
    __asm__ volatile("dsb ish\n\tic iallu" : : : "memory");
}

void arch_cache_maintain(enum cache_op op, const void *start, size_t size)
{
    uint64_t line = CTR_DATA_LINE(sysreg_read(ctr_el0));
    uint64_t from = (uint64_t)(uintptr_t)start;
    uint64_t to = from + size;

    switch (op) {
    case CACHE_CLEAN:
    case CACHE_CLEAN_NEW:
        FOR_EACH_LINE("dc cvac", from, to, line)
        break;
    case CACHE_INVALIDATE:
        mmu_cache_invalidate(from, to, line);
        break;
    case CACHE_CLEAN_INVALIDATE:
        FOR_EACH_LINE("dc civac", from, to, line)
        break;
    case CACHE_UNIFY:
        mmu_cache_unify(from, to, line);
        break;
    }
    sysreg_dsb();
    sysreg_isb();
}

const uint32_t arch_frame_cache_labels[4] = {
    LABEL_ARM_PAGE_CLEAN_DATA, LABEL_ARM_PAGE_INVALIDATE_DATA, LABEL_ARM_PAGE_CLEAN_INVALIDATE_DATA,
    LABEL_ARM_PAGE_UNIFY_INSTRUCTION};
const uint32_t arch_vspace_cache_labels[4] = {
    LABEL_ARM_VSPACE_CLEAN_DATA, LABEL_ARM_VSPACE_INVALIDATE_DATA,
    LABEL_ARM_VSPACE_CLEAN_INVALIDATE_DATA, LABEL_ARM_VSPACE_UNIFY_INSTRUCTION};
