/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer the bytes not handed out are poisoned, so that overruns inside the arena
 * and uses after a reset are caught as if every object had its own malloc. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define ARENA_POISON(start, size)   ASAN_POISON_MEMORY_REGION((start), (size))
#define ARENA_UNPOISON(start, size) ASAN_UNPOISON_MEMORY_REGION((start), (size))
#define ARENA_GAP                   8 /* poisoned bytes between objects */
#else
#define ARENA_POISON(start, size)   ((void)(start), (void)(size))
#define ARENA_UNPOISON(start, size) ((void)(start), (void)(size))
#define ARENA_GAP                   0
#endif

#define ARENA_BLOCK_SIZE ((size_t)64 * 1024)
#define ARENA_KEPT_MAX   ((size_t)4 * 1024 * 1024)
#define ARENA_MAX_ALIGN  4096

/* A piece of memory from malloc; its bytes follow the header. */
struct arena_block {
    struct arena_block *older;
    size_t size;   /* bytes after the header */
    size_t offset; /* bytes of these in use */
    max_align_t bytes[];
};

static unsigned char *arena_block_bytes(struct arena_block *block)
{
    return (unsigned char *)block->bytes;
}

static _Noreturn void arena_exhausted(struct arena *arena)
{
    if (arena->failure != NULL) {
        longjmp(*arena->failure, 1);
    }
    abort();
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

static void arena_free_until(struct arena *arena, const struct arena_block *stop)
{
    while (arena->last != stop) {
        struct arena_block *block = arena->last;

        arena->last = block->older;
        arena->reserved -= block->size + sizeof(*block);
        ARENA_UNPOISON(arena_block_bytes(block), block->size);
        free(block);
    }
}

void arena_done(struct arena *arena)
{
    arena_free_until(arena, NULL);
    arena->used = 0;
}

/* Puts a new block of at least `size` bytes in front. Blocks grow with the arena, so that the
 * number of blocks stays logarithmic. */
static void arena_add_block(struct arena *arena, size_t size)
{
    size_t wanted = arena->reserved / 4 > ARENA_BLOCK_SIZE ? arena->reserved / 4 : ARENA_BLOCK_SIZE;
    struct arena_block *block;

    if (arena->last == NULL && wanted < arena->expected) {
        wanted = arena->expected;
    }
    if (wanted < size) {
        wanted = size;
    }
    if (wanted > SIZE_MAX / 2 - sizeof(*block)) {
        arena_exhausted(arena);
    }
    if (arena->limit != 0 && arena->reserved + wanted + sizeof(*block) > arena->limit) {
        wanted = size;
        if (arena->reserved + wanted + sizeof(*block) > arena->limit) {
            arena_exhausted(arena);
        }
    }
    block = malloc(sizeof(*block) + wanted);
    if (block == NULL) {
        arena_exhausted(arena);
    }
    block->older = arena->last;
    block->size = wanted;
    block->offset = 0;
    arena->reserved += wanted + sizeof(*block);
    arena->last = block;
    ARENA_POISON(arena_block_bytes(block), wanted);
}

/* Offset in `block` at which an object of that alignment can begin; may lie past the end. */
static size_t arena_aligned_offset(struct arena_block *block, size_t align)
{
    uintptr_t base = (uintptr_t)arena_block_bytes(block);
    uintptr_t at = (base + block->offset + align - 1) & ~(uintptr_t)(align - 1);

    return (size_t)(at - base);
}

void *arena_alloc(struct arena *arena, size_t size, size_t align)
{
    struct arena_block *block = arena->last;
    size_t offset = 0;
    unsigned char *bytes;

    assert(align != 0 && (align & (align - 1)) == 0 && align <= ARENA_MAX_ALIGN);
    if (size > SIZE_MAX / 4) {
        arena_exhausted(arena);
    }
    if (block != NULL) {
        offset = arena_aligned_offset(block, align);
    }
    if (block == NULL || offset > block->size || block->size - offset < size + ARENA_GAP) {
        arena_add_block(arena, size + align + ARENA_GAP);
        block = arena->last;
        offset = arena_aligned_offset(block, align);
    }
    bytes = arena_block_bytes(block) + offset;
    block->offset = offset + size + ARENA_GAP;
    arena->used += size;
    ARENA_UNPOISON(bytes, size);
    memset(bytes, 0, size);
    return bytes;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size, size_t align)
{
    if (size != 0 && count > SIZE_MAX / size) {
        arena_exhausted(arena);
    }
    return arena_alloc(arena, count * size, align);
}

/* Enlarges the latest allocation where it is; false if it is not the latest or there is no room. */
static bool arena_extend(struct arena *arena, const unsigned char *old, size_t old_size,
                         size_t new_size)
{
    struct arena_block *block = arena->last;
    unsigned char *bytes;
    size_t start;

    if (block == NULL || old == NULL) {
        return false;
    }
    bytes = arena_block_bytes(block);
    if (block->offset < old_size + ARENA_GAP) {
        return false;
    }
    start = block->offset - ARENA_GAP - old_size;
    if (bytes + start != old || block->size - start < new_size + ARENA_GAP) {
        return false;
    }
    ARENA_UNPOISON(bytes + start, new_size);
    memset(bytes + start + old_size, 0, new_size - old_size);
    block->offset = start + new_size + ARENA_GAP;
    arena->used += new_size - old_size;
    return true;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size, size_t align)
{
    void *bytes;

    assert(new_size >= old_size);
    if (new_size > SIZE_MAX / 4) {
        arena_exhausted(arena);
    }
    if (arena_extend(arena, old, old_size, new_size)) {
        return old;
    }
    bytes = arena_alloc(arena, new_size, align);
    if (old_size != 0) {
        memcpy(bytes, old, old_size);
    }
    return bytes;
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
    char *copy = arena_alloc(arena, size + 1, 1);

    if (size != 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    char local[256]; /* most texts fit and need to be formatted only once */
    char *text;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(local, sizeof(local), format, arguments);
    assert(size >= 0);
    if ((size_t)size < sizeof(local)) {
        text = arena_strndup(arena, local, (size_t)size);
    } else {
        text = arena_alloc(arena, (size_t)size + 1, 1);
        vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->last,
        .offset = arena->last == NULL ? 0 : arena->last->offset,
        .used = arena->used,
    };
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    arena_free_until(arena, mark.block);
    if (mark.block != NULL) {
        assert(mark.offset <= mark.block->offset);
        mark.block->offset = mark.offset;
        ARENA_POISON(arena_block_bytes(mark.block) + mark.offset, mark.block->size - mark.offset);
    }
    arena->used = mark.used;
}

void arena_clear(struct arena *arena)
{
    if (arena->last != NULL && arena->last->older == NULL) {
        arena->last->offset = 0;
        ARENA_POISON(arena_block_bytes(arena->last), arena->last->size);
    } else {
        arena->expected = arena->reserved < ARENA_KEPT_MAX ? arena->reserved : ARENA_KEPT_MAX;
        arena_free_until(arena, NULL);
    }
    arena->used = 0;
}
