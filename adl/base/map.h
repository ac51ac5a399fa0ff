/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Lookup maps on an arena, from a 64-bit key or a string to a 32-bit value, which is mostly an
 * index into a vec. A zeroed map is empty. Maps are for lookup only: there is no way to iterate,
 * since hash order must never reach an output. Entries cannot be removed.
 *
 * `struct map` takes numbers, pairs of ids (map_key_from_pair) and interned strings by pointer
 * (map_key_from_pointer). `struct map_string` compares the text and keeps the key's pointer, so
 * the key must live as long as the map.
 */
#ifndef ADL_BASE_MAP_H
#define ADL_BASE_MAP_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "adl/base/arena.h"

struct map_slot {
    uint64_t key;
    uint32_t value;
    bool taken;
};

struct map {
    struct map_slot *slots; /* open addressing, linear probing, at most 3/4 full */
    size_t capacity;        /* 0 or a power of two */
    size_t count;
};

struct map_string_slot {
    const char *key; /* NULL = free */
    uint64_t hash;
    uint32_t value;
};

struct map_string {
    struct map_string_slot *slots;
    size_t capacity;
    size_t count;
};

/* The key for a pointer, such as an interned string. */
static inline uint64_t map_key_from_pointer(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer;
}

/* The key for an ordered pair of ids. */
static inline uint64_t map_key_from_pair(uint32_t first, uint32_t second)
{
    return (uint64_t)first << 32 | second;
}

/* Spreads the bits of `key`, so that neighbouring keys do not cluster. */
static inline uint64_t map_hash_number(uint64_t key)
{
    key ^= key >> 32;
    key *= UINT64_C(0x9e3779b97f4a7c15);
    key ^= key >> 29;
    key *= UINT64_C(0xbf58476d1ce4e5b9);
    return key ^ key >> 32;
}

/* 64-bit FNV-1a of `size` bytes. */
static inline uint64_t map_hash_bytes(const char *bytes, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 32;
}

/* The slot that holds `key` or where it belongs; the map must have a free slot. */
static inline struct map_slot *map_slot_for(const struct map *map, uint64_t key)
{
    size_t at = (size_t)map_hash_number(key) & (map->capacity - 1);

    while (map->slots[at].taken && map->slots[at].key != key) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->slots[at];
}

/* Finds `key`: true and its value in `*value` (which may be NULL), or false. */
static inline bool map_get(const struct map *map, uint64_t key, uint32_t *value)
{
    const struct map_slot *slot;

    if (map->count == 0) {
        return false;
    }
    slot = map_slot_for(map, key);
    if (slot->taken && value != NULL) {
        *value = slot->value;
    }
    return slot->taken;
}

/* Copies the entries of `old` into the larger, empty table of `map`. */
static inline void map_move(struct map *map, const struct map *old)
{
    for (size_t i = 0; i < old->capacity; i++) {
        if (old->slots[i].taken) {
            *map_slot_for(map, old->slots[i].key) = old->slots[i];
        }
    }
}

/* Doubles the table. */
static inline void map_enlarge(struct map *map, struct arena *arena)
{
    struct map old = *map;

    map->capacity = old.capacity == 0 ? 16 : old.capacity * 2;
    map->slots = arena_array(arena, struct map_slot, map->capacity);
    map_move(map, &old);
}

/* Makes room for `more` more keys, so that putting them leaves no outgrown tables in the arena. */
static inline void map_reserve(struct map *map, struct arena *arena, size_t more)
{
    struct map old = *map;

    assert(more < SIZE_MAX / 4);
    map->capacity = old.capacity == 0 ? 16 : old.capacity;
    while (map->capacity / 4 * 3 < old.count + more) {
        map->capacity *= 2;
    }
    if (map->capacity != old.capacity) {
        map->slots = arena_array(arena, struct map_slot, map->capacity);
        map_move(map, &old);
    }
}

/* Sets the value of `key`; true if the key is new, false if its value was replaced. */
static inline bool map_put(struct map *map, struct arena *arena, uint64_t key, uint32_t value)
{
    struct map_slot *slot;
    bool fresh;

    if (map->count + 1 > map->capacity / 4 * 3) {
        map_enlarge(map, arena);
    }
    slot = map_slot_for(map, key);
    fresh = !slot->taken;
    *slot = (struct map_slot){.key = key, .value = value, .taken = true};
    map->count += fresh ? 1 : 0;
    return fresh;
}

/* The slot that holds `key` or where it belongs; the map must have a free slot. */
static inline struct map_string_slot *map_string_slot_for(const struct map_string *map,
                                                          const char *key, uint64_t hash)
{
    size_t at = (size_t)hash & (map->capacity - 1);

    while (map->slots[at].key != NULL &&
           (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0)) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->slots[at];
}

/* Finds the text `key`: true and its value in `*value` (which may be NULL), or false. */
static inline bool map_string_get(const struct map_string *map, const char *key, uint32_t *value)
{
    const struct map_string_slot *slot;

    if (map->count == 0) {
        return false;
    }
    slot = map_string_slot_for(map, key, map_hash_bytes(key, strlen(key)));
    if (slot->key != NULL && value != NULL) {
        *value = slot->value;
    }
    return slot->key != NULL;
}

/* Doubles the table. */
static inline void map_string_enlarge(struct map_string *map, struct arena *arena)
{
    struct map_string old = *map;

    map->capacity = old.capacity == 0 ? 16 : old.capacity * 2;
    map->slots = arena_array(arena, struct map_string_slot, map->capacity);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key != NULL) {
            *map_string_slot_for(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
        }
    }
}

/* Sets the value of the text `key`, whose pointer is kept; true if the key is new. */
static inline bool map_string_put(struct map_string *map, struct arena *arena, const char *key,
                                  uint32_t value)
{
    uint64_t hash = map_hash_bytes(key, strlen(key));
    struct map_string_slot *slot;
    bool fresh;

    if (map->count + 1 > map->capacity / 4 * 3) {
        map_string_enlarge(map, arena);
    }
    slot = map_string_slot_for(map, key, hash);
    fresh = slot->key == NULL;
    if (fresh) {
        slot->key = key;
        slot->hash = hash;
        map->count++;
    }
    slot->value = value;
    return fresh;
}

#endif
