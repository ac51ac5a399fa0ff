/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/forms/json_kinds.h"
#include "capdl/forms/object_order.h"
#include "capdl/spec/sizes.h"

struct writer {
    struct compilation *c;
    const struct spec *spec;
    struct strbuf *out;
    struct object_order order;
    uint32_t roots; /* objects that lie in no untyped; the first in `order` */
    bool pud_root;  /* three levels on aarch64: a pud is a root */
    bool failed;
};

static void fault(struct writer *w, struct span span, const char *what, const char *name)
{
    (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, span, "JSON cannot express %s of `%s`",
                      what, name);
    w->failed = true;
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static void put_string(struct writer *w, const char *text)
{
    strbuf_putc(w->out, '"');
    strbuf_put_json_escaped(w->out, text, strlen(text));
    strbuf_putc(w->out, '"');
}

/* ---- capabilities ---- */

static void put_rights(struct writer *w, uint8_t rights)
{
    strbuf_printf(w->out, ",\"rights\":{\"read\":%s,\"write\":%s,\"grant\":%s,\"grant_reply\":%s}",
                  truth((rights & SPEC_READ) != 0), truth((rights & SPEC_WRITE) != 0),
                  truth((rights & SPEC_GRANT) != 0), truth((rights & SPEC_GRANT_REPLY) != 0));
}

static void put_frame_cap(struct writer *w, const struct spec_cap *cap)
{
    put_rights(w, (uint8_t)(cap->rights | (cap->executable ? SPEC_GRANT : 0)));
    strbuf_printf(w->out, ",\"cached\":%s,\"executable\":%s", truth(!cap->uncached),
                  truth(cap->executable));
    if (cap->mapped_alias) {
        strbuf_printf(w->out, ",\"mapping\":{\"object\":%" PRIu32 ",\"slot\":%" PRIu32 "}",
                      w->order.positions[cap->mapping_table.index], cap->mapping_slot);
    }
}

static void put_cap(struct writer *w, const struct spec_object *holder, const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);
    enum json_object kind = json_kinds_of(w->spec->arch, object);

    if (kind == JSON_NO_OBJECT || cap->thread_cap != SPEC_CAP_THREAD) {
        fault(w, cap->span.file != 0 ? cap->span : holder->span,
              arena_printf(&w->c->arena, "the capability to `%s` in slot %" PRIu32, object->name,
                           cap->slot),
              holder->name);
        return;
    }
    strbuf_printf(w->out, "{\"slot\":%" PRIu32 ",\"cap\":{\"%s\":{\"object\":%" PRIu32, cap->slot,
                  json_kinds[kind].cap, w->order.positions[cap->object.index]);
    if (kind == JSON_ENDPOINT || kind == JSON_NOTIFICATION) {
        strbuf_printf(w->out, ",\"badge\":%" PRIu64, cap->badge);
        put_rights(w, cap->rights);
    } else if (kind == JSON_CNODE) {
        strbuf_printf(w->out, ",\"guard\":%" PRIu64 ",\"guard_size\":%u", cap->guard,
                      cap->guard_size);
    } else if (kind == JSON_FRAME) {
        put_frame_cap(w, cap);
    } else if (kind == JSON_SMC && cap->badge != 0) {
        strbuf_printf(w->out, ",\"badge\":%" PRIu64, cap->badge);
    }
    if (cap->has_asid) {
        strbuf_printf(w->out, ",\"asid\":{\"high\":%" PRIu64 ",\"low\":%" PRIu64 "}",
                      cap->asid_high, cap->asid_low);
    }
    strbuf_puts(w->out, "}}}");
}

static void put_slots(struct writer *w, const struct spec_object *object)
{
    strbuf_puts(w->out, "\"slots\":[");
    for (uint32_t i = 0; i < object->cap_count; i++) {
        strbuf_puts(w->out, i > 0 ? "," : "");
        put_cap(w, object, &object->caps[i]);
    }
    strbuf_putc(w->out, ']');
}

/* ---- objects ---- */

static void put_paddr(struct writer *w, const struct spec_object *object)
{
    if (object->has_paddr) {
        strbuf_printf(w->out, ",\"paddr\":%" PRIu64, object->paddr);
    } else {
        strbuf_puts(w->out, ",\"paddr\":null");
    }
}

static void put_fill(struct writer *w, const struct spec_object *frame,
                     const struct spec_fill *fill)
{
    strbuf_printf(w->out, "{\"range\":{\"start\":%" PRIu32 ",\"end\":%" PRIu64 "},\"content\":",
                  fill->dest_offset, (uint64_t)fill->dest_offset + fill->length);
    if (fill->kind == SPEC_FILL_FILE) {
        strbuf_puts(w->out, "{\"Data\":{\"file\":");
        put_string(w, fill->file);
        strbuf_printf(w->out, ",\"file_offset\":%" PRIu64 "}}}", fill->file_offset);
    } else if (fill->kind == SPEC_FILL_BOOT_INFO && json_kinds_chunk_to_json(fill->file) != NULL) {
        strbuf_printf(w->out, "{\"BootInfo\":{\"id\":\"%s\",\"offset\":%" PRIu64 "}}}",
                      json_kinds_chunk_to_json(fill->file), fill->file_offset);
    } else {
        fault(w, frame->span, "a fill", frame->name);
    }
}

static void put_frame(struct writer *w, const struct spec_object *object)
{
    strbuf_printf(w->out, "\"size_bits\":%u", object->size_bits);
    put_paddr(w, object);
    strbuf_puts(w->out, ",\"init\":{\"entries\":[");
    for (uint32_t i = 0; i < object->fill_count; i++) {
        strbuf_puts(w->out, i > 0 ? "," : "");
        put_fill(w, object, &object->fills[i]);
    }
    strbuf_puts(w->out, "]}");
}

static void put_tcb(struct writer *w, const struct spec_object *object)
{
    const struct spec_tcb *tcb = object->tcb;
    bool bare = tcb->set == SPEC_TCB_BARE;

    put_slots(w, object);
    strbuf_printf(w->out,
                  ",\"extra\":{\"ipc_buffer_addr\":%" PRIu64 ",\"affinity\":%u,\"prio\":%u,"
                  "\"max_prio\":%u,\"fpu_disabled\":%s,\"resume\":%s,\"domain\":%u,\"ip\":%" PRIu64
                  ",\"sp\":%" PRIu64 ",\"gprs\":[",
                  tcb->ipc_buffer, tcb->affinity, tcb->prio, tcb->max_prio,
                  truth(tcb->fpu_disabled), truth(tcb->resume || (bare && !tcb->resume_given)),
                  tcb->domain, tcb->ip, tcb->sp);
    for (uint32_t i = 0; i < tcb->init_count; i++) {
        strbuf_printf(w->out, "%s%" PRIu64, i > 0 ? "," : "", tcb->init[i]);
    }
    strbuf_puts(w->out, "],\"master_fault_ep\":");
    if (tcb->fault_ep != 0 || tcb->fault_ep_given) {
        strbuf_printf(w->out, "%" PRIu64 "}", tcb->fault_ep);
    } else {
        strbuf_puts(w->out, "null}");
    }
}

static void put_page_table(struct writer *w, const struct spec_object *object)
{
    unsigned level = object->level - (w->pud_root ? 1u : 0u);

    strbuf_printf(w->out, "\"x86_ept\":false,\"is_root\":%s,\"level\":", truth(level == 0));
    if (w->spec->arch == SPEC_ARCH_RISCV64) {
        strbuf_puts(w->out, "null,");
    } else {
        strbuf_printf(w->out, "%u,", level);
    }
    strbuf_puts(w->out, w->pud_root ? "\"pud_root\":true," : "");
    put_slots(w, object);
}

static void put_irq(struct writer *w, const struct spec_object *object, enum json_object kind)
{
    static const char *const msi[] = {"handle", "pci_bus", "pci_dev", "pci_func"};
    static const char *const ioapic[] = {"ioapic", "pin", "level", "polarity"};
    const struct spec_irq *irq = object->irq;

    put_slots(w, object);
    if (kind == JSON_ARM_IRQ) {
        strbuf_printf(w->out, ",\"extra\":{\"trigger\":%u,\"target\":%" PRIu32 "}",
                      irq->edge ? 1u : 0u, irq->target);
    } else if (kind == JSON_RISCV_IRQ) {
        strbuf_printf(w->out, ",\"extra\":{\"trigger\":%u}", irq->edge ? 1u : 0u);
    } else if (kind != JSON_IRQ) {
        strbuf_puts(w->out, ",\"extra\":{");
        for (unsigned i = 0; i < 4; i++) {
            strbuf_printf(w->out, "%s\"%s\":%" PRIu64, i > 0 ? "," : "",
                          (kind == JSON_IRQ_MSI ? msi : ioapic)[i], irq->source_words[i]);
        }
        strbuf_putc(w->out, '}');
    }
}

/* Device objects, and those that are little more than numbers. */
static void put_numbers(struct writer *w, const struct spec_object *object, enum json_object kind)
{
    const struct spec_device *device = object->device;
    uint8_t bits;

    if (kind == JSON_ASID_POOL) {
        strbuf_printf(w->out, "\"high\":%" PRIu64, object->asid_high);
        if (object->cap_count > 0) {
            strbuf_putc(w->out, ',');
            put_slots(w, object);
        }
    } else if (kind == JSON_IO_PORTS) {
        strbuf_printf(w->out, "\"start_port\":%" PRIu64 ",\"end_port\":%" PRIu64, device->number,
                      device->second);
    } else if (kind == JSON_IO_SPACE) {
        put_slots(w, object);
        strbuf_printf(w->out,
                      ",\"domain_id\":%" PRIu64 ",\"pci_device\":{\"bus\":%" PRIu32
                      ",\"device\":%" PRIu32 ",\"function\":%" PRIu32 "}",
                      device->number, device->bus, device->device, device->function);
    } else if (kind == JSON_IO_PAGE_TABLE) {
        put_slots(w, object);
        strbuf_printf(w->out, ",\"level\":%" PRIu64, device->number);
    } else {
        (void)sizes_find(w->spec, object, &bits);
        strbuf_printf(w->out,
                      "\"size_bits\":%u,\"extra\":{\"period\":%" PRIu64 ",\"budget\":%" PRIu64
                      ",\"badge\":%" PRIu64 "}",
                      bits, object->sched->period, object->sched->budget, object->sched->data);
    }
}

static void put_fields(struct writer *w, const struct spec_object *object, enum json_object kind)
{
    if (kind == JSON_TCB) {
        put_tcb(w, object);
    } else if (kind == JSON_CNODE) {
        strbuf_printf(w->out, "\"size_bits\":%u,", object->size_bits);
        put_slots(w, object);
    } else if (kind == JSON_UNTYPED) {
        if (object->size_bits == 0) {
            fault(w, object->span, "the missing size", object->name);
        }
        strbuf_printf(w->out, "\"size_bits\":%u", object->size_bits);
        put_paddr(w, object);
    } else if (kind == JSON_FRAME) {
        put_frame(w, object);
    } else if (kind == JSON_PAGE_TABLE) {
        put_page_table(w, object);
    } else if (object->kind == SPEC_KIND_IRQ) {
        put_irq(w, object, kind);
    } else {
        put_numbers(w, object, kind);
    }
}

static void put_object(struct writer *w, const struct spec_object *object)
{
    enum json_object kind = json_kinds_of(w->spec->arch, object);

    if (kind == JSON_NO_OBJECT) {
        fault(
            w, object->span,
            arena_printf(&w->c->arena, "the type `%s`", spec_object_keyword(w->spec->arch, object)),
            object->name);
        return;
    }
    strbuf_puts(w->out, "{\"name\":");
    put_string(w, object->name);
    if (json_kinds[kind].unit) {
        strbuf_printf(w->out, ",\"object\":\"%s\"}", json_kinds[kind].object);
    } else {
        strbuf_printf(w->out, ",\"object\":{\"%s\":{", json_kinds[kind].object);
        put_fields(w, object, kind);
        strbuf_puts(w->out, "}}}");
    }
}

/* ---- order ---- */

/* Leaves out the control capabilities that are no objects here; they are reported where they lie.
 */
static bool is_left_out(const struct spec_object *object)
{
    return spec_kind_is_control(object->kind) && object->kind != SPEC_KIND_DOMAIN;
}

/* Puts the members of untypeds behind what lies in no untyped, behind one another. */
static bool make_order(struct writer *w)
{
    const uint32_t *owners = object_order_owners(w->c, w->spec);
    struct object_order all;
    uint32_t count = 0;

    if (!object_order_as_made(w->c, w->spec, is_left_out, &all)) {
        return false;
    }
    w->order = all;
    w->order.objects = arena_array(&w->c->arena, uint32_t, all.count);
    for (uint32_t i = 0; i < all.count; i++) {
        if (owners[all.objects[i]] == UINT32_MAX) {
            w->order.objects[count++] = all.objects[i];
        }
    }
    w->roots = count;
    for (uint32_t i = 0; i < count; i++) {
        const struct spec_object *untyped = &w->spec->objects[w->order.objects[i]];

        for (uint32_t n = 0; untyped->kind == SPEC_KIND_UNTYPED && n < untyped->cap_count; n++) {
            w->order.objects[count++] = untyped->caps[n].object.index;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        w->order.positions[w->order.objects[i]] = i;
    }
    return true;
}

/* Is a pud the root of an address space, and no pgd there? */
static bool has_pud_root(const struct spec *spec)
{
    bool pud = false;

    for (uint32_t i = 0; spec->arch == SPEC_ARCH_AARCH64 && i < spec->object_count; i++) {
        if (spec->objects[i].kind == SPEC_KIND_PAGE_TABLE) {
            pud = pud || spec->objects[i].level == 1;
            if (spec->objects[i].level == 0) {
                return false;
            }
        }
    }
    return pud;
}

/* ---- the rest of the spec ---- */

struct number {
    uint64_t key;
    uint32_t object;
};

static int compare_numbers(const void *a, const void *b)
{
    const struct number *x = a;
    const struct number *y = b;

    return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                            : (x->object > y->object) - (x->object < y->object);
}

static void put_irqs(struct writer *w)
{
    VEC(struct number) irqs = {0};

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        if (object->kind == SPEC_KIND_IRQ && !object->irq->unmapped) {
            vec_push(&w->c->arena, &irqs,
                     (struct number){object->irq->number, w->order.positions[i]});
        }
    }
    if (irqs.count > 0) {
        qsort(irqs.items, irqs.count, sizeof(*irqs.items), compare_numbers);
    }
    strbuf_puts(w->out, "],\n\"irqs\":[");
    for (size_t i = 0; i < irqs.count; i++) {
        strbuf_printf(w->out, "%s{\"irq\":%" PRIu64 ",\"handler\":%" PRIu32 "}", i > 0 ? "," : "",
                      irqs.items[i].key, irqs.items[i].object);
    }
}

static void put_asid_slots(struct writer *w)
{
    VEC(struct number) pools = {0};

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        if (w->spec->objects[i].kind == SPEC_KIND_ASID_POOL) {
            vec_push(&w->c->arena, &pools,
                     (struct number){w->spec->objects[i].asid_high, w->order.positions[i]});
        }
    }
    if (pools.count > 0) {
        qsort(pools.items, pools.count, sizeof(*pools.items), compare_numbers);
    }
    strbuf_puts(w->out, "],\n\"asid_slots\":[");
    for (size_t i = 0; i < pools.count; i++) {
        strbuf_printf(w->out, "%s%" PRIu32, i > 0 ? "," : "", pools.items[i].object);
    }
}

static void put_covers(struct writer *w)
{
    uint32_t first = w->roots;

    strbuf_printf(w->out,
                  "],\n\"root_objects\":{\"start\":0,\"end\":%" PRIu32 "},\n"
                  "\"untyped_covers\":[",
                  w->roots);
    for (uint32_t i = 0; i < w->order.count; i++) {
        const struct spec_object *untyped = &w->spec->objects[w->order.objects[i]];

        if (untyped->kind == SPEC_KIND_UNTYPED && untyped->cap_count > 0) {
            strbuf_printf(w->out,
                          "%s{\"parent\":%" PRIu32 ",\"children\":{\"start\":%" PRIu32
                          ",\"end\":%" PRIu32 "}}",
                          first > w->roots ? "," : "", i, first, first + untyped->cap_count);
            first += untyped->cap_count;
        }
    }
    strbuf_putc(w->out, ']');
}

static void put_schedule(struct writer *w)
{
    const struct spec_schedule *schedule = &w->spec->schedule;

    strbuf_puts(w->out, ",\n\"domain_schedule\":");
    strbuf_puts(w->out, schedule->count == 0 ? "null" : "[");
    for (uint32_t i = 0; i < schedule->count; i++) {
        const struct spec_domain *entry = &schedule->entries[i];

        strbuf_printf(w->out, "%s{\"domain\":%u,\"duration\":", i > 0 ? "," : "", entry->domain);
        if (entry->duration == 0) {
            strbuf_puts(w->out, "\"EndMarker\"}");
        } else {
            strbuf_printf(w->out, "{\"%s\":%" PRIu64 "}}", entry->microseconds ? "Us" : "Ticks",
                          entry->duration);
        }
    }
    strbuf_puts(w->out, schedule->count == 0 ? "" : "]");
    strbuf_puts(w->out, ",\n\"domain_set_start\":");
    if (schedule->no_start) {
        strbuf_puts(w->out, "null");
    } else {
        strbuf_printf(w->out, "%" PRIu64, schedule->start);
    }
    strbuf_printf(w->out, ",\n\"domain_idx_shift\":%" PRIu64, schedule->index_shift);
}

static void put_place(struct writer *w, const struct spec_place *place)
{
    strbuf_printf(w->out, "{\"object\":%" PRIu32 ",\"slot\":%" PRIu32 "}",
                  w->order.positions[place->holder.index], place->slot);
}

static void put_derivations(struct writer *w)
{
    for (uint32_t i = 0; i < w->spec->derivation_count; i++) {
        const struct spec_derivation *edge = &w->spec->derivations[i];

        strbuf_puts(w->out, i == 0 ? ",\n\"cdt\":[{\"child\":" : ",{\"child\":");
        put_place(w, &edge->child);
        strbuf_puts(w->out, ",\"parent\":");
        put_place(w, &edge->parent);
        strbuf_putc(w->out, '}');
    }
    strbuf_puts(w->out, w->spec->derivation_count > 0 ? "]" : "");
}

bool form_json_write(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct writer w = {.c = c, .spec = spec, .out = out, .pud_root = has_pud_root(spec)};

    if (!make_order(&w)) {
        return false;
    }
    strbuf_printf(out, "{\"arch\":\"%s\",\n\"objects\":[", spec_arch_keyword(spec->arch));
    for (uint32_t i = 0; i < w.order.count; i++) {
        strbuf_puts(out, i > 0 ? ",\n" : "\n");
        put_object(&w, &spec->objects[w.order.objects[i]]);
    }
    put_irqs(&w);
    put_asid_slots(&w);
    put_covers(&w);
    put_schedule(&w);
    put_derivations(&w);
    strbuf_puts(out, "}\n");
    return !w.failed;
}
