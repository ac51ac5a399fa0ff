/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The measured vectors: single invocations and what seL4 answers, in tables. The steps of one table
 * build on each other and on the objects vectors_prepare makes, all in fixed slots.
 */
#ifndef TESTS_KERNEL_VECTORS_H
#define TESTS_KERNEL_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "tests/kernel/check.h"
#include "tests/kernel/world.h"

/* Fixed slots of the initial CNode. V_A.. are empty at first. */
enum {
    V_UT = 2000, /* untyped of 2^26 bytes, the first page used */
    V_TCB,
    V_EP,
    V_NTFN,
    V_CNODE, /* radix 4 */
    V_FRAME,
    V_FRAME2,
    V_PT,
    V_PT2,
    V_VSPACE,
    V_UT12,  /* untyped of 4 KiB, becomes an ASID pool */
    V_UT12B, /* another one */
    V_DEVICE, /* stands for a device untyped of the boot information */
    V_NTFN2,
    V_EMPTY,
    V_A = 2100,
    V_ROOT = seL4_CapInitThreadCNode
};

/* Boards a step is for. */
enum { V_ALL, V_RISCV, V_ARM };

struct vector {
    const char *name;
    uint16_t service, label;
    uint8_t length, caps, only;
    uint64_t words[9];
    uint16_t cap[3];
    struct expected riscv64, aarch64;
};

/* The same answer on both, by number of words. */
#define E0(label)               {label, 0, {0}}, {label, 0, {0}}
#define E1(label, a)            {label, 1, {a}}, {label, 1, {a}}
#define E2(label, a, b)         {label, 2, {a, b}}, {label, 2, {a, b}}
#define E3(label, a, b, c)      {label, 3, {a, b, c}}, {label, 3, {a, b, c}}
#define E4(label, a, b, c, d)   {label, 4, {a, b, c, d}}, {label, 4, {a, b, c, d}}
#define E5(label, a, b, c, d, e) {label, 5, {a, b, c, d, e}}, {label, 5, {a, b, c, d, e}}

/* Makes the objects; call once before the tables. */
void vectors_prepare(void);

/* Runs a table. */
void vectors_run(const struct vector *vectors, size_t count);

#define VECTORS_RUN(table) vectors_run(table, sizeof(table) / sizeof((table)[0]))

#endif
