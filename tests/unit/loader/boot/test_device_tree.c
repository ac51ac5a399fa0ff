/* SPDX-License-Identifier: BSD-2-Clause */
// sources: loader/boot/device_tree.c
/* The boot loader's reader of device trees, on a small tree made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loader/boot/include/device_tree.h"

/* A tree under construction: big-endian words and bytes. */
struct maker {
    uint8_t bytes[512];
    size_t at;
};

static void word(struct maker *m, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        m->bytes[m->at++] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static void word_at(struct maker *m, size_t at, uint32_t value)
{
    size_t here = m->at;

    m->at = at;
    word(m, value);
    m->at = here;
}

static void node(struct maker *m, const char *name)
{
    word(m, 1);
    memcpy(m->bytes + m->at, name, strlen(name) + 1);
    m->at = (m->at + strlen(name) + 4) & ~(size_t)3;
}

/* Strings: "#address-cells" at 0, "#size-cells" at 15, "reg" at 27. */
static void cells(struct maker *m, uint32_t name, uint32_t value)
{
    word(m, 3);
    word(m, 4);
    word(m, name);
    word(m, value);
}

/* / { #address-cells = 2; #size-cells = 2; cpus { }; memory@80000000 { reg = 1 GiB there, and
   64 KiB at 0x1_0000_0000 }; soc { memory@0 { reg = ... } } } and 100 bytes of padding. */
static struct maker tree(void)
{
    struct maker m = {.at = 56};
    size_t strings, end;

    node(&m, "");
    cells(&m, 0, 2);
    cells(&m, 15, 2);
    node(&m, "cpus");
    word(&m, 4);
    word(&m, 2);
    node(&m, "memory@80000000");
    word(&m, 3);
    word(&m, 32);
    word(&m, 27);
    for (unsigned i = 0; i < 8; i++) {
        static const uint32_t reg[8] = {0, 0x80000000, 0, 0x40000000, 1, 0, 0, 0x10000};

        word(&m, reg[i]);
    }
    word(&m, 2);
    node(&m, "soc");
    node(&m, "memory@0");
    word(&m, 3);
    word(&m, 16);
    word(&m, 27);
    for (unsigned i = 0; i < 4; i++) {
        word(&m, i == 3 ? 0x1000 : 0);
    }
    word(&m, 2);
    word(&m, 2);
    word(&m, 2);
    word(&m, 9);
    strings = m.at;
    memcpy(m.bytes + m.at, "#address-cells\0#size-cells\0reg", 31);
    m.at += 31;
    end = m.at;
    m.at = 0;
    word(&m, 0xd00dfeed);
    word(&m, (uint32_t)end + 100);
    word(&m, 56);
    word(&m, (uint32_t)strings);
    word(&m, 40);
    word(&m, 17);
    word(&m, 16);
    word(&m, 0);
    word(&m, 31);
    word(&m, (uint32_t)strings - 56);
    m.at = end;
    return m;
}

static void test_size_leaves_padding_out(void **state)
{
    struct maker m = tree();

    (void)state;
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), m.at);
    device_tree_set_size(m.bytes, m.at);
    assert_int_equal(device_tree_size(m.bytes, m.at), m.at);
    assert_int_equal(device_tree_size(m.bytes, m.at - 1), 0);
    m.bytes[0] = 0;
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), 0);
}

static void test_size_refuses_nonsense(void **state)
{
    struct maker m = tree();

    (void)state;
    word_at(&m, 8, 0xfffffffc); /* structure block far away */
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), 0);
    m = tree();
    word_at(&m, 12, 0xffffffff);
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), 0);
    m = tree();
    word_at(&m, 4, 0xffffffff);
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), 0);
    m = tree();
    word_at(&m, 24, 18);
    assert_int_equal(device_tree_size(m.bytes, sizeof m.bytes), 0);
}

static bool has(const struct maker *m, uint64_t start, uint64_t end, bool *known)
{
    return device_tree_has_memory(m->bytes, m->at, start, end, known);
}

static void test_memory(void **state)
{
    struct maker m = tree();
    bool known;

    (void)state;
    assert_true(has(&m, 0x80000000, 0xc0000000, &known));
    assert_true(has(&m, 0x80200000, 0x80300000, &known));
    assert_false(has(&m, 0x7ffff000, 0x80300000, &known));
    assert_true(known);
    assert_false(has(&m, 0x80200000, 0xc0000001, &known));
    assert_true(has(&m, UINT64_C(0x100000000), UINT64_C(0x100010000), &known));
    assert_false(has(&m, UINT64_C(0x100000000), UINT64_C(0x100010001), &known));
    assert_false(has(&m, 0x0, 0x1000, &known)); /* a memory node that is not the root's */
    assert_false(has(&m, 0x90000000, 0x80000000, &known)); /* end before start */
}

static void test_no_memory_node(void **state)
{
    struct maker m = tree();
    bool known = true;

    (void)state;
    for (size_t i = 0; i + 6 < m.at; i++) {
        if (memcmp(m.bytes + i, "memory", 6) == 0) {
            m.bytes[i] = 'n';
        }
    }
    assert_false(has(&m, 0x80200000, 0x80300000, &known));
    assert_false(known);
}

/* No change of one bit makes the reader leave the tree; ASan watches. */
static void test_flips(void **state)
{
    struct maker m = tree();
    unsigned read = 0;

    (void)state;
    device_tree_set_size(m.bytes, m.at);
    for (size_t at = 0; at < m.at; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            uint8_t *copy = malloc(m.at);
            uint64_t size;
            bool known;

            memcpy(copy, m.bytes, m.at);
            copy[at] ^= (uint8_t)(1u << bit);
            size = device_tree_size(copy, m.at);
            if (size != 0) {
                assert_true(size <= m.at);
                (void)device_tree_has_memory(copy, size, 1, 2, &known);
                read++;
            }
            free(copy);
        }
    }
    assert_true(read > m.at * 4); /* most changes leave a tree that is worth reading */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_size_leaves_padding_out),
        cmocka_unit_test(test_size_refuses_nonsense),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_no_memory_node),
        cmocka_unit_test(test_flips),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
