/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/derivation.h"

#include "kernel/cap.h"
#include "kernel/console.h"

static void set_next(struct slot *slot, const struct slot *next)
{
    slot->next_and_flags = (word_t)(uintptr_t)next | (slot->next_and_flags & 3u);
}

/* Last byte of the object of a physical capability. */
static paddr_t last_byte(struct cap cap)
{
    return cap_address(cap) + (UINT64_C(1) << cap_object_bits(cap)) - 1;
}

static bool lies_inside(struct cap outer, struct cap inner)
{
    return cap_address(outer) <= cap_address(inner) && last_byte(inner) <= last_byte(outer);
}

/* Is the object of `b` part of the object of `a`? (sel4-abi 5.3) */
static bool same_region(struct cap a, struct cap b)
{
    unsigned type = cap_type(a);

    switch (type) {
    case CAP_TAG_UNTYPED:
        return cap_is_physical(b) && lies_inside(a, b);
    case CAP_TAG_FRAME:
        return cap_type(b) == CAP_TAG_FRAME && lies_inside(a, b);
    case CAP_TAG_CNODE:
        return cap_type(b) == type && cap_address(a) == cap_address(b) &&
               cap_cnode_radix(a) == cap_cnode_radix(b);
    case CAP_TAG_IRQ_CONTROL:
        return cap_type(b) == CAP_TAG_IRQ_CONTROL || cap_type(b) == CAP_TAG_IRQ_HANDLER ||
               cap_type(b) == CAP_TAG_SGI_SIGNAL;
    case CAP_TAG_IRQ_HANDLER:
    case CAP_TAG_SGI_SIGNAL:
        return cap_type(b) == type && cap_value(a) == cap_value(b);
    case CAP_TAG_DOMAIN:
    case CAP_TAG_ASID_CONTROL:
        return cap_type(b) == type;
    case CAP_TAG_NULL:
    case CAP_TAG_ZOMBIE:
        return false;
    default:
        return cap_type(b) == type && cap_address(a) == cap_address(b);
    }
}

bool derivation_same_object(struct cap a, struct cap b)
{
    switch (cap_type(a)) {
    case CAP_TAG_UNTYPED:
    case CAP_TAG_IRQ_CONTROL:
    case CAP_TAG_SGI_SIGNAL:
        return false;
    case CAP_TAG_FRAME:
        return cap_type(b) == CAP_TAG_FRAME && cap_address(a) == cap_address(b) &&
               cap_size_field(a) == cap_size_field(b) && cap_is_device(a) == cap_is_device(b);
    default:
        return same_region(a, b);
    }
}

/* May the new capability be a parent itself, being made from `source`? */
static bool is_revocable_derivation(struct cap cap, struct cap source)
{
    switch (cap_type(cap)) {
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        return cap_value(cap) != cap_value(source);
    case CAP_TAG_IRQ_HANDLER:
    case CAP_TAG_SGI_SIGNAL:
        return cap_type(source) == CAP_TAG_IRQ_CONTROL;
    case CAP_TAG_UNTYPED:
        return true;
    default:
        return false;
    }
}

static void link_behind(struct slot *before, struct slot *slot, unsigned flags)
{
    struct slot *next = derivation_next(before);

    slot->prev = before;
    slot->next_and_flags = (word_t)(uintptr_t)next | flags;
    if (next != NULL) {
        next->prev = slot;
    }
    set_next(before, slot);
}

/* A copied untyped takes all memory with it, so that the two never hand out the same. */
static void fill_copied_untyped(struct cap cap, struct slot *source)
{
    struct cap from = source->cap;

    if (cap_type(from) == CAP_TAG_UNTYPED && cap_type(cap) == CAP_TAG_UNTYPED &&
        cap_address(from) == cap_address(cap) && cap_size_field(from) == cap_size_field(cap)) {
        word_t bytes = UINT64_C(1) << cap_size_field(from);
        source->cap = cap_with_value(from, bytes >> CAP_UNTYPED_UNIT_BITS);
    }
}

void derivation_insert(struct cap cap, struct slot *source, struct slot *dest)
{
    bool revocable = is_revocable_derivation(cap, source->cap);

    kernel_assert(cap_is_null(dest->cap) && dest->prev == NULL && dest->next_and_flags == 0);
    fill_copied_untyped(cap, source);
    dest->cap = cap;
    link_behind(source, dest, revocable ? DERIVATION_REVOCABLE | DERIVATION_FIRST_BADGED : 0);
}

void derivation_insert_new(struct cap cap, struct slot *parent, struct slot *dest)
{
    kernel_assert(cap_is_null(dest->cap));
    dest->cap = cap;
    link_behind(parent, dest, DERIVATION_REVOCABLE | DERIVATION_FIRST_BADGED);
}

void derivation_insert_root(struct cap cap, struct slot *dest)
{
    kernel_assert(cap_is_null(dest->cap));
    dest->cap = cap;
    dest->prev = NULL;
    dest->next_and_flags = DERIVATION_REVOCABLE | DERIVATION_FIRST_BADGED;
}

/* The neighbours of a slot that has got new contents point to it again. */
static void relink_neighbours(struct slot *slot)
{
    struct slot *next = derivation_next(slot);

    if (slot->prev != NULL) {
        set_next(slot->prev, slot);
    }
    if (next != NULL) {
        next->prev = slot;
    }
}

static void make_empty(struct slot *slot)
{
    slot->cap = cap_null();
    slot->prev = NULL;
    slot->next_and_flags = 0;
}

void derivation_move(struct cap cap, struct slot *source, struct slot *dest)
{
    kernel_assert(cap_is_null(dest->cap) && source != dest);
    dest->cap = cap;
    dest->prev = source->prev;
    dest->next_and_flags = source->next_and_flags;
    make_empty(source);
    relink_neighbours(dest);
}

void derivation_swap(struct cap cap1, struct slot *slot1, struct cap cap2, struct slot *slot2)
{
    struct slot kept = *slot1;

    slot1->cap = cap2;
    slot2->cap = cap1;

    /* Neighbours of slot1 first, then exchange, then neighbours of both: when the two slots are
     * neighbours of each other, the first step leaves a link of slot2 to itself, which the exchange
     * and the relinking of slot1 (before slot2) turn into the right one. */
    if (kept.prev != NULL) {
        set_next(kept.prev, slot2);
    }
    if (derivation_next(&kept) != NULL) {
        derivation_next(&kept)->prev = slot2;
    }
    slot1->prev = slot2->prev;
    slot1->next_and_flags = slot2->next_and_flags;
    slot2->prev = kept.prev;
    slot2->next_and_flags = kept.next_and_flags;
    relink_neighbours(slot1);
    relink_neighbours(slot2);
}

void derivation_remove(struct slot *slot)
{
    struct slot *prev = slot->prev;
    struct slot *next = derivation_next(slot);

    if (prev != NULL) {
        set_next(prev, next);
    }
    if (next != NULL) {
        next->prev = prev;
        next->next_and_flags |= slot->next_and_flags & DERIVATION_FIRST_BADGED;
    }
    make_empty(slot);
}

bool derivation_is_parent(const struct slot *a, const struct slot *b)
{
    if (!derivation_is_revocable(a) || !same_region(a->cap, b->cap)) {
        return false;
    }
    switch (cap_type(a->cap)) {
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        if (cap_value(a->cap) == 0) {
            return true;
        }
        return cap_value(a->cap) == cap_value(b->cap) && !derivation_is_first_badged(b);
    case CAP_TAG_SGI_SIGNAL:
        return !derivation_is_first_badged(b);
    default:
        return true;
    }
}

bool derivation_has_children(const struct slot *slot)
{
    const struct slot *next = derivation_next(slot);

    return next != NULL && derivation_is_parent(slot, next);
}

bool derivation_is_final(const struct slot *slot)
{
    const struct slot *next = derivation_next(slot);

    if (slot->prev != NULL && derivation_same_object(slot->prev->cap, slot->cap)) {
        return false;
    }
    return next == NULL || !derivation_same_object(slot->cap, next->cap);
}
