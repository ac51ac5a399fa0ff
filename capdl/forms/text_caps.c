/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "adl/base/map.h"
#include "capdl/forms/text_writer.h"

/* ---- one capability ---- */

static void gather_rights(struct text_writer *w, const struct spec_cap *cap, bool frame)
{
    char rights[5];
    size_t count = 0;

    if ((cap->rights & SPEC_READ) != 0) {
        rights[count++] = 'R';
    }
    if ((cap->rights & SPEC_WRITE) != 0) {
        rights[count++] = 'W';
    }
    if ((cap->rights & SPEC_GRANT) != 0 || (frame && cap->executable)) {
        rights[count++] = frame ? 'X' : 'G';
    }
    if ((cap->rights & SPEC_GRANT_REPLY) != 0) {
        rights[count++] = 'P';
    }
    rights[count] = '\0';
    if (count > 0) {
        strbuf_puts(text_writer_parameter(w), rights);
    }
}

static void gather_number(struct text_writer *w, const char *word, uint64_t number)
{
    if (number != 0) {
        strbuf_printf(text_writer_parameter(w), "%s: %" PRIu64, word, number);
    }
}

static void gather_asid(struct text_writer *w, const struct spec_cap *cap)
{
    if (cap->has_asid) {
        strbuf_printf(text_writer_parameter(w), "asid: (0x%" PRIx64 ", 0x%" PRIx64 ")",
                      cap->asid_high, cap->asid_low);
    }
}

static void gather_frame_cap(struct text_writer *w, const struct spec_cap *cap)
{
    gather_rights(w, cap, true);
    gather_asid(w, cap);
    if (cap->uncached) {
        strbuf_puts(text_writer_parameter(w), "uncached");
    }
    if (cap->mapped_alias && cap->mapping_table.index < w->spec->object_count &&
        spec_object(w->spec, cap->mapping_table)->kind == SPEC_KIND_PAGE_TABLE) {
        struct strbuf *out = text_writer_parameter(w);

        strbuf_puts(out, "mapping: (");
        text_names_put(w, out, &cap->mapping_table.index, 1);
        strbuf_printf(out, ", %u)", cap->mapping_slot);
    }
}

static void gather_cap(struct text_writer *w, const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);

    switch (object->kind) {
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
        gather_number(w, "badge", cap->badge);
        gather_rights(w, cap, false);
        break;
    case SPEC_KIND_SMC:
        gather_number(w, "badge", cap->badge);
        break;
    case SPEC_KIND_CNODE:
        gather_number(w, "guard", cap->guard);
        gather_number(w, "guard_size", cap->guard_size);
        break;
    case SPEC_KIND_FRAME:
        gather_frame_cap(w, cap);
        break;
    case SPEC_KIND_PAGE_TABLE:
        gather_asid(w, cap);
        break;
    case SPEC_KIND_TCB:
        if (cap->thread_cap != SPEC_CAP_THREAD) {
            strbuf_puts(text_writer_parameter(w),
                        cap->thread_cap == SPEC_CAP_REPLY ? "reply" : "master_reply");
        }
        break;
    case SPEC_KIND_SCHED_CONTROL:
        strbuf_printf(text_writer_parameter(w), "core: %" PRIu64, object->device->number);
        break;
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_VCPU:
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_IO_PT:
    case SPEC_KIND_SC:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SGI_SIGNAL:
    case SPEC_KIND_COUNT:
        break;
    }
}

/* Do two capabilities differ in nothing but slot and object? */
static bool same_parameters(const struct spec_cap *a, const struct spec_cap *b)
{
    return a->rights == b->rights && a->executable == b->executable && a->uncached == b->uncached &&
           a->badge == b->badge && a->guard == b->guard && a->guard_size == b->guard_size &&
           a->thread_cap == b->thread_cap && a->has_asid == b->has_asid &&
           a->asid_high == b->asid_high && a->asid_low == b->asid_low &&
           a->mapped_alias == b->mapped_alias &&
           (!a->mapped_alias || (a->mapping_table.index == b->mapping_table.index &&
                                 a->mapping_slot == b->mapping_slot));
}

/* ---- the list of a container ---- */

uint32_t text_caps_entry_size(const struct text_writer *w, const struct spec_cap *caps,
                              uint32_t count)
{
    uint32_t size = 1;

    while (size < count && caps[size].slot == caps[size - 1].slot + 1 &&
           text_names_same_array(w, caps[size - 1].object.index, caps[size].object.index) &&
           same_parameters(&caps[size - 1], &caps[size])) {
        size++;
    }
    return size;
}

void text_caps_put_entry(struct text_writer *w, const struct spec_cap *caps, uint32_t size)
{
    const struct spec_object *object = spec_object(w->spec, caps[0].object);

    strbuf_printf(w->out, "%u: ", caps[0].slot);
    if (spec_kind_is_control(object->kind)) {
        strbuf_puts(w->out, spec_kind_keyword(object->kind));
    } else {
        uint32_t *objects = arena_array(&w->c->arena, uint32_t, size);

        for (uint32_t i = 0; i < size; i++) {
            objects[i] = caps[i].object.index;
        }
        text_names_put(w, w->out, objects, size);
    }
    gather_cap(w, &caps[0]);
    text_writer_put_parameters(w);
}

static void write_list(struct text_writer *w, const struct spec_object *object)
{
    uint32_t first = text_caps_entry_size(w, object->caps, object->cap_count);

    if (first == object->cap_count) {
        text_caps_put_entry(w, object->caps, first);
        strbuf_puts(w->out, "}\n  \n");
        return;
    }
    strbuf_putc(w->out, '\n');
    for (uint32_t i = 0, size; i < object->cap_count; i += size) {
        size = text_caps_entry_size(w, object->caps + i, object->cap_count - i);
        strbuf_puts(w->out, "    ");
        text_caps_put_entry(w, object->caps + i, size);
        strbuf_putc(w->out, '\n');
    }
    strbuf_puts(w->out, "  }\n  \n");
}

/* ---- containers ---- */

bool text_caps_same_list(const struct spec_object *a, const struct spec_object *b)
{
    if (a->cap_count != b->cap_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->cap_count; i++) {
        if (a->caps[i].slot != b->caps[i].slot ||
            a->caps[i].object.index != b->caps[i].object.index ||
            !same_parameters(&a->caps[i], &b->caps[i])) {
            return false;
        }
    }
    return true;
}

static uint64_t hash_list(const struct spec_object *object)
{
    uint64_t hash = object->cap_count;

    for (uint32_t i = 0; i < object->cap_count; i++) {
        const struct spec_cap *cap = &object->caps[i];

        hash = map_hash_number(hash ^ map_key_from_pair(cap->slot, cap->object.index));
        hash = map_hash_number(hash ^ cap->badge ^ cap->guard << 8 ^ cap->rights);
    }
    return hash;
}

/* Containers of one array with the same list. */
struct same_group {
    uint32_t next_same_hash; /* another group, UINT32_MAX: none */
    uint32_t count, capacity;
    uint32_t *members; /* objects */
};

/* All lists of the containers of one array. */
struct same_lists {
    struct map by_hash; /* hash of a list -> index of the first group with it */
    VEC(struct same_group) groups;
};

/* The group of containers with the list of `object`; a new one when there is none. */
static struct same_group *find_group(struct text_writer *w, struct same_lists *lists,
                                     const struct spec_object *object)
{
    uint64_t hash = hash_list(object);
    uint32_t first = UINT32_MAX;

    (void)map_get(&lists->by_hash, hash, &first);
    for (uint32_t at = first; at != UINT32_MAX; at = lists->groups.items[at].next_same_hash) {
        if (text_caps_same_list(&w->spec->objects[lists->groups.items[at].members[0]], object)) {
            return &lists->groups.items[at];
        }
    }
    (void)map_put(&lists->by_hash, &w->c->arena, hash, (uint32_t)lists->groups.count);
    vec_push(&w->c->arena, &lists->groups, (struct same_group){.next_same_hash = first});
    return &vec_last(&lists->groups);
}

static void add_member(struct text_writer *w, struct same_group *group, uint32_t object)
{
    if (group->count == group->capacity) {
        uint32_t wanted = group->capacity == 0 ? 1 : group->capacity * 2;

        group->members =
            arena_grow(&w->c->arena, group->members, group->capacity * sizeof(*group->members),
                       wanted * sizeof(*group->members), alignof(uint32_t));
        group->capacity = wanted;
    }
    group->members[group->count++] = object;
}

/* Writes the `count` objects of one name: a scalar, or a whole array. */
static void write_containers(struct text_writer *w, const uint32_t *objects, uint32_t count)
{
    struct same_lists lists = {0};

    for (uint32_t i = 0; i < count; i++) {
        const struct spec_object *object = &w->spec->objects[objects[i]];

        if (object->cap_count > 0) {
            add_member(w, find_group(w, &lists, object), objects[i]);
        }
    }
    for (size_t i = 0; i < lists.groups.count; i++) {
        const struct same_group *group = &lists.groups.items[i];

        strbuf_puts(w->out, "  ");
        text_names_put(w, w->out, group->members, group->count);
        strbuf_puts(w->out, " {");
        write_list(w, &w->spec->objects[group->members[0]]);
    }
}

void text_caps_write(struct text_writer *w)
{
    const uint32_t *order = w->order;
    uint32_t count = w->spec->object_count;

    for (uint32_t i = 0, size; i < count; i += size) {
        for (size = 1; i + size < count && text_names_same_array(w, order[i], order[i + size]);) {
            size++;
        }
        if (w->spec->objects[order[i]].kind != SPEC_KIND_UNTYPED) {
            write_containers(w, order + i, size);
        }
    }
}
