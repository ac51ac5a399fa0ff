/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/isabelle_layout.h"

#include <inttypes.h>
#include <string.h>

#include "capdl/spec/sizes.h"

/* Interrupts lie nowhere; this is where capDL-tool puts them. */
#define IRQ_BASE 0x10000u

struct finder {
    struct compilation *c;
    const struct spec *spec;
    struct isabelle_layout *layout;
    bool *placed;
    bool failed;
};

static void fault(struct finder *f, const struct spec_object *object, const char *what)
{
    (void)diag_report(&f->c->diags, DIAG_SPEC_UNWRITABLE, object->span,
                      "Isabelle cannot express `%s`: %s", object->name, what);
    f->failed = true;
}

/* ---- names ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static void find_name(struct finder *f, uint32_t index)
{
    const struct spec_object *object = &f->spec->objects[index];
    char *name = object->element == SPEC_SCALAR
                     ? arena_strdup(&f->c->arena, object->base)
                     : arena_printf(&f->c->arena, "%s_%" PRIu32, object->base, object->element);
    size_t size = strlen(name);
    bool good = is_letter(name[0]) && is_letter_or_digit(name[size - 1]);

    for (size_t i = 0; i < size; i++) {
        good = good && (is_letter_or_digit(name[i]) || name[i] == '_' || name[i] == '.');
        name[i] = name[i] == '.' ? '\'' : name[i];
    }
    if (!good) {
        fault(f, object, "its name is none of that language");
    }
    f->layout->names[index] = name;
}

/* ---- addresses ---- */

static uint8_t bits_of(struct finder *f, const struct spec_object *object)
{
    uint8_t bits;

    if (!sizes_find(f->spec, object, &bits)) {
        fault(f, object, "its size is not among the object sizes given");
    }
    return bits;
}

/* Puts one member of an untyped behind those before it. */
static void place_member(struct finder *f, const struct spec_object *untyped, uint32_t member,
                         uint64_t *at)
{
    const struct spec_object *object = &f->spec->objects[member];
    uint8_t bits = bits_of(f, object);
    uint64_t size = bits == 0 || bits > 62 ? 0 : UINT64_C(1) << bits;

    if (size != 0 && *at % size != 0) {
        fault(f, object, "its address would not be aligned");
    } else if (object->has_paddr && object->paddr != *at) {
        fault(f, object, "its address is not the next one in its untyped");
    } else if (*at - untyped->paddr + size > UINT64_C(1) << untyped->size_bits) {
        fault(f, object, "it lies outside of its untyped");
    }
    f->layout->addresses[member] = *at;
    f->placed[member] = true;
    *at += size;
}

static void place_members(struct finder *f, const struct spec_object *untyped)
{
    uint64_t at = untyped->paddr;

    if (untyped->cap_count > 0 && (!untyped->has_paddr || untyped->size_bits == 0)) {
        fault(f, untyped, "the untyped has members, but no address or size");
        return;
    }
    for (uint32_t i = 0; i < untyped->cap_count; i++) {
        place_member(f, untyped, untyped->caps[i].object.index, &at);
    }
}

static void place_others(struct finder *f)
{
    uint64_t *addresses = f->layout->addresses;

    for (uint32_t i = 0; i < f->spec->object_count; i++) {
        const struct spec_object *object = &f->spec->objects[i];

        if (object->kind == SPEC_KIND_IRQ) {
            addresses[i] = IRQ_BASE + (object->irq->number << sizes_slot_bits(f->spec->arch));
            if (object->irq->unmapped) {
                fault(f, object, "the interrupt has no number");
            }
        } else if (object->kind == SPEC_KIND_UNTYPED) {
            addresses[i] = object->has_paddr ? object->paddr : addresses[i];
            if (!object->has_paddr && !f->placed[i]) {
                fault(f, object, "the untyped has no address");
            }
        } else if (!f->placed[i] && !spec_kind_is_control(object->kind)) {
            fault(f, object, "it lies in no untyped");
        }
    }
}

bool isabelle_layout_find(struct compilation *c, const struct spec *spec,
                          struct isabelle_layout *layout)
{
    struct finder f = {.c = c, .spec = spec, .layout = layout};

    layout->names = arena_array(&c->arena, const char *, spec->object_count);
    layout->addresses = arena_array(&c->arena, uint64_t, spec->object_count);
    f.placed = arena_array(&c->arena, bool, spec->object_count);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (!spec_kind_is_control(spec->objects[i].kind)) {
            find_name(&f, i);
        }
        if (spec->objects[i].kind == SPEC_KIND_UNTYPED) {
            place_members(&f, &spec->objects[i]);
        }
    }
    place_others(&f);
    return !f.failed;
}
