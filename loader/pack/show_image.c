/* SPDX-License-Identifier: BSD-2-Clause */
#include <elf.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "loader/include/image_check.h"
#include "loader/include/init_payload.h"
#include "loader/pack/pack.h"
#include "loader/pack/pack_elf.h"

/* An image opened for looking: the loader's memory and the payload behind it. */
struct view {
    const char *path;
    const uint8_t *boot;
    size_t boot_size;
    uint64_t boot_address;                  /* 0 in a flat file, which does not know it */
    const struct boot_image_header *header; /* aligned copy of the payload */
};

static int broken(struct compilation *c, const char *path, const char *reason)
{
    diag_report(&c->diags, DIAG_IMAGE_CORRUPT, SPAN_NONE, "boot image `%s`: %s", path, reason);
    return -1;
}

/* Finds the payload in a flat file: the first page that begins with the magic. */
static size_t find_payload(const uint8_t *bytes, size_t size)
{
    uint64_t magic = BOOT_IMAGE_MAGIC;

    for (size_t at = 0; at + BOOT_IMAGE_HEADER_SIZE <= size; at += BOOT_IMAGE_PAGE) {
        if (memcmp(bytes + at, &magic, sizeof magic) == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* Opens the image in either form and checks both sums and sizes. */
static int open_view(struct compilation *c, const struct pack_bytes *image, struct view *view)
{
    struct pack_bytes flat = *image;
    struct pack_program program;
    struct boot_image_header *copy;
    const char *fault;
    size_t at;

    *view = (struct view){.path = image->path};
    if (image->size >= SELFMAG && memcmp(image->bytes, ELFMAG, SELFMAG) == 0) {
        if (!pack_elf_read(c, "boot image", image, &program)) {
            return -1;
        }
        pack_elf_flatten(c, &program, &flat);
        view->boot_address = program.virt_start;
    }
    at = find_payload(flat.bytes, flat.size);
    if (at == SIZE_MAX) {
        return broken(c, image->path, "no payload found: this is not a boot image, or it is cut");
    }
    view->boot = flat.bytes;
    view->boot_size = at;
    copy = arena_alloc(&c->arena, flat.size - at, alignof(struct boot_image_header));
    memcpy(copy, flat.bytes + at, flat.size - at);
    view->header = copy;
    fault = image_check_header(copy, 0);
    if (fault == NULL && copy->total_size > flat.size - at) {
        fault = "the payload is cut";
    }
    if (fault == NULL) {
        fault = image_check_payload(copy);
    }
    if (fault == NULL && crc32_of(view->boot, view->boot_size) != copy->boot_crc) {
        fault = "the loader itself is corrupt (checksum)";
    }
    return fault == NULL ? 0 : broken(c, image->path, fault);
}

static void show_span(struct strbuf *out, const struct pack_program *p)
{
    strbuf_printf(out, " at 0x%llx-0x%llx, entry 0x%llx", (unsigned long long)p->virt_start,
                  (unsigned long long)p->virt_end - 1, (unsigned long long)p->entry);
}

static void show_segments(struct strbuf *out, const struct pack_program *p)
{
    for (size_t i = 0; i < p->segments.count; i++) {
        const struct pack_segment *s = &p->segments.items[i];

        strbuf_printf(
            out, "    segment 0x%llx (physical 0x%llx), %llu bytes, %llu in file, %c%c%c\n",
            (unsigned long long)s->virt, (unsigned long long)s->phys, (unsigned long long)s->size,
            (unsigned long long)s->file_size, (s->flags & PF_R) != 0 ? 'r' : '-',
            (s->flags & PF_W) != 0 ? 'w' : '-', (s->flags & PF_X) != 0 ? 'x' : '-');
    }
}

/* If the root server is ours, tells what was appended to it. */
static void show_init(struct strbuf *out, const struct pack_program *p)
{
    uint64_t magic = INIT_PAYLOAD_MAGIC;
    struct init_payload init;

    for (size_t i = 0; i < p->segments.count; i++) {
        const struct pack_segment *s = &p->segments.items[i];

        for (uint64_t at = 0; at + sizeof init <= s->file_size; at += 8) {
            if (memcmp(s->bytes + at, &magic, sizeof magic) != 0) {
                continue;
            }
            memcpy(&init, s->bytes + at, sizeof init);
            if (init.size == sizeof init && init.version == INIT_PAYLOAD_VERSION) {
                strbuf_printf(
                    out, "    spec 0x%llx, %llu bytes; frame contents 0x%llx, %llu pages\n",
                    (unsigned long long)init.spec_vaddr, (unsigned long long)init.spec_size,
                    (unsigned long long)init.frames_vaddr, (unsigned long long)init.frames_pages);
                return;
            }
        }
    }
}

static int show_program(struct compilation *c, struct strbuf *out, const struct view *view,
                        const char *what, const struct boot_image_part *part)
{
    struct pack_bytes file = {view->path, (const uint8_t *)view->header + part->offset,
                              (size_t)part->size};
    struct pack_program program;

    if (!pack_elf_read(c, what, &file, &program)) {
        return -1;
    }
    strbuf_printf(out, "%s: %llu bytes,", what, (unsigned long long)part->size);
    show_span(out, &program);
    strbuf_puts(out, "\n");
    show_segments(out, &program);
    show_init(out, &program);
    return 0;
}

int pack_show_bytes(struct compilation *c, const struct pack_bytes *image, struct strbuf *out)
{
    struct view view;
    const struct boot_image_header *h;

    if (open_view(c, image, &view) != 0) {
        return -1;
    }
    h = view.header;
    strbuf_printf(out, "boot image: version %u, %s, %llu bytes of payload, checksums agree\n",
                  h->version, h->machine == BOOT_IMAGE_MACHINE_RISCV ? "riscv64" : "aarch64",
                  (unsigned long long)h->total_size);
    strbuf_printf(out, "boot loader: %zu bytes", view.boot_size);
    if (view.boot_address != 0) {
        strbuf_printf(out, " at 0x%llx", (unsigned long long)view.boot_address);
    }
    strbuf_puts(out, "\n");
    if (show_program(c, out, &view, "kernel", &h->kernel) != 0 ||
        show_program(c, out, &view, "root server", &h->root) != 0) {
        return -1;
    }
    if (h->dtb.size != 0) {
        strbuf_printf(out, "device tree: %llu bytes\n", (unsigned long long)h->dtb.size);
    } else {
        strbuf_puts(out, "device tree: the firmware's\n");
    }
    return 0;
}
