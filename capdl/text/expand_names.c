/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "adl/base/suggest.h"
#include "capdl/text/expand.h"
#include "capdl/text/read_text.h"

/* Is the object one that a declaration without brackets made? */
static bool is_declared(const struct spec_object *object)
{
    return object->element == SPEC_SCALAR && !spec_kind_is_control(object->kind);
}

bool expand_names_find(struct expand *e, const char *name, struct expand_name *found)
{
    const struct spec_object *object;
    uint32_t index;

    if (map_get(e->spec->by_name, map_key_from_pointer(name), &index) &&
        is_declared(&e->spec->objects[index])) {
        object = &e->spec->objects[index];
        *found = (struct expand_name){name, index, 1, false, object->kind, object->span};
        return true;
    }
    if (map_get(&e->array_index, map_key_from_pointer(name), &index)) {
        *found = e->arrays.items[index];
        return true;
    }
    return false;
}

struct expand_cap_name *expand_names_find_cap(struct expand *e, const char *name)
{
    uint32_t index;

    return map_get(&e->cap_name_index, map_key_from_pointer(name), &index)
               ? &e->cap_names.items[index]
               : NULL;
}

/* Reports an element beyond the end of an array. */
static bool beyond(struct expand *e, const struct cdl_ref *ref, struct span span, uint64_t element,
                   uint32_t size)
{
    (void)expand_fault(e, DIAG_CAPDL_REFERENCE, span,
                       "`%s` has %" PRIu32 " element%s: there is no `%s[%" PRIu64 "]`", ref->name,
                       size, size == 1 ? "" : "s", ref->name, element);
    return false;
}

/* How many elements one range names; 0 after a report. */
static uint64_t range_count(struct expand *e, const struct cdl_ref *ref, struct cdl_range *range,
                            uint32_t size)
{
    if (range->open_last) {
        range->last = size == 0 ? 0 : size - 1;
        if (range->first >= size) {
            (void)beyond(e, ref, range->span, range->first, size);
            return 0;
        }
    }
    if (range->first >= size || range->last >= size) {
        (void)beyond(e, ref, range->span, range->first >= size ? range->first : range->last, size);
        return 0;
    }
    return (range->first < range->last ? range->last - range->first : range->first - range->last) +
           1;
}

static void add_range(const struct cdl_range *range, struct expand_indices *out)
{
    uint32_t at = (uint32_t)range->first;

    for (;;) {
        out->items[out->count++] = at;
        if (at == range->last) {
            break;
        }
        at += range->first < range->last ? 1u : UINT32_MAX;
    }
}

static bool expand_ranges(struct expand *e, const struct cdl_ref *ref, uint32_t size,
                          struct expand_indices *out)
{
    uint64_t total = 0;
    bool good = true;

    for (struct cdl_range *range = ref->ranges; range != NULL; range = range->next) {
        uint64_t count = range_count(e, ref, range, size);

        good = good && count > 0;
        total += count;
    }
    if (!good || !expand_caps_room(e, total, ref->span)) {
        return false;
    }
    out->items = arena_array(&e->c->scratch, uint32_t, total);
    for (const struct cdl_range *range = ref->ranges; range != NULL; range = range->next) {
        add_range(range, out);
    }
    return true;
}

bool expand_names_elements(struct expand *e, const struct cdl_ref *ref, bool array, uint32_t size,
                           const char *what, struct expand_indices *out)
{
    *out = (struct expand_indices){NULL, 0};
    if (ref->indexed && !array) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "`%s` is one %s, not an array",
                           ref->name, what);
        return false;
    }
    if (!ref->indexed && array) {
        struct diag *diag =
            expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "`%s` is an array of %" PRIu32 " %s%s",
                         ref->name, size, what, size == 1 ? "" : "s");

        diag_hint(diag, "`%s[]` means all of it, `%s[0]` its first element", ref->name, ref->name);
        return false;
    }
    if (ref->ranges != NULL) {
        return expand_ranges(e, ref, size, out);
    }
    out->count = array ? size : 1;
    if (!expand_caps_room(e, out->count, ref->span)) {
        return false;
    }
    out->items = arena_array(&e->c->scratch, uint32_t, out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        out->items[i] = i;
    }
    return true;
}

/* Reports a name that was not declared. */
static void unknown(struct expand *e, const struct cdl_ref *ref)
{
    struct diag *diag =
        expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "there is no object `%s`", ref->name);
    struct suggest suggest;
    const char *near;

    suggest_start(&suggest, ref->name);
    for (size_t i = 0; i < e->spec->object_count && i < 1000; i++) {
        if (is_declared(&e->spec->objects[i])) {
            suggest_consider(&suggest, e->spec->objects[i].name);
        }
    }
    for (size_t i = 0; i < e->arrays.count && i < 1000; i++) {
        suggest_consider(&suggest, e->arrays.items[i].name);
    }
    near = suggest_result(&suggest);
    if (near != NULL) {
        diag_hint(diag, "did you mean `%s`?", near);
    }
}

bool expand_names_objects(struct expand *e, const struct cdl_ref *ref, struct expand_indices *out)
{
    struct expand_name name;

    *out = (struct expand_indices){NULL, 0};
    if (!expand_names_find(e, ref->name, &name)) {
        unknown(e, ref);
        return false;
    }
    if (!expand_names_elements(e, ref, name.array, name.count, "object", out)) {
        return false;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        out->items[i] += name.first;
    }
    return true;
}

struct spec_object_id expand_names_object(struct expand *e, const struct cdl_ref *ref)
{
    struct expand_indices objects;

    if (!expand_names_objects(e, ref, &objects)) {
        return SPEC_NO_OBJECT;
    }
    if (objects.count != 1) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "one object is wanted here, not %u",
                           objects.count);
        return SPEC_NO_OBJECT;
    }
    return (struct spec_object_id){objects.items[0]};
}

bool expand_names_slot(struct expand *e, const struct cdl_slot *slot, uint32_t *number)
{
    static const char *const symbols[] = {
        "cspace",        "vspace",  "reply_slot",         "caller_slot",        "ipc_buffer_slot",
        "fault_ep_slot", "sc_slot", "temp_fault_ep_slot", "bound_notification", "bound_vcpu",
    };
    const size_t count = sizeof(symbols) / sizeof(symbols[0]);
    struct diag *diag;

    if (slot->symbol == NULL) {
        if (slot->number >= UINT32_MAX) {
            (void)expand_fault(e, DIAG_CAPDL_NUMBER, slot->span, "there is no slot %" PRIu64,
                               slot->number);
            return false;
        }
        *number = (uint32_t)slot->number;
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(symbols[i], slot->symbol) == 0) {
            *number = (uint32_t)i;
            return true;
        }
    }
    diag = expand_fault(e, DIAG_CAPDL_REFERENCE, slot->span, "there is no slot called `%s`",
                        slot->symbol);
    if (suggest_from_array(slot->symbol, symbols, count) != NULL) {
        diag_hint(diag, "did you mean `%s`?", suggest_from_array(slot->symbol, symbols, count));
    }
    return false;
}

bool expand_names_places(struct expand *e, const struct cdl_ref *ref, struct expand_indices *out,
                         struct expand_cap_name **name)
{
    *name = expand_names_find_cap(e, ref->name);
    *out = (struct expand_indices){NULL, 0};
    if (*name == NULL) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "there is no capability called `%s`",
                           ref->name);
        return false;
    }
    return expand_names_elements(e, ref, (*name)->array, (uint32_t)(*name)->places.count,
                                 "capability", out);
}

bool expand_names_place(struct expand *e, const struct cdl_place *place, struct spec_place *out)
{
    struct expand_indices indices;
    struct expand_cap_name *name;

    if (!place->named) {
        bool good = expand_names_slot(e, &place->slot, &out->slot);

        out->holder = expand_names_object(e, place->object);
        return good && out->holder.index != SPEC_NO_OBJECT.index;
    }
    if (!expand_names_places(e, place->object, &indices, &name)) {
        return false;
    }
    if (indices.count != 1) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, place->span,
                           "one capability is wanted here, not %u", indices.count);
        return false;
    }
    *out = name->places.items[indices.items[0]];
    return true;
}
