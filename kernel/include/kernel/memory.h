/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The four functions a freestanding compiler may call by itself, and that the kernel uses.
 * Behaviour as in C11.
 */
#ifndef KERNEL_MEMORY_H
#define KERNEL_MEMORY_H

#include <stddef.h>

void *memset(void *dest, int value, size_t size);
void *memcpy(void *restrict dest, const void *restrict source, size_t size);
void *memmove(void *dest, const void *source, size_t size);
int memcmp(const void *a, const void *b, size_t size);

/* Makes `size` bytes at `start` zero; both multiples of 16. Reads first and writes only where
 * needed, so that memory that nobody has touched yet stays untouched by the machine below (QEMU
 * allocates guest pages on the first write). */
void memory_clear(void *start, size_t size);

#endif
