/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The four memory functions that a freestanding C compiler may call by itself, and nothing more,
 * for loader/boot and loader/init. They behave as the C standard says; memmove copes with overlap.
 * Word-wise where both sides are aligned, since the boot loader's caches may still be off.
 */
#ifndef LOADER_COMMON_BARE_STRING_H
#define LOADER_COMMON_BARE_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dest, const void *restrict src, size_t size);
void *memmove(void *dest, const void *src, size_t size);
void *memset(void *dest, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
