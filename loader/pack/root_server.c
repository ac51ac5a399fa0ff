/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/include/init_payload.h"

#include <elf.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/include/crc32.h"
#include "loader/pack/pack.h"
#include "loader/pack/pack_elf.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the payload struct is copied as is");

static int not_init(struct compilation *c, const struct pack_bytes *init, const char *reason)
{
    struct diag *d = diag_report(&c->diags, DIAG_IMAGE_LAYOUT, SPAN_NONE, "root server `%s`: %s",
                                 init->path, reason);

    diag_hint(d, "give the init.elf of the platform as it was built with this compiler");
    return -1;
}

/* The segment whose bytes hold [virt, virt + size), or NULL. */
static struct pack_segment *segment_at(struct pack_program *p, uint64_t virt, uint64_t size)
{
    for (vec_each (s, &p->segments)) {
        if (virt >= s->virt && size <= s->file_size && virt - s->virt <= s->file_size - size) {
            return s;
        }
    }
    return NULL;
}

/* Appends a segment of whole pages at `virt`, the next page of the image: writable and zeroed, or
   with these bytes. */
static void append(struct compilation *c, struct pack_program *p, uint64_t virt, const void *bytes,
                   uint64_t size, uint32_t flags)
{
    struct pack_segment s = {
        .virt = virt,
        .size = pack_elf_page_up(size),
        .file_size = bytes == NULL ? 0 : size,
        .flags = flags,
        .bytes = bytes == NULL ? p->file.bytes : bytes,
    };

    s.phys = s.virt;
    vec_push(&c->arena, &p->segments, s);
    p->virt_end = s.virt + s.size;
}

/* Bytes of state for the spec; of one that is none, the root server will say so. */
static uint64_t state_size(const void *spec, size_t spec_size)
{
    struct capdl_header header;

    if (spec_size < sizeof header) {
        return 0;
    }
    memcpy(&header, spec, sizeof header);
    if (header.magic != CAPDL_MAGIC || header.objects.count > spec_size ||
        header.caps.count > spec_size) {
        return 0;
    }
    return init_payload_state_size(header.objects.count, header.caps.count);
}

void pack_root_lay_out(uint64_t init_end, const void *spec, size_t spec_size,
                       uint64_t contents_pages, struct pack_root_layout *layout)
{
    layout->spec_vaddr = pack_elf_page_up(init_end);
    layout->state_vaddr = layout->spec_vaddr + pack_elf_page_up(spec_size);
    layout->state_size = state_size(spec, spec_size);
    layout->frames_vaddr = layout->state_vaddr + pack_elf_page_up(layout->state_size);
    layout->end = layout->frames_vaddr + contents_pages * PACK_PAGE;
}

/* Fills the struct in, in a copy of the segment that holds it. */
static void patch(struct compilation *c, struct pack_segment *s, uint64_t virt,
                  struct init_payload *payload)
{
    uint8_t *bytes = arena_alloc(&c->arena, (size_t)s->file_size, 16);

    payload->crc = 0;
    payload->crc = crc32_of(payload, sizeof *payload);
    memcpy(bytes, s->bytes, (size_t)s->file_size);
    memcpy(bytes + (virt - s->virt), payload, sizeof *payload);
    s->bytes = bytes;
}

int pack_root_bytes(struct compilation *c, const struct pack_bytes *init,
                    const struct pack_root_options *options, struct pack_bytes *out)
{
    struct pack_program p;
    struct pack_segment *home;
    struct pack_root_layout layout;
    struct init_payload payload;
    uint64_t virt = 0, size = 0;

    if (!pack_elf_read(c, "root server", init, &p)) {
        return -1;
    }
    if (!pack_elf_section(&p, INIT_PAYLOAD_SECTION, &virt, &size)) {
        return not_init(c, init, "no section `" INIT_PAYLOAD_SECTION "`");
    }
    if (size != sizeof payload) {
        return not_init(c, init, "section `" INIT_PAYLOAD_SECTION "` has another size");
    }
    home = segment_at(&p, virt, size);
    if (home == NULL) {
        return not_init(c, init, "section `" INIT_PAYLOAD_SECTION "` is not loaded");
    }
    memcpy(&payload, home->bytes + (virt - home->virt), sizeof payload);
    if (payload.magic != INIT_PAYLOAD_MAGIC || payload.version != INIT_PAYLOAD_VERSION ||
        payload.size != sizeof payload || payload.spec_size != 0) {
        return not_init(c, init, "it expects another payload format, or has a payload already");
    }
    size_t home_index = (size_t)(home - p.segments.items); /* appending moves them */
    pack_root_lay_out(p.virt_end, options->spec, options->spec_size, options->contents_pages,
                      &layout);
    payload.image_vaddr = p.virt_start;
    payload.spec_vaddr = layout.spec_vaddr;
    payload.spec_size = options->spec_size;
    payload.state_vaddr = layout.state_vaddr;
    payload.state_size = layout.state_size;
    payload.frames_vaddr = layout.frames_vaddr;
    payload.frames_pages = options->contents_pages;
    append(c, &p, layout.spec_vaddr, options->spec, options->spec_size, PF_R);
    if (payload.state_size != 0) {
        append(c, &p, layout.state_vaddr, NULL, payload.state_size, PF_R | PF_W);
    }
    if (options->contents_pages != 0) {
        append(c, &p, layout.frames_vaddr, options->contents, options->contents_pages * PACK_PAGE,
               PF_R | INIT_PAYLOAD_GIVEN);
    }
    payload.image_pages = (p.virt_end - p.virt_start) / PACK_PAGE;
    patch(c, vec_at(&p.segments, home_index), virt, &payload);
    pack_elf_write(c, &p, out);
    return 0;
}
