/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_xml.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "capdl/forms/object_order.h"

struct writer {
    const struct spec *spec;
    struct strbuf *out;
    struct object_order order;
};

/* ---- attributes ---- */

/* A text as the value of an attribute. XML has no control characters, not even escaped. */
static void put_text(struct writer *w, const char *key, const char *text)
{
    strbuf_printf(w->out, " %s=\"", key);
    for (; *text != '\0'; text++) {
        char c = (unsigned char)*text < 0x20 ? '?' : *text;

        strbuf_put_html_escaped(w->out, &c, 1);
    }
    strbuf_putc(w->out, '"');
}

static void put_number(struct writer *w, const char *key, uint64_t number)
{
    strbuf_printf(w->out, " %s=\"%" PRIu64 "\"", key, number);
}

static const char *name_of(const struct writer *w, struct spec_object_id id)
{
    return spec_object(w->spec, id)->name;
}

static void put_place(struct writer *w, const char *key, struct spec_object_id holder,
                      uint32_t slot)
{
    strbuf_printf(w->out, " %s=\"(", key);
    strbuf_put_html_escaped(w->out, name_of(w, holder), strlen(name_of(w, holder)));
    strbuf_printf(w->out, ", %" PRIu32 ")\"", slot);
}

/* ---- capabilities ---- */

static const char *const table_names[] = {
    [SPEC_TABLE_PT] = "PT",     [SPEC_TABLE_PD] = "PD",   [SPEC_TABLE_PDPT] = "PDPT",
    [SPEC_TABLE_PML4] = "PML4", [SPEC_TABLE_PUD] = "PUD", [SPEC_TABLE_PGD] = "PGD",
};

static const char *irq_name(const struct spec *spec, const struct spec_object *object, bool cap)
{
    if (object->irq->source == SPEC_IRQ_MSI) {
        return cap ? "IRQMSIHandler" : "MSIIrq";
    }
    if (object->irq->source == SPEC_IRQ_IOAPIC) {
        return cap ? "IRQIOAPICHandler" : "IOAPICIrq";
    }
    if (spec_arch_is_arm(spec->arch) && object->irq->trigger_given) {
        return cap ? "ARMIRQHandler" : "ARMIrq";
    }
    return cap ? "IRQHandler" : "CNode";
}

/* The type of an object, or of the capability to it (without `Cap`). */
static const char *type_name(const struct spec *spec, const struct spec_object *object, bool cap)
{
    static const char *const names[SPEC_KIND_COUNT] = {
        [SPEC_KIND_ENDPOINT] = "Endpoint",
        [SPEC_KIND_NOTIFICATION] = "Notification",
        [SPEC_KIND_TCB] = "TCB",
        [SPEC_KIND_CNODE] = "CNode",
        [SPEC_KIND_UNTYPED] = "Untyped",
        [SPEC_KIND_FRAME] = "Frame",
        [SPEC_KIND_ASID_POOL] = "ASIDPool",
        [SPEC_KIND_IRQ_CONTROL] = "IRQControl",
        [SPEC_KIND_ASID_CONTROL] = "ASIDControl",
        [SPEC_KIND_DOMAIN] = "Domain",
        [SPEC_KIND_SCHED_CONTROL] = "SchedControl",
        [SPEC_KIND_IO_SPACE_MASTER] = "IOSpaceMaster",
        [SPEC_KIND_VCPU] = "VCPU",
        [SPEC_KIND_IO_PORTS] = "IOPorts",
        [SPEC_KIND_IO_DEVICE] = "IODevice",
        [SPEC_KIND_ARM_IO_DEVICE] = "ARMIODevice",
        [SPEC_KIND_IO_PT] = "IOPT",
        [SPEC_KIND_SC] = "SC",
        [SPEC_KIND_RTREPLY] = "RTReply",
        [SPEC_KIND_STREAMID] = "ARMSID",
        [SPEC_KIND_CONTEXTBANK] = "ARMCB",
        [SPEC_KIND_SMC] = "ARMSMC",
        [SPEC_KIND_SGI_SIGNAL] = "ARMSGISignal",
    };

    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return table_names[spec_table_word(spec->arch, object)];
    }
    if (object->kind == SPEC_KIND_IRQ) {
        return irq_name(spec, object, cap);
    }
    if (cap && object->kind == SPEC_KIND_IO_DEVICE) {
        return "IOSpace";
    }
    return cap && object->kind == SPEC_KIND_ARM_IO_DEVICE ? "ARMIOSpace" : names[object->kind];
}

static void put_rights(struct writer *w, const struct spec_cap *cap)
{
    char rights[5];
    size_t count = 0;

    if ((cap->rights & SPEC_READ) != 0) {
        rights[count++] = 'r';
    }
    if ((cap->rights & SPEC_WRITE) != 0) {
        rights[count++] = 'w';
    }
    if ((cap->rights & SPEC_GRANT) != 0 || cap->executable) {
        rights[count++] = 'g';
    }
    if ((cap->rights & SPEC_GRANT_REPLY) != 0) {
        rights[count++] = 'p';
    }
    rights[count] = '\0';
    put_text(w, "rights", rights);
}

/* What capabilities of a kind have beside the object. */
static void put_cap_attributes(struct writer *w, const struct spec_cap *cap,
                               const struct spec_object *object)
{
    bool message = object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION;

    if (message || object->kind == SPEC_KIND_FRAME) {
        put_rights(w, cap);
    }
    if (message || object->kind == SPEC_KIND_SMC) {
        put_number(w, "badge", cap->badge);
    }
    if (object->kind == SPEC_KIND_CNODE) {
        put_number(w, "guard", cap->guard);
        put_number(w, "guardSize", cap->guard_size);
    }
    if (cap->uncached) {
        put_text(w, "cached", "False");
    }
    if (cap->has_asid) {
        strbuf_printf(w->out, " asid=\"(%" PRIu64 ",%" PRIu64 ")\"", cap->asid_high, cap->asid_low);
    }
    if (cap->mapped_alias) {
        put_place(w, "mapping", cap->mapping_table, cap->mapping_slot);
    }
    if (object->kind == SPEC_KIND_SCHED_CONTROL) {
        put_number(w, "core", object->device->number);
    }
}

static void put_cap(struct writer *w, const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);
    const char *type = cap->thread_cap == SPEC_CAP_REPLY ? "Reply"
                       : cap->thread_cap == SPEC_CAP_MASTER_REPLY
                           ? "MasterReply"
                           : type_name(w->spec, object, true);

    strbuf_printf(w->out, "            <cap type=\"%sCap\" slot=\"%" PRIu32 "\"", type, cap->slot);
    if (spec_kind_is_control(object->kind)) {
        strbuf_printf(w->out, " id=\"global%sCap\"", type);
    } else {
        put_text(w, "id", object->name);
    }
    put_cap_attributes(w, cap, object);
    strbuf_puts(w->out, " />\n");
}

/* ---- objects ---- */

static void put_tcb(struct writer *w, const struct spec_tcb *tcb)
{
    put_number(w, "domain", tcb->domain);
    if (tcb->set != SPEC_TCB_BARE) {
        put_number(w, "addr", tcb->ipc_buffer);
        put_number(w, "affinity", tcb->affinity);
    }
    if (tcb->set == SPEC_TCB_WHOLE) {
        put_number(w, "ip", tcb->ip);
        put_number(w, "sp", tcb->sp);
        put_number(w, "prio", tcb->prio);
        put_number(w, "max_prio", tcb->max_prio);
    }
    if (tcb->fault_ep_given) {
        put_number(w, "fault_ep", tcb->fault_ep);
    }
    if (tcb->resume_given && !tcb->resume) {
        put_text(w, "resume", "False");
    }
    if (tcb->fpu_disabled) {
        put_text(w, "fpu_disabled", "True");
    }
    if (tcb->init_count > 0) {
        strbuf_puts(w->out, " init=\"");
        for (uint32_t i = 0; i < tcb->init_count; i++) {
            strbuf_printf(w->out, "%s%" PRIu64, i > 0 ? " " : "", tcb->init[i]);
        }
        strbuf_putc(w->out, '"');
    }
}

static void put_irq(struct writer *w, const struct spec_object *object)
{
    const struct spec_irq *irq = object->irq;

    if (irq->source != SPEC_IRQ_LINE) {
        strbuf_printf(w->out, " source=\"%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\"",
                      irq->source_words[0], irq->source_words[1], irq->source_words[2],
                      irq->source_words[3]);
    } else if (spec_arch_is_arm(w->spec->arch) && irq->trigger_given) {
        put_text(w, "trigger", irq->edge ? "edge" : "level");
        put_number(w, "target", irq->target);
    } else {
        put_number(w, "size", 0);
    }
}

static void put_device(struct writer *w, const struct spec_object *object)
{
    const struct spec_device *device = object->device;

    if (object->kind == SPEC_KIND_IO_PORTS) {
        strbuf_printf(w->out, " size=\"(%" PRIu64 ",%" PRIu64 ")\"", device->number,
                      device->second);
    } else if (object->kind == SPEC_KIND_IO_DEVICE) {
        put_number(w, "domain", device->number);
        strbuf_printf(w->out, " device=\"(%" PRIu32 ",%" PRIu32 ",%" PRIu32 ")\"", device->bus,
                      device->device, device->function);
    } else if (object->kind == SPEC_KIND_SGI_SIGNAL) {
        put_number(w, "irq", device->number);
        put_number(w, "target", device->second);
    } else if (object->kind == SPEC_KIND_IO_PT) {
        put_number(w, "level", device->number);
    } else if (object->kind == SPEC_KIND_ARM_IO_DEVICE) {
        put_number(w, "iospace", device->number);
    } else if (device->given) {
        put_number(w, "bank", device->number);
    }
}

static void put_object_attributes(struct writer *w, const struct spec_object *object)
{
    bool memory = object->kind == SPEC_KIND_FRAME || object->kind == SPEC_KIND_UNTYPED;

    if (object->kind == SPEC_KIND_CNODE || (memory && object->size_bits != 0)) {
        put_number(w, "size", object->size_bits);
    }
    if (memory && (object->has_paddr || object->size_bits != 0)) {
        put_number(w, "paddr", object->has_paddr ? object->paddr : 0);
    }
    if (object->tcb != NULL) {
        put_tcb(w, object->tcb);
    } else if (object->irq != NULL) {
        put_irq(w, object);
    } else if (object->device != NULL) {
        put_device(w, object);
    } else if (object->sched != NULL) {
        put_number(w, "period", object->sched->period);
        put_number(w, "budget", object->sched->budget);
        put_number(w, "data", object->sched->data);
        put_number(w, "size", object->size_bits);
    } else if (object->kind == SPEC_KIND_ASID_POOL) {
        put_number(w, "asid_high", object->asid_high);
    }
}

static void put_fill(struct writer *w, const struct spec_fill *fill)
{
    static const char *const sources[] = {
        [SPEC_FILL_NONE] = "none",           [SPEC_FILL_FILE] = "file",
        [SPEC_FILL_BOOT_INFO] = "boot_info", [SPEC_FILL_BOOT_PAGE] = "boot_page",
        [SPEC_FILL_OTHER] = "other",
    };

    strbuf_puts(w->out, "            <fill");
    put_number(w, "offset", fill->dest_offset);
    put_number(w, "length", fill->length);
    put_text(w, "source", sources[fill->kind]);
    if (fill->file != NULL) {
        put_text(w, "name", fill->file);
        put_number(w, "source_offset", fill->file_offset);
    }
    strbuf_puts(w->out, " />\n");
}

static void put_object(struct writer *w, const struct spec_object *object)
{
    strbuf_puts(w->out, "        <object");
    put_text(w, "id", object->name);
    put_text(w, "type", type_name(w->spec, object, false));
    put_object_attributes(w, object);
    if (object->kind == SPEC_KIND_UNTYPED ||
        (!spec_kind_has_slots(object->kind) && object->fill_count == 0)) {
        strbuf_puts(w->out, " />\n");
        return;
    }
    strbuf_puts(w->out, ">\n");
    for (uint32_t i = 0; i < object->fill_count; i++) {
        put_fill(w, &object->fills[i]);
    }
    for (uint32_t i = 0; i < object->cap_count; i++) {
        put_cap(w, &object->caps[i]);
    }
    strbuf_puts(w->out, "        </object>\n");
}

/* ---- the rest ---- */

static void put_covers(struct writer *w)
{
    strbuf_puts(w->out, "    <untypedCovers>\n");
    for (uint32_t i = 0; i < w->order.count; i++) {
        const struct spec_object *untyped = &w->spec->objects[w->order.objects[i]];

        if (untyped->kind != SPEC_KIND_UNTYPED || untyped->cap_count == 0) {
            continue;
        }
        strbuf_puts(w->out, "        <cover");
        put_text(w, "untyped", untyped->name);
        strbuf_puts(w->out, ">\n            <covered>\n");
        for (uint32_t n = 0; n < untyped->cap_count; n++) {
            strbuf_puts(w->out, "                <id");
            put_text(w, "id", name_of(w, untyped->caps[n].object));
            strbuf_puts(w->out, " />\n");
        }
        strbuf_puts(w->out, "            </covered>\n        </cover>\n");
    }
    strbuf_puts(w->out, "    </untypedCovers>\n");
}

static void put_derivations(struct writer *w)
{
    strbuf_puts(w->out, "    <cdt>\n");
    for (uint32_t i = 0; i < w->spec->derivation_count; i++) {
        const struct spec_derivation *edge = &w->spec->derivations[i];

        strbuf_puts(w->out, "        <cdtRelation");
        put_place(w, "child", edge->child.holder, edge->child.slot);
        put_place(w, "parent", edge->parent.holder, edge->parent.slot);
        strbuf_puts(w->out, " />\n");
    }
    strbuf_puts(w->out, "    </cdt>\n    <irqMap>\n");
    for (uint32_t i = 0; i < w->order.count; i++) {
        const struct spec_object *object = &w->spec->objects[w->order.objects[i]];

        if (object->kind == SPEC_KIND_IRQ && !object->irq->unmapped) {
            strbuf_puts(w->out, "        <irq");
            put_number(w, "number", object->irq->number);
            put_text(w, "id", object->name);
            strbuf_puts(w->out, " />\n");
        }
    }
    strbuf_puts(w->out, "    </irqMap>\n");
}

static void put_schedule(struct writer *w)
{
    const struct spec_schedule *schedule = &w->spec->schedule;

    if (schedule->count == 0) {
        return;
    }
    strbuf_puts(w->out, "    <domains");
    if (schedule->no_start) {
        put_text(w, "domain_set_start", "no_start");
    } else {
        put_number(w, "domain_set_start", schedule->start);
    }
    put_number(w, "index_shift", schedule->index_shift);
    strbuf_puts(w->out, ">\n        <schedule>\n");
    for (uint32_t i = 0; i < schedule->count; i++) {
        strbuf_puts(w->out, "            <item");
        put_number(w, "domain", schedule->entries[i].domain);
        put_number(w, "duration", schedule->entries[i].duration);
        if (schedule->entries[i].microseconds) {
            put_text(w, "unit", "us");
        }
        strbuf_puts(w->out, " />\n");
    }
    strbuf_puts(w->out, "        </schedule>\n    </domains>\n");
}

bool form_xml_write(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    static const char *const arches[SPEC_ARCHES] = {
        [SPEC_ARCH_RISCV64] = "RISCV", [SPEC_ARCH_AARCH64] = "AARCH64",
        [SPEC_ARCH_X86_64] = "X86_64", [SPEC_ARCH_ARM11] = "ARM11",
        [SPEC_ARCH_IA32] = "IA32",
    };
    struct writer w = {.spec = spec, .out = out};

    object_order_by_name(c, spec, object_order_controls, &w.order);
    strbuf_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<model arch=\"%s\">\n"
                  "    <objects>\n",
                  arches[spec->arch]);
    for (uint32_t i = 0; i < w.order.count; i++) {
        put_object(&w, &spec->objects[w.order.objects[i]]);
    }
    strbuf_puts(out, "    </objects>\n");
    put_covers(&w);
    put_derivations(&w);
    put_schedule(&w);
    strbuf_puts(out, "</model>\n");
    return true;
}
