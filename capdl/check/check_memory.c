/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory: objects at fixed addresses do not overlap, what lies in an untyped fits into it, and no
 * untyped lies in itself.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "capdl/check/check_state.h"
#include "capdl/spec/sizes.h"

static int compare_addresses(const void *a, const void *b)
{
    const struct spec_object *const *x = a;
    const struct spec_object *const *y = b;

    if ((*x)->paddr != (*y)->paddr) {
        return (*x)->paddr < (*y)->paddr ? -1 : 1;
    }
    return *x < *y ? -1 : 1; /* both in one array: declared order */
}

static bool is_frame(const struct spec_object *object, uint32_t owner)
{
    (void)owner;
    return object->kind == SPEC_KIND_FRAME;
}

/* Members of untypeds lie on those, which check_cover() looks at. */
static bool is_outermost(const struct spec_object *object, uint32_t owner)
{
    return owner == UINT32_MAX &&
           (object->kind == SPEC_KIND_FRAME || object->kind == SPEC_KIND_UNTYPED);
}

/* Reports objects at fixed addresses that lie on each other, of those that `wanted` takes. */
static void check_addresses(struct checker *k, const uint32_t *owners,
                            bool (*wanted)(const struct spec_object *object, uint32_t owner))
{
    VEC(const struct spec_object *) fixed = {0};
    const struct spec_object *last = NULL; /* the one that reaches furthest so far */

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];

        if (object->has_paddr && object->size_bits < 64 && wanted(object, owners[i])) {
            vec_push(&k->c->arena, &fixed, object);
        }
    }
    if (fixed.count > 0) {
        qsort(fixed.items, fixed.count, sizeof(*fixed.items), compare_addresses);
    }
    for (size_t i = 0; i < fixed.count; i++) {
        const struct spec_object *object = fixed.items[i];

        if (last != NULL && object->paddr - last->paddr < UINT64_C(1) << last->size_bits) {
            struct diag *diag = check_fault(k, DIAG_SPEC_MEMORY, object,
                                            "its memory at 0x%" PRIx64 " overlaps that of `%s`",
                                            object->paddr, last->name);

            if (last->span.file != 0) {
                diag_label(diag, last->span, "`%s` is declared here", last->name);
            }
        }
        if (last == NULL || object->paddr + ((UINT64_C(1) << object->size_bits) - 1) >
                                last->paddr + ((UINT64_C(1) << last->size_bits) - 1)) {
            last = object;
        }
    }
}

/* The untyped that each object lies in, UINT32_MAX: none. */
static uint32_t *find_owners(struct checker *k)
{
    uint32_t *owners = arena_array(&k->c->scratch, uint32_t, k->spec->object_count);

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        owners[i] = UINT32_MAX;
    }
    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *untyped = &k->spec->objects[i];

        for (uint32_t n = 0; untyped->kind == SPEC_KIND_UNTYPED && n < untyped->cap_count; n++) {
            uint32_t member = untyped->caps[n].object.index;

            if (member >= k->spec->object_count) {
                continue;
            }
            if (owners[member] != UINT32_MAX) {
                (void)check_fault(k, DIAG_SPEC_MEMORY, &k->spec->objects[member],
                                  "it lies in both `%s` and `%s`",
                                  k->spec->objects[owners[member]].name, untyped->name);
            }
            owners[member] = i;
        }
    }
    return owners;
}

/* Untypeds that lie in themselves. Everything has one owner, so following owners from each untyped
 * once finds all circles. */
static void check_circles(struct checker *k, const uint32_t *owners)
{
    uint32_t *visit = arena_array(&k->c->scratch, uint32_t, k->spec->object_count);

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        uint32_t at = i;

        while (at != UINT32_MAX && visit[at] == 0) {
            visit[at] = i + 1;
            at = owners[at];
        }
        if (at != UINT32_MAX && visit[at] == i + 1) {
            struct diag *diag =
                check_fault(k, DIAG_SPEC_MEMORY, &k->spec->objects[at], "it lies in itself");

            for (uint32_t next = owners[at]; next != at; next = owners[next]) {
                diag_note(diag, "it is reached through `%s`", k->spec->objects[next].name);
            }
        }
    }
}

/* Does what lies in an untyped fit, one object behind the other in the order given? */
static void check_cover(struct checker *k, const struct spec_object *untyped)
{
    uint64_t size = UINT64_C(1) << untyped->size_bits;
    uint64_t used = 0;

    for (uint32_t n = 0; n < untyped->cap_count; n++) {
        const struct spec_object *member;
        uint8_t bits;

        if (untyped->caps[n].object.index >= k->spec->object_count) {
            return;
        }
        member = spec_object(k->spec, untyped->caps[n].object);
        (void)sizes_find(k->spec, member, &bits);
        if (bits >= 64) {
            continue;
        }
        if (member->has_paddr && untyped->has_paddr) {
            uint64_t offset = member->paddr - untyped->paddr;

            if (member->paddr < untyped->paddr || offset >= size) {
                (void)check_fault(k, DIAG_SPEC_MEMORY, member,
                                  "its address 0x%" PRIx64 " is not in `%s`", member->paddr,
                                  untyped->name);
                continue;
            }
            if (offset < used) {
                (void)check_fault(k, DIAG_SPEC_MEMORY, member,
                                  "its address 0x%" PRIx64
                                  " is taken by the members of `%s` in front of it",
                                  member->paddr, untyped->name);
                continue;
            }
            used = offset;
        }
        used = bits == 0 ? used
                         : (used + (UINT64_C(1) << bits) - 1) / (UINT64_C(1) << bits)
                               << bits; /* aligned */
        used += bits == 0 ? 0 : UINT64_C(1) << bits;
        if (used > size) {
            diag_label(check_fault(k, DIAG_SPEC_MEMORY, member,
                                   "it does not fit into `%s`, which has 2^%u bytes", untyped->name,
                                   untyped->size_bits),
                       untyped->span, "the untyped is declared here");
            return;
        }
    }
}

void check_memory(struct checker *k)
{
    const uint32_t *owners = find_owners(k);

    check_circles(k, owners);
    check_addresses(k, owners, is_frame);
    check_addresses(k, owners, is_outermost);
    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];

        if (object->kind == SPEC_KIND_UNTYPED && object->size_bits > 0 && object->size_bits < 63) {
            check_cover(k, object);
        }
    }
}
