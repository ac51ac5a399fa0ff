/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_binary.h"

#include <string.h>

#include "capdl/forms/binary_kinds.h"
#include "capdl/include/binary_check.h"

struct reader {
    struct compilation *c;
    const char *shown_name;
    const struct capdl_header *header; /* verified */
    struct spec *spec;
};

static bool fault(struct reader *r, const char *what)
{
    (void)diag_report(&r->c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "spec `%s`: %s", r->shown_name,
                      what);
    return false;
}

static void read_tcb(struct reader *r, const struct capdl_tcb *in, struct spec_tcb *out)
{
    uint64_t *words = arena_array(&r->c->arena, uint64_t, in->word_count);

    memcpy(words, capdl_words(r->header) + in->first_word, in->word_count * sizeof(*words));
    *out = (struct spec_tcb){
        .ip = in->ip,
        .sp = in->sp,
        .ipc_buffer = in->ipc_buffer,
        .tls_base = in->tls_base,
        .fault_ep = in->fault_ep,
        .prio = in->prio,
        .max_prio = in->max_prio,
        .affinity = in->affinity,
        .domain = in->domain,
        .resume = (in->flags & CAPDL_TCB_RESUME) != 0,
        .init = words,
        .init_count = in->word_count,
    };
}

static void read_fills(struct reader *r, const struct capdl_object *in, struct spec_object_id id)
{
    const struct capdl_fill *fills = capdl_fills(r->header) + in->first_fill;

    for (uint32_t i = 0; i < in->fill_count; i++) {
        const char *file = capdl_name(r->header, fills[i].file);

        spec_add_fill(r->spec, id,
                      (struct spec_fill){
                          .kind = SPEC_FILL_FILE,
                          .dest_offset = fills[i].dest_offset,
                          .length = fills[i].length,
                          .file = intern_string(&r->c->interner, file),
                          .file_offset = fills[i].file_offset,
                      });
    }
}

static bool read_object(struct reader *r, const struct capdl_object *in)
{
    const char *name = capdl_name(r->header, in->name);
    struct spec_object_id id;
    struct spec_object *out;

    if (name[0] == '\0') {
        return fault(r, "an object has no name");
    }
    if (spec_find(r->spec, name).index != SPEC_NO_OBJECT.index) {
        return fault(r, "two objects have the same name");
    }
    id = spec_add_object(r->spec, binary_kinds_to_spec(in->kind), name);
    out = spec_object(r->spec, id);
    out->size_bits = in->size_bits;
    out->level = in->level;
    out->has_paddr = (in->flags & CAPDL_OBJECT_HAS_PADDR) != 0;
    out->paddr = out->has_paddr ? in->value : 0;
    out->asid_high = out->has_paddr ? 0 : in->value;
    if (out->kind == SPEC_KIND_TCB) {
        read_tcb(r, &capdl_tcbs(r->header)[in->detail], out->tcb);
    } else if (out->kind == SPEC_KIND_IRQ) {
        const struct capdl_irq *irq = &capdl_irqs(r->header)[in->detail];

        *out->irq = (struct spec_irq){
            .number = irq->number,
            .target = irq->target,
            .edge = (irq->flags & CAPDL_IRQ_EDGE) != 0,
            .trigger_given = (irq->flags & CAPDL_IRQ_TRIGGER_GIVEN) != 0,
        };
    } else if (out->kind == SPEC_KIND_FRAME) {
        read_fills(r, in, id);
    }
    return true;
}

/* The object in whose range the cap `index` lies. */
static uint32_t holder_of(const struct reader *r, uint32_t index)
{
    const struct capdl_object *objects = capdl_objects(r->header);
    uint32_t low = 0;
    uint32_t high = r->header->objects.count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (objects[middle].first_cap <= index) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void read_cap(struct reader *r, struct spec_object_id holder, const struct capdl_cap *in)
{
    bool node = capdl_objects(r->header)[in->object].kind == CAPDL_KIND_CNODE;
    struct spec_cap cap = {
        .slot = in->slot,
        .object = {in->object},
        .rights = in->rights,
        .executable = (in->flags & CAPDL_CAP_EXECUTABLE) != 0,
        .uncached = (in->flags & CAPDL_CAP_UNCACHED) != 0,
        .mapped_alias = (in->flags & CAPDL_CAP_MAPPED_ALIAS) != 0,
        .badge = node ? 0 : in->data,
        .guard = node ? in->data : 0,
        .guard_size = in->guard_size,
    };

    if (cap.mapped_alias) {
        cap.mapping_table.index = holder_of(r, in->mapping);
        cap.mapping_slot = capdl_caps(r->header)[in->mapping].slot;
    }
    (void)spec_put_cap(r->spec, holder, cap);
}

struct spec *form_binary_read(struct compilation *c, const void *bytes, size_t size,
                              const char *shown_name)
{
    struct reader r = {.c = c, .shown_name = shown_name};
    void *copy = arena_alloc(&c->arena, size, 8);
    const char *reason;

    memcpy(copy, bytes, size);
    reason = binary_check(copy, size);
    if (reason != NULL) {
        (void)fault(&r, reason);
        return NULL;
    }
    r.header = copy;
    r.spec = spec_new(&c->arena, &c->interner, binary_kinds_arch_to_spec(r.header->arch));
    for (uint32_t i = 0; i < r.header->objects.count; i++) {
        if (!read_object(&r, &capdl_objects(r.header)[i])) {
            return NULL;
        }
    }
    for (uint32_t i = 0; i < r.header->objects.count; i++) {
        const struct capdl_object *in = &capdl_objects(r.header)[i];

        for (uint32_t j = 0; j < in->cap_count; j++) {
            const struct capdl_cap *cap = &capdl_caps(r.header)[in->first_cap + j];

            if (in->kind == CAPDL_KIND_TCB && cap->slot == SPEC_TCB_TIMEOUT_EP) {
                (void)fault(&r, "a timeout endpoint, which its loader does not know");
                return NULL;
            }
            read_cap(&r, (struct spec_object_id){i}, cap);
        }
    }
    return r.spec;
}
