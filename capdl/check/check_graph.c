/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_graph.h"

#include <inttypes.h>
#include <stdlib.h>

#include "adl/base/map.h"
#include "capdl/spec/sizes.h"

#define WORD_BITS 64u

struct checker {
    struct compilation *c;
    const struct spec *spec;
    struct spec_object_id *parents; /* of page tables: the table they hang from */
    bool failed;
};

/* Reports a fault of one object. */
__attribute__((format(printf, 3, 4))) static void
fault(struct checker *k, const struct spec_object *object, const char *format, ...)
{
    bool known = (unsigned)object->kind < SPEC_KIND_COUNT;
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&k->c->arena, format, arguments);
    va_end(arguments);
    (void)diag_report(&k->c->diags, DIAG_SPEC_INVALID, object->span, "object `%s` (%s): %s",
                      object->name != NULL ? object->name : "",
                      known ? spec_object_keyword(k->spec->arch, object) : "?", text);
    k->failed = true;
}

/* ---- objects ---- */

static void check_fills(struct checker *k, const struct spec_object *object)
{
    uint64_t size = UINT64_C(1) << object->size_bits;
    uint64_t end = 0;

    if (object->fill_count > 0 && object->has_paddr) {
        fault(k, object, "a frame at a fixed address cannot have initial contents");
    }
    for (uint32_t i = 0; i < object->fill_count; i++) {
        const struct spec_fill *fill = &object->fills[i];

        if (fill->kind != SPEC_FILL_FILE || fill->file == NULL) {
            fault(k, object, "fill %u has no source", i);
        }
        if (fill->dest_offset < end) {
            fault(k, object, "fill %u overlaps the one before", i);
        }
        end = (uint64_t)fill->dest_offset + fill->length;
        if (end > size) {
            fault(k, object, "fill %u ends at byte %" PRIu64 " of %" PRIu64, i, end, size);
        }
    }
}

static void check_frame(struct checker *k, const struct spec_object *object)
{
    if (sizes_frame_level(k->spec->arch, object->size_bits) == 255) {
        fault(k, object, "2^%u bytes is no page size of %s", object->size_bits,
              spec_arch_keyword(k->spec->arch));
        return;
    }
    if (object->has_paddr && object->paddr % (UINT64_C(1) << object->size_bits) != 0) {
        fault(k, object, "address 0x%" PRIx64 " is not a multiple of the size", object->paddr);
    }
    check_fills(k, object);
}

static void check_sizes(struct checker *k, const struct spec_object *object)
{
    uint8_t max = sizes_max_untyped_bits(k->spec->arch);

    switch (object->kind) {
    case SPEC_KIND_FRAME:
        check_frame(k, object);
        break;
    case SPEC_KIND_CNODE:
        if (object->size_bits < 1 || object->size_bits + SIZES_SLOT_BITS > max ||
            object->size_bits > 32) {
            fault(k, object, "a CNode cannot have 2^%u slots", object->size_bits);
        }
        break;
    case SPEC_KIND_UNTYPED:
        if (object->size_bits < sizes_min_untyped_bits(k->spec->arch) || object->size_bits > max) {
            fault(k, object, "an untyped cannot have 2^%u bytes", object->size_bits);
        }
        break;
    case SPEC_KIND_PAGE_TABLE:
        if (object->level >= sizes_page_table_levels(k->spec->arch)) {
            fault(k, object, "%s has no page tables of level %u", spec_arch_keyword(k->spec->arch),
                  object->level);
        }
        break;
    case SPEC_KIND_TCB:
        if (object->tcb == NULL) {
            fault(k, object, "it has no parameters");
        }
        break;
    case SPEC_KIND_IRQ:
        if (object->irq == NULL) {
            fault(k, object, "it has no parameters");
        }
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_COUNT:
        break;
    }
}

static void check_object(struct checker *k, uint32_t index)
{
    const struct spec_object *object = &k->spec->objects[index];

    if (object->name == NULL || object->name[0] == '\0' ||
        spec_find(k->spec, object->name).index != index) {
        fault(k, object, "its name is empty or not its own");
    }
    if ((unsigned)object->kind >= SPEC_KIND_COUNT) {
        fault(k, object, "unknown kind");
        return;
    }
    if (object->fill_count > 0 && object->kind != SPEC_KIND_FRAME) {
        fault(k, object, "only frames have initial contents");
    }
    if (object->has_paddr && object->kind != SPEC_KIND_FRAME && object->kind != SPEC_KIND_UNTYPED) {
        fault(k, object, "only frames and untypeds have a fixed address");
    }
    if (object->cap_count > 0 && !spec_kind_has_slots(object->kind)) {
        fault(k, object, "it has no slots, but %u capabilities in them", object->cap_count);
    }
    check_sizes(k, object);
}

/* ---- capabilities ---- */

/* Reports a fault of one capability. */
static void cap_fault(struct checker *k, const struct spec_object *holder,
                      const struct spec_cap *cap, const char *what)
{
    fault(k, holder, "the capability to `%s` in slot %u %s",
          spec_object(k->spec, cap->object)->name, cap->slot, what);
}

static bool fits_tcb(const struct spec_cap *cap, const struct spec_object *object)
{
    switch (cap->slot) {
    case SPEC_TCB_CSPACE:
        return object->kind == SPEC_KIND_CNODE;
    case SPEC_TCB_VSPACE:
        return object->kind == SPEC_KIND_PAGE_TABLE && object->level == 0;
    case SPEC_TCB_IPC_BUFFER:
        return object->kind == SPEC_KIND_FRAME && !object->has_paddr;
    case SPEC_TCB_FAULT_EP:
        return object->kind == SPEC_KIND_ENDPOINT;
    case SPEC_TCB_BOUND_NTFN:
        return object->kind == SPEC_KIND_NOTIFICATION;
    default:
        return false; /* reply and caller slots are filled by the kernel only */
    }
}

static bool fits_table(const struct checker *k, const struct spec_object *holder,
                       const struct spec_cap *cap, const struct spec_object *object)
{
    if (cap->slot >= SIZES_TABLE_SLOTS) {
        return false;
    }
    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return object->level == holder->level + 1u;
    }
    return object->kind == SPEC_KIND_FRAME &&
           sizes_frame_level(k->spec->arch, object->size_bits) == holder->level;
}

static bool fits_holder(const struct checker *k, const struct spec_object *holder,
                        const struct spec_cap *cap, const struct spec_object *object)
{
    switch (holder->kind) {
    case SPEC_KIND_TCB:
        return fits_tcb(cap, object);
    case SPEC_KIND_CNODE:
        return holder->size_bits >= 32 || cap->slot < UINT32_C(1) << holder->size_bits;
    case SPEC_KIND_PAGE_TABLE:
        return fits_table(k, holder, cap, object);
    case SPEC_KIND_IRQ:
        return cap->slot == 0 && object->kind == SPEC_KIND_NOTIFICATION;
    case SPEC_KIND_ASID_POOL:
        return cap->slot < SIZES_TABLE_SLOTS && object->kind == SPEC_KIND_PAGE_TABLE &&
               object->level == 0;
    case SPEC_KIND_UNTYPED:
        return sizes_memory_bits(k->spec->arch, object) != 0;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_FRAME:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_COUNT:
        break;
    }
    return true; /* holders without slots are reported once, with the object */
}

static void check_alias(struct checker *k, const struct spec_object *holder,
                        const struct spec_cap *cap)
{
    const struct spec_cap *mapping;

    if (holder->kind != SPEC_KIND_CNODE ||
        spec_object(k->spec, cap->object)->kind != SPEC_KIND_FRAME) {
        cap_fault(k, holder, cap, "cannot stand for a mapping");
        return;
    }
    if (cap->mapping_table.index >= k->spec->object_count ||
        spec_object(k->spec, cap->mapping_table)->kind != SPEC_KIND_PAGE_TABLE) {
        cap_fault(k, holder, cap, "stands for a mapping in something that is no page table");
        return;
    }
    mapping = spec_cap_at(k->spec, cap->mapping_table, cap->mapping_slot);
    if (mapping == NULL || mapping->object.index != cap->object.index) {
        cap_fault(k, holder, cap, "stands for a mapping that is not there");
    }
}

static void check_attributes(struct checker *k, const struct spec_object *holder,
                             const struct spec_cap *cap, const struct spec_object *object)
{
    bool message = object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION;
    bool node = object->kind == SPEC_KIND_CNODE;
    bool mapping = holder->kind == SPEC_KIND_PAGE_TABLE && object->kind == SPEC_KIND_FRAME;

    if (cap->badge != 0 && !message) {
        cap_fault(k, holder, cap, "has a badge, which only endpoints and notifications have");
    }
    if ((cap->guard != 0 || cap->guard_size != 0) && !node) {
        cap_fault(k, holder, cap, "has a guard, which only CNodes have");
    }
    if (node && (cap->guard_size + object->size_bits > WORD_BITS ||
                 (cap->guard_size < WORD_BITS && cap->guard >> cap->guard_size != 0))) {
        cap_fault(k, holder, cap, "has a guard that does not fit");
    }
    if ((cap->executable || cap->uncached) && !mapping &&
        !(holder->kind == SPEC_KIND_CNODE && object->kind == SPEC_KIND_FRAME)) {
        cap_fault(k, holder, cap, "has attributes of a mapping, but is none");
    }
    if ((cap->rights & ~SPEC_ALL_RIGHTS) != 0) {
        cap_fault(k, holder, cap, "has rights that do not exist");
    }
    if (cap->mapped_alias) {
        check_alias(k, holder, cap);
    }
}

/* A table is an entry of one table only. */
static void check_parent(struct checker *k, uint32_t holder, const struct spec_cap *cap)
{
    struct spec_object_id *parent = &k->parents[cap->object.index];

    if (parent->index != SPEC_NO_OBJECT.index) {
        fault(k, spec_object(k->spec, cap->object), "it is an entry of both `%s` and `%s`",
              spec_object(k->spec, *parent)->name, k->spec->objects[holder].name);
        return;
    }
    parent->index = holder;
}

static void check_caps(struct checker *k, uint32_t index)
{
    const struct spec_object *holder = &k->spec->objects[index];

    for (uint32_t i = 0; i < holder->cap_count; i++) {
        const struct spec_cap *cap = &holder->caps[i];
        const struct spec_object *object;

        if (i > 0 && cap->slot <= cap[-1].slot) {
            fault(k, holder, "its slots are not sorted at slot %u", cap->slot);
        }
        if (cap->object.index >= k->spec->object_count) {
            fault(k, holder, "the capability in slot %u names no object", cap->slot);
            continue;
        }
        object = spec_object(k->spec, cap->object);
        if (!fits_holder(k, holder, cap, object)) {
            cap_fault(k, holder, cap, "does not belong there");
        } else if (holder->kind == SPEC_KIND_PAGE_TABLE && object->kind == SPEC_KIND_PAGE_TABLE) {
            check_parent(k, index, cap);
        }
        check_attributes(k, holder, cap, object);
    }
}

/* ---- what must be unique ---- */

static void check_irq_numbers(struct checker *k)
{
    struct map seen = {0};

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];
        uint32_t other;

        if (object->kind != SPEC_KIND_IRQ || object->irq == NULL) {
            continue;
        }
        if (map_get(&seen, object->irq->number, &other)) {
            fault(k, object, "interrupt %" PRIu64 " belongs to `%s` already", object->irq->number,
                  k->spec->objects[other].name);
        } else {
            (void)map_put(&seen, &k->c->arena, object->irq->number, i);
        }
    }
}

static int compare_addresses(const void *a, const void *b)
{
    const struct spec_object *const *x = a;
    const struct spec_object *const *y = b;

    if ((*x)->paddr != (*y)->paddr) {
        return (*x)->paddr < (*y)->paddr ? -1 : 1;
    }
    return *x < *y ? -1 : 1; /* both in one array: declared order */
}

static void check_addresses(struct checker *k)
{
    VEC(const struct spec_object *) fixed = {0};

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];

        if (object->kind == SPEC_KIND_FRAME && object->has_paddr && object->size_bits < 64) {
            vec_push(&k->c->arena, &fixed, object);
        }
    }
    if (fixed.count > 0) {
        qsort(fixed.items, fixed.count, sizeof(*fixed.items), compare_addresses);
    }
    for (size_t i = 1; i < fixed.count; i++) {
        const struct spec_object *before = fixed.items[i - 1];

        if (fixed.items[i]->paddr - before->paddr < UINT64_C(1) << before->size_bits) {
            fault(k, fixed.items[i], "its memory at 0x%" PRIx64 " overlaps that of `%s`",
                  fixed.items[i]->paddr, before->name);
        }
    }
}

bool check_graph(struct compilation *c, const struct spec *spec)
{
    struct checker k = {.c = c, .spec = spec};

    k.parents = arena_array(&c->arena, struct spec_object_id, spec->object_count);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        k.parents[i] = SPEC_NO_OBJECT;
        check_object(&k, i);
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        check_caps(&k, i);
    }
    check_irq_numbers(&k);
    check_addresses(&k);
    return !k.failed;
}
