/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/intern.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/map.h"

/* What stands in memory before the first byte of an interned string. */
struct intern_header {
    uint32_t length;
    uint32_t hash;
};

static struct intern_header intern_header_of(const char *interned)
{
    struct intern_header header;

    memcpy(&header, interned - sizeof(header), sizeof(header));
    return header;
}

void intern_init(struct interner *interner, struct arena *arena)
{
    *interner = (struct interner){.arena = arena};
}

/* Index of the slot that holds this text, or of the free slot where it belongs. */
static size_t intern_slot(const struct interner *interner, const char *text, size_t size,
                          uint32_t hash)
{
    size_t at = (size_t)hash & (interner->capacity - 1);

    while (interner->slots[at] != NULL) {
        const char *there = interner->slots[at];
        struct intern_header header = intern_header_of(there);

        if (header.hash == hash && header.length == size && memcmp(there, text, size) == 0) {
            break;
        }
        at = (at + 1) & (interner->capacity - 1);
    }
    return at;
}

/* The hash of a text: what of 64 bits is left in 32. */
static uint32_t intern_hash(const char *text, size_t size)
{
    return (uint32_t)map_hash_bytes(text, size);
}

static void intern_enlarge(struct interner *interner, size_t capacity)
{
    const char **old = interner->slots;
    size_t old_capacity = interner->capacity;

    interner->capacity = capacity;
    interner->slots = arena_array(interner->arena, const char *, interner->capacity);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i] != NULL) {
            struct intern_header header = intern_header_of(old[i]);

            interner->slots[intern_slot(interner, old[i], header.length, header.hash)] = old[i];
        }
    }
}

void intern_reserve(struct interner *interner, size_t more)
{
    size_t capacity = interner->capacity == 0 ? 256 : interner->capacity;

    assert(more < SIZE_MAX / 4);
    while (capacity / 4 * 3 < interner->count + more) {
        capacity *= 2;
    }
    if (capacity != interner->capacity) {
        intern_enlarge(interner, capacity);
    }
}

const char *intern_bytes(struct interner *interner, const char *text, size_t size)
{
    struct intern_header header = {.length = (uint32_t)size, .hash = intern_hash(text, size)};
    char *copy;
    size_t slot;

    assert(size <= UINT32_MAX && memchr(text, '\0', size) == NULL);
    if (interner->count + 1 > interner->capacity / 4 * 3) {
        intern_enlarge(interner, interner->capacity == 0 ? 256 : interner->capacity * 2);
    }
    slot = intern_slot(interner, text, size, header.hash);
    if (interner->slots[slot] != NULL) {
        return interner->slots[slot];
    }
    copy = arena_alloc(interner->arena, sizeof(header) + size + 1, alignof(struct intern_header));
    memcpy(copy, &header, sizeof(header));
    copy += sizeof(header);
    memcpy(copy, text, size);
    interner->slots[slot] = copy;
    interner->count++;
    return copy;
}

const char *intern_string(struct interner *interner, const char *text)
{
    return intern_bytes(interner, text, strlen(text));
}

const char *intern_printf(struct interner *interner, const char *format, ...)
{
    struct arena_mark mark = arena_mark(interner->arena);
    va_list arguments;
    char *text;
    size_t size;
    const char *found;

    va_start(arguments, format);
    text = arena_vprintf(interner->arena, format, arguments);
    va_end(arguments);
    size = strlen(text);
    found = intern_find(interner, text);
    if (found != NULL) {
        arena_reset(interner->arena, mark);
        return found;
    }
    return intern_bytes(interner, text, size);
}

const char *intern_find(const struct interner *interner, const char *text)
{
    size_t size = strlen(text);

    if (interner->count == 0) {
        return NULL;
    }
    return interner->slots[intern_slot(interner, text, size, intern_hash(text, size))];
}

size_t intern_length(const char *interned)
{
    return intern_header_of(interned).length;
}
