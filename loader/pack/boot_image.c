/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/include/boot_image.h"

#include <elf.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "loader/include/image_check.h"
#include "loader/pack/pack.h"
#include "loader/pack/pack_elf.h"

#define BLOCK  (UINT64_C(1) << 21)
#define REGION (UINT64_C(1) << 30)
/* Room kept for a device tree that only the firmware knows. */
#define FIRMWARE_DTB_SIZE (UINT64_C(64) << 10)
/* A device tree's magic, and the largest one the loader accepts. */
#define DTB_MAGIC    "\xd0\x0d\xfe\xed"
#define DTB_SIZE_MAX (UINT64_C(2) << 20)

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the image's structs are copied as is");

/* Everything that goes into one image. */
struct parts {
    struct pack_program boot, kernel, root;
    struct pack_bytes dtb; /* size 0: none */
    uint64_t payload;      /* its address */
};

static struct diag *wrong_layout(struct compilation *c, const char *what, const char *path,
                                 const char *reason)
{
    return diag_report(&c->diags, DIAG_IMAGE_LAYOUT, SPAN_NONE, "%s `%s`: %s", what, path, reason);
}

static const char *machine_name(uint32_t machine)
{
    switch (machine) {
    case BOOT_IMAGE_MACHINE_AARCH64:
        return "aarch64";
    case BOOT_IMAGE_MACHINE_RISCV:
        return "riscv64";
    default:
        return "an unknown CPU";
    }
}

static bool check_machine(struct compilation *c, const struct parts *p, const char *what,
                          const struct pack_program *program)
{
    if (program->machine == p->boot.machine) {
        return true;
    }
    diag_report(&c->diags, DIAG_IMAGE_PROGRAM, SPAN_NONE,
                "%s `%s` is built for %s (ELF machine %u), the boot loader for %s", what,
                program->file.path, machine_name(program->machine), program->machine,
                machine_name(p->boot.machine));
    return false;
}

/* Is this a boot.elf, and does its payload belong where we are going to put it? */
static bool check_boot(struct compilation *c, struct parts *p)
{
    const char *path = p->boot.file.path;

    if (!pack_elf_symbol(&p->boot, "boot_image_start", &p->payload)) {
        struct diag *d = wrong_layout(c, "boot loader", path, "no symbol `boot_image_start`");

        diag_hint(d, "give the boot.elf of the platform, not a stripped or other program");
        return false;
    }
    if (p->payload != pack_elf_page_up(p->boot.virt_end)) {
        wrong_layout(c, "boot loader", path, "its payload does not directly follow its memory");
        return false;
    }
    if (p->boot.phys_start != p->boot.virt_start || !p->boot.same_offset ||
        p->boot.entry != p->boot.virt_start || p->boot.virt_start % BLOCK != 0) {
        wrong_layout(c, "boot loader", path,
                     "it must be linked where it runs, 2 MiB aligned, with the entry point first");
        return false;
    }
    return true;
}

static bool check_kernel(struct compilation *c, const struct parts *p)
{
    const struct pack_program *k = &p->kernel;
    const char *path = k->file.path;
    size_t errors = c->diags.errors;

    if (!k->same_offset) {
        wrong_layout(c, "kernel", path, "p_paddr - p_vaddr differs between its segments");
        return false;
    }
    if (k->phys_start % PACK_PAGE != 0) {
        wrong_layout(c, "kernel", path, "its physical address is not 4 KiB aligned");
    }
    if ((k->phys_start - k->virt_start) % BLOCK != 0) {
        wrong_layout(c, "kernel", path, "its physical and virtual addresses differ modulo 2 MiB");
    }
    if (k->virt_start / REGION != (k->virt_end - 1) / REGION) {
        wrong_layout(c, "kernel", path, "it crosses a 1 GiB border of virtual memory");
    }
    return c->diags.errors == errors;
}

/* Will kernel and device tree, from the kernel's address, stay clear of the loader and the payload
   of `total` bytes? The root server goes where there is room. */
static bool check_room(struct compilation *c, const struct parts *p, uint64_t total)
{
    uint64_t dtb = p->dtb.size != 0 ? p->dtb.size : FIRMWARE_DTB_SIZE;
    uint64_t start = p->kernel.phys_start;
    uint64_t size =
        pack_elf_page_up(p->kernel.virt_end - p->kernel.virt_start) + pack_elf_page_up(dtb);

    if (start <= UINT64_MAX - size &&
        (start + size <= p->boot.phys_start || start >= p->payload + total)) {
        return true;
    }
    diag_report(&c->diags, DIAG_IMAGE_LAYOUT, SPAN_NONE,
                "the kernel does not fit beside the boot loader: it takes %llu KiB from 0x%llx, "
                "the loader and its payload stand at 0x%llx and above",
                (unsigned long long)(size >> 10), (unsigned long long)start,
                (unsigned long long)p->boot.phys_start);
    return false;
}

static bool check_dtb(struct compilation *c, const struct pack_bytes *dtb)
{
    if (dtb->size == 0 ||
        (dtb->size >= 40 && dtb->size <= DTB_SIZE_MAX && memcmp(dtb->bytes, DTB_MAGIC, 4) == 0)) {
        return true;
    }
    diag_report(&c->diags, DIAG_IMAGE_PROGRAM, SPAN_NONE, "device tree `%s`: %s", dtb->path,
                "not a device tree blob of at most 2 MiB");
    return false;
}

/* Places one part at the next page from `*at`. */
static struct boot_image_part place(uint64_t *at, uint64_t size)
{
    struct boot_image_part part = {pack_elf_page_up(*at), size};

    if (size == 0) {
        return (struct boot_image_part){0, 0};
    }
    *at = part.offset + size;
    return part;
}

static void put_part(uint8_t *payload, const struct boot_image_part *part,
                     const struct pack_bytes *file)
{
    if (part->size != 0) {
        memcpy(payload + part->offset, file->bytes, file->size);
    }
}

/* The loader's memory as it stands in the image, from its first byte to the payload. */
static uint32_t boot_sum(struct compilation *c, const struct parts *p)
{
    struct pack_program whole = p->boot;
    struct pack_bytes memory = {0};

    whole.virt_end = p->payload;
    pack_elf_flatten(c, &whole, &memory);
    return crc32_of(memory.bytes, memory.size);
}

/* Builds header and payload; NULL after reporting that they do not fit. */
static const uint8_t *make_payload(struct compilation *c, const struct parts *p, uint64_t *size)
{
    struct boot_image_header h = {
        .magic = BOOT_IMAGE_MAGIC,
        .version = BOOT_IMAGE_VERSION,
        .header_size = BOOT_IMAGE_HEADER_SIZE,
        .machine = p->boot.machine,
        .boot_crc = boot_sum(c, p),
    };
    uint64_t at = BOOT_IMAGE_HEADER_SIZE;
    uint8_t *payload;

    h.kernel = place(&at, p->kernel.file.size);
    h.root = place(&at, p->root.file.size);
    h.dtb = place(&at, p->dtb.size);
    h.total_size = at;
    if (at > BOOT_IMAGE_SIZE_MAX) {
        diag_report(&c->diags, DIAG_IMAGE_LAYOUT, SPAN_NONE,
                    "the boot image would hold more than 1 GiB");
        return NULL;
    }
    if (!check_room(c, p, at)) {
        return NULL;
    }
    payload = arena_alloc(&c->arena, (size_t)at, 8);
    put_part(payload, &h.kernel, &p->kernel.file);
    put_part(payload, &h.root, &p->root.file);
    put_part(payload, &h.dtb, &p->dtb);
    h.payload_crc = crc32_of(payload + BOOT_IMAGE_HEADER_SIZE, at - BOOT_IMAGE_HEADER_SIZE);
    h.header_crc = image_check_header_sum(&h);
    memcpy(payload, &h, sizeof h);
    *size = at;
    return payload;
}

bool pack_boot_range(struct compilation *c, const struct pack_bytes *boot, uint64_t kernel_size,
                     uint64_t root_size, uint64_t dtb_size, uint64_t *start, uint64_t *end)
{
    struct pack_program program;
    uint64_t at = BOOT_IMAGE_HEADER_SIZE;

    if (!pack_elf_read(c, "boot loader", boot, &program)) {
        return false;
    }
    (void)place(&at, kernel_size);
    (void)place(&at, root_size);
    (void)place(&at, dtb_size);
    *start = program.phys_start;
    *end = program.phys_start + (pack_elf_page_up(program.virt_end) - program.virt_start) + at;
    return true;
}

int pack_boot_bytes(struct compilation *c, const struct pack_bytes *boot,
                    const struct pack_bytes *kernel, const struct pack_bytes *root,
                    const struct pack_bytes *dtb, enum pack_form form, struct pack_bytes *out)
{
    struct parts p = {.dtb = *dtb};
    struct pack_segment payload = {.flags = PF_R | PF_W};
    bool boot_ok = pack_elf_read(c, "boot loader", boot, &p.boot) && check_boot(c, &p);
    bool kernel_ok = pack_elf_read(c, "kernel", kernel, &p.kernel) && check_kernel(c, &p);
    bool root_ok = pack_elf_read(c, "root server", root, &p.root);

    if (boot_ok) {
        kernel_ok = kernel_ok && check_machine(c, &p, "kernel", &p.kernel);
        root_ok = root_ok && check_machine(c, &p, "root server", &p.root);
    }
    if (!check_dtb(c, dtb) || !boot_ok || !kernel_ok || !root_ok) {
        return -1;
    }
    payload.bytes = make_payload(c, &p, &payload.size);
    if (payload.bytes == NULL) {
        return -1;
    }
    payload.virt = p.payload;
    payload.phys = p.payload;
    payload.file_size = payload.size;
    vec_push(&c->arena, &p.boot.segments, payload);
    p.boot.virt_end = payload.virt + payload.size;
    if (form == PACK_FLAT) {
        pack_elf_flatten(c, &p.boot, out);
    } else {
        pack_elf_write(c, &p.boot, out);
    }
    return 0;
}
