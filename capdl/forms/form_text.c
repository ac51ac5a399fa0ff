/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"

/* The pretty printer's limits for filled lines (capdl reference, section 12). */
#define LINE_MAX_COLUMN 100u
#define LINE_MAX_TEXT   67u

struct named {
    const char *name; /* as it will be written */
    uint32_t index;
};

struct writer {
    struct compilation *c;
    const struct spec *spec;
    struct strbuf *out;
    struct strbuf parameters; /* of the object or cap being written */
    const char **names;       /* per object */
    struct named *sorted;     /* all objects by name */
    bool failed;
};

static void fault(struct writer *w, const struct spec_object *object, const char *what)
{
    (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, object->span,
                      "capDL text cannot express %s of `%s`", what, object->name);
    w->failed = true;
}

/* ---- names ---- */

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && strchr("-_@.", c));
}

static bool is_legal_name(const char *name)
{
    if (!isalpha((unsigned char)name[0]) && (unsigned char)name[0] < 0x80) {
        return false;
    }
    for (const char *at = name; *at != '\0'; at++) {
        if (!is_name_char(*at)) {
            return false;
        }
    }
    return strcmp(name, "objects") != 0 && strcmp(name, "caps") != 0;
}

/* A legal name like `name` that nobody else has. */
static const char *legal_name(struct writer *w, struct map_string *taken, const char *name)
{
    char *wanted = arena_printf(&w->c->arena, "o%s", name);
    const char *result = wanted;

    for (char *at = wanted; *at != '\0'; at++) {
        *at = is_name_char(*at) ? *at : '_';
    }
    for (unsigned n = 1; map_string_get(taken, result, NULL); n++) {
        result = arena_printf(&w->c->arena, "%s_%u", wanted, n);
    }
    (void)map_string_put(taken, &w->c->arena, result, 0);
    return result;
}

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a;
    const struct named *y = b;

    return strcmp(x->name, y->name);
}

static void choose_names(struct writer *w)
{
    uint32_t count = w->spec->object_count;
    struct map_string taken = {0};

    w->names = arena_array(&w->c->arena, const char *, count);
    w->sorted = arena_array(&w->c->arena, struct named, count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_legal_name(w->spec->objects[i].name)) {
            w->names[i] = w->spec->objects[i].name;
            (void)map_string_put(&taken, &w->c->arena, w->names[i], i);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (w->names[i] == NULL) {
            w->names[i] = legal_name(w, &taken, w->spec->objects[i].name);
        }
        w->sorted[i] = (struct named){.name = w->names[i], .index = i};
    }
    if (count > 0) {
        qsort(w->sorted, count, sizeof(*w->sorted), compare_named);
    }
}

/* ---- objects ---- */

/* Objects that are words of the language and not declared. */
static bool is_special(const struct spec_object *object)
{
    return object->kind == SPEC_KIND_IRQ_CONTROL || object->kind == SPEC_KIND_ASID_CONTROL ||
           object->kind == SPEC_KIND_DOMAIN;
}

/* Starts the next parameter in the list being gathered. */
static struct strbuf *parameter(struct writer *w)
{
    if (w->parameters.size > 0) {
        strbuf_puts(&w->parameters, ", ");
    }
    return &w->parameters;
}

/* Puts the gathered list behind a name, if there is one. */
static void put_parameters(struct writer *w)
{
    if (w->parameters.size > 0) {
        strbuf_printf(w->out, " (%s)", w->parameters.text);
    }
    strbuf_clear(&w->parameters);
}

static void tcb_parameters(struct writer *w, const struct spec_object *object)
{
    const struct spec_tcb *tcb = object->tcb;
    struct strbuf *out = parameter(w);

    if (tcb->tls_base != 0) {
        fault(w, object, "the TLS base");
    }
    strbuf_printf(out, "addr: %" PRIu64 ", ip: %" PRIu64 ", sp: %" PRIu64, tcb->ipc_buffer, tcb->ip,
                  tcb->sp);
    strbuf_printf(out, ", prio: %u, max_prio: %u, affinity: %u", tcb->prio, tcb->max_prio,
                  tcb->affinity);
    if (!tcb->resume) {
        strbuf_puts(out, ", resume: False");
    }
    if (tcb->fault_ep != 0) {
        strbuf_printf(out, ", fault_ep: %" PRIu64, tcb->fault_ep);
    }
    strbuf_printf(out, ", dom: %u", tcb->domain);
    for (uint32_t i = 0; i < tcb->init_count; i++) {
        strbuf_printf(out, "%s%" PRIu64, i == 0 ? ", init: [" : ", ", tcb->init[i]);
    }
    if (tcb->init_count > 0) {
        strbuf_putc(out, ']');
    }
}

static void fill_parameter(struct writer *w, const struct spec_object *object)
{
    struct strbuf *out = parameter(w);

    strbuf_puts(out, "fill: [");
    for (uint32_t i = 0; i < object->fill_count; i++) {
        const struct spec_fill *fill = &object->fills[i];

        if (fill->kind != SPEC_FILL_FILE || strpbrk(fill->file, "\"}\n\r") != NULL) {
            fault(w, object, "a fill");
        }
        strbuf_printf(out, "%s{%u %u CDL_FrameFill_FileData \"%s\" %" PRIu64 "}", i > 0 ? ", " : "",
                      fill->dest_offset, fill->length, fill->file, fill->file_offset);
    }
    strbuf_putc(out, ']');
}

static void size_parameter(struct writer *w, const struct spec_object *object)
{
    struct strbuf *out = parameter(w);

    if (object->size_bits < 10 || object->size_bits > 63) {
        fault(w, object, "the size");
    } else if (object->size_bits < 20) {
        strbuf_printf(out, "%" PRIu64 "k", UINT64_C(1) << (object->size_bits - 10));
    } else {
        strbuf_printf(out, "%" PRIu64 "M", UINT64_C(1) << (object->size_bits - 20));
    }
}

static void gather_object(struct writer *w, const struct spec_object *object)
{
    switch (object->kind) {
    case SPEC_KIND_TCB:
        tcb_parameters(w, object);
        break;
    case SPEC_KIND_CNODE:
        strbuf_printf(parameter(w), "%u bits", object->size_bits);
        break;
    case SPEC_KIND_UNTYPED:
        if (object->size_bits != 0) {
            strbuf_printf(parameter(w), "%u bits", object->size_bits);
        }
        break;
    case SPEC_KIND_FRAME:
        size_parameter(w, object);
        break;
    case SPEC_KIND_ASID_POOL:
        if (object->asid_high != 0) {
            strbuf_printf(parameter(w), "asid_high: 0x%" PRIx64, object->asid_high);
        }
        break;
    case SPEC_KIND_IRQ:
        if (w->spec->arch == SPEC_ARCH_AARCH64 && object->irq->trigger_given) {
            strbuf_printf(parameter(w), "trigger: %s, target: %u",
                          object->irq->edge ? "edge" : "level", object->irq->target);
        }
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_PAGE_TABLE:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_COUNT:
        break;
    }
    if (object->has_paddr) {
        strbuf_printf(parameter(w), "paddr: 0x%" PRIx64, object->paddr);
    }
    if (object->fill_count > 0) {
        fill_parameter(w, object);
    }
}

/* The members of an untyped, as many on a line as the limits allow. `start` is where the line
 * began in the output. */
static void write_cover(struct writer *w, const struct spec_object *object, size_t start)
{
    size_t column = w->out->size - start + 2; /* of the first member, after " {" */
    size_t indent = 2;                        /* of the present line */
    size_t at = column;

    strbuf_puts(w->out, " {");
    for (uint32_t i = 0; i < object->cap_count; i++) {
        const char *name = w->names[object->caps[i].object.index];
        size_t size = strlen(name) + 1; /* with `,` or `}` */

        if (i > 0) {
            if (at + 1 + size > LINE_MAX_COLUMN || at + 1 + size - indent > LINE_MAX_TEXT) {
                strbuf_putc(w->out, '\n');
                strbuf_fill(w->out, ' ', column);
                indent = at = column;
            } else {
                strbuf_putc(w->out, ' ');
                at++;
            }
        }
        strbuf_printf(w->out, "%s%s", name, i + 1 < object->cap_count ? "," : "}");
        at += size;
    }
}

static void write_object(struct writer *w, const struct named *named)
{
    const struct spec_object *object = &w->spec->objects[named->index];
    size_t start = w->out->size;

    strbuf_printf(w->out, "  %s = %s", named->name, spec_object_keyword(w->spec->arch, object));
    gather_object(w, object);
    put_parameters(w);
    if (object->kind == SPEC_KIND_UNTYPED && object->cap_count > 0) {
        write_cover(w, object, start);
    }
    strbuf_putc(w->out, '\n');
}

static void write_objects(struct writer *w, bool untypeds)
{
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[w->sorted[i].index];

        if (!is_special(object) && (object->kind == SPEC_KIND_UNTYPED) == untypeds) {
            write_object(w, &w->sorted[i]);
        }
    }
}

/* ---- capabilities ---- */

static void gather_rights(struct writer *w, const struct spec_cap *cap, bool frame)
{
    char rights[5];
    size_t count = 0;

    if ((cap->rights & SPEC_READ) != 0) {
        rights[count++] = 'R';
    }
    if ((cap->rights & SPEC_WRITE) != 0) {
        rights[count++] = 'W';
    }
    if (frame ? cap->executable || (cap->rights & SPEC_GRANT) != 0
              : (cap->rights & SPEC_GRANT) != 0) {
        rights[count++] = frame ? 'X' : 'G';
    }
    if ((cap->rights & SPEC_GRANT_REPLY) != 0) {
        rights[count++] = 'P';
    }
    rights[count] = '\0';
    if (count > 0) {
        strbuf_puts(parameter(w), rights);
    }
}

static void gather_cap(struct writer *w, const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);

    switch (object->kind) {
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
        if (cap->badge != 0) {
            strbuf_printf(parameter(w), "badge: %" PRIu64, cap->badge);
        }
        gather_rights(w, cap, false);
        break;
    case SPEC_KIND_CNODE:
        if (cap->guard != 0) {
            strbuf_printf(parameter(w), "guard: %" PRIu64, cap->guard);
        }
        if (cap->guard_size != 0) {
            strbuf_printf(parameter(w), "guard_size: %u", cap->guard_size);
        }
        break;
    case SPEC_KIND_FRAME:
        gather_rights(w, cap, true);
        if (cap->uncached) {
            strbuf_puts(parameter(w), "uncached");
        }
        if (cap->mapped_alias && cap->mapping_table.index < w->spec->object_count &&
            spec_object(w->spec, cap->mapping_table)->kind == SPEC_KIND_PAGE_TABLE) {
            strbuf_printf(parameter(w), "mapping: (%s, %u)", w->names[cap->mapping_table.index],
                          cap->mapping_slot);
        }
        break;
    case SPEC_KIND_TCB:
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_PAGE_TABLE:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_COUNT:
        break;
    }
}

static void write_cap(struct writer *w, const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);

    strbuf_printf(w->out, "%u: %s", cap->slot,
                  is_special(object) ? spec_kind_keyword(object->kind)
                                     : w->names[cap->object.index]);
    gather_cap(w, cap);
    put_parameters(w);
}

static void write_container(struct writer *w, const struct named *named)
{
    const struct spec_object *object = &w->spec->objects[named->index];

    strbuf_printf(w->out, "  %s {", named->name);
    if (object->cap_count == 1) {
        write_cap(w, &object->caps[0]);
        strbuf_puts(w->out, "}\n  \n");
        return;
    }
    strbuf_putc(w->out, '\n');
    for (uint32_t i = 0; i < object->cap_count; i++) {
        strbuf_puts(w->out, "    ");
        write_cap(w, &object->caps[i]);
        strbuf_putc(w->out, '\n');
    }
    strbuf_puts(w->out, "  }\n  \n");
}

static void write_caps(struct writer *w)
{
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[w->sorted[i].index];

        if (object->cap_count > 0 && object->kind != SPEC_KIND_UNTYPED) {
            write_container(w, &w->sorted[i]);
        }
    }
}

/* ---- interrupts ---- */

struct irq_entry {
    uint64_t number;
    const char *name;
};

static int compare_irqs(const void *a, const void *b)
{
    const struct irq_entry *x = a;
    const struct irq_entry *y = b;

    return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
                                  : strcmp(x->name, y->name);
}

static void write_irqs(struct writer *w)
{
    VEC(struct irq_entry) irqs = {0};

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        if (object->kind == SPEC_KIND_IRQ) {
            vec_push(&w->c->arena, &irqs,
                     (struct irq_entry){.number = object->irq->number, .name = w->names[i]});
        }
    }
    if (irqs.count == 0) {
        return;
    }
    qsort(irqs.items, irqs.count, sizeof(*irqs.items), compare_irqs);
    for (size_t i = 0; i < irqs.count; i++) {
        strbuf_printf(w->out, "  %" PRIu64 ": %s\n", irqs.items[i].number, irqs.items[i].name);
    }
    strbuf_puts(w->out, "  \n");
}

bool form_text_write(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct writer w = {.c = c, .spec = spec, .out = out};

    strbuf_init(&w.parameters, &c->arena);
    choose_names(&w);
    strbuf_printf(out, "arch %s\n\nobjects {\n\n", spec_arch_keyword(spec->arch));
    write_objects(&w, false);
    strbuf_putc(out, '\n');
    write_objects(&w, true);
    strbuf_puts(out, "\n} caps {\n\n");
    write_caps(&w);
    strbuf_puts(out, "} cdt {\n\n} irq maps {\n\n");
    write_irqs(&w);
    strbuf_puts(out, "}\n");
    return !w.failed;
}
