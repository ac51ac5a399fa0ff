/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The tables of vectors; vectors_prepare must have run.
 */
#ifndef TESTS_KERNEL_VECTORS_TABLES_H
#define TESTS_KERNEL_VECTORS_TABLES_H

/* Untyped memory, CNodes, threads. */
void vectors_objects(void);

/* Address spaces and interrupts. */
void vectors_devices(void);

#endif
