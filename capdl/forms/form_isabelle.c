/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_isabelle.h"

#include <inttypes.h>
#include <stdlib.h>

#include "capdl/forms/isabelle_layout.h"
#include "capdl/forms/object_order.h"

struct writer {
    const struct spec *spec;
    struct strbuf *out;
    struct isabelle_layout layout;
    struct object_order order; /* by name, with untypeds */
    uint32_t *by_address;      /* the objects of the model: without untypeds */
    uint32_t count;
};

static const char *name_of(const struct writer *w, struct spec_object_id id)
{
    return w->layout.names[id.index];
}

/* ---- capabilities ---- */

static void put_rights(struct writer *w, const struct spec_cap *cap)
{
    static const struct {
        uint8_t bit;
        const char *name;
    } rights[] = {
        {SPEC_READ,        "Read"      },
        {SPEC_WRITE,       "Write"     },
        {SPEC_GRANT,       "Grant"     },
        {SPEC_GRANT_REPLY, "GrantReply"},
    };
    uint8_t all = (uint8_t)(cap->rights | (cap->executable ? SPEC_GRANT : 0));
    bool first = true;

    strbuf_puts(w->out, " {");
    for (unsigned i = 0; i < 4; i++) {
        if ((all & rights[i].bit) != 0) {
            strbuf_printf(w->out, "%s%s", first ? "" : ", ", rights[i].name);
            first = false;
        }
    }
    strbuf_putc(w->out, '}');
}

/* Whether the capability is one that can be used, and its ASID. */
static void put_mapping(struct writer *w, const struct spec_cap *cap, bool real)
{
    strbuf_puts(w->out, real ? " Real " : " Fake ");
    if (cap->has_asid) {
        strbuf_printf(w->out, "(Some (0x%" PRIx64 ", 0x%" PRIx64 "))", cap->asid_high,
                      cap->asid_low);
    } else {
        strbuf_puts(w->out, "None");
    }
}

static void put_unsupported(struct writer *w, const struct spec_object *object)
{
    strbuf_printf(w->out, "undefined \\<comment> \\<open>no such capability: %s\\<close>",
                  spec_object_keyword(w->spec->arch, object));
}

/* Control capabilities; false when it is none of those that the model has. */
static bool put_control(struct writer *w, enum spec_kind kind)
{
    const char *word = kind == SPEC_KIND_IRQ_CONTROL    ? "IrqControlCap"
                       : kind == SPEC_KIND_ASID_CONTROL ? "AsidControlCap"
                       : kind == SPEC_KIND_DOMAIN       ? "DomainCap"
                                                        : NULL;

    if (word != NULL) {
        strbuf_printf(w->out, "Types_D.%s", word);
    }
    return word != NULL;
}

static void put_thread_cap(struct writer *w, const struct spec_cap *cap)
{
    static const char *const words[] = {
        [SPEC_CAP_THREAD] = "TcbCap",
        [SPEC_CAP_REPLY] = "ReplyCap",
        [SPEC_CAP_MASTER_REPLY] = "MasterReplyCap",
    };

    strbuf_printf(w->out, "Types_D.%s %s_id", words[cap->thread_cap], name_of(w, cap->object));
}

static void put_cap(struct writer *w, const struct spec_cap *cap, bool real)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);
    const char *name = name_of(w, cap->object);

    strbuf_printf(w->out, "%" PRIu32 " \\<mapsto> ", cap->slot);
    if (object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION) {
        strbuf_printf(w->out, "Types_D.%sCap %s_id %" PRIu64,
                      object->kind == SPEC_KIND_ENDPOINT ? "Endpoint" : "Notification", name,
                      cap->badge);
        put_rights(w, cap);
    } else if (object->kind == SPEC_KIND_UNTYPED) {
        strbuf_printf(w->out, "Types_D.UntypedCap False (ptr_range %s_id %u) {}", name,
                      object->size_bits);
    } else if (object->kind == SPEC_KIND_CNODE) {
        strbuf_printf(w->out, "Types_D.CNodeCap %s_id %" PRIu64 " %u %u", name, cap->guard,
                      cap->guard_size, object->size_bits);
    } else if (object->kind == SPEC_KIND_TCB) {
        put_thread_cap(w, cap);
    } else if (object->kind == SPEC_KIND_IRQ && object->irq->source == SPEC_IRQ_LINE &&
               !object->irq->trigger_given) {
        strbuf_printf(w->out, "Types_D.IrqHandlerCap %" PRIu64, object->irq->number);
    } else if (object->kind == SPEC_KIND_FRAME) {
        strbuf_printf(w->out, "Types_D.FrameCap False %s_id", name);
        put_rights(w, cap);
        strbuf_printf(w->out, " %u", object->size_bits);
        put_mapping(w, cap, real);
        strbuf_puts(w->out, cap->uncached ? " \\<comment> \\<open>uncached\\<close>" : "");
    } else if (object->kind == SPEC_KIND_PAGE_TABLE) {
        strbuf_printf(w->out, "Types_D.Page%sCap %s_id", object->level == 0 ? "Directory" : "Table",
                      name);
        put_mapping(w, cap, real);
    } else if (object->kind == SPEC_KIND_ASID_POOL) {
        strbuf_printf(w->out, "Types_D.AsidPoolCap %s_id 0x%" PRIx64, name, object->asid_high);
    } else if (!put_control(w, object->kind)) {
        put_unsupported(w, object);
    }
}

/* ---- objects ---- */

static bool has_caps(const struct spec_object *object)
{
    return spec_kind_has_slots(object->kind) && object->kind != SPEC_KIND_UNTYPED;
}

static void put_caps(struct writer *w, const struct spec_object *object, const char *name)
{
    bool real = object->kind != SPEC_KIND_PAGE_TABLE && object->kind != SPEC_KIND_ASID_POOL;

    strbuf_printf(w->out, "definition %s_caps :: \"cdl_cap_map\" where\n\"%s_caps \\<equiv> ", name,
                  name);
    strbuf_puts(w->out, object->cap_count == 0 ? "Map.empty" : "[");
    for (uint32_t i = 0; i < object->cap_count; i++) {
        strbuf_puts(w->out, i > 0 ? ",\n    " : "");
        put_cap(w, &object->caps[i], real);
    }
    strbuf_puts(w->out, object->cap_count == 0 ? "\"\n\n" : "]\"\n\n");
}

static void put_contents(struct writer *w, const struct spec_object *object, const char *name)
{
    bool plain_irq = object->kind == SPEC_KIND_IRQ && object->irq->source == SPEC_IRQ_LINE &&
                     !object->irq->trigger_given;

    if (object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION) {
        strbuf_puts(w->out, object->kind == SPEC_KIND_ENDPOINT ? "Types_D.Endpoint"
                                                               : "Types_D.Notification");
    } else if (object->kind == SPEC_KIND_TCB) {
        strbuf_printf(
            w->out,
            "Types_D.Tcb \\<lparr> cdl_tcb_caps = %s_caps, cdl_tcb_fault_endpoint = %" PRIu64
            ", cdl_tcb_intent = undefined, cdl_tcb_has_fault = %s, cdl_tcb_domain = %u "
            "\\<rparr>",
            name, object->tcb->fault_ep, object->tcb->fault_ep_given ? "True" : "False",
            object->tcb->domain);
    } else if (object->kind == SPEC_KIND_CNODE || plain_irq) {
        strbuf_printf(w->out,
                      "Types_D.CNode \\<lparr> cdl_cnode_caps = %s_caps, cdl_cnode_size_bits = %u "
                      "\\<rparr>",
                      name, object->size_bits);
    } else if (object->kind == SPEC_KIND_ASID_POOL) {
        strbuf_printf(w->out, "Types_D.AsidPool \\<lparr> cdl_asid_pool_caps = %s_caps \\<rparr>",
                      name);
    } else if (object->kind == SPEC_KIND_PAGE_TABLE) {
        bool root = object->level == 0;

        strbuf_printf(w->out, "Types_D.Page%s \\<lparr> cdl_page_%s_caps = %s_caps \\<rparr>",
                      root ? "Directory" : "Table", root ? "directory" : "table", name);
    } else if (object->kind == SPEC_KIND_FRAME) {
        strbuf_printf(w->out, "Types_D.Frame \\<lparr> cdl_frame_size_bits = %u \\<rparr>",
                      object->size_bits);
    } else {
        strbuf_printf(w->out, "undefined \\<comment> \\<open>no such object: %s\\<close>",
                      spec_object_keyword(w->spec->arch, object));
    }
}

static void put_object(struct writer *w, uint32_t index)
{
    const struct spec_object *object = &w->spec->objects[index];
    const char *name = w->layout.names[index];

    if (has_caps(object)) {
        put_caps(w, object, name);
    }
    strbuf_printf(w->out, "definition \"%s\" :: \"cdl_object\" where\n\"%s \\<equiv> ", name, name);
    put_contents(w, object, name);
    strbuf_puts(w->out, "\"\n\n");
    if (has_caps(object)) {
        strbuf_printf(w->out,
                      "lemma %s_object_slots:\n  \"object_slots %s = %s_caps\"\n"
                      "  by (simp add: %s_def object_slots_def)\n\n",
                      name, name, name, name);
    }
}

/* ---- lists ---- */

static void put_lemmas(struct writer *w)
{
    strbuf_puts(w->out, "lemmas ids =\n");
    for (uint32_t i = 0; i < w->order.count; i++) {
        strbuf_printf(w->out, "%s_id_def\n", w->layout.names[w->order.objects[i]]);
    }
    strbuf_puts(w->out, "\nlemmas cap_defs =\n");
    for (uint32_t i = 0; i < w->count; i++) {
        if (has_caps(&w->spec->objects[w->by_address[i]])) {
            strbuf_printf(w->out, "%s_caps_def\n", w->layout.names[w->by_address[i]]);
        }
    }
    strbuf_puts(w->out, "\nlemmas obj_defs =\n");
    for (uint32_t i = 0; i < w->count; i++) {
        strbuf_printf(w->out, "%s_def\n", w->layout.names[w->by_address[i]]);
    }
}

static void put_object_map(struct writer *w)
{
    strbuf_puts(w->out, "\nlocal_setup {*\nFastMap.define_map (FastMap.name_opts_default "
                        "\"objects\")\n    [");
    for (uint32_t i = 0; i < w->count; i++) {
        const char *name = w->layout.names[w->by_address[i]];

        strbuf_printf(w->out, "%s(@{term \"%s_id\"}, @{term \"%s\"})", i > 0 ? ",\n     " : "",
                      name, name);
    }
    strbuf_puts(w->out, "]\n  @{term \"id :: cdl_object_id \\<Rightarrow> cdl_object_id\"}\n"
                        "  @{thms ids}\n  false\n*}\n\n");
}

static void put_irqs(struct writer *w)
{
    bool first = true;

    strbuf_puts(w->out, "definition irqs :: \"cdl_irq \\<Rightarrow> cdl_object_id\" where\n"
                        "\"irqs \\<equiv> undefined");
    for (uint32_t i = 0; i < w->count; i++) {
        const struct spec_object *object = &w->spec->objects[w->by_address[i]];

        if (object->kind == SPEC_KIND_IRQ) {
            strbuf_printf(w->out, "%s0x%" PRIx64 " := %s_id", first ? " (" : ", ",
                          object->irq->number, w->layout.names[w->by_address[i]]);
            first = false;
        }
    }
    strbuf_puts(w->out, first ? "\"\n\n" : ")\"\n\n");
}

static void put_asid_table(struct writer *w)
{
    bool first = true;

    strbuf_puts(w->out, "definition asid_table :: \"cdl_cap_map\" where\n\"asid_table \\<equiv> ");
    for (uint32_t i = 0; i < w->count; i++) {
        const struct spec_object *pool = &w->spec->objects[w->by_address[i]];

        if (pool->kind == SPEC_KIND_ASID_POOL) {
            strbuf_printf(w->out, "%s%" PRIu64 " \\<mapsto> Types_D.AsidPoolCap %s_id 0x%" PRIx64,
                          first ? "[" : ",\n    ", pool->asid_high,
                          w->layout.names[w->by_address[i]], pool->asid_high);
            first = false;
        }
    }
    strbuf_puts(w->out, first ? "Map.empty\"\n\n" : "]\"\n\n");
}

static void put_derivations(struct writer *w)
{
    strbuf_puts(w->out, "definition cdt :: \"cdl_cdt\" where\n\"cdt \\<equiv> ");
    strbuf_puts(w->out, w->spec->derivation_count == 0 ? "Map.empty" : "[");
    for (uint32_t i = 0; i < w->spec->derivation_count; i++) {
        const struct spec_derivation *edge = &w->spec->derivations[i];

        strbuf_printf(w->out, "%s(%s_id, %" PRIu32 ") \\<mapsto> (%s_id, %" PRIu32 ")",
                      i > 0 ? ",\n    " : "", name_of(w, edge->child.holder), edge->child.slot,
                      name_of(w, edge->parent.holder), edge->parent.slot);
    }
    strbuf_puts(w->out, w->spec->derivation_count == 0 ? "\"\n\n" : "]\"\n\n");
}

/* ---- the theory ---- */

struct located {
    uint64_t address;
    uint32_t object;
};

static int compare_located(const void *a, const void *b)
{
    const struct located *x = a;
    const struct located *y = b;

    return x->address != y->address ? (x->address > y->address) - (x->address < y->address)
                                    : (x->object > y->object) - (x->object < y->object);
}

static void sort_by_address(struct compilation *c, struct writer *w)
{
    struct located *located = arena_array(&c->arena, struct located, w->order.count);

    w->by_address = arena_array(&c->arena, uint32_t, w->order.count);
    for (uint32_t i = 0; i < w->order.count; i++) {
        uint32_t object = w->order.objects[i];

        if (w->spec->objects[object].kind != SPEC_KIND_UNTYPED) {
            located[w->count++] = (struct located){w->layout.addresses[object], object};
        }
    }
    if (w->count > 0) {
        qsort(located, w->count, sizeof(*located), compare_located);
    }
    for (uint32_t i = 0; i < w->count; i++) {
        w->by_address[i] = located[i].object;
    }
}

/* Reports what the model has no notion of. */
static bool is_possible(struct compilation *c, const struct spec *spec)
{
    bool good = spec->arch == SPEC_ARCH_ARM11;

    if (!good) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNWRITABLE, SPAN_NONE,
                          "Isabelle cannot express the architecture %s: the model is of arm11 only",
                          spec_arch_keyword(spec->arch));
    }
    if (spec->schedule.count > 0) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNWRITABLE, spec->schedule.entries[0].span,
                          "Isabelle cannot express a domain schedule");
        good = false;
    }
    return good;
}

bool form_isabelle_write(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct writer w = {.spec = spec, .out = out};

    if (!is_possible(c, spec) || !isabelle_layout_find(c, spec, &w.layout)) {
        return false;
    }
    object_order_by_name(c, spec, object_order_controls, &w.order);
    sort_by_address(c, &w);
    strbuf_printf(
        out,
        "theory \"%s\"\nimports\n  \"DSpec.Types_D\"\n  \"Lib.FastMap\"\n"
        "  \"DPolicy.Dpolicy\" \\<comment> \\<open>@{const ptr_range}\\<close>\nbegin\n\n",
        spec->title != NULL ? spec->title : "spec");
    for (uint32_t i = 0; i < w.order.count; i++) {
        const char *name = w.layout.names[w.order.objects[i]];

        strbuf_printf(out,
                      "definition %s_id :: \"cdl_object_id\" where\n\"%s_id \\<equiv> 0x%" PRIx64
                      "\"\n\n",
                      name, name, w.layout.addresses[w.order.objects[i]]);
    }
    for (uint32_t i = 0; i < w.count; i++) {
        put_object(&w, w.by_address[i]);
    }
    put_lemmas(&w);
    put_object_map(&w);
    put_irqs(&w);
    put_asid_table(&w);
    put_derivations(&w);
    strbuf_puts(out,
                "definition state :: \"cdl_state\" where\n\"state \\<equiv> \\<lparr> cdl_arch = "
                "ARM11, cdl_objects = objects,\n    cdl_cdt = cdt, cdl_current_thread = "
                "undefined, cdl_irq_node = irqs,\n    cdl_asid_table = asid_table, "
                "cdl_current_domain = undefined \\<rparr>\"\n\nend\n");
    return true;
}
