/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/boot/include/start_kernel.h"

#include <stdbool.h>
#include <stddef.h>

#include "capdl/include/root_place.h"
#include "loader/boot/include/arch.h"
#include "loader/boot/include/boot_console.h"
#include "loader/boot/include/device_tree.h"
#include "loader/boot/include/elf_load.h"
#include "loader/common/bare_string.h"
#include "loader/include/image_check.h"

/* From the link script: the loader's first byte, and the payload after its last. */
extern const uint8_t boot_start[];
extern const struct boot_image_header boot_image_start;

/* What is to be started, as found. */
struct found {
    const struct boot_image_header *image;
    struct elf_span kernel;
    struct elf_span root;
    const uint8_t *dtb; /* NULL if there is none */
    uint64_t dtb_size;
};

static uint64_t page_up(uint64_t address)
{
    return (address + ELF_LOAD_PAGE - 1) & ~(ELF_LOAD_PAGE - 1);
}

/* Turns a physical address into something to read and write; the MMU is off. */
static uint8_t *memory_at(uint64_t address)
{
    return (uint8_t *)(uintptr_t)address; /* NOLINT(performance-no-int-to-ptr) */
}

static void check(const char *part, const char *fault)
{
    if (fault != NULL) {
        boot_console_stop(part, fault);
    }
}

/* The image's own tree goes before the firmware's; that one is only known by its magic. */
static void find_dtb(struct found *f, uint64_t firmware_argument)
{
    const struct boot_image_part *part = &f->image->dtb;
    uint64_t address;

    if (part->size != 0) {
        f->dtb = (const uint8_t *)f->image + part->offset;
        f->dtb_size = device_tree_size(f->dtb, part->size);
        if (f->dtb_size == 0) {
            boot_console_stop("device tree", "the one in the image is not valid");
        }
        return;
    }
    address = arch_firmware_dtb(firmware_argument);
    if (address == 0 || address % 4 != 0) {
        return;
    }
    f->dtb_size = device_tree_size(memory_at(address), DEVICE_TREE_SIZE_MAX);
    if (f->dtb_size != 0) {
        f->dtb = memory_at(address);
    }
}

/* Stops unless all of [start, end) is memory, as far as anyone has told us what is memory. */
static void check_memory(const struct found *f, const char *part, uint64_t start, uint64_t end)
{
    bool known = false;

    if (f->dtb == NULL || device_tree_has_memory(f->dtb, f->dtb_size, start, end, &known) ||
        !known) {
        return;
    }
    boot_console_stop(part, "does not fit into the machine's memory");
}

static void find_programs(struct found *f)
{
    const uint8_t *image = (const uint8_t *)f->image;

    check("kernel", elf_load_plan(image + f->image->kernel.offset, f->image->kernel.size,
                                  arch_machine, &f->kernel));
    check("kernel", elf_load_check_kernel(&f->kernel));
    check("kernel", arch_check_kernel(f->kernel.virt_start));
    check("root server", elf_load_plan(image + f->image->root.offset, f->image->root.size,
                                       arch_machine, &f->root));
}

/* Kernel, device tree and root server with a page for its headers, each on pages of its own; all of
   it must be memory and none of it the loader or the payload. */
static struct kernel_entry place(const struct found *f, uint64_t core)
{
    uint64_t loader_start = (uintptr_t)boot_start;
    uint64_t loader_end = page_up((uintptr_t)f->image + f->image->total_size);
    uint64_t root_size = page_up(f->root.virt_end - f->root.virt_start);
    uint64_t own = f->root.given < f->root.virt_end ? f->root.given - f->root.virt_start : 0;
    struct kernel_entry e = {
        .kernel_virt = f->kernel.virt_start,
        .kernel_phys = f->kernel.phys_start,
        .kernel_entry = f->kernel.entry,
        .root_entry = f->root.entry,
        .core = core,
    };

    e.kernel_end = page_up(e.kernel_phys + (f->kernel.virt_end - f->kernel.virt_start));
    if (f->dtb != NULL) {
        e.dtb = e.kernel_end;
        e.dtb_size = f->dtb_size;
        e.kernel_end = page_up(e.dtb + f->dtb_size);
    }
    e.root_start =
        root_place_beside(e.kernel_end, own, root_size + ELF_LOAD_PAGE, loader_start, loader_end);
    e.root_end = e.root_start + root_size;
    e.root_phys_minus_virt = e.root_start - f->root.virt_start;
    if (e.kernel_end < e.kernel_phys || e.root_end + ELF_LOAD_PAGE < e.kernel_phys) {
        boot_console_stop("kernel", "the physical address is out of range");
    }
    if (e.kernel_phys < loader_end && loader_start < e.kernel_end) {
        boot_console_stop("kernel", "it would overlap the loader");
    }
    check_memory(f, "kernel", e.kernel_phys, e.kernel_end);
    check_memory(f, "root server", e.root_start, e.root_end + ELF_LOAD_PAGE);
    return e;
}

/* The tree goes first: firmware may have left it where the kernel is to stand. */
static void copy(const struct found *f, const struct kernel_entry *e)
{
    if (e->dtb != 0) {
        memmove(memory_at(e->dtb), f->dtb, e->dtb_size);
        device_tree_set_size(memory_at(e->dtb), e->dtb_size);
        memset(memory_at(e->dtb + e->dtb_size), 0, page_up(e->dtb_size) - e->dtb_size);
    }
    elf_load_copy(&f->kernel, memory_at(e->kernel_phys));
    elf_load_copy(&f->root, memory_at(e->root_start));
    memset(memory_at(e->root_start + (f->root.virt_end - f->root.virt_start)), 0,
           e->root_end - e->root_start - (f->root.virt_end - f->root.virt_start));
    elf_load_headers(&f->root, memory_at(e->root_end));
}

static void report(const struct kernel_entry *e)
{
    uint64_t kernel_end = e->dtb != 0 ? e->dtb : e->root_start;

    boot_console_text("adlc-boot:");
    boot_console_range("kernel", e->kernel_phys, kernel_end);
    if (e->dtb != 0) {
        boot_console_range("dtb", e->dtb, e->dtb + e->dtb_size);
    }
    boot_console_range("root server", e->root_start, e->root_end);
    boot_console_text("\n");
}

_Noreturn void start_kernel(uint64_t core, uint64_t firmware_argument)
{
    struct found f = {.image = &boot_image_start};
    struct kernel_entry e;

    check("image", image_check_header(f.image, arch_machine));
    find_dtb(&f, firmware_argument);
    check_memory(&f, "image", (uintptr_t)boot_start, (uintptr_t)f.image + f.image->total_size);
    check("image", image_check_payload(f.image));
    find_programs(&f);
    e = place(&f, core);
    copy(&f, &e);
    report(&e);
    arch_enter_kernel(&e);
}

_Noreturn void start_kernel_trap(uint64_t cause, uint64_t where, uint64_t address)
{
    boot_console_text("adlc-boot: trapped (too little memory for the image?): cause ");
    boot_console_hex(cause);
    boot_console_text(", at ");
    boot_console_hex(where);
    boot_console_text(", address ");
    boot_console_hex(address);
    boot_console_text("\n");
    arch_stop();
}
