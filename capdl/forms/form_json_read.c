/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The reader of JSON specs (form_json.h): objects first, by tag and name; then their fields and
 * capabilities (json_objects.c, json_caps.c); then what the spec says of them as a whole.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "capdl/forms/form_json.h"
#include "capdl/forms/json_reader.h"
#include "capdl/spec/levels.h"

/* ---- fields ---- */

struct diag *json_reader_fault(struct json_reader *r, uint32_t node, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&r->c->arena, format, arguments);
    va_end(arguments);
    r->failed = true;
    return diag_report(&r->c->diags, DIAG_JSON_VALUE, json_tree_span(&r->tree, node), "%s", text);
}

uint32_t json_reader_need(struct json_reader *r, uint32_t node, const char *key)
{
    uint32_t value = json_tree_get(&r->tree, node, key);

    if (node == 0) {
        return 0; /* this was reported */
    }
    if (value == 0) {
        (void)json_reader_fault(r, node, "the field `%s` is missing here", key);
    } else if (json_tree_is_null(&r->tree, value)) {
        (void)json_reader_fault(r, value, "the field `%s` must not be null", key);
        return 0;
    }
    return value;
}

uint32_t json_reader_array(struct json_reader *r, uint32_t node, const char *key)
{
    uint32_t value = json_reader_need(r, node, key);

    if (value != 0 && !json_tree_is_array(&r->tree, value)) {
        (void)json_reader_fault(r, value, "the field `%s` is an array", key);
        return 0;
    }
    return value;
}

static uint64_t take_number(struct json_reader *r, uint32_t value, const char *key, uint64_t most)
{
    uint64_t number;

    if (!json_tree_number(&r->tree, value, &number) || number > most) {
        (void)json_reader_fault(r, value, "the field `%s` is a number of at most %" PRIu64, key,
                                most);
        return 0;
    }
    return number;
}

uint64_t json_reader_number(struct json_reader *r, uint32_t node, const char *key, uint64_t most)
{
    uint32_t value = json_reader_need(r, node, key);

    return value == 0 ? 0 : take_number(r, value, key, most);
}

bool json_reader_maybe(struct json_reader *r, uint32_t node, const char *key, uint64_t *number)
{
    uint32_t value = json_tree_get(&r->tree, node, key);

    *number = 0;
    if (value == 0 || json_tree_is_null(&r->tree, value)) {
        return false;
    }
    *number = take_number(r, value, key, UINT64_MAX);
    return true;
}

bool json_reader_truth(struct json_reader *r, uint32_t node, const char *key)
{
    uint32_t value = json_reader_need(r, node, key);
    bool truth = false;

    if (value != 0 && !json_tree_truth(&r->tree, value, &truth)) {
        (void)json_reader_fault(r, value, "the field `%s` is true or false", key);
    }
    return truth;
}

struct spec_object_id json_reader_object(struct json_reader *r, uint32_t node, uint32_t *text_id)
{
    uint64_t number;

    if (node == 0) {
        return SPEC_NO_OBJECT; /* this was reported */
    }
    if (!json_tree_number(&r->tree, node, &number) || number >= r->count) {
        (void)json_reader_fault(r, node, "this is not the number of one of the %" PRIu32 " objects",
                                r->count);
        return SPEC_NO_OBJECT;
    }
    if (text_id != NULL) {
        *text_id = (uint32_t)number;
    }
    return (struct spec_object_id){r->ids[number]};
}

/* ---- the architecture ---- */

/* The architecture that the variants of the objects tell of; false when they tell nothing. */
static bool guess_arch(const struct json_reader *r, enum spec_arch *arch)
{
    for (uint32_t i = 0; i < r->count; i++) {
        enum json_object variant = (enum json_object)r->variants[i];
        uint32_t level = json_tree_get(&r->tree, r->nodes[i], "level");

        if (variant == JSON_ARM_IRQ || variant == JSON_SMC) {
            *arch = SPEC_ARCH_AARCH64;
            return true;
        }
        if (variant == JSON_IRQ_MSI || variant == JSON_IRQ_IOAPIC || variant == JSON_IO_PORTS ||
            variant == JSON_IO_SPACE || variant == JSON_IO_PAGE_TABLE) {
            *arch = SPEC_ARCH_X86_64;
            return true;
        }
        if (variant == JSON_RISCV_IRQ ||
            (variant == JSON_PAGE_TABLE && (level == 0 || json_tree_is_null(&r->tree, level)))) {
            *arch = SPEC_ARCH_RISCV64;
            return true;
        }
    }
    *arch = SPEC_ARCH_AARCH64;
    return false;
}

/* The architecture of the spec; false after a report. */
static bool find_arch(struct json_reader *r, enum spec_arch *arch)
{
    uint32_t node = json_tree_get(&r->tree, 1, "arch");
    const char *word = json_tree_string(&r->tree, node);

    if (node != 0) {
        if (word != NULL && spec_arch_find(word, arch)) {
            return true;
        }
        (void)json_reader_fault(r, node, "there is no such architecture");
        return false;
    }
    if (!guess_arch(r, arch)) {
        diag_hint(
            diag_report(&r->c->diags, DIAG_JSON_ARCHITECTURE, SPAN_NONE,
                        "neither `arch` nor the objects tell the architecture: it is taken to "
                        "be %s",
                        spec_arch_keyword(*arch)),
            "write a field `arch` beside `objects`");
    }
    return true;
}

/* ---- objects ---- */

/* Finds the variant of each object and where its fields are. */
static void find_variants(struct json_reader *r, uint32_t objects)
{
    uint32_t at = 0;

    for (uint32_t i = r->tree.nodes[objects].first; i != 0; i = r->tree.nodes[i].next, at++) {
        uint32_t value = json_reader_need(r, i, "object");
        const char *word = json_tree_string(&r->tree, value);
        uint32_t fields = json_tree_is_object(&r->tree, value) ? r->tree.nodes[value].first : 0;
        int kind = JSON_NO_OBJECT + 1;

        if (value == 0) {
            continue;
        }
        while (kind < JSON_OBJECTS &&
               !(word != NULL ? json_kinds[kind].unit && strcmp(json_kinds[kind].object, word) == 0
                              : fields != 0 && !json_kinds[kind].unit &&
                                    json_tree_has_key(&r->tree, fields, json_kinds[kind].object))) {
            kind++;
        }
        if (kind == JSON_OBJECTS || (fields != 0 && r->tree.nodes[fields].next != 0)) {
            (void)json_reader_fault(r, value, "this is no kind of object");
            continue;
        }
        r->variants[at] = (uint8_t)kind;
        r->nodes[at] = fields;
    }
}

/* The name of an object: the one given, or one made up. NULL after a report. */
static const char *object_name(struct json_reader *r, uint32_t object, uint32_t number)
{
    uint32_t node = json_tree_get(&r->tree, object, "name");
    const char *name = json_tree_string(&r->tree, node);

    if (node != 0 && !json_tree_is_null(&r->tree, node) && (name == NULL || name[0] == '\0')) {
        (void)json_reader_fault(r, node, "this is no name");
        return NULL;
    }
    if (name == NULL) {
        name = arena_printf(&r->c->arena, "object_%" PRIu32, number);
        while (spec_find(r->spec, name).index != SPEC_NO_OBJECT.index) {
            name = arena_printf(&r->c->arena, "%s_", name);
        }
    }
    if (spec_find(r->spec, name).index != SPEC_NO_OBJECT.index) {
        (void)json_reader_fault(r, node, "another object is called `%s` already", name);
        return NULL;
    }
    return name;
}

/* Puts the objects into the graph. */
static void add_objects(struct json_reader *r, uint32_t objects)
{
    uint32_t at = 0;

    spec_reserve_objects(r->spec, r->count);
    for (uint32_t i = r->tree.nodes[objects].first; i != 0; i = r->tree.nodes[i].next, at++) {
        enum spec_kind kind = json_kinds[r->variants[at]].kind;
        struct spec_object_id id = SPEC_NO_OBJECT;
        const char *name;

        r->ids[at] = SPEC_NO_OBJECT.index;
        if (r->variants[at] == JSON_NO_OBJECT) {
            continue;
        }
        if (kind == SPEC_KIND_DOMAIN) {
            id = spec_control(r->spec, kind, 0);
        } else {
            name = object_name(r, i, at);
            id = name != NULL ? spec_add_object(r->spec, kind, name) : id;
        }
        r->ids[at] = id.index;
        if (id.index != SPEC_NO_OBJECT.index) {
            spec_object(r->spec, id)->span = json_tree_span(&r->tree, i);
            if (spec_object(r->spec, id)->irq != NULL) {
                spec_object(r->spec, id)->irq->unmapped = true;
            }
        }
    }
}

/* ---- the spec as a whole ---- */

/* {"irq": 5, "handler": 3}, or the pair [5, 3]. */
static void read_irq(struct json_reader *r, uint32_t node)
{
    bool pair = json_tree_is_array(&r->tree, node);
    uint32_t first = pair ? r->tree.nodes[node].first : json_reader_need(r, node, "irq");
    uint32_t second = first == 0 ? 0
                      : pair     ? r->tree.nodes[first].next
                                 : json_reader_need(r, node, "handler");
    struct spec_object *object;
    struct spec_object_id id;
    uint64_t number;

    if (first == 0 || second == 0) {
        r->failed = true;
        (void)json_reader_fault(r, node, "an interrupt has a number and a handler");
        return;
    }
    id = json_reader_object(r, second, NULL);
    if (id.index == SPEC_NO_OBJECT.index) {
        return;
    }
    object = spec_object(r->spec, id);
    if (!json_tree_number(&r->tree, first, &number)) {
        (void)json_reader_fault(r, first, "this is no number of an interrupt");
    } else if (object->kind != SPEC_KIND_IRQ) {
        (void)json_reader_fault(r, second, "`%s` is no interrupt", object->name);
    } else if (!object->irq->unmapped) {
        (void)json_reader_fault(r, node, "`%s` has the number %" PRIu64 " already", object->name,
                                object->irq->number);
    } else {
        object->irq->number = number;
        object->irq->unmapped = false;
    }
}

/* {"parent": 3, "children": {"start": 5, "end": 9}}; `covered` says what lies in an untyped. */
static void read_cover(struct json_reader *r, uint32_t node, bool *covered)
{
    struct spec_object_id parent = json_reader_object(r, json_reader_need(r, node, "parent"), NULL);
    uint32_t children = json_reader_need(r, node, "children");
    uint64_t start = json_reader_number(r, children, "start", r->count);
    uint64_t end = json_reader_number(r, children, "end", r->count);
    uint32_t slot;

    if (parent.index == SPEC_NO_OBJECT.index) {
        return;
    }
    if (spec_object(r->spec, parent)->kind != SPEC_KIND_UNTYPED) {
        (void)json_reader_fault(r, node, "`%s` is no untyped", spec_object(r->spec, parent)->name);
        return;
    }
    slot = spec_object(r->spec, parent)->cap_count;
    if (start < end) {
        spec_reserve_caps(r->spec, parent, (uint32_t)(covered[start] ? 0 : end - start));
    }
    for (uint64_t i = start; i < end; i++) {
        struct spec_cap cap = {.slot = slot++, .object = {r->ids[i]}};

        if (covered[i] || r->ids[i] == SPEC_NO_OBJECT.index) {
            (void)json_reader_fault(r, children, "object %" PRIu64 " lies in an untyped already",
                                    i);
            return;
        }
        covered[i] = true;
        cap.span = json_tree_span(&r->tree, children);
        spec_append_cap(r->spec, parent, cap);
    }
}

static void read_domain(struct json_reader *r, uint32_t node, struct spec_domain *entry)
{
    uint32_t duration = json_reader_need(r, node, "duration");
    const char *word = json_tree_string(&r->tree, duration);

    entry->span = json_tree_span(&r->tree, node);
    entry->domain = (uint8_t)json_reader_number(r, node, "domain", UINT8_MAX);
    if (word != NULL && strcmp(word, "EndMarker") == 0) {
        if (entry->domain != 0) {
            (void)json_reader_fault(r, node, "an end marker is of domain 0");
        }
        return;
    }
    entry->microseconds = json_tree_get(&r->tree, duration, "Us") != 0;
    entry->duration =
        json_reader_number(r, duration, entry->microseconds ? "Us" : "Ticks", UINT64_MAX >> 8);
    if (entry->duration == 0 && duration != 0) {
        (void)json_reader_fault(r, duration, "a duration is not zero");
    }
}

static void read_schedule(struct json_reader *r)
{
    uint32_t list = json_tree_get(&r->tree, 1, "domain_schedule");
    struct spec_schedule *schedule = &r->spec->schedule;

    if (list == 0 || json_tree_is_null(&r->tree, list)) {
        return;
    }
    list = json_reader_array(r, 1, "domain_schedule");
    for (uint32_t i = list == 0 ? 0 : r->tree.nodes[list].first; i != 0;
         i = r->tree.nodes[i].next) {
        schedule->count++;
    }
    schedule->entries = arena_array(&r->c->arena, struct spec_domain, schedule->count);
    schedule->count = 0;
    for (uint32_t i = list == 0 ? 0 : r->tree.nodes[list].first; i != 0;
         i = r->tree.nodes[i].next) {
        read_domain(r, i, &schedule->entries[schedule->count++]);
    }
    schedule->no_start = !json_reader_maybe(r, 1, "domain_set_start", &schedule->start);
    (void)json_reader_maybe(r, 1, "domain_idx_shift", &schedule->index_shift);
    if (!schedule->no_start &&
        (schedule->start >= schedule->count || schedule->entries[schedule->start].duration == 0)) {
        (void)json_reader_fault(r, json_tree_get(&r->tree, 1, "domain_set_start"),
                                "the schedule has no entry to start at here");
    }
}

static bool read_place(struct json_reader *r, uint32_t node, struct spec_place *place)
{
    place->holder = json_reader_object(r, json_reader_need(r, node, "object"), NULL);
    place->slot = (uint32_t)json_reader_number(r, node, "slot", UINT32_MAX - 1);
    return place->holder.index != SPEC_NO_OBJECT.index;
}

static void read_edge(struct json_reader *r, uint32_t node)
{
    struct spec_derivation edge = {.span = json_tree_span(&r->tree, node)};

    if (read_place(r, json_reader_need(r, node, "child"), &edge.child) &&
        read_place(r, json_reader_need(r, node, "parent"), &edge.parent)) {
        spec_add_derivation(r->spec, edge);
    }
}

/* Reads lists of the whole spec. */
static void read_lists(struct json_reader *r)
{
    uint32_t irqs = json_reader_array(r, 1, "irqs");
    uint32_t covers = json_reader_array(r, 1, "untyped_covers");
    uint32_t cdt = json_tree_get(&r->tree, 1, "cdt") != 0 ? json_reader_array(r, 1, "cdt") : 0;
    uint32_t pools = json_reader_array(r, 1, "asid_slots");
    bool *covered = arena_array(&r->c->arena, bool, r->count + 1);

    for (uint32_t i = irqs == 0 ? 0 : r->tree.nodes[irqs].first; i != 0;
         i = r->tree.nodes[i].next) {
        read_irq(r, i);
    }
    for (uint32_t i = covers == 0 ? 0 : r->tree.nodes[covers].first; i != 0;
         i = r->tree.nodes[i].next) {
        read_cover(r, i, covered);
    }
    for (uint32_t i = cdt == 0 ? 0 : r->tree.nodes[cdt].first; i != 0; i = r->tree.nodes[i].next) {
        read_edge(r, i);
    }
    for (uint32_t i = pools == 0 ? 0 : r->tree.nodes[pools].first; i != 0;
         i = r->tree.nodes[i].next) {
        (void)json_reader_object(r, i, NULL);
    }
    read_schedule(r);
}

struct spec *form_json_read(struct compilation *c, const void *bytes, size_t size,
                            const char *shown_name)
{
    struct json_reader r = {.c = c};
    enum spec_arch arch;
    uint32_t objects;

    if (size >= SOURCE_MAX_SIZE) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` is too large",
                          shown_name);
        return NULL;
    }
    if (!json_tree_parse(&r.tree, c, source_add_text(&c->sources, shown_name, bytes, size))) {
        return NULL;
    }
    objects = json_reader_array(&r, 1, "objects");
    if (objects == 0) {
        return NULL;
    }
    for (uint32_t i = r.tree.nodes[objects].first; i != 0; i = r.tree.nodes[i].next) {
        r.count++;
    }
    r.nodes = arena_array(&c->arena, uint32_t, r.count);
    r.variants = arena_array(&c->arena, uint8_t, r.count);
    r.ids = arena_array(&c->arena, uint32_t, r.count);
    find_variants(&r, objects);
    if (!find_arch(&r, &arch)) {
        return NULL;
    }
    r.spec = spec_new(&c->arena, &c->interner, arch);
    add_objects(&r, objects);
    json_objects_read(&r);
    read_lists(&r);
    if (arch == SPEC_ARCH_RISCV64) {
        levels_find(r.spec);
    }
    return r.failed ? NULL : r.spec;
}
