/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel object types of the API: how large they are and how fresh zeroed memory becomes one.
 */
#ifndef KERNEL_OBJECT_H
#define KERNEL_OBJECT_H

#include "kernel/types.h"

/* log2 of the bytes an object of API type `type` takes; `size_bits` is the user's (untyped, CNode),
 * else unused. */
unsigned object_bits(word_t type, word_t size_bits);

/* True for types that may be made of device memory: frames and untypeds. */
bool object_may_be_device(word_t type);

/* Initialises the object in zeroed memory at `address` and returns its first capability. Cannot
 * fail. */
struct cap object_create(word_t type, paddr_t address, word_t size_bits, bool is_device);

#endif
