/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Growable arrays on an arena. `VEC(type)` declares an anonymous array type for a struct member,
 * `VEC_STRUCT(name, type)` a named one that can be passed to functions. A zeroed vec is empty.
 *
 * Invariant: items[0 .. count) are valid, count <= capacity. Growing moves the items, so keep
 * indices, not pointers, across a push. The old storage stays in the arena until it is reset.
 */
#ifndef ADL_BASE_VEC_H
#define ADL_BASE_VEC_H

#include <assert.h>
#include <stdint.h>

#include "adl/base/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

#define VEC_STRUCT(name, type)                                                                     \
    struct name {                                                                                  \
        type *items;                                                                               \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

/* Storage for at least `wanted` items of `size` bytes, holding the `count` old ones; stores the
 * new capacity. Never fails (see arena.h). */
static inline void *vec_grown(struct arena *arena, void *items, size_t *capacity, size_t wanted,
                              size_t size)
{
    size_t grown = *capacity < 4 ? 4 : *capacity;

    while (grown < wanted && grown <= SIZE_MAX / 2) {
        grown *= 2;
    }
    if (grown < wanted || grown > SIZE_MAX / size) {
        return arena_alloc_array(arena, SIZE_MAX, 2, 1); /* reports that memory ran out */
    }
    items = arena_grow(arena, items, *capacity * size, grown * size, alignof(max_align_t));
    *capacity = grown;
    return items;
}

/* Makes room for `n` more items. */
#define vec_reserve(arena, vec, n)                                                                 \
    ((vec)->capacity - (vec)->count >= (size_t)(n)                                                 \
         ? (void)0                                                                                 \
         : (void)((vec)->items = vec_grown((arena), (vec)->items, &(vec)->capacity,                \
                                           (vec)->count + (size_t)(n), sizeof(*(vec)->items))))

/* Appends the value given (an expression, or a parenthesised compound literal). */
#define vec_push(arena, vec, ...)                                                                  \
    (vec_reserve((arena), (vec), 1), (void)((vec)->items[(vec)->count++] = __VA_ARGS__))

/* Appends a zeroed item and gives a pointer to it, valid until the next push. */
#define vec_add(arena, vec)                                                                        \
    (vec_reserve((arena), (vec), 1), (vec)->items[(vec)->count] = (__typeof__(*(vec)->items)){0},  \
     &(vec)->items[(vec)->count++])

/* Appends all items of `from` (a vec of the same item type). */
#define vec_append(arena, vec, from)                                                               \
    do {                                                                                           \
        for (size_t vec_i_ = 0; vec_i_ < (from)->count; vec_i_++) {                                \
            vec_push((arena), (vec), (from)->items[vec_i_]);                                       \
        }                                                                                          \
    } while (0)

/* Removes the last item and gives its value; the vec must not be empty. */
#define vec_pop(vec) (assert((vec)->count > 0), (vec)->items[--(vec)->count])

/* The last item as an lvalue; the vec must not be empty. */
#define vec_last(vec) ((vec)->items[(vec)->count - 1])

/* Pointer to item `index`, which must exist. */
#define vec_at(vec, index) (assert((size_t)(index) < (vec)->count), &(vec)->items[index])

/* Forgets all items, keeps the storage. */
#define vec_clear(vec) ((void)((vec)->count = 0))

/* for (vec_each(it, &v)): `it` points to each item in order. */
#define vec_each(it, vec)                                                                          \
    __typeof__(*(vec)->items) *it = (vec)->items;                                                  \
    it != NULL &&it < (vec)->items + (vec)->count;                                                 \
    it++

#endif
