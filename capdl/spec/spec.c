/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/spec.h"

#include <assert.h>
#include <string.h>

#include "adl/base/map.h"

struct kind_facts {
    const char *keyword;
    bool has_slots;
};

static const struct kind_facts kinds[SPEC_KIND_COUNT] = {
#define SPEC_KIND(upper, keyword, slots) [SPEC_KIND_##upper] = {keyword, slots},
#include "capdl/spec/object_types.def"
#undef SPEC_KIND
};

struct spec *spec_new(struct arena *arena, struct interner *names, enum spec_arch arch)
{
    struct spec *spec = arena_new(arena, struct spec);

    spec->arena = arena;
    spec->names = names;
    spec->arch = arch;
    spec->by_name = arena_new(arena, struct map);
    return spec;
}

/* Room for one more item in an arena array; doubles, so that adding is linear in all. */
static void *grown(struct arena *arena, void *items, uint32_t count, uint32_t *capacity,
                   size_t size)
{
    uint32_t wanted;

    if (count < *capacity) {
        return items;
    }
    assert(*capacity < UINT32_MAX / 2);
    wanted = *capacity == 0 ? 4 : *capacity * 2;
    items = arena_grow(arena, items, *capacity * size, wanted * size, alignof(max_align_t));
    *capacity = wanted;
    return items;
}

struct spec_object_id spec_add_object(struct spec *spec, enum spec_kind kind, const char *name)
{
    struct spec_object_id id = {spec->object_count};
    const char *interned = intern_string(spec->names, name);
    struct spec_object *object;
    bool fresh;

    assert(spec->object_count < UINT32_MAX - 1);
    fresh = map_put(spec->by_name, spec->arena, map_key_from_pointer(interned), id.index);
    assert(fresh);
    (void)fresh;
    spec->objects = grown(spec->arena, spec->objects, spec->object_count, &spec->object_capacity,
                          sizeof(*spec->objects));
    object = &spec->objects[spec->object_count++];
    *object = (struct spec_object){.name = interned, .kind = kind};
    if (kind == SPEC_KIND_TCB) {
        object->tcb = arena_new(spec->arena, struct spec_tcb);
    } else if (kind == SPEC_KIND_IRQ) {
        object->irq = arena_new(spec->arena, struct spec_irq);
    }
    return id;
}

struct spec_object *spec_object(const struct spec *spec, struct spec_object_id id)
{
    assert(id.index < spec->object_count);
    return &spec->objects[id.index];
}

struct spec_object_id spec_find(const struct spec *spec, const char *name)
{
    const char *interned = intern_find(spec->names, name);
    struct spec_object_id id = SPEC_NO_OBJECT;

    if (interned != NULL) {
        (void)map_get(spec->by_name, map_key_from_pointer(interned), &id.index);
    }
    return id;
}

/* Index of the first cap whose slot is >= `slot`. Slots mostly grow: looks at the end first. */
static uint32_t cap_index(const struct spec_object *holder, uint32_t slot)
{
    uint32_t low = 0;
    uint32_t high = holder->cap_count;

    if (high > 0 && holder->caps[high - 1].slot < slot) {
        return high;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (holder->caps[middle].slot < slot) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool spec_put_cap(struct spec *spec, struct spec_object_id holder, struct spec_cap cap)
{
    struct spec_object *object = spec_object(spec, holder);
    uint32_t at = cap_index(object, cap.slot);

    if (at < object->cap_count && object->caps[at].slot == cap.slot) {
        return false;
    }
    object->caps = grown(spec->arena, object->caps, object->cap_count, &object->cap_capacity,
                         sizeof(*object->caps));
    memmove(&object->caps[at + 1], &object->caps[at],
            (object->cap_count - at) * sizeof(*object->caps));
    object->caps[at] = cap;
    object->cap_count++;
    return true;
}

const struct spec_cap *spec_cap_at(const struct spec *spec, struct spec_object_id holder,
                                   uint32_t slot)
{
    const struct spec_object *object = spec_object(spec, holder);
    uint32_t at = cap_index(object, slot);

    return at < object->cap_count && object->caps[at].slot == slot ? &object->caps[at] : NULL;
}

uint32_t spec_free_slot(const struct spec *spec, struct spec_object_id holder, uint32_t from)
{
    const struct spec_object *object = spec_object(spec, holder);
    uint32_t slot = from;

    for (uint32_t at = cap_index(object, from); at < object->cap_count; at++) {
        if (object->caps[at].slot != slot) {
            break;
        }
        slot++;
    }
    return slot;
}

void spec_add_fill(struct spec *spec, struct spec_object_id frame, struct spec_fill fill)
{
    struct spec_object *object = spec_object(spec, frame);
    uint32_t at = object->fill_count;

    assert(object->kind == SPEC_KIND_FRAME);
    object->fills = grown(spec->arena, object->fills, object->fill_count, &object->fill_capacity,
                          sizeof(*object->fills));
    while (at > 0 && object->fills[at - 1].dest_offset > fill.dest_offset) {
        object->fills[at] = object->fills[at - 1];
        at--;
    }
    object->fills[at] = fill;
    object->fill_count++;
}

bool spec_kind_has_slots(enum spec_kind kind)
{
    assert(kind < SPEC_KIND_COUNT);
    return kinds[kind].has_slots;
}

const char *spec_kind_keyword(enum spec_kind kind)
{
    assert(kind < SPEC_KIND_COUNT);
    return kinds[kind].keyword;
}

const char *spec_object_keyword(enum spec_arch arch, const struct spec_object *object)
{
    static const char *const arm_tables[] = {"pgd", "pud", "pd", "pt"};
    static const char *const x86_tables[] = {"pml4", "pdpt", "pd", "pt"};

    if (object->kind == SPEC_KIND_PAGE_TABLE && object->level < 4) {
        switch (arch) {
        case SPEC_ARCH_AARCH64:
            return arm_tables[object->level];
        case SPEC_ARCH_X86_64:
            return x86_tables[object->level];
        case SPEC_ARCH_RISCV64:
            break;
        }
    }
    if (object->kind == SPEC_KIND_IRQ && arch == SPEC_ARCH_AARCH64 && object->irq->trigger_given) {
        return "arm_irq";
    }
    return spec_kind_keyword(object->kind);
}

const char *spec_arch_keyword(enum spec_arch arch)
{
    static const char *const names[] = {
        [SPEC_ARCH_RISCV64] = "riscv",
        [SPEC_ARCH_AARCH64] = "aarch64",
        [SPEC_ARCH_X86_64] = "x86_64",
    };

    assert((size_t)arch < sizeof(names) / sizeof(names[0]));
    return names[arch];
}
