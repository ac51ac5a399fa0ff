/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory functions that a freestanding C compiler may call by itself; they behave as the C
 * standard says.
 */
#ifndef LOADER_INIT_INIT_STRING_H
#define LOADER_INIT_INIT_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dest, const void *restrict src, size_t size);
void *memmove(void *dest, const void *src, size_t size);
void *memset(void *dest, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
