/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Capabilities: first which slots each entry means and what names it gives them, then the
 * capabilities themselves. An entry without a slot goes behind the one before it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "capdl/text/expand.h"
#include "capdl/text/read_text.h"

bool expand_caps_room(struct expand *e, uint64_t more, struct span span)
{
    if (more > READ_TEXT_MAX_CAPS || e->cap_total > READ_TEXT_MAX_CAPS - more) {
        (void)expand_fault(e, DIAG_CAPDL_LIMIT, span,
                           "the ranges of a spec can name %" PRIu32 " things at most",
                           READ_TEXT_MAX_CAPS);
        return false;
    }
    e->cap_total += more;
    return true;
}

/* ---- slots ---- */

/* Gives every entry of a list its slot; those behind one that is unknown have none. */
static void number_entries(struct expand *e, struct cdl_cap_list *list)
{
    const struct cdl_entry *copy = NULL, *unnumbered = NULL;
    uint64_t next = 0;

    for (struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
        struct expand_name name;
        enum spec_kind control;
        bool special = !entry->copy && expand_cap_params_control(e, entry->target, &control);
        uint32_t slot = 0;

        copy = entry->copy && copy == NULL ? entry : copy;
        unnumbered = !entry->slot.given && unnumbered == NULL ? entry : unnumbered;
        entry->placed = true;
        if (entry->slot.given) {
            entry->placed = expand_names_slot(e, &entry->slot, &slot);
            next = slot;
        }
        entry->count = 1;
        if (!entry->copy && !special &&
            (entry->target->indexed || expand_names_find(e, entry->target->name, &name))) {
            entry->placed =
                expand_names_objects(e, entry->target, &entry->objects) && entry->placed;
            entry->count = entry->objects.count;
        }
        entry->at = (uint32_t)next;
        next += entry->count;
        if (next >= UINT32_MAX) {
            (void)expand_fault(e, DIAG_CAPDL_NUMBER, entry->span, "there are no slots this high");
            entry->placed = false;
            next = 0;
        }
    }
    if (copy != NULL && unnumbered != NULL) {
        struct diag *diag = expand_fault(e, DIAG_CAPDL_COPY, unnumbered->span,
                                         "an entry without a slot in a list with copies");

        diag_label(diag, copy->span, "this is a copy");
    }
}

/* ---- names of capabilities ---- */

/* The name, made if it is new. NULL after a report: it is taken. */
static struct expand_cap_name *make_name(struct expand *e, const struct cdl_ref *ref)
{
    struct expand_cap_name *name = expand_names_find_cap(e, ref->name);

    if (name != NULL && (!name->array || !ref->indexed)) {
        struct diag *diag = expand_fault(e, DIAG_CAPDL_DUPLICATE, ref->span,
                                         "a capability is called `%s` already", ref->name);

        diag_label(diag, name->span, "here");
        return NULL;
    }
    if (name == NULL) {
        (void)map_put(&e->cap_name_index, &e->c->arena, map_key_from_pointer(ref->name),
                      (uint32_t)e->cap_names.count);
        vec_push(
            &e->c->arena, &e->cap_names,
            (struct expand_cap_name){.name = ref->name, .array = ref->indexed, .span = ref->span});
        name = &vec_last(&e->cap_names);
    }
    return name;
}

/* Names slots of an array: element by element. */
static void name_slots(struct expand *e, const struct cdl_ref *ref, struct spec_place place,
                       uint32_t count)
{
    struct expand_cap_name *name = make_name(e, ref);
    struct expand_indices elements;
    uint32_t limit = count;

    for (const struct cdl_range *range = ref->ranges; range != NULL; range = range->next) {
        uint64_t most = range->first > range->last ? range->first : range->last;

        limit = most < READ_TEXT_MAX_CAPS && most >= limit ? (uint32_t)most + 1 : limit;
    }
    if (name == NULL || !expand_names_elements(e, ref, true, limit, "capability", &elements)) {
        return;
    }
    if (elements.count != count) {
        (void)expand_fault(e, DIAG_CAPDL_COPY, ref->span,
                           "%" PRIu32 " names for %" PRIu32 " capabilities", elements.count, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct spec_place slot = {place.holder, place.slot + i};

        while (name->places.count <= elements.items[i]) {
            vec_push(&e->c->arena, &name->places, (struct spec_place){SPEC_NO_OBJECT, 0});
        }
        if (name->places.items[elements.items[i]].holder.index != SPEC_NO_OBJECT.index) {
            (void)expand_fault(e, DIAG_CAPDL_DUPLICATE, ref->span,
                               "a capability is called `%s[%" PRIu32 "]` already", ref->name,
                               elements.items[i]);
            return;
        }
        name->places.items[elements.items[i]] = slot;
    }
}

/* Records the name of an entry, whose slots are known; false if it must wait for others. */
static bool name_entry(struct expand *e, const struct cdl_entry *entry, uint32_t holder)
{
    struct spec_place place = {{holder}, entry->at};
    uint32_t count = entry->count;
    struct expand_cap_name *name;

    if (entry->copy && entry->name->indexed) {
        struct expand_indices places;

        if (expand_names_find_cap(e, entry->target->name) == NULL) {
            return false;
        }
        if (!expand_names_places(e, entry->target, &places, &name)) {
            return true;
        }
        count = places.count;
    }
    if (entry->name->indexed) {
        name_slots(e, entry->name, place, count);
        return true;
    }
    if (!entry->copy && entry->target->indexed && count != 1) {
        struct diag *diag = expand_fault(e, DIAG_CAPDL_COPY, entry->name->span,
                                         "one name for %" PRIu32 " capabilities", count);

        diag_hint(diag, "`%s[]` names all of them", entry->name->name);
        return true;
    }
    name = make_name(e, entry->name);
    if (name != NULL) {
        vec_push(&e->c->arena, &name->places, place);
    }
    return true;
}

/* Records the names in one list. True if some must wait. */
static bool name_list(struct expand *e, struct cdl_cap_list *list)
{
    bool waits = false;
    uint32_t holder = list->holders.count > 0 ? list->holders.items[0] : UINT32_MAX;

    if (list->place != NULL && !list->named) {
        struct spec_place place;
        struct expand_cap_name *name = NULL;

        list->named = true;
        if (!list->place->named && expand_names_place(e, list->place, &place)) {
            name = make_name(e, list->ref);
        }
        if (name != NULL) {
            vec_push(&e->c->arena, &name->places, place);
        }
    }
    for (struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
        if (entry->name != NULL && !entry->was_named && entry->placed && holder != UINT32_MAX) {
            entry->was_named = name_entry(e, entry, holder);
            waits = waits || !entry->was_named;
        }
    }
    return waits;
}

void expand_slots(struct expand *e)
{
    bool waits = true;

    for (struct cdl_cap_list *list = e->tree->caps; list != NULL; list = list->next) {
        if (list->place == NULL && expand_names_objects(e, list->ref, &list->holders)) {
            number_entries(e, list);
        }
    }
    /* The size of `n[] = <m[]>` depends on other names: those that wait get a few more chances. */
    for (int round = 0; round < 8 && waits; round++) {
        waits = false;
        for (struct cdl_cap_list *list = e->tree->caps; list != NULL; list = list->next) {
            waits = name_list(e, list) || waits;
        }
    }
}

/* ---- capabilities ---- */

/* The object that stands for a control capability; SPEC_NO_OBJECT when the target is none. */
static struct spec_object_id control_target(struct expand *e, const struct cdl_entry *entry)
{
    enum spec_kind kind;
    uint64_t core = 0;
    bool given = false;

    if (!expand_cap_params_control(e, entry->target, &kind)) {
        return SPEC_NO_OBJECT;
    }
    for (const struct cdl_param *p = entry->params.first; p != NULL; p = p->next) {
        if (p->key != NULL && p->key == intern_string(&e->c->interner, "core") &&
            p->value.kind == CDL_VALUE_NUMBER) {
            core = p->value.numbers[0];
            given = true;
        }
    }
    if (kind == SPEC_KIND_SCHED_CONTROL && !given) {
        (void)expand_fault(e, DIAG_CAPDL_PARAMETER, entry->span,
                           "`sched_control` needs a core, as in `sched_control (core: 0)`");
    }
    return spec_control(e->spec, kind, core);
}

static void append_cap(struct expand *e, uint32_t holder, struct spec_cap cap)
{
    spec_append_cap(e->spec, (struct spec_object_id){holder}, cap);
}

/* Makes the capabilities of one entry in all containers. */
static void make_entry(struct expand *e, const struct cdl_cap_list *list, struct cdl_entry *entry)
{
    struct spec_cap cap = {.object = control_target(e, entry), .span = entry->span};
    bool control = cap.object.index != SPEC_NO_OBJECT.index;
    struct expand_indices objects = entry->objects;

    if (!entry->placed) {
        return;
    }
    if (control) {
        objects = (struct expand_indices){&cap.object.index, 1};
    } else if (objects.count == 0 && !expand_names_objects(e, entry->target, &objects)) {
        return;
    }
    cap.object.index = objects.items[0];
    if (!expand_cap_params(e, entry, &cap) ||
        !expand_caps_room(e, (uint64_t)list->holders.count * objects.count, entry->span)) {
        return;
    }
    for (uint32_t h = 0; h < list->holders.count; h++) {
        for (uint32_t i = 0; i < objects.count; i++) {
            uint32_t object = objects.items[i];

            append_cap(e, list->holders.items[h],
                       (struct spec_cap){.slot = entry->at + i,
                                         .object = {object},
                                         .rights = cap.rights,
                                         .executable = cap.executable,
                                         .uncached = cap.uncached,
                                         .mapped_alias = cap.mapped_alias,
                                         .mapping_table = cap.mapping_table,
                                         .mapping_slot = cap.mapping_slot,
                                         .badge = cap.badge,
                                         .guard = cap.guard,
                                         .guard_size = cap.guard_size,
                                         .thread_cap = cap.thread_cap,
                                         .has_asid = cap.has_asid,
                                         .asid_high = cap.asid_high,
                                         .asid_low = cap.asid_low,
                                         .span = cap.span});
        }
    }
}

/* Records the copies of one entry in all containers. */
static void note_copies(struct expand *e, const struct cdl_cap_list *list, struct cdl_entry *entry)
{
    struct expand_copy copy = {.span = entry->span};
    struct expand_cap_name *name;
    struct expand_indices sources;

    if (!expand_cap_params_mask(e, entry, &copy) ||
        !expand_names_places(e, entry->target, &sources, &name) || !entry->placed ||
        !expand_caps_room(e, (uint64_t)list->holders.count * sources.count, entry->span)) {
        return;
    }
    entry->count = sources.count;
    if (sources.count > UINT32_MAX - 1 - entry->at) {
        return; /* more slots than there are: only with faults reported before */
    }
    for (uint32_t h = 0; h < list->holders.count; h++) {
        for (uint32_t i = 0; i < sources.count; i++) {
            copy.place = (struct spec_place){{list->holders.items[h]}, entry->at + i};
            copy.source = name->places.items[sources.items[i]];
            vec_push(&e->c->arena, &e->copies, copy);
        }
    }
}

/* Reports a container without slots. */
static bool check_holder(struct expand *e, const struct cdl_cap_list *list)
{
    const struct spec_object *holder = &e->spec->objects[list->holders.items[0]];

    if (spec_kind_has_slots(holder->kind) && holder->kind != SPEC_KIND_UNTYPED) {
        return true;
    }
    (void)expand_fault(e, DIAG_CAPDL_REFERENCE, list->ref->span,
                       "`%s` is a `%s`: it has no slots for capabilities", list->ref->name,
                       spec_object_keyword(e->spec->arch, holder));
    return false;
}

static int compare_caps(const void *a, const void *b)
{
    const struct spec_cap *x = a;
    const struct spec_cap *y = b;

    return x->slot != y->slot ? (x->slot > y->slot) - (x->slot < y->slot)
                              : (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

/* Puts the caps of one holder in order; the second one of a slot is reported and dropped. */
static void settle(struct expand *e, struct spec_object *holder)
{
    uint32_t kept = 0;
    bool sorted = true;

    for (uint32_t i = 1; i < holder->cap_count && sorted; i++) {
        sorted = holder->caps[i - 1].slot < holder->caps[i].slot;
    }
    if (sorted) {
        return;
    }
    qsort(holder->caps, holder->cap_count, sizeof(*holder->caps), compare_caps);
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        if (kept > 0 && holder->caps[kept - 1].slot == holder->caps[i].slot) {
            struct diag *diag = expand_fault(e, DIAG_CAPDL_DUPLICATE, holder->caps[i].span,
                                             "slot %" PRIu32 " of `%s` is filled twice",
                                             holder->caps[i].slot, holder->name);

            diag_label(diag, holder->caps[kept - 1].span, "first here");
        } else {
            holder->caps[kept++] = holder->caps[i];
        }
    }
    holder->cap_count = kept;
}

void expand_caps_settle(struct expand *e)
{
    for (uint32_t i = 0; i < e->spec->object_count; i++) {
        settle(e, &e->spec->objects[i]);
    }
}

/* Makes room in the containers of a list. */
static void reserve(struct expand *e, const struct cdl_cap_list *list)
{
    uint64_t count = 0;

    for (const struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
        count += entry->count;
    }
    if (count * list->holders.count > READ_TEXT_MAX_CAPS) {
        return; /* this will be reported */
    }
    for (uint32_t h = 0; h < list->holders.count; h++) {
        spec_reserve_caps(e->spec, (struct spec_object_id){list->holders.items[h]},
                          (uint32_t)count);
    }
}

/* Makes the capabilities of a list, whose slots are known. */
static void make_list(struct expand *e, const struct cdl_cap_list *list)
{
    if (list->holders.count == 0 || (list->entries != NULL && !check_holder(e, list))) {
        return;
    }
    reserve(e, list);
    for (struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
        if (entry->copy) {
            note_copies(e, list, entry);
        } else {
            make_entry(e, list, entry);
        }
    }
}

/* Can the capability of an entry be made at once: all it names is an object that is declared, and
 * nothing else can refer to it by name? */
static bool is_plain(struct expand *e, const struct cdl_entry *entry)
{
    struct expand_name known;
    enum spec_kind control;

    if (entry->copy || entry->name != NULL || entry->parent != NULL ||
        expand_cap_params_control(e, entry->target, &control) ||
        !expand_names_find(e, entry->target->name, &known)) {
        return false;
    }
    for (const struct cdl_param *param = entry->params.first; param != NULL; param = param->next) {
        if (param->value.kind == CDL_VALUE_PLACE &&
            !expand_names_find(e, param->value.ref->name, &known)) {
            return false;
        }
    }
    return true;
}

bool expand_caps_early(struct expand *e, struct cdl_cap_list *list)
{
    struct expand_name known;

    if (list->place != NULL || !expand_names_find(e, list->ref->name, &known)) {
        return false;
    }
    for (const struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
        if (!is_plain(e, entry)) {
            return false;
        }
    }
    if (expand_names_objects(e, list->ref, &list->holders)) {
        number_entries(e, list);
        make_list(e, list);
    }
    return true;
}

void expand_caps(struct expand *e)
{
    for (const struct cdl_cap_list *list = e->tree->caps; list != NULL; list = list->next) {
        make_list(e, list);
    }
    expand_caps_settle(e);
}
