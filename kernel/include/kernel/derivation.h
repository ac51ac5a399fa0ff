/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The derivation tree, kept as one doubly linked list of slots in pre-order plus two flags a slot:
 *   revocable     this capability can be a parent at all
 *   first badged  this is the first of the capabilities with its badge; never a child of an equally
 * badged one Whether b, somewhere after a, descends from a is computed from the two capabilities
 * and the flags (derivation_is_parent). All capabilities to one object are contiguous except for
 * untyped parents. Only this file writes prev and next_and_flags.
 */
#ifndef KERNEL_DERIVATION_H
#define KERNEL_DERIVATION_H

#include "kernel/types.h"

#define DERIVATION_REVOCABLE    1u
#define DERIVATION_FIRST_BADGED 2u

static inline struct slot *derivation_next(const struct slot *slot)
{
    return (struct slot *)(uintptr_t)(slot->next_and_flags & ~(word_t)3);
}

static inline bool derivation_is_revocable(const struct slot *slot)
{
    return (slot->next_and_flags & DERIVATION_REVOCABLE) != 0;
}

static inline bool derivation_is_first_badged(const struct slot *slot)
{
    return (slot->next_and_flags & DERIVATION_FIRST_BADGED) != 0;
}

/* Puts `cap` into the empty slot `dest` as something derived from `source`, directly behind it. A
 * copy of an untyped makes the source full. */
void derivation_insert(struct cap cap, struct slot *source, struct slot *dest);

/* The same for a capability that cannot have children, behind a `source` that is the last of its
 * list; for the fast path, which knows that `dest` is empty. */
static inline void derivation_link_only_child(struct cap cap, struct slot *source,
                                              struct slot *dest)
{
    dest->cap = cap;
    dest->prev = source;
    source->next_and_flags |= (word_t)(uintptr_t)dest;
}

/* Takes such a child out again, while it still is the only one. */
static inline void derivation_unlink_only_child(struct slot *source, struct slot *child)
{
    source->next_and_flags &= 3u;
    child->cap.word[0] = 0;
    child->cap.word[1] = 0;
    child->prev = NULL;
    child->next_and_flags = 0;
}

/* Puts `cap` for a new object into the empty `dest`, directly behind its parent untyped; revocable,
 * first badged. */
void derivation_insert_new(struct cap cap, struct slot *parent, struct slot *dest);

/* Puts `cap` into the empty `dest` in a list of its own; revocable, first badged. */
void derivation_insert_root(struct cap cap, struct slot *dest);

/* `cap` takes over the place of `source` and stands in the empty `dest`; source is empty after. */
void derivation_move(struct cap cap, struct slot *source, struct slot *dest);

/* Exchanges two slots: cap1 was in slot1 and goes to slot2, and the other way round. */
void derivation_swap(struct cap cap1, struct slot *slot1, struct cap cap2, struct slot *slot2);

/* Takes the slot out of the list and empties it; the first badged flag passes to the successor. */
void derivation_remove(struct slot *slot);

/* Is `b`, which stands somewhere after `a`, a descendant of `a`? */
bool derivation_is_parent(const struct slot *a, const struct slot *b);

/* Does the untyped, CNode, ... `slot` have a child? Looks at the next slot only. */
bool derivation_has_children(const struct slot *slot);

/* Is the capability in `slot` the only one to its object? */
bool derivation_is_final(const struct slot *slot);

/* Do both capabilities name the same object? */
bool derivation_same_object(struct cap a, struct cap b);

#endif
