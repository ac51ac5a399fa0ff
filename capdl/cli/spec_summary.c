/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/cli/spec_summary.h"

#include <inttypes.h>

#include "capdl/spec/sizes.h"

/* What is counted for one kind and for all. */
struct sum {
    uint64_t objects, caps, bytes;
};

static void add(struct sum *sum, const struct spec *spec, const struct spec_object *object)
{
    uint8_t bits = sizes_memory_bits(spec->arch, object);

    sum->objects++;
    sum->caps += object->cap_count;
    if (bits != 0 && !object->has_paddr) {
        sum->bytes += UINT64_C(1) << bits;
    }
}

static void put_line(struct strbuf *out, const char *name, const struct sum *sum)
{
    strbuf_printf(out, "%-14s %8" PRIu64 " %8" PRIu64 " %12" PRIu64 "\n", name, sum->objects,
                  sum->caps, sum->bytes);
}

void spec_summary(const struct spec *spec, struct strbuf *out)
{
    struct sum sums[SPEC_KIND_COUNT] = {0};
    struct sum all = {0};
    uint64_t devices = 0, fills = 0;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        add(&sums[object->kind], spec, object);
        add(&all, spec, object);
        devices += object->has_paddr ? 1u : 0u;
        fills += object->fill_count > 0 ? 1u : 0u;
    }
    strbuf_printf(out, "architecture   %s\n\n", spec_arch_keyword(spec->arch));
    strbuf_printf(out, "%-14s %8s %8s %12s\n", "kind", "objects", "caps in", "bytes");
    for (int kind = 0; kind < SPEC_KIND_COUNT; kind++) {
        if (sums[kind].objects > 0) {
            put_line(out, spec_kind_keyword((enum spec_kind)kind), &sums[kind]);
        }
    }
    put_line(out, "all", &all);
    strbuf_printf(out,
                  "\n%" PRIu64 " objects at fixed addresses (not in the bytes), %" PRIu64
                  " frames with initial contents\n",
                  devices, fills);
}
