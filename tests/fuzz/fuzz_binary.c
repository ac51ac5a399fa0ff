/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as a binary spec.  Size and checksum are made right first, since otherwise no
 * mutation would get past them; an even first byte leaves them as they are.  What is
 * accepted is checked, printed, and must come out of writing and reading again unchanged.
 */
// link: capdl_forms capdl_check capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/check/check_graph.h"
#include "capdl/forms/forms.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/include/crc32.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void seal(uint8_t *bytes, size_t size)
{
    struct capdl_header *header = (struct capdl_header *)(void *)bytes;

    header->magic = CAPDL_MAGIC;
    header->version = CAPDL_VERSION;
    header->header_size = sizeof(*header);
    header->total_size = (uint32_t)(size & ~(size_t)7);
    header->crc = crc32_feed(0, bytes + CAPDL_CRC_FROM, header->total_size - CAPDL_CRC_FROM);
}

static void follow(struct compilation *c, const uint8_t *bytes, size_t size)
{
    struct spec *spec = form_binary_read(c, bytes, size, "fuzz");
    struct spec *again;
    struct form_binary first, second;
    struct strbuf text;

    if (spec == NULL) {
        return;
    }
    strbuf_init(&text, &c->arena);
    (void)form_text_write(c, spec, &text);
    if (!check_graph(c, spec)) {
        return;
    }
    if (!form_binary_write(c, spec, NULL, 0, &first)) {
        abort();
    }
    again = form_binary_read(c, first.spec, first.spec_size, "again");
    if (again == NULL || !form_binary_write(c, again, NULL, 0, &second) ||
        first.spec_size != second.spec_size ||
        memcmp(first.spec, second.spec, first.spec_size) != 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    jmp_buf out_of_memory;
    uint8_t *copy;

    compilation_init(&c);
    c.arena.limit = (size_t)512 << 20;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        copy = arena_alloc(&c.arena, size, 8);
        memcpy(copy, data, size);
        if (size >= sizeof(struct capdl_header) && data[0] % 2 != 0) {
            seal(copy, size);
        }
        follow(&c, copy, size);
    }
    compilation_done(&c);
    return 0;
}
