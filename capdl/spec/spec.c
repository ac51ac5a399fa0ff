/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/spec.h"

#include <assert.h>
#include <inttypes.h>
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

/* Room for `more` more items in an arena array, and no more. */
static void *reserved(struct arena *arena, void *items, uint32_t more, uint32_t count,
                      uint32_t *capacity, size_t size)
{
    assert(count <= UINT32_MAX / 2 && more <= UINT32_MAX / 2 - count);
    /* Small steps are left to doubling, so that many of them stay linear in all. */
    if (more <= *capacity - count || more < count) {
        return items;
    }
    items = arena_grow(arena, items, *capacity * size, (count + more) * size, alignof(max_align_t));
    *capacity = count + more;
    return items;
}

void spec_reserve_objects(struct spec *spec, uint32_t more)
{
    spec->objects = reserved(spec->arena, spec->objects, more, spec->object_count,
                             &spec->object_capacity, sizeof(*spec->objects));
    map_reserve(spec->by_name, spec->arena, more);
}

void spec_reserve_caps(struct spec *spec, struct spec_object_id holder, uint32_t more)
{
    struct spec_object *object = spec_object(spec, holder);

    object->caps = reserved(spec->arena, object->caps, more, object->cap_count,
                            &object->cap_capacity, sizeof(*object->caps));
}

/* Tells the array and the element from a name like "x[3]". */
static void split_name(struct spec *spec, struct spec_object *object)
{
    size_t size = strlen(object->name);
    size_t open = size;
    uint64_t element = 0;

    object->base = object->name;
    object->element = SPEC_SCALAR;
    if (size < 4 || object->name[size - 1] != ']') {
        return;
    }
    while (open > 0 && object->name[open - 1] != '[') {
        open--;
    }
    for (size_t i = open; i < size - 1; i++) {
        char digit = object->name[i];

        if (digit < '0' || digit > '9' || element > SPEC_SCALAR / 10 ||
            (digit == '0' && i == open && size - 1 > open + 1)) {
            return;
        }
        element = element * 10 + (uint64_t)(digit - '0');
    }
    if (open >= 2 && open < size - 1 && element < SPEC_SCALAR) {
        object->base = intern_bytes(spec->names, object->name, open - 1);
        object->element = (uint32_t)element;
    }
}

/* Makes the part of an object that only its kind has. */
static void add_details(struct spec *spec, struct spec_object *object)
{
    switch (object->kind) {
    case SPEC_KIND_TCB:
        object->tcb = arena_new(spec->arena, struct spec_tcb);
        break;
    case SPEC_KIND_IRQ:
        object->irq = arena_new(spec->arena, struct spec_irq);
        break;
    case SPEC_KIND_SC:
        object->sched = arena_new(spec->arena, struct spec_sched);
        break;
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_IO_PT:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SGI_SIGNAL:
        object->device = arena_new(spec->arena, struct spec_device);
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_CNODE:
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_FRAME:
    case SPEC_KIND_PAGE_TABLE:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_VCPU:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_SMC:
    case SPEC_KIND_COUNT:
        break;
    }
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
    split_name(spec, object);
    add_details(spec, object);
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

void spec_append_cap(struct spec *spec, struct spec_object_id holder, struct spec_cap cap)
{
    struct spec_object *object = spec_object(spec, holder);

    object->caps = grown(spec->arena, object->caps, object->cap_count, &object->cap_capacity,
                         sizeof(*object->caps));
    object->caps[object->cap_count++] = cap;
}

const struct spec_cap *spec_cap_at(const struct spec *spec, struct spec_object_id holder,
                                   uint32_t slot)
{
    const struct spec_object *object = spec_object(spec, holder);
    uint32_t at = cap_index(object, slot);

    return at < object->cap_count && object->caps[at].slot == slot ? &object->caps[at] : NULL;
}

struct spec_cap *spec_cap_change(struct spec *spec, struct spec_object_id holder, uint32_t slot)
{
    struct spec_object *object = spec_object(spec, holder);
    uint32_t at = cap_index(object, slot);

    return at < object->cap_count && object->caps[at].slot == slot ? &object->caps[at] : NULL;
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

void spec_add_derivation(struct spec *spec, struct spec_derivation derivation)
{
    spec->derivations = grown(spec->arena, spec->derivations, spec->derivation_count,
                              &spec->derivation_capacity, sizeof(*spec->derivations));
    spec->derivations[spec->derivation_count++] = derivation;
}

bool spec_kind_is_control(enum spec_kind kind)
{
    return kind == SPEC_KIND_IRQ_CONTROL || kind == SPEC_KIND_ASID_CONTROL ||
           kind == SPEC_KIND_DOMAIN || kind == SPEC_KIND_SCHED_CONTROL ||
           kind == SPEC_KIND_IO_SPACE_MASTER;
}

struct spec_object_id spec_control(struct spec *spec, enum spec_kind kind, uint64_t number)
{
    const char *name = spec_kind_keyword(kind);
    struct spec_object_id id;

    assert(spec_kind_is_control(kind));
    if (kind == SPEC_KIND_SCHED_CONTROL) {
        name = arena_printf(spec->arena, "%s:%" PRIu64, name, number);
    }
    id = spec_find(spec, name);
    /* A declared object may have the word as its name: no name in text has a `:` at its end. */
    while (id.index != SPEC_NO_OBJECT.index && spec_object(spec, id)->kind != kind) {
        name = arena_printf(spec->arena, "%s:", name);
        id = spec_find(spec, name);
    }
    if (id.index == SPEC_NO_OBJECT.index) {
        id = spec_add_object(spec, kind, name);
        if (kind == SPEC_KIND_SCHED_CONTROL) {
            spec_object(spec, id)->device->number = number;
        }
    }
    return id;
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

enum spec_table_word spec_table_word(enum spec_arch arch, const struct spec_object *object)
{
    static const enum spec_table_word words[SPEC_ARCHES][4] = {
        [SPEC_ARCH_RISCV64] = {SPEC_TABLE_PT,   SPEC_TABLE_PT,   SPEC_TABLE_PT, SPEC_TABLE_PT},
        [SPEC_ARCH_AARCH64] = {SPEC_TABLE_PGD,  SPEC_TABLE_PUD,  SPEC_TABLE_PD, SPEC_TABLE_PT},
        [SPEC_ARCH_X86_64] = {SPEC_TABLE_PML4, SPEC_TABLE_PDPT, SPEC_TABLE_PD, SPEC_TABLE_PT},
        [SPEC_ARCH_ARM11] = {SPEC_TABLE_PD,   SPEC_TABLE_PT,   SPEC_TABLE_PT, SPEC_TABLE_PT},
        [SPEC_ARCH_IA32] = {SPEC_TABLE_PD,   SPEC_TABLE_PT,   SPEC_TABLE_PT, SPEC_TABLE_PT},
    };

    if (object->table_word != SPEC_TABLE_BY_LEVEL) {
        return (enum spec_table_word)object->table_word;
    }
    return object->level < 4 ? words[arch][object->level] : SPEC_TABLE_PT;
}

const char *spec_object_keyword(enum spec_arch arch, const struct spec_object *object)
{
    static const char *const tables[] = {
        [SPEC_TABLE_PT] = "pt",     [SPEC_TABLE_PD] = "pd",   [SPEC_TABLE_PDPT] = "pdpt",
        [SPEC_TABLE_PML4] = "pml4", [SPEC_TABLE_PUD] = "pud", [SPEC_TABLE_PGD] = "pgd",
    };

    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return tables[spec_table_word(arch, object)];
    }
    if (object->kind == SPEC_KIND_IRQ && object->irq->source != SPEC_IRQ_LINE) {
        return object->irq->source == SPEC_IRQ_MSI ? "msi_irq" : "ioapic_irq";
    }
    if (object->kind == SPEC_KIND_IRQ && spec_arch_is_arm(arch) && object->irq->trigger_given) {
        return "arm_irq";
    }
    return spec_kind_keyword(object->kind);
}

bool spec_has_domains(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        if (object->kind == SPEC_KIND_DOMAIN || (object->tcb != NULL && object->tcb->domain != 0)) {
            return true;
        }
    }
    return spec->schedule.count > 0;
}

static const char *const arch_names[SPEC_ARCHES] = {
    [SPEC_ARCH_RISCV64] = "riscv", [SPEC_ARCH_AARCH64] = "aarch64", [SPEC_ARCH_X86_64] = "x86_64",
    [SPEC_ARCH_ARM11] = "arm11",   [SPEC_ARCH_IA32] = "ia32",
};

const char *spec_arch_keyword(enum spec_arch arch)
{
    assert((size_t)arch < SPEC_ARCHES);
    return arch_names[arch];
}

bool spec_arch_find(const char *keyword, enum spec_arch *arch)
{
    for (unsigned i = 0; i < SPEC_ARCHES; i++) {
        if (strcmp(arch_names[i], keyword) == 0) {
            *arch = (enum spec_arch)i;
            return true;
        }
    }
    return false;
}

bool spec_arch_is_arm(enum spec_arch arch)
{
    return arch == SPEC_ARCH_AARCH64 || arch == SPEC_ARCH_ARM11;
}

bool spec_arch_is_x86(enum spec_arch arch)
{
    return arch == SPEC_ARCH_X86_64 || arch == SPEC_ARCH_IA32;
}

unsigned spec_arch_word_bits(enum spec_arch arch)
{
    return arch == SPEC_ARCH_ARM11 || arch == SPEC_ARCH_IA32 ? 32 : 64;
}
