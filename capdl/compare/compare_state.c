/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/compare/compare_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"
#include "capdl/compare/state_pairs.h"
#include "capdl/include/capdl_binary.h"

#define FAULTS_SHOWN 50u
#define HOPS_MAX     64u /* the kernel tells fewer levels of derivations apart */

void state_fault(struct state *state, struct span span, const char *format, ...)
{
    va_list arguments;

    state->faults++;
    if (state->faults > FAULTS_SHOWN) {
        return;
    }
    va_start(arguments, format);
    (void)diag_report(&state->c->diags, DIAG_STATE_DIFFERS, span, "%s",
                      arena_vprintf(&state->c->arena, format, arguments));
    va_end(arguments);
}

/* Reports that a number of an object is not what the spec says. */
static void expect(struct state *state, const struct spec_object *object, const char *what,
                   uint64_t wanted, uint64_t found)
{
    if (wanted != found) {
        state_fault(state, object->span, "`%s`: %s is 0x%" PRIx64 ", in the spec 0x%" PRIx64,
                    object->name, what, found, wanted);
    }
}

static void compare_thread(struct state *state, const struct spec_object *object,
                           const struct spec_tcb *found)
{
    const struct spec_tcb *wanted = object->tcb;

    expect(state, object, "the program counter", wanted->ip, found->ip);
    expect(state, object, "the stack pointer", wanted->sp - capdl_stack_size(wanted->init_count),
           found->sp);
    expect(state, object, "the address of the IPC buffer", wanted->ipc_buffer, found->ipc_buffer);
    expect(state, object, "the priority", wanted->prio, found->prio);
    expect(state, object, "the maximum priority", wanted->max_prio, found->max_prio);
    expect(state, object, "the domain", wanted->domain, found->domain);
    expect(state, object, "the fault endpoint", wanted->fault_ep, found->fault_ep);
    expect(state, object, "whether it runs", wanted->resume, found->resume);
    expect(state, object, "whether it may not use floating point", wanted->fpu_disabled,
           found->fpu_disabled);
}

static void compare_object(struct state *state, const struct spec_object *object,
                           const struct spec_object *found)
{
    if (object->kind != SPEC_KIND_SC) {
        expect(state, object, "the size in bits", object->size_bits, found->size_bits);
    }
    if (object->has_paddr) {
        expect(state, object, "the physical address", object->paddr, found->paddr);
    }
    if (object->kind == SPEC_KIND_TCB) {
        compare_thread(state, object, found->tcb);
    }
}

/* Names a slot of an object of the spec. */
static const char *place_name(struct state *state, const struct spec_object *holder, uint32_t slot)
{
    return arena_printf(&state->c->arena, "slot %" PRIu32 " of `%s` (%s)", slot, holder->name,
                        spec_object_keyword(state->spec->arch, holder));
}

static const char *found_name(const struct state *state, uint32_t running)
{
    uint32_t object = state->spec_of[running];

    return object != STATE_NONE ? state->spec->objects[object].name
                                : state->running->objects[running].name;
}

static const char *rights_text(struct state *state, const struct spec_cap *cap)
{
    return arena_printf(&state->c->arena, "%s%s%s%s%s", (cap->rights & SPEC_READ) != 0 ? "R" : "",
                        (cap->rights & SPEC_WRITE) != 0 ? "W" : "",
                        (cap->rights & SPEC_GRANT) != 0 ? "G" : "", cap->executable ? "X" : "",
                        (cap->rights & SPEC_GRANT_REPLY) != 0 ? "P" : "");
}

/* The rights that a capability to such an object can carry, as the kernel gives them. */
static struct spec_cap kernel_rights(const struct state *state, const struct spec_object *holder,
                                     const struct spec_cap *cap)
{
    struct spec_cap norm = *cap;
    enum spec_kind kind = spec_object(state->spec, cap->object)->kind;
    bool mapping = holder->kind == SPEC_KIND_PAGE_TABLE;

    if (kind == SPEC_KIND_FRAME) {
        norm.rights &= SPEC_READ | SPEC_WRITE;
        norm.executable = mapping && cap->executable;
        /* riscv has no such bit: the hardware knows it by the address. */
        norm.uncached = mapping && cap->uncached && state->spec->arch != SPEC_ARCH_RISCV64;
        if (mapping && (norm.rights & SPEC_WRITE) != 0) {
            norm.rights |= SPEC_READ; /* no hardware can write only */
        }
    } else if (kind != SPEC_KIND_ENDPOINT && kind != SPEC_KIND_NOTIFICATION) {
        norm.rights = 0;
        norm.executable = false;
    }
    return norm;
}

/* Is the mapping of the frame capability, if there is to be one, that of the spec? */
static bool same_mapping(const struct state *state, const struct spec_cap *wanted,
                         const struct spec_cap *found)
{
    return wanted->mapped_alias == found->mapped_alias &&
           (!wanted->mapped_alias ||
            (state->running_of[wanted->mapping_table.index] == found->mapping_table.index &&
             wanted->mapping_slot == found->mapping_slot));
}

static void compare_cap(struct state *state, const struct spec_object *holder,
                        const struct spec_cap *wanted, const struct spec_cap *found)
{
    struct spec_cap norm = kernel_rights(state, holder, wanted);
    struct spec_cap real = *found;
    const char *place = place_name(state, holder, wanted->slot);
    struct span span = wanted->span;

    if (state->spec->objects[wanted->object.index].kind != SPEC_KIND_ENDPOINT &&
        state->spec->objects[wanted->object.index].kind != SPEC_KIND_NOTIFICATION &&
        state->spec->objects[wanted->object.index].kind != SPEC_KIND_FRAME) {
        real.rights = 0;
        real.executable = false;
    }
    if (state->running_of[wanted->object.index] != found->object.index) {
        state_fault(state, span, "%s: a capability to `%s`, in the spec one to `%s`", place,
                    found_name(state, found->object.index),
                    spec_object(state->spec, wanted->object)->name);
        return;
    }
    if (norm.rights != real.rights || norm.executable != real.executable) {
        state_fault(state, span, "%s: rights `%s`, in the spec `%s`", place,
                    rights_text(state, &real), rights_text(state, &norm));
    }
    if (norm.uncached != found->uncached) {
        state_fault(state, span, "%s: %scached, in the spec %scached", place,
                    found->uncached ? "un" : "", norm.uncached ? "un" : "");
    }
    if (wanted->badge != found->badge) {
        state_fault(state, span, "%s: badge %" PRIu64 ", in the spec %" PRIu64, place, found->badge,
                    wanted->badge);
    }
    if (wanted->guard != found->guard || wanted->guard_size != found->guard_size) {
        state_fault(state, span,
                    "%s: guard %" PRIu64 " of %u bits, in the spec %" PRIu64 " of %u bits", place,
                    found->guard, found->guard_size, wanted->guard, wanted->guard_size);
    }
    if (wanted->thread_cap != found->thread_cap) {
        state_fault(state, span, "%s: a reply capability instead of a thread's, or the reverse",
                    place);
    }
    if (!same_mapping(state, wanted, found)) {
        state_fault(state, span, "%s: the capability %s", place,
                    found->mapped_alias ? "stands for another mapping than in the spec"
                                        : "does not stand for a mapping, in the spec it does");
    }
}

/* Notes the slots of CSpaces that fault endpoints are put into. */
static void note_faults(struct state *state)
{
    for (uint32_t i = 0; i < state->spec->object_count; i++) {
        const struct spec_object *object = &state->spec->objects[i];
        struct spec_object_id id = {i};

        if (object->kind == SPEC_KIND_TCB &&
            spec_cap_at(state->spec, id, SPEC_TCB_FAULT_EP) != NULL &&
            spec_cap_at(state->spec, id, SPEC_TCB_CSPACE) != NULL) {
            uint32_t node = spec_cap_at(state->spec, id, SPEC_TCB_CSPACE)->object.index;
            uint64_t mask = (UINT64_C(1) << state->spec->objects[node].size_bits) - 1;

            (void)map_put(&state->fault_slots, &state->c->arena,
                          map_key_from_pair(node, (uint32_t)(object->tcb->fault_ep & mask)), i);
        }
    }
}

/* The fault endpoint of a thread is in a slot of its CSpace in this kernel: the cap that is to be
 * in the slot, or NULL when this is not such a slot. */
static const struct spec_cap *fault_cap(const struct state *state, uint32_t node, uint32_t slot)
{
    uint32_t thread;

    return map_get(&state->fault_slots, map_key_from_pair(node, slot), &thread)
               ? spec_cap_at(state->spec, (struct spec_object_id){thread}, SPEC_TCB_FAULT_EP)
               : NULL;
}

/* Slots of a running container that the spec does not name: what the kernel itself puts there, and
 * fault endpoints, are in order. */
static void compare_surplus(struct state *state, uint32_t index, const struct spec_cap *found)
{
    const struct spec_object *holder = &state->spec->objects[index];
    const struct spec_cap *fault = NULL;

    if (holder->kind == SPEC_KIND_TCB && found->slot == SPEC_TCB_REPLY &&
        found->object.index == state->running_of[index]) {
        return;
    }
    if (holder->kind == SPEC_KIND_ASID_POOL || holder->kind == SPEC_KIND_UNTYPED) {
        return;
    }
    if (holder->kind == SPEC_KIND_CNODE) {
        fault = fault_cap(state, index, found->slot);
    }
    if (fault != NULL) {
        struct spec_cap wanted = *fault;

        wanted.slot = found->slot;
        compare_cap(state, holder, &wanted, found);
        return;
    }
    state_fault(state, holder->span, "%s: a capability to `%s` that the spec does not have",
                place_name(state, holder, found->slot), found_name(state, found->object.index));
}

/* Slots that are not slots of the kernel's object, or are compared elsewhere. */
static bool is_no_slot(const struct spec_object *holder, uint32_t slot)
{
    return holder->kind == SPEC_KIND_TCB && slot == SPEC_TCB_FAULT_EP;
}

static void compare_slots(struct state *state, uint32_t index)
{
    const struct spec_object *holder = &state->spec->objects[index];
    struct spec_object_id running = {state->running_of[index]};
    const struct spec_object *found = spec_object(state->running, running);

    if (holder->kind == SPEC_KIND_UNTYPED || holder->kind == SPEC_KIND_ASID_POOL) {
        return;
    }
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        const struct spec_cap *wanted = &holder->caps[i];
        const struct spec_cap *cap = spec_cap_at(state->running, running, wanted->slot);

        state->caps_compared++;
        if (is_no_slot(holder, wanted->slot)) {
            continue;
        }
        if (cap == NULL) {
            state_fault(state, wanted->span,
                        "%s is empty, in the spec there is a capability to `%s`",
                        place_name(state, holder, wanted->slot),
                        spec_object(state->spec, wanted->object)->name);
        } else if (holder->kind == SPEC_KIND_TCB && wanted->slot != SPEC_TCB_CSPACE) {
            struct spec_cap same = *cap;

            same.executable = kernel_rights(state, holder, wanted).executable;
            same.rights = kernel_rights(state, holder, wanted).rights;
            compare_cap(state, holder, wanted, &same);
        } else {
            compare_cap(state, holder, wanted, cap);
        }
    }
    for (uint32_t i = 0; i < found->cap_count; i++) {
        if (spec_cap_at(state->spec, (struct spec_object_id){index}, found->caps[i].slot) == NULL) {
            compare_surplus(state, index, &found->caps[i]);
        }
    }
}

/* Does the running object lie in that untyped: itself, or in memory of the root server's in it, as
 * a pool does, which is made from an untyped of its own? */
static bool lies_in(const struct state *state, uint32_t running, uint32_t untyped)
{
    uint32_t at = running;

    do {
        at = state->owner[at];
    } while (at != STATE_NONE && at != untyped && state->spec_of[at] == STATE_NONE);
    return at == untyped;
}

static bool is_in_pool(const struct state *state, uint32_t running, uint32_t pool)
{
    const struct spec_object *found = &state->running->objects[pool];

    for (uint32_t i = 0; i < found->cap_count; i++) {
        if (found->caps[i].object.index == running) {
            return true;
        }
    }
    return false;
}

/* Members of a pool and of an untyped: the order is the kernel's. */
static void compare_members(struct state *state, uint32_t index)
{
    const struct spec_object *holder = &state->spec->objects[index];
    uint32_t found = state->running_of[index];

    if (holder->kind != SPEC_KIND_UNTYPED && holder->kind != SPEC_KIND_ASID_POOL) {
        return;
    }
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        uint32_t member = state->running_of[holder->caps[i].object.index];

        if (member != STATE_NONE && member != found &&
            !(holder->kind == SPEC_KIND_UNTYPED ? lies_in(state, member, found)
                                                : is_in_pool(state, member, found))) {
            state_fault(state, holder->caps[i].span, "`%s` is not in `%s`, in the spec it is",
                        spec_object(state->spec, holder->caps[i].object)->name, holder->name);
        }
    }
}

/* The parent of each slot of the spec's CNodes; of both graphs by slots of the running one. */
static struct map edges_of(struct state *state, const struct spec *spec, bool translate)
{
    struct map parents = {0};

    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        struct spec_place child = spec->derivations[i].child;

        if (translate) {
            child.holder.index = state->running_of[child.holder.index];
        }
        (void)map_put(&parents, &state->c->arena, map_key_from_pair(child.holder.index, child.slot),
                      i);
    }
    return parents;
}

static void report_parent(struct state *state, struct spec_place child, const char *what,
                          struct spec_place parent)
{
    const struct spec_object *holder = spec_object(state->spec, child.holder);
    const struct spec_object *from = spec_object(state->spec, parent.holder);

    state_fault(state, holder->span, "%s %s slot %" PRIu32 " of `%s`",
                place_name(state, holder, child.slot), what, parent.slot, from->name);
}

/* The nearest capability that the one in `child` comes from and that is in a slot of the spec; what
 * is in the root server's slots is passed over. False when there is none. */
static bool ancestor(const struct state *state, const struct map *edges, struct spec_place child,
                     struct spec_place *found)
{
    struct spec_place at = child;
    uint32_t edge;

    for (unsigned hops = 0; hops < HOPS_MAX; hops++) {
        if (!map_get(edges, map_key_from_pair(at.holder.index, at.slot), &edge)) {
            return false;
        }
        at = state->running->derivations[edge].parent;
        if (state->spec_of[at.holder.index] != STATE_NONE) {
            *found = at;
            return true;
        }
    }
    return false;
}

/* Capabilities in CNodes of the spec: each comes from what the spec says, and otherwise from
 * nothing but what is the root server's. */
static void compare_derivations(struct state *state)
{
    struct map wanted = edges_of(state, state->spec, true);
    struct map found = edges_of(state, state->running, false);

    for (uint32_t i = 0; i < state->spec->derivation_count; i++) {
        const struct spec_derivation *edge = &state->spec->derivations[i];
        struct spec_place child = {{state->running_of[edge->child.holder.index]}, edge->child.slot};
        struct spec_place parent;

        if (child.holder.index == STATE_NONE || !ancestor(state, &found, child, &parent) ||
            parent.slot != edge->parent.slot ||
            parent.holder.index != state->running_of[edge->parent.holder.index]) {
            report_parent(state, edge->child, "does not come from", edge->parent);
        }
    }
    for (uint32_t i = 0; i < state->running->derivation_count; i++) {
        struct spec_place child = state->running->derivations[i].child;
        uint32_t holder = state->spec_of[child.holder.index];
        struct spec_place parent;
        uint32_t at;

        if (holder != STATE_NONE && ancestor(state, &found, child, &parent) &&
            !map_get(&wanted, map_key_from_pair(child.holder.index, child.slot), &at)) {
            report_parent(state, (struct spec_place){{holder}, child.slot},
                          "comes, unlike in the spec, from",
                          (struct spec_place){{state->spec_of[parent.holder.index]}, parent.slot});
        }
    }
}

static void compare_pairs(struct state *state)
{
    for (uint32_t i = 0; i < state->spec->object_count; i++) {
        const struct spec_object *object = &state->spec->objects[i];

        if (state->running_of[i] == STATE_NONE) {
            state_fault(state, object->span, "the running system has no object for `%s` (%s)",
                        object->name, spec_object_keyword(state->spec->arch, object));
            continue;
        }
        compare_object(state, object, &state->running->objects[state->running_of[i]]);
        compare_slots(state, i);
        compare_members(state, i);
    }
}

/* Where an object of the running system lies: the kernel names it so. */
static uint64_t address_of(const struct spec_object *running)
{
    const char *at = strchr(running->name, '@');

    return at != NULL ? strtoull(at + 1, NULL, 16) : COMPARE_STATE_ANYWHERE;
}

static void compare_places(struct state *state, const uint64_t *planned, struct strbuf *summary)
{
    const struct spec_object *first = NULL;
    uint64_t found, first_found = 0, first_planned = 0;
    uint32_t count = 0, others = 0;

    for (uint32_t i = 0; i < state->spec->object_count; i++) {
        if (planned[i] == COMPARE_STATE_ANYWHERE || state->running_of[i] == STATE_NONE) {
            continue;
        }
        found = address_of(&state->running->objects[state->running_of[i]]);
        count++;
        if (found != planned[i] && others++ == 0) {
            first = &state->spec->objects[i];
            first_found = found;
            first_planned = planned[i];
        }
    }
    if (first == NULL) {
        strbuf_printf(summary, "%u addresses: as planned\n", count);
        return;
    }
    (void)diag_report(&state->c->diags, DIAG_PLAN_DIFFERS, SPAN_NONE,
                      "%u of %u objects do not lie where they were planned: `%s` is at 0x%" PRIx64
                      ", not at 0x%" PRIx64,
                      others, count, first->name, first_found, first_planned);
}

static void summarise(const struct state *state, struct strbuf *out)
{
    uint32_t kinds[SPEC_KIND_COUNT] = {0};
    const char *comma = "";

    for (uint32_t i = 0; i < state->running->object_count; i++) {
        kinds[state->running->objects[i].kind] += state->is_roots[i] ? 1u : 0u;
    }
    strbuf_printf(out, "%u objects, %u capabilities, %u derivations: as in the spec\n",
                  state->spec->object_count, state->caps_compared, state->spec->derivation_count);
    strbuf_puts(out, "the root server's own: ");
    for (unsigned kind = 0; kind < SPEC_KIND_COUNT; kind++) {
        if (kinds[kind] > 0) {
            strbuf_printf(out, "%s%u %s", comma, kinds[kind],
                          spec_kind_keyword((enum spec_kind)kind));
            comma = ", ";
        }
    }
    strbuf_putc(out, '\n');
}

bool compare_state(struct compilation *c, const struct spec *spec,
                   const struct form_snapshot *snapshot, const uint64_t *planned,
                   struct strbuf *summary)
{
    struct state state = {
        .c = c,
        .spec = spec,
        .running = snapshot->spec,
        .snapshot = snapshot,
        .running_of = arena_array(&c->arena, uint32_t, spec->object_count),
        .spec_of = arena_array(&c->arena, uint32_t, snapshot->spec->object_count),
        .is_roots = arena_array(&c->arena, bool, snapshot->spec->object_count),
    };

    if (spec->arch != snapshot->spec->arch) {
        state_fault(&state, SPAN_NONE, "the running system is one for %s, the spec for %s",
                    spec_arch_keyword(snapshot->spec->arch), spec_arch_keyword(spec->arch));
        return false;
    }
    state_pairs_find(&state);
    note_faults(&state);
    compare_pairs(&state);
    compare_derivations(&state);
    state_rest_check(&state);
    state_schedule_check(&state);
    if (state.faults > FAULTS_SHOWN) {
        (void)diag_report(&c->diags, DIAG_STATE_DIFFERS, SPAN_NONE,
                          "and %u differences more between the running system and its spec",
                          state.faults - FAULTS_SHOWN);
    }
    if (state.faults == 0) {
        summarise(&state, summary);
        if (planned != NULL) {
            compare_places(&state, planned, summary);
        }
    }
    return state.faults == 0;
}
