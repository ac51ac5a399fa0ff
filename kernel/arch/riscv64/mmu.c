/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sv39 page tables: the kernel's own map, the encoding of entries, address space switches.
 *
 * The kernel's half (entries 256..511 of a root) is made once in arch_boot_init and copied into
 * each user root; it never changes afterwards, so nothing has to be kept in step. Kernel entries
 * are global, user entries are not.
 */
#include "arch/paging.h"

#include "arch/boot.h"
#include "arch/memory.h"
#include "arch_impl/csr.h"
#include "arch_impl/riscv_entry.h"
#include "arch_impl/switch.h"
#include "kernel/console.h"
#include "plat/board.h"
#include "plat/devices.h"
#include "plat/memory.h"

#define PTE_VALID               (UINT64_C(1) << 0)
#define PTE_READ                (UINT64_C(1) << 1)
#define PTE_WRITE               (UINT64_C(1) << 2)
#define PTE_EXECUTE             (UINT64_C(1) << 3)
#define PTE_USER                (UINT64_C(1) << 4)
#define PTE_GLOBAL              (UINT64_C(1) << 5)
#define PTE_ACCESSED            (UINT64_C(1) << 6)
#define PTE_DIRTY               (UINT64_C(1) << 7)
#define PTE_LEAF                (PTE_READ | PTE_WRITE | PTE_EXECUTE)
#define PTE_TARGET_SHIFT        10
#define PTE_TARGET_MASK         ((UINT64_C(1) << 54) - 1)

#define ATTRIBUTE_EXECUTE_NEVER 1u

#define ENTRIES                 512u
#define FIRST_KERNEL_ENTRY      256u
#define PAGE_SHIFT              12u
#define PAGE_SIZE               (UINT64_C(1) << PAGE_SHIFT)

#define IMAGE_OFFSET            (BOARD_KERNEL_VIRT - BOARD_KERNEL_PHYS)

/* Tables of the kernel's map: the root and what mmu_map takes below it. */
#define TABLE_COUNT 24u
static _Alignas(4096) uint64_t tables[TABLE_COUNT][ENTRIES];
static unsigned tables_used = 1;
#define kernel_root (tables[0])

struct riscv_cpu riscv_cpu;
static bool is_fence_due; /* entries were stored since the last fence */

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
    kernel_assert((*entry & PTE_LEAF) == 0);
    return (uint64_t *)(uintptr_t)(arch_pte_target(*entry) + IMAGE_OFFSET);
}

/* Maps [paddr, end) at `vaddr` into the kernel's half with the largest pages that fit. The
 * addresses are page aligned. */
static void mmu_map(uint64_t vaddr, uint64_t paddr, uint64_t end, uint64_t flags)
{
    while (paddr < end) {
        uint64_t *table = kernel_root;
        unsigned level = 0;

        for (;; level++) {
            uint64_t size = UINT64_C(1) << arch_paging.shift[level];
            uint64_t *entry = &table[(vaddr >> arch_paging.shift[level]) % ENTRIES];

            if (((vaddr | paddr) & (size - 1)) == 0 && end - paddr >= size &&
                (*entry & PTE_VALID) == 0) {
                *entry = (paddr >> PAGE_SHIFT << PTE_TARGET_SHIFT) | flags | PTE_VALID |
                         PTE_GLOBAL | PTE_ACCESSED | PTE_DIRTY;
                vaddr += size;
                paddr += size;
                break;
            }
            kernel_assert(level + 1 < arch_paging.levels);
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
        mmu_map(start + ARCH_WINDOW_OFFSET, start, hole_start, PTE_READ | PTE_WRITE);
        start = hole_end;
    }
    mmu_map(start + ARCH_WINDOW_OFFSET, start, end, PTE_READ | PTE_WRITE);
}

void arch_boot_init(void)
{
    mmu_map_image(kernel_image_start, kernel_text_end, PTE_READ | PTE_EXECUTE);
    mmu_map_image(kernel_text_end, kernel_rodata_end, PTE_READ);
    mmu_map_image(kernel_rodata_end, kernel_stack_guard, PTE_READ | PTE_WRITE);
    mmu_map_image(kernel_stack_guard + PAGE_SIZE, kernel_image_end, PTE_READ | PTE_WRITE);
    for (unsigned i = 0; i < plat_ram_count; i++) {
        mmu_map_ram(plat_ram[i].start, plat_ram[i].end);
    }
    for (unsigned i = 0; i < plat_device_count; i++) {
        mmu_map(ARCH_DEVICE_BASE + plat_devices[i].offset, plat_devices[i].start,
                plat_devices[i].end, PTE_READ | PTE_WRITE);
    }
    csr_write(satp, riscv_make_satp(mmu_image_paddr(kernel_root), 0xffff));
    __asm__ volatile("sfence.vma" : : : "memory");
    riscv_cpu.has_asids = ((csr_read(satp) >> SATP_ASID_SHIFT) & 0xffff) == 0xffff;
    arch_vspace_switch_kernel();
    __asm__ volatile("fence.i" : : : "memory");
    csr_write(sie, SIE_EXTERNAL);
}

void arch_boot_kernel_range(uint64_t *start, uint64_t *end)
{
    *start = mmu_image_paddr(kernel_image_start);
    *end = mmu_image_paddr(kernel_image_end);
}

enum pte_kind arch_pte_kind(uint64_t pte, unsigned level)
{
    (void)level;
    if ((pte & PTE_VALID) == 0) {
        return PTE_INVALID;
    }
    return (pte & PTE_LEAF) == 0 ? PTE_TABLE : PTE_FRAME;
}

uint64_t arch_pte_target(uint64_t pte)
{
    return (pte & PTE_TARGET_MASK) >> PTE_TARGET_SHIFT << PAGE_SHIFT;
}

uint64_t arch_pte_from_table(uint64_t table_paddr)
{
    return (table_paddr >> PAGE_SHIFT << PTE_TARGET_SHIFT) | PTE_VALID;
}

uint64_t arch_pte_from_frame(uint64_t paddr, unsigned level, const struct frame_access *access)
{
    uint64_t flags = 0;

    (void)level;
    if (access->can_read) {
        flags |= PTE_READ | (access->can_write ? PTE_WRITE : 0);
    }
    if ((access->attributes & ATTRIBUTE_EXECUTE_NEVER) == 0) {
        flags |= PTE_EXECUTE;
    }
    if (flags == 0) {
        return 0; /* nothing is allowed: such an entry would be a table */
    }
    return (paddr >> PAGE_SHIFT << PTE_TARGET_SHIFT) | flags | PTE_VALID | PTE_USER | PTE_ACCESSED |
           PTE_DIRTY;
}

bool arch_pte_is_writable(uint64_t pte)
{
    return (pte & PTE_WRITE) != 0;
}

bool arch_pte_is_executable(uint64_t pte)
{
    return (pte & PTE_EXECUTE) != 0;
}

bool arch_pte_is_cached(uint64_t pte)
{
    (void)pte;
    return true; /* the hardware knows it by the address */
}

/* The CPU may have cached that the entry was invalid; the fence is made once, before user mode. */
void arch_pte_store(uint64_t *entry, uint64_t value)
{
    *(volatile uint64_t *)entry = value;
    is_fence_due = true;
}

void riscv_user_fence(void)
{
    if (is_fence_due) {
        is_fence_due = false;
        __asm__ volatile("sfence.vma" : : : "memory");
    }
}

void arch_root_init(uint64_t *root)
{
    for (unsigned i = FIRST_KERNEL_ENTRY; i < ENTRIES; i++) {
        root[i] = kernel_root[i];
    }
}

void arch_vspace_switch_kernel(void)
{
    riscv_set_satp(riscv_make_satp(mmu_image_paddr(kernel_root), 0));
}

void arch_tlb_flush_page(uint16_t asid, uint64_t vaddr)
{
    if (riscv_cpu.has_asids) {
        __asm__ volatile("sfence.vma %0, %1" : : "r"(vaddr), "r"((uint64_t)asid) : "memory");
    } else {
        __asm__ volatile("sfence.vma %0, zero" : : "r"(vaddr) : "memory");
    }
}

void arch_tlb_flush_asid(uint16_t asid)
{
    if (riscv_cpu.has_asids) {
        __asm__ volatile("sfence.vma zero, %0" : : "r"((uint64_t)asid) : "memory");
    } else {
        __asm__ volatile("sfence.vma" : : : "memory");
    }
}

/* Caches are coherent with page table walks, devices and, after the user's own fence.i, fetches. */
void arch_cache_maintain(enum cache_op op, const void *start, size_t size)
{
    (void)op;
    (void)start;
    (void)size;
}

const uint32_t arch_frame_cache_labels[4] = {0, 0, 0, 0};
const uint32_t arch_vspace_cache_labels[4] = {0, 0, 0, 0};
