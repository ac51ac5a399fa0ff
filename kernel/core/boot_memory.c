/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/boot.h"

#include "kernel/bits.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/memory.h"
#include "plat/memory.h"

static void add_free(struct boot *boot, paddr_t start, paddr_t end)
{
    if (start >= end) {
        return;
    }
    kernel_assert(boot->free_count < BOOT_MAX_FREE);
    boot->free[boot->free_count].start = start;
    boot->free[boot->free_count].end = end;
    boot->free_count++;
}

/* Cuts [start, end) out of the free regions, which stay ascending. */
static void reserve(struct boot *boot, paddr_t start, paddr_t end)
{
    struct paddr_range old[BOOT_MAX_FREE];
    unsigned count = boot->free_count;

    memcpy(old, boot->free, sizeof(old));
    boot->free_count = 0;
    for (unsigned i = 0; i < count; i++) {
        if (end <= old[i].start || start >= old[i].end) {
            add_free(boot, old[i].start, old[i].end);
        } else {
            add_free(boot, old[i].start, start);
            add_free(boot, end, old[i].end);
        }
    }
}

static bool is_in_ram(paddr_t start, paddr_t end)
{
    for (unsigned i = 0; i < plat_ram_count; i++) {
        if (plat_ram[i].start <= start && end <= plat_ram[i].end) {
            return true;
        }
    }
    return false;
}

void boot_memory_init(struct boot *boot)
{
    const struct boot_args *args = &boot->args;
    paddr_t start = 0;
    paddr_t end = 0;

    for (unsigned i = 0; i < plat_ram_count; i++) {
        add_free(boot, plat_ram[i].start, plat_ram[i].end);
    }
    if (!is_in_ram(args->user_start, args->user_end)) {
        kernel_panic("the user image does not lie in the board's RAM");
    }
    if (args->dtb_size != 0 && !is_in_ram(args->dtb, args->dtb + args->dtb_size)) {
        kernel_panic("the device tree does not lie in the board's RAM");
    }
    arch_boot_kernel_range(&start, &end);
    reserve(boot, start, end);
    boot->kernel_reserved = end - start + (UINT64_C(1) << ASID_POOL_BITS);
    if (args->dtb_size != 0) {
        reserve(boot, args->dtb, args->dtb + args->dtb_size);
    }
    reserve(boot, args->user_start, args->user_end);
}

void boot_memory_reserve_objects(struct boot *boot, word_t size, word_t align)
{
    for (unsigned i = boot->free_count; i-- > 0;) {
        struct paddr_range region = boot->free[i];
        paddr_t start;

        if (region.end - region.start < size) {
            continue;
        }
        start = (region.end - size) & ~(align - 1);
        if (start >= region.start) {
            boot->next_object = start;
            boot->objects_end = start + size;
            reserve(boot, start, start + size);
            memory_clear(arch_phys_to_virt(start), size);
            return;
        }
    }
    kernel_panic("not enough memory for the objects of the first thread");
}

paddr_t boot_memory_take(struct boot *boot, word_t size)
{
    paddr_t address = boot->next_object;

    kernel_assert(boot->objects_end - address >= size);
    boot->next_object += size;
    return address;
}

/* One untyped capability, if there still is room in the list. All start full: the first Retype
 * clears them. */
static void add_untyped(struct boot *boot, paddr_t start, unsigned bits, bool is_device)
{
    struct boot_info *info = boot->info;
    word_t index = boot->next_slot - info->untyped.start;
    word_t used = (UINT64_C(1) << bits) >> CAP_UNTYPED_UNIT_BITS;

    if (index >= MAX_NUM_BOOTINFO_UNTYPED_CAPS) {
        console_printf("kernel: no room for untyped memory at 0x%lx, 2^%u bytes\n",
                       (unsigned long)start, bits);
        return;
    }
    info->untyped_list[index].paddr = start;
    info->untyped_list[index].size_bits = (uint8_t)bits;
    info->untyped_list[index].is_device = is_device ? 1 : 0;
    boot_add_cap(boot,
                 cap_make(CAP_TAG_UNTYPED, bits | (is_device ? CAP_AUX_DEVICE : 0), start, used));
}

/* Alignment is that of the kernel address, as users of the reference kernel know it. */
unsigned boot_memory_piece_bits(paddr_t start, paddr_t end)
{
    uint64_t aligned = start + ARCH_WINDOW_OFFSET;
    unsigned bits = bits_highest(end - start);

    if (bits > MAX_UNTYPED_BITS) {
        bits = MAX_UNTYPED_BITS;
    }
    if (aligned != 0 && bits_lowest(aligned) < bits) {
        bits = bits_lowest(aligned);
    }
    return bits;
}

/* Cuts a region greedily. */
static void add_region(struct boot *boot, paddr_t start, paddr_t end, bool is_device)
{
    while (start < end) {
        unsigned bits = boot_memory_piece_bits(start, end);

        if (bits >= MIN_UNTYPED_BITS) {
            add_untyped(boot, start, bits, is_device);
        }
        start += UINT64_C(1) << bits;
    }
}

/* The lowest end of a RAM or reserved range that contains `address`, or `address` itself. */
static paddr_t skip_taken(paddr_t address)
{
    for (unsigned i = 0; i < plat_ram_count; i++) {
        if (plat_ram[i].start <= address && address < plat_ram[i].end) {
            return plat_ram[i].end;
        }
    }
    for (unsigned i = 0; i < plat_reserved_count; i++) {
        if (plat_reserved[i].start <= address && address < plat_reserved[i].end) {
            return plat_reserved[i].end;
        }
    }
    return address;
}

/* The first start of a RAM or reserved range behind `address`, or the end of what users may have.
 */
static paddr_t next_taken(paddr_t address)
{
    paddr_t next = PADDR_USER_DEVICE_TOP;

    for (unsigned i = 0; i < plat_ram_count; i++) {
        if (plat_ram[i].start > address && plat_ram[i].start < next) {
            next = plat_ram[i].start;
        }
    }
    for (unsigned i = 0; i < plat_reserved_count; i++) {
        if (plat_reserved[i].start > address && plat_reserved[i].start < next) {
            next = plat_reserved[i].start;
        }
    }
    return next;
}

void boot_memory_make_untypeds(struct boot *boot)
{
    paddr_t address = 0;

    boot->info->untyped.start = boot->next_slot;
    while (address < PADDR_USER_DEVICE_TOP) {
        paddr_t free_start = skip_taken(address);
        if (free_start != address) {
            address = free_start;
            continue;
        }
        paddr_t free_end = next_taken(address);
        add_region(boot, address, free_end, true);
        address = free_end;
    }
    for (unsigned i = 0; i < boot->free_count; i++) {
        add_region(boot, boot->free[i].start, boot->free[i].end, false);
    }
    boot->info->untyped.end = boot->next_slot;
}
