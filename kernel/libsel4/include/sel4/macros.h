/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Words the other headers are written with. All functions of the library are static inline.
 */
#pragma once

#include <sel4/config.h>

#define LIBSEL4_INLINE              static inline
#define LIBSEL4_INLINE_FUNC         static inline
#define LIBSEL4_UNUSED              __attribute__((unused))
#define LIBSEL4_THREAD_LOCAL        __thread
#define LIBSEL4_BIT(n)              (1ul << (n))

#define SEL4_PACKED                 __attribute__((packed))
#define SEL4_DEPRECATED(x)          __attribute__((deprecated(x)))
#define SEL4_OFFSETOF(type, member) __builtin_offsetof(type, member)

#ifdef __cplusplus
#define SEL4_COMPILE_ASSERT(name, condition) static_assert(condition, #name);
#else
#define SEL4_COMPILE_ASSERT(name, condition) _Static_assert(condition, #name);
#endif
