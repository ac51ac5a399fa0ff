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

#include "tests/kernel/verdict.h"
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
    V_UT12,   /* untyped of 4 KiB, becomes an ASID pool */
    V_UT12B,  /* another one */
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

/* Makes the objects; call once before the tables. */
void vectors_prepare(void);

/* Runs a table. */
void vectors_run(const struct vector *vectors, size_t count);

#define VECTORS_RUN(table) vectors_run(table, sizeof(table) / sizeof((table)[0]))

#endif
