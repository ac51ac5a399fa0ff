/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/compare/compare_specs.h"

#include <inttypes.h>
#include <string.h>

#include "adl/base/map.h"

#define FAULTS_SHOWN 50u

struct comparison {
    struct compilation *c;
    const char *what;
    const struct spec *found, *wanted;
    uint32_t *found_of; /* per object of wanted: the one of that name, or SPEC_NO_OBJECT */
    uint32_t faults;
};

__attribute__((format(printf, 3, 4))) static void differ(struct comparison *k, struct span span,
                                                         const char *format, ...)
{
    va_list arguments;

    k->faults++;
    if (k->faults > FAULTS_SHOWN) {
        return;
    }
    va_start(arguments, format);
    (void)diag_report(&k->c->diags, DIAG_IMAGE_DIFFERS, span, "%s: %s", k->what,
                      arena_vprintf(&k->c->arena, format, arguments));
    va_end(arguments);
}

static void number(struct comparison *k, const struct spec_object *object, const char *field,
                   uint64_t found, uint64_t wanted)
{
    if (found != wanted) {
        differ(k, object->span, "`%s`: %s is 0x%" PRIx64 ", not 0x%" PRIx64, object->name, field,
               found, wanted);
    }
}

static void compare_tcb(struct comparison *k, const struct spec_object *object,
                        const struct spec_tcb *found, const struct spec_tcb *wanted)
{
    number(k, object, "ip", found->ip, wanted->ip);
    number(k, object, "sp", found->sp, wanted->sp);
    number(k, object, "addr", found->ipc_buffer, wanted->ipc_buffer);
    number(k, object, "prio", found->prio, wanted->prio);
    number(k, object, "max_prio", found->max_prio, wanted->max_prio);
    number(k, object, "affinity", found->affinity, wanted->affinity);
    number(k, object, "dom", found->domain, wanted->domain);
    number(k, object, "fault_ep", found->fault_ep, wanted->fault_ep);
    number(k, object, "resume", found->resume, wanted->resume);
    number(k, object, "fpu_disabled", found->fpu_disabled, wanted->fpu_disabled);
    number(k, object, "the number of init words", found->init_count, wanted->init_count);
    for (uint32_t i = 0; i < found->init_count && i < wanted->init_count; i++) {
        number(k, object, "an init word", found->init[i], wanted->init[i]);
    }
}

static bool same_fill(const struct spec_fill *a, const struct spec_fill *b)
{
    bool same_file =
        a->file == b->file || (a->file != NULL && b->file != NULL && strcmp(a->file, b->file) == 0);

    return a->kind == b->kind && a->dest_offset == b->dest_offset && a->length == b->length &&
           a->file_offset == b->file_offset && same_file;
}

static void compare_fills(struct comparison *k, const struct spec_object *found,
                          const struct spec_object *wanted)
{
    bool same = found->fill_count == wanted->fill_count;

    for (uint32_t i = 0; same && i < found->fill_count; i++) {
        same = same_fill(&found->fills[i], &wanted->fills[i]);
    }
    if (!same) {
        differ(k, wanted->span, "`%s` is filled in another way", wanted->name);
    }
}

/* Parameters of interrupts, scheduling contexts and devices. */
static void compare_records(struct comparison *k, const struct spec_object *found,
                            const struct spec_object *wanted)
{
    bool same = true;

    if (wanted->irq != NULL) {
        number(k, wanted, "the interrupt", found->irq->number, wanted->irq->number);
        same = found->irq->edge == wanted->irq->edge &&
               found->irq->trigger_given == wanted->irq->trigger_given &&
               found->irq->target == wanted->irq->target &&
               found->irq->source == wanted->irq->source &&
               found->irq->unmapped == wanted->irq->unmapped &&
               memcmp(found->irq->source_words, wanted->irq->source_words,
                      sizeof(wanted->irq->source_words)) == 0;
    } else if (wanted->sched != NULL) {
        same = found->sched->timed == wanted->sched->timed &&
               found->sched->period == wanted->sched->period &&
               found->sched->budget == wanted->sched->budget &&
               found->sched->data == wanted->sched->data;
    } else if (wanted->device != NULL) {
        same = found->device->number == wanted->device->number &&
               found->device->second == wanted->device->second &&
               found->device->bus == wanted->device->bus &&
               found->device->device == wanted->device->device &&
               found->device->function == wanted->device->function;
    }
    if (!same) {
        differ(k, wanted->span, "`%s` has other parameters", wanted->name);
    }
}

static void compare_object(struct comparison *k, const struct spec_object *found,
                           const struct spec_object *wanted)
{
    number(k, wanted, "the size in bits", found->size_bits, wanted->size_bits);
    number(k, wanted, "whether it has a fixed address", found->has_paddr, wanted->has_paddr);
    number(k, wanted, "paddr", found->paddr, wanted->paddr);
    number(k, wanted, "asid_high", found->asid_high, wanted->asid_high);
    number(k, wanted, "whether it takes untyped memory", found->takes_untyped,
           wanted->takes_untyped);
    if (wanted->tcb != NULL) {
        compare_tcb(k, wanted, found->tcb, wanted->tcb);
    }
    compare_fills(k, found, wanted);
    compare_records(k, found, wanted);
}

/* Only these capabilities have rights. */
static bool has_rights(enum spec_kind kind)
{
    return kind == SPEC_KIND_ENDPOINT || kind == SPEC_KIND_NOTIFICATION ||
           kind == SPEC_KIND_FRAME || kind == SPEC_KIND_RTREPLY;
}

static bool same_cap(const struct comparison *k, const struct spec_cap *found,
                     const struct spec_cap *wanted)
{
    bool rights = has_rights(spec_object(k->wanted, wanted->object)->kind);
    bool same =
        k->found_of[wanted->object.index] == found->object.index &&
        (!rights || found->rights == wanted->rights) && found->executable == wanted->executable &&
        found->uncached == wanted->uncached && found->badge == wanted->badge &&
        found->guard == wanted->guard && found->guard_size == wanted->guard_size &&
        found->thread_cap == wanted->thread_cap && found->mapped_alias == wanted->mapped_alias &&
        found->has_asid == wanted->has_asid && found->asid_high == wanted->asid_high &&
        found->asid_low == wanted->asid_low;

    return same && (!wanted->mapped_alias ||
                    (k->found_of[wanted->mapping_table.index] == found->mapping_table.index &&
                     wanted->mapping_slot == found->mapping_slot));
}

static void compare_slots(struct comparison *k, const struct spec_object *found,
                          const struct spec_object *wanted)
{
    uint32_t i = 0, j = 0;

    while (i < found->cap_count || j < wanted->cap_count) {
        const struct spec_cap *a = i < found->cap_count ? &found->caps[i] : NULL;
        const struct spec_cap *b = j < wanted->cap_count ? &wanted->caps[j] : NULL;

        if (b == NULL || (a != NULL && a->slot < b->slot)) {
            differ(k, wanted->span,
                   "slot %" PRIu32 " of `%s` has a capability to `%s`, and should not", a->slot,
                   wanted->name, spec_object(k->found, a->object)->name);
            i++;
        } else if (a == NULL || b->slot < a->slot) {
            differ(k, b->span, "slot %" PRIu32 " of `%s` lacks the capability to `%s`", b->slot,
                   wanted->name, spec_object(k->wanted, b->object)->name);
            j++;
        } else {
            if (!same_cap(k, a, b)) {
                differ(k, b->span, "slot %" PRIu32 " of `%s`: another capability (to `%s`)",
                       a->slot, wanted->name, spec_object(k->found, a->object)->name);
            }
            i++;
            j++;
        }
    }
}

/* Each edge of `a` must be one of `b`. */
static void compare_edges(struct comparison *k, const struct spec *a, const struct spec *b,
                          const char *text)
{
    struct map parents = {0};

    for (uint32_t i = 0; i < b->derivation_count; i++) {
        const struct spec_derivation *edge = &b->derivations[i];

        (void)map_put(&parents, &k->c->arena,
                      map_key_from_pair(edge->child.holder.index, edge->child.slot), i);
    }
    for (uint32_t i = 0; i < a->derivation_count; i++) {
        const struct spec_derivation *edge = &a->derivations[i];
        const struct spec_object *holder = spec_object(a, edge->child.holder);
        const struct spec_object *from = spec_object(a, edge->parent.holder);
        struct spec_object_id child = spec_find(b, holder->name);
        uint32_t at = UINT32_MAX;

        if (child.index == SPEC_NO_OBJECT.index ||
            !map_get(&parents, map_key_from_pair(child.index, edge->child.slot), &at) ||
            b->derivations[at].parent.slot != edge->parent.slot ||
            strcmp(spec_object(b, b->derivations[at].parent.holder)->name, from->name) != 0) {
            differ(k, SPAN_NONE, "slot %" PRIu32 " of `%s` %s slot %" PRIu32 " of `%s`",
                   edge->child.slot, holder->name, text, edge->parent.slot, from->name);
        }
    }
}

static void compare_schedules(struct comparison *k)
{
    const struct spec_schedule *a = &k->found->schedule;
    const struct spec_schedule *b = &k->wanted->schedule;
    bool same = a->count == b->count && a->no_start == b->no_start && a->start == b->start &&
                a->index_shift == b->index_shift;

    for (uint32_t i = 0; same && i < a->count; i++) {
        same = a->entries[i].domain == b->entries[i].domain &&
               a->entries[i].duration == b->entries[i].duration &&
               a->entries[i].microseconds == b->entries[i].microseconds;
    }
    if (!same) {
        differ(k, b->count > 0 ? b->entries[0].span : SPAN_NONE, "another domain schedule");
    }
}

static void pair(struct comparison *k)
{
    for (uint32_t i = 0; i < k->wanted->object_count; i++) {
        const struct spec_object *object = &k->wanted->objects[i];

        k->found_of[i] = spec_find(k->found, object->name).index;
        if (k->found_of[i] == SPEC_NO_OBJECT.index) {
            differ(k, object->span, "there is no object `%s`", object->name);
        }
    }
    for (uint32_t i = 0; i < k->found->object_count; i++) {
        const struct spec_object *object = &k->found->objects[i];

        if (spec_find(k->wanted, object->name).index == SPEC_NO_OBJECT.index) {
            differ(k, SPAN_NONE, "the object `%s` should not be there", object->name);
        }
    }
}

bool compare_specs(struct compilation *c, const char *what, const struct spec *found,
                   const struct spec *wanted)
{
    struct comparison k = {.c = c, .what = what, .found = found, .wanted = wanted};

    if (found->arch != wanted->arch) {
        differ(&k, SPAN_NONE, "it is for %s, not for %s", spec_arch_keyword(found->arch),
               spec_arch_keyword(wanted->arch));
        return false;
    }
    k.found_of = arena_array(&c->arena, uint32_t, wanted->object_count);
    pair(&k);
    for (uint32_t i = 0; i < wanted->object_count; i++) {
        const struct spec_object *object = &wanted->objects[i];
        const struct spec_object *other;

        if (k.found_of[i] == SPEC_NO_OBJECT.index) {
            continue;
        }
        other = &found->objects[k.found_of[i]];
        if (other->kind != object->kind) {
            differ(&k, object->span, "`%s` is a %s, not a %s", object->name,
                   spec_object_keyword(found->arch, other),
                   spec_object_keyword(wanted->arch, object));
        } else {
            compare_object(&k, other, object);
            compare_slots(&k, other, object);
        }
    }
    compare_edges(&k, found, wanted, "should not come from");
    compare_edges(&k, wanted, found, "should come from");
    compare_schedules(&k);
    if (k.faults > FAULTS_SHOWN) {
        (void)diag_report(&c->diags, DIAG_IMAGE_DIFFERS, SPAN_NONE, "%s: and %u differences more",
                          what, k.faults - FAULTS_SHOWN);
    }
    return k.faults == 0;
}
