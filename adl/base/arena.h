/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The region allocator, and the only caller of malloc in the compiler.
 *
 * Ownership: everything allocated from an arena lives until the arena is reset to an earlier
 * mark or ended; nothing is freed one by one. All memory handed out is zeroed, aligned as asked
 * and never moves. An arena must not be copied or moved once it is in use.
 *
 * Memory running out is not an error every caller could handle: an allocation either succeeds
 * or jumps to `failure` (set by whoever can give up in order: main, a fuzz target); with no
 * `failure` set it aborts. `limit` bounds the total and is met in the same way, so that hostile
 * input cannot eat the machine.
 */
#ifndef ADL_BASE_ARENA_H
#define ADL_BASE_ARENA_H

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *last; /* the block in use; older ones are chained behind it */
    size_t used;              /* bytes handed out so far, for reports */
    size_t reserved;          /* bytes taken from malloc */
    size_t limit;             /* largest `reserved` allowed; 0 = no limit */
    size_t expected;          /* size of the first block, if that is more than usual */
    jmp_buf *failure;         /* where to jump (with value 1) when memory runs out, or NULL */
};

/* A position to which an arena can be reset. */
struct arena_mark {
    struct arena_block *block;
    size_t offset;
    size_t used;
};

/* Makes `arena` an empty arena without limit; takes no memory yet. */
void arena_init(struct arena *arena);

/* Frees all memory of `arena` and leaves it empty and usable again. */
void arena_done(struct arena *arena);

/* Gives up all that was allocated, as arena_done does, but keeps memory for as much again: for work
 * that is done over and over. The limit stays. */
void arena_clear(struct arena *arena);

/* `size` zeroed bytes aligned to `align` (a power of two, at most 4096); never NULL. A size of 0
 * gives a valid pointer that must not be read. */
void *arena_alloc(struct arena *arena, size_t size, size_t align);

/* `count` * `size` zeroed bytes; a product that overflows counts as memory running out. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size, size_t align);

/* Enlarges the allocation at `old` (of `old_size` bytes, may be NULL with 0) to `new_size` bytes:
 * in place if it was the latest one and there is room, else by a copy. The new bytes are zero. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size, size_t align);

/* A NUL-terminated copy of the `size` bytes at `text`. */
char *arena_strndup(struct arena *arena, const char *text, size_t size);

/* A copy of the NUL-terminated `text`. */
char *arena_strdup(struct arena *arena, const char *text);

/* printf into the arena; the result is NUL-terminated. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* The present position; everything allocated after it goes at arena_reset. */
struct arena_mark arena_mark(const struct arena *arena);

/* Gives up everything allocated since `mark` was taken. Marks nest like brackets. */
void arena_reset(struct arena *arena, struct arena_mark mark);

/* One zeroed object, or an array of `count`, of `type`. */
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type), alignof(type)))
#define arena_array(arena, type, count)                                                            \
    ((type *)arena_alloc_array((arena), (count), sizeof(type), alignof(type)))

#endif
