/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_c.h"

#include <inttypes.h>

#include "capdl/forms/c_writer.h"

/* No interrupt controller has a higher number; the table of interrupts is as long as the highest.
 */
#define IRQ_MAX 65535u

void c_writer_fault(struct c_writer *w, const struct spec_object *object, const char *what)
{
    (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, object->span,
                      "the C spec cannot express %s of `%s`", what, object->name);
    w->failed = true;
}

void c_writer_put_id(struct c_writer *w, struct spec_object_id id)
{
    const struct spec_object *object = spec_object(w->spec, id);

    strbuf_printf(w->out, "%" PRIu32 " /* ", w->order.positions[id.index]);
    for (const char *at = object->name; *at != '\0'; at++) {
        /* The name must not end the comment. */
        strbuf_putc(w->out, at[0] == '*' && at[1] == '/' ? '+' : *at);
    }
    strbuf_puts(w->out, " */");
}

static void put_guard(struct c_writer *w)
{
    static const char *const names[SPEC_ARCHES] = {
        [SPEC_ARCH_RISCV64] = "RISCV", [SPEC_ARCH_AARCH64] = "AARCH64",
        [SPEC_ARCH_X86_64] = "X86_64", [SPEC_ARCH_ARM11] = "ARM",
        [SPEC_ARCH_IA32] = "IA32",
    };
    const char *name = names[w->spec->arch];

    strbuf_printf(w->out,
                  "#if !defined(CONFIG_ARCH_%s)\n"
                  "#    error \"this spec is for the architecture %s\"\n"
                  "#endif\n",
                  name, name);
}

static void put_irqs(struct c_writer *w)
{
    uint32_t *handlers = arena_array(&w->c->arena, uint32_t, IRQ_MAX + 1);
    uint64_t count = 1;

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        if (object->kind != SPEC_KIND_IRQ || object->irq->unmapped) {
            continue;
        }
        if (object->irq->number > IRQ_MAX) {
            c_writer_fault(w, object, "an interrupt number above 65535");
            continue;
        }
        handlers[object->irq->number] = w->order.positions[i] + 1;
        count = object->irq->number >= count ? object->irq->number + 1 : count;
    }
    strbuf_printf(w->out, ".num_irqs = %" PRIu64 ",\n.irqs = (CDL_ObjID[]) {", count);
    for (uint64_t i = 0; i < count; i++) {
        strbuf_puts(w->out, i == 0 ? "" : i % 16 == 0 ? ",\n    " : ", ");
        if (handlers[i] == 0) {
            strbuf_puts(w->out, "-1");
        } else {
            strbuf_printf(w->out, "%" PRIu32, handlers[i] - 1);
        }
    }
    strbuf_puts(w->out, "},\n");
}

static void put_covers(struct c_writer *w)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < w->order.count; i++) {
        const struct spec_object *untyped = &w->spec->objects[w->order.objects[i]];

        if (untyped->kind != SPEC_KIND_UNTYPED || untyped->cap_count == 0) {
            continue;
        }
        strbuf_puts(w->out, count == 0 ? ".untyped = (CDL_UntypedDerivation[]) {\n" : "");
        strbuf_puts(w->out, "{.untyped = ");
        c_writer_put_id(w, (struct spec_object_id){w->order.objects[i]});
        strbuf_printf(w->out, ", .num = %" PRIu32 ", .children = (CDL_ObjID[]) {\n",
                      untyped->cap_count);
        for (uint32_t n = 0; n < untyped->cap_count; n++) {
            strbuf_puts(w->out, "    ");
            c_writer_put_id(w, untyped->caps[n].object);
            strbuf_puts(w->out, ",\n");
        }
        strbuf_puts(w->out, "}},\n");
        count++;
    }
    strbuf_puts(w->out, count == 0 ? ".untyped = NULL,\n" : "},\n");
    strbuf_printf(w->out, ".num_untyped = %" PRIu32 ",\n", count);
}

/* Reports members of untypeds, which a loader that finds memory itself cannot have. */
static void refuse_covers(struct c_writer *w)
{
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *untyped = &w->spec->objects[i];

        if (untyped->kind == SPEC_KIND_UNTYPED && untyped->cap_count > 0) {
            diag_hint(diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, untyped->span,
                                  "the C spec without static allocation cannot express the members "
                                  "of `%s`",
                                  untyped->name),
                      "use the form c-static");
            w->failed = true;
        }
    }
}

static void put_asid_slots(struct c_writer *w)
{
    uint32_t *slots = arena_array(&w->c->arena, uint32_t, w->spec->object_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        count += w->spec->objects[i].kind == SPEC_KIND_ASID_POOL ? 1u : 0u;
    }
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *pool = &w->spec->objects[i];

        if (pool->kind != SPEC_KIND_ASID_POOL) {
            continue;
        }
        if (pool->cap_count > 0) {
            c_writer_fault(w, pool, "the address spaces in the ASID pool");
        }
        if (pool->asid_high == 0 || pool->asid_high > count || slots[pool->asid_high] != 0) {
            c_writer_fault(w, pool, "an ASID pool with a number that is not one of 1 to n");
            continue;
        }
        slots[pool->asid_high] = i + 1;
    }
    strbuf_printf(w->out,
                  ".num_asid_slots = %" PRIu32 ",\n.asid_slots = (CDL_ObjID[]) {\n"
                  "    (CDL_ObjID)-1 /* the root server's own */,\n",
                  count + 1);
    for (uint32_t i = 1; i <= count && !w->failed; i++) {
        strbuf_puts(w->out, "    ");
        c_writer_put_id(w, (struct spec_object_id){slots[i] - 1});
        strbuf_puts(w->out, ",\n");
    }
    strbuf_puts(w->out, "},\n");
}

static void put_schedule(struct c_writer *w)
{
    const struct spec_schedule *schedule = &w->spec->schedule;

    strbuf_puts(w->out, ".domainSchedule = ");
    strbuf_puts(w->out, schedule->count == 0 ? "NULL" : "(uint64_t[]) {");
    for (uint32_t i = 0; i < schedule->count; i++) {
        const struct spec_domain *entry = &schedule->entries[i];

        if (entry->microseconds) {
            (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, entry->span,
                              "the C spec has durations in ticks only");
            w->failed = true;
        }
        strbuf_printf(w->out, "%s0x%" PRIx64, i > 0 ? ", " : "",
                      (uint64_t)entry->domain << 56 | (entry->duration & UINT64_MAX >> 8));
    }
    strbuf_puts(w->out, schedule->count == 0 ? ",\n" : "},\n");
    strbuf_printf(w->out,
                  ".domainScheduleLength = %" PRIu32 ",\n.domainSetStart = ", schedule->count);
    if (schedule->count == 0 || schedule->no_start) {
        strbuf_puts(w->out, "-1");
    } else {
        strbuf_printf(w->out, "%" PRIu64, schedule->start);
    }
    strbuf_printf(w->out, ",\n.domainIndexShift = %" PRIu64 ",\n",
                  schedule->count == 0 ? 0 : schedule->index_shift);
}

static bool write(struct c_writer *w)
{
    for (uint32_t i = 0; i < w->spec->derivation_count; i++) {
        const struct spec_place *child = &w->spec->derivations[i].child;

        (void)map_put(&w->derived, &w->c->arena,
                      map_key_from_pair(child->holder.index, child->slot), i);
    }
    strbuf_printf(w->out,
                  "/* Written by capdl. */\n#include <capdl.h>\n#include <sel4/sel4.h>\n\n"
                  "#define MAX_OBJECTS %" PRIu32 "\n\nCDL_Model capdl_spec = {\n",
                  w->order.count);
    put_guard(w);
    strbuf_printf(w->out, ".num = %" PRIu32 ",\n", w->order.count);
    put_irqs(w);
    strbuf_puts(w->out,
                w->order.count > 0 ? ".objects = (CDL_Object[]) {\n" : ".objects = NULL,\n");
    for (uint32_t i = 0; i < w->order.count; i++) {
        strbuf_printf(w->out, "[%" PRIu32 "] = {\n", i);
        c_objects_put(w, &w->spec->objects[w->order.objects[i]]);
        strbuf_puts(w->out, "},\n");
    }
    strbuf_puts(w->out, w->order.count > 0 ? "},\n" : "");
    put_covers(w);
    put_asid_slots(w);
    put_schedule(w);
    strbuf_puts(w->out, "};\n");
    return !w->failed;
}

bool form_c_write_dynamic(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct c_writer w = {.c = c, .spec = spec, .out = out};

    refuse_covers(&w);
    return object_order_as_made(c, spec, object_order_controls, &w.order) && write(&w);
}

bool form_c_write_static(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct c_writer w = {.c = c, .spec = spec, .out = out};

    object_order_by_name(c, spec, object_order_controls, &w.order);
    return write(&w);
}
