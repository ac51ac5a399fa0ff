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
        .fpu_disabled = (in->flags & CAPDL_TCB_FPU_DISABLED) != 0,
        .resume_given = (in->flags & CAPDL_TCB_RESUME_GIVEN) != 0,
        .fpu_given = (in->flags & CAPDL_TCB_FPU_GIVEN) != 0,
        .fault_ep_given = (in->flags & CAPDL_TCB_FAULT_EP_GIVEN) != 0,
        .set = (in->flags & CAPDL_TCB_BARE) != 0      ? SPEC_TCB_BARE
               : (in->flags & CAPDL_TCB_PARTIAL) != 0 ? SPEC_TCB_PARTIAL
                                                      : SPEC_TCB_WHOLE,
        .init = words,
        .init_count = in->word_count,
    };
}

static void read_irq(const struct capdl_irq *in, struct spec_irq *out)
{
    *out = (struct spec_irq){
        .number = in->number,
        .target = in->target,
        .edge = (in->flags & CAPDL_IRQ_EDGE) != 0,
        .trigger_given = (in->flags & CAPDL_IRQ_TRIGGER_GIVEN) != 0,
        .unmapped = (in->flags & CAPDL_IRQ_UNMAPPED) != 0,
        .source = (in->flags & CAPDL_IRQ_MSI) != 0      ? SPEC_IRQ_MSI
                  : (in->flags & CAPDL_IRQ_IOAPIC) != 0 ? SPEC_IRQ_IOAPIC
                                                        : SPEC_IRQ_LINE,
    };
    memcpy(out->source_words, in->source, sizeof(out->source_words));
}

static void read_sched(const struct capdl_sched *in, struct spec_sched *out)
{
    *out = (struct spec_sched){
        .timed = (in->flags & CAPDL_SCHED_TIMED) != 0,
        .has_data = (in->flags & CAPDL_SCHED_HAS_DATA) != 0,
        .period = in->period,
        .budget = in->budget,
        .data = in->data,
    };
}

static void read_device(const struct capdl_device *in, struct spec_device *out)
{
    *out = (struct spec_device){
        .given = in->given != 0,
        .number = in->number,
        .second = in->second,
        .bus = in->bus,
        .device = in->device,
        .function = in->function,
    };
}

/* Name of the file, chunk or words of a fill. */
static const char *fill_source(const struct reader *r, const struct capdl_fill *fill)
{
    if (fill->kind == CAPDL_FILL_BOOT_PAGE) {
        return NULL;
    }
    return intern_string(&r->c->interner, fill->kind == CAPDL_FILL_BOOT_INFO
                                              ? binary_kinds_chunk_to_spec(fill->file)
                                              : capdl_name(r->header, fill->file));
}

static void read_fills(struct reader *r, const struct capdl_object *in, struct spec_object_id id)
{
    static const enum spec_fill_kind kinds[] = {
        [CAPDL_FILL_FILE] = SPEC_FILL_FILE,
        [CAPDL_FILL_BOOT_INFO] = SPEC_FILL_BOOT_INFO,
        [CAPDL_FILL_BOOT_PAGE] = SPEC_FILL_BOOT_PAGE,
        [CAPDL_FILL_OTHER] = SPEC_FILL_OTHER,
    };
    const struct capdl_fill *fills = capdl_fills(r->header) + in->first_fill;

    for (uint32_t i = 0; i < in->fill_count; i++) {
        spec_add_fill(r->spec, id,
                      (struct spec_fill){
                          .kind = kinds[fills[i].kind],
                          .dest_offset = fills[i].dest_offset,
                          .length = fills[i].length,
                          .file = fill_source(r, &fills[i]),
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
    out->fills_given = (in->flags & CAPDL_OBJECT_FILLS_GIVEN) != 0;
    out->takes_untyped = (in->flags & CAPDL_OBJECT_UNTYPED) != 0;
    out->table_word = in->word;
    out->paddr = out->has_paddr ? in->value : 0;
    out->asid_high = out->has_paddr ? 0 : in->value;
    if (out->kind == SPEC_KIND_TCB) {
        read_tcb(r, &capdl_tcbs(r->header)[in->detail], out->tcb);
    } else if (out->kind == SPEC_KIND_IRQ) {
        read_irq(&capdl_irqs(r->header)[in->detail], out->irq);
    } else if (out->kind == SPEC_KIND_SC) {
        read_sched(&capdl_scheds(r->header)[in->detail], out->sched);
    } else if (capdl_kind_has_device(in->kind)) {
        read_device(&capdl_devices(r->header)[in->detail], out->device);
    } else if (out->kind == SPEC_KIND_FRAME) {
        read_fills(r, in, id);
    }
    return true;
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
        .thread_cap = (in->flags & CAPDL_CAP_MASTER_REPLY) != 0 ? SPEC_CAP_MASTER_REPLY
                      : (in->flags & CAPDL_CAP_REPLY) != 0      ? SPEC_CAP_REPLY
                                                                : SPEC_CAP_THREAD,
    };

    if (cap.mapped_alias) {
        cap.mapping_table.index = capdl_holder(r->header, in->mapping);
        cap.mapping_slot = capdl_caps(r->header)[in->mapping].slot;
    }
    (void)spec_put_cap(r->spec, holder, cap);
}

/* Where the cap of that index is. */
static struct spec_place place_of(const struct reader *r, uint32_t index)
{
    return (struct spec_place){{capdl_holder(r->header, index)}, capdl_caps(r->header)[index].slot};
}

/* Capabilities, then what speaks of them by index. */
static void read_caps(struct reader *r)
{
    const struct capdl_asid *asid = capdl_asids(r->header);
    const struct capdl_asid *asid_end = asid + r->header->asids.count;

    for (uint32_t i = 0; i < r->header->objects.count; i++) {
        const struct capdl_object *in = &capdl_objects(r->header)[i];

        spec_reserve_caps(r->spec, (struct spec_object_id){i}, in->cap_count);
        for (uint32_t j = 0; j < in->cap_count; j++) {
            read_cap(r, (struct spec_object_id){i}, &capdl_caps(r->header)[in->first_cap + j]);
            if (asid != asid_end && asid->cap == in->first_cap + j) {
                struct spec_cap *cap = &r->spec->objects[i].caps[j];

                cap->has_asid = true;
                cap->asid_high = asid->high;
                cap->asid_low = asid->low;
                asid++;
            }
        }
    }
    for (uint32_t i = 0; i < r->header->parents.count; i++) {
        const struct capdl_parent *edge = &capdl_parents(r->header)[i];

        spec_add_derivation(r->spec, (struct spec_derivation){.child = place_of(r, edge->child),
                                                              .parent = place_of(r, edge->parent)});
    }
}

static void read_schedule(struct reader *r)
{
    struct spec_schedule *out = &r->spec->schedule;

    out->count = r->header->schedule.count;
    out->entries = arena_array(&r->c->arena, struct spec_domain, out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        const struct capdl_domain *in = &capdl_schedule(r->header)[i];

        out->entries[i] = (struct spec_domain){
            .domain = (uint8_t)in->domain,
            .microseconds = (in->flags & CAPDL_DOMAIN_MICROSECONDS) != 0,
            .duration = in->duration,
        };
    }
    out->no_start = (r->header->schedule_flags & CAPDL_SCHEDULE_NO_START) != 0;
    out->start = r->header->schedule_start;
    out->index_shift = r->header->schedule_shift;
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
    read_caps(&r);
    read_schedule(&r);
    return r.spec;
}
