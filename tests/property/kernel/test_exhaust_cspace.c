/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CSpace look-ups in all small shapes: every radix and every guard of up to three CNodes in a row,
 * every depth, every address. The model resolves a string of '0' and '1' from the left.
 */
// link: kernel_core
// sources: tests/property/kernel/exhaust.c
// slow: 3
#include "kernel_world.h"

#include <stdio.h>
#include <string.h>

#include "kernel/cspace.h"
#include "tests/property/kernel/exhaust.h"

#define MAX_RADIX 2u
#define MAX_GUARD 2u
#define MAX_LEVEL 3u

struct shape {
    unsigned radix;
    unsigned guard_size;
    unsigned guard;
    unsigned child; /* slot that holds the next CNode */
};

static _Alignas(32) struct slot tables[MAX_LEVEL][1u << MAX_RADIX];
static struct shape shapes[MAX_LEVEL];
static unsigned levels;
static unsigned bound;
static uint64_t lookups;
static uint64_t shape_count;

/* What the model says. */
struct answer {
    bool found;
    const struct slot *slot;
    unsigned bits_left;
    uint64_t kind;
    uint64_t words[3];
};

static uint64_t number(const char *digits, unsigned count)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < count; i++) {
        value = value * 2 + (digits[i] == '1' ? 1 : 0);
    }
    return value;
}

static struct answer model_resolve(const char *digits)
{
    struct answer answer = {0};

    for (unsigned level = 0;; level++) {
        const struct shape *shape = &shapes[level];
        unsigned left = (unsigned)strlen(digits);
        if (left < shape->guard_size || number(digits, shape->guard_size) != shape->guard) {
            return (struct answer){
                .kind = LOOKUP_GUARD_MISMATCH, .words = {left, shape->guard, shape->guard_size}
            };
        }
        if (left < shape->guard_size + shape->radix) {
            return (struct answer){
                .kind = LOOKUP_DEPTH_MISMATCH, .words = {left, shape->guard_size + shape->radix}
            };
        }
        unsigned index = (unsigned)number(digits + shape->guard_size, shape->radix);
        digits += shape->guard_size + shape->radix;
        answer = (struct answer){true, &tables[level][index], (unsigned)strlen(digits), 0, {0}};
        if (answer.bits_left == 0 || level + 1 == levels || index != shape->child) {
            return answer;
        }
    }
}

static struct cap cnode(unsigned level)
{
    const struct shape *shape = &shapes[level];

    return cap_make(CAP_TAG_CNODE, shape->radix, arch_virt_to_phys(tables[level]),
                    (uint64_t)shape->guard << 6 | shape->guard_size);
}

static void compare_slot_lookup(const struct answer *want, uint64_t address, unsigned bits)
{
    struct slot *slot = NULL;
    enum outcome outcome = cspace_lookup_slot(cnode(0), address, bits, true, &slot);

    if (bits == 0) {
        assert_int_equal(outcome, OUTCOME_ERROR);
        assert_int_equal(kernel.error.code, ERR_RANGE);
        return;
    }
    assert_int_equal(outcome == OUTCOME_OK, want->found && want->bits_left == 0);
    if (outcome == OUTCOME_OK) {
        assert_ptr_equal(slot, want->slot);
        return;
    }
    assert_int_equal(kernel.error.code, ERR_FAILED_LOOKUP);
    if (want->found) {
        assert_int_equal(kernel.lookup.kind, LOOKUP_DEPTH_MISMATCH);
        assert_int_equal(kernel.lookup.word[0], want->bits_left);
        assert_int_equal(kernel.lookup.word[1], 0);
    }
}

/* Resolves the `bits` low bits of `address` on both sides. */
static void check(uint64_t address, unsigned bits)
{
    char digits[WORD_BITS + 1];
    struct answer want;
    struct slot *slot = NULL;
    unsigned left = 99;
    bool found;

    for (unsigned i = 0; i < bits; i++) {
        digits[i] = (address >> (bits - 1 - i) & 1) != 0 ? '1' : '0';
    }
    digits[bits] = '\0';
    want = model_resolve(digits);
    memset(&kernel.lookup, 0, sizeof(kernel.lookup));
    found = cspace_resolve(cnode(0), address, bits, &slot, &left);
    lookups++;
    assert_int_equal(found, want.found);
    if (found) {
        assert_ptr_equal(slot, want.slot);
        assert_int_equal(left, want.bits_left);
    } else {
        assert_int_equal(kernel.lookup.kind, want.kind);
        assert_memory_equal(kernel.lookup.word, want.words, sizeof(want.words));
    }
    compare_slot_lookup(&want, address, bits);
}

/* All addresses of all depths: up to what the shape can consume and one more, with and without
 * bits above the depth; and at the far end, full words that begin with every pattern. */
static void check_shape(void)
{
    unsigned consumed = 0;

    shape_count++;
    for (unsigned level = 0; level < levels; level++) {
        memset(tables[level], 0, sizeof(tables[level]));
        consumed += shapes[level].radix + shapes[level].guard_size;
    }
    for (unsigned level = 0; level + 1 < levels; level++) {
        tables[level][shapes[level].child].cap = cnode(level + 1);
    }
    for (unsigned bits = 0; bits <= consumed + 1; bits++) {
        for (uint64_t address = 0; address < UINT64_C(1) << bits; address++) {
            check(address, bits);
            check(address | ~UINT64_C(0) << bits, bits);
        }
    }
    for (uint64_t address = 0; address < UINT64_C(1) << consumed; address++) {
        for (unsigned bits = WORD_BITS - 1; bits <= WORD_BITS; bits++) {
            check(address << (bits - consumed), bits);
            check(address << (bits - consumed) | 1, bits);
        }
    }
}

static void each_shape(unsigned level)
{
    struct shape *shape = &shapes[level];

    if (level == levels) {
        check_shape();
        return;
    }
    for (shape->radix = 1; shape->radix <= MAX_RADIX; shape->radix++) {
        for (shape->guard_size = 0; shape->guard_size <= MAX_GUARD; shape->guard_size++) {
            for (shape->guard = 0; shape->guard < 1u << shape->guard_size; shape->guard++) {
                for (shape->child = 0; shape->child < 1u << shape->radix; shape->child++) {
                    each_shape(level + 1);
                }
            }
        }
    }
}

static void test_all_shapes(void **state)
{
    (void)state;
    world_boot();
    for (levels = 1; levels <= bound && levels <= MAX_LEVEL; levels++) {
        lookups = 0;
        shape_count = 0;
        each_shape(0);
        printf("%u CNodes in a row: %llu shapes, %llu look-ups\n", levels,
               (unsigned long long)shape_count, (unsigned long long)lookups);
        assert_true(lookups > 0);
    }
}

/* Every guard and every radix that fit into a word together, at every depth. */
static void test_large_guards(void **state)
{
    (void)state;
    world_boot();
    levels = 1;
    lookups = 0;
    for (shapes[0].radix = 1; shapes[0].radix <= MAX_RADIX; shapes[0].radix++) {
        for (shapes[0].guard_size = 0; shapes[0].guard_size <= 58; shapes[0].guard_size++) {
            shapes[0].guard = shapes[0].guard_size == 0 ? 0 : 1;
            for (unsigned bits = 0; bits <= WORD_BITS; bits++) {
                for (unsigned place = 0; place < WORD_BITS; place++) {
                    check(UINT64_C(1) << place, bits);
                    check(UINT64_C(5) << place, bits);
                }
            }
        }
    }
    printf("one CNode, guards up to 58 bits: %llu look-ups\n", (unsigned long long)lookups);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_shapes),
        cmocka_unit_test(test_large_guards),
    };

    bound = exhaust_bound(argc, argv, 2);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
