/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a declaration promises the compiler, under the names that programs for CAmkES use.
 */
#ifndef UTILS_ATTRIBUTE_H
#define UTILS_ATTRIBUTE_H

#define ALIAS(symbol)               __attribute__((alias(#symbol)))
#define WEAK_ALIAS(symbol)          __attribute__((weak, alias(#symbol)))
#define ALIGN(bytes)                __attribute__((aligned(bytes)))
#define ALLOC_SIZE(...)             __attribute__((alloc_size(__VA_ARGS__)))
#define ALLOC_ALIGN(argument)       __attribute__((alloc_align(argument)))
#define ASSUME_ALIGNED(...)         __attribute__((assume_aligned(__VA_ARGS__)))
#define ALWAYS_INLINE               __attribute__((always_inline))
#define NO_INLINE                   __attribute__((noinline))
#define CLEANUP(function)           __attribute__((cleanup(function)))
#define COLD                        __attribute__((cold))
#define HOT                         __attribute__((hot))
#define CONST                       __attribute__((const))
#define PURE                        __attribute__((pure))
#define CONSTRUCTOR(priority)       __attribute__((constructor(priority)))
#define DEPRECATED(message)         __attribute__((deprecated(message)))
#define FORMAT(kind, format, first) __attribute__((format(kind, format, first)))
#define MALLOC                      __attribute__((malloc))
#define RETURNS_NONNULL             __attribute__((returns_nonnull))
#define NORETURN                    __attribute__((noreturn))
#define PACKED                      __attribute__((packed))
#define SECTION(name)               __attribute__((section(name)))
#define UNUSED                      __attribute__((unused))
#define USED                        __attribute__((used))
#define VISIBLE                     __attribute__((externally_visible))
#define WEAK                        __attribute__((weak))
#define NONNULL_ALL                 __attribute__((nonnull))
#define NONNULL(...)                __attribute__((nonnull(__VA_ARGS__)))
#define WARN_UNUSED_RESULT          __attribute__((warn_unused_result))

#endif
