/* SPDX-License-Identifier: BSD-2-Clause */
#include <elf.h>

#include "adl/base/compilation.h"
#include "adl/base/file.h"
#include "adl/base/strbuf.h"
#include "loader/pack/pack.h"
#include "loader/pack/read_image.h"

#define FILE_LIMIT ((size_t)1 << 30)

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
static void show_init(struct compilation *c, struct strbuf *out, const struct pack_program *p)
{
    struct read_payload found;
    const struct init_payload *init = &found.payload;

    if (read_image_payload(c, p, &found)) {
        strbuf_printf(out, "    spec 0x%llx, %llu bytes; frame contents 0x%llx, %llu pages\n",
                      (unsigned long long)init->spec_vaddr, (unsigned long long)init->spec_size,
                      (unsigned long long)init->frames_vaddr,
                      (unsigned long long)init->frames_pages);
    }
}

static bool show_program(struct compilation *c, struct strbuf *out, const char *what,
                         const struct pack_bytes *file)
{
    struct pack_program program;

    if (!pack_elf_read(c, what, file, &program)) {
        return false;
    }
    strbuf_printf(out, "%s: %zu bytes,", what, file->size);
    show_span(out, &program);
    strbuf_puts(out, "\n");
    show_segments(out, &program);
    show_init(c, out, &program);
    return true;
}

int pack_show_bytes(struct compilation *c, const struct pack_bytes *image, struct strbuf *out)
{
    struct read_image read;
    const struct boot_image_header *h;

    if (!read_image_open(c, image, &read)) {
        return -1;
    }
    h = read.header;
    strbuf_printf(out, "boot image: version %u, %s, %llu bytes of payload, checksums agree\n",
                  h->version, h->machine == BOOT_IMAGE_MACHINE_RISCV ? "riscv64" : "aarch64",
                  (unsigned long long)h->total_size);
    strbuf_printf(out, "boot loader: %zu bytes", read.boot.size);
    if (read.boot_address != 0) {
        strbuf_printf(out, " at 0x%llx", (unsigned long long)read.boot_address);
    }
    strbuf_puts(out, "\n");
    if (!show_program(c, out, "kernel", &read.kernel) ||
        !show_program(c, out, "root server", &read.root)) {
        return -1;
    }
    if (h->dtb.size != 0) {
        strbuf_printf(out, "device tree: %llu bytes\n", (unsigned long long)h->dtb.size);
    } else {
        strbuf_puts(out, "device tree: the firmware's\n");
    }
    return 0;
}

int pack_show_image(struct compilation *c, const char *path, struct strbuf *out)
{
    struct pack_bytes image = {.path = path};
    char *text = NULL;
    enum file_result result = file_read(&c->arena, path, FILE_LIMIT, &text, &image.size);

    image.bytes = (const uint8_t *)text;
    if (result != FILE_OK) {
        diag_report(&c->diags, DIAG_IMAGE_FILE, SPAN_NONE, "cannot read the boot image `%s`: %s",
                    path, file_result_text(result));
        return -1;
    }
    return pack_show_bytes(c, &image, out);
}
