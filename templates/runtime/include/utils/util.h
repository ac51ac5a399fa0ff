/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Small helpers under the names that programs for CAmkES use.
 */
#ifndef UTILS_UTIL_H
#define UTILS_UTIL_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <utils/attribute.h>
#include <utils/time.h>

#ifndef BIT
#define BIT(n) (1ul << (n))
#endif
#ifndef MASK
#define MASK(n) (BIT(n) - 1ul)
#endif
#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#endif
#define ROUND_DOWN(n, unit)       ((n) - ((n) % (unit)))
#define ROUND_UP(n, unit)         ROUND_DOWN((n) + (unit)-1, (unit))
#define DIV_ROUND_UP(n, unit)     (((n) + (unit)-1) / (unit))
#define ALIGN_DOWN(n, bits)       ((n) & ~MASK(bits))
#define ALIGN_UP(n, bits)         ALIGN_DOWN((n) + MASK(bits), (bits))
#define IS_ALIGNED(n, bits)       (((uintptr_t)(n)&MASK(bits)) == 0)
#define ARRAY_SIZE(array)         (sizeof(array) / sizeof((array)[0]))
#define PAGE_BITS_4K              12
#define PAGE_SIZE_4K              BIT(PAGE_BITS_4K)

#define COMPILER_MEMORY_FENCE()   __atomic_signal_fence(__ATOMIC_ACQ_REL)
#define COMPILER_MEMORY_ACQUIRE() __atomic_signal_fence(__ATOMIC_ACQUIRE)
#define COMPILER_MEMORY_RELEASE() __atomic_signal_fence(__ATOMIC_RELEASE)
#define THREAD_MEMORY_FENCE()     __atomic_thread_fence(__ATOMIC_ACQ_REL)
#define THREAD_MEMORY_ACQUIRE()   __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define THREAD_MEMORY_RELEASE()   __atomic_thread_fence(__ATOMIC_RELEASE)

/* Remarks for the console; those below warnings are left out. */
#define UTILS_REMARK(kind, ...)                                                                    \
    (printf("%s: %s: ", kind, __func__), printf(__VA_ARGS__), printf("\n"))
#define ZF_LOGF(...)               (UTILS_REMARK("fatal", __VA_ARGS__), abort())
#define ZF_LOGE(...)               UTILS_REMARK("error", __VA_ARGS__)
#define ZF_LOGW(...)               UTILS_REMARK("warning", __VA_ARGS__)
#define ZF_LOGI(...)               ((void)0)
#define ZF_LOGD(...)               ((void)0)
#define ZF_LOGV(...)               ((void)0)
#define ZF_LOGF_IF(condition, ...) ((condition) ? ZF_LOGF(__VA_ARGS__) : (void)0)
#define ZF_LOGE_IF(condition, ...) ((condition) ? (void)ZF_LOGE(__VA_ARGS__) : (void)0)
#define ZF_LOGW_IF(condition, ...) ((condition) ? (void)ZF_LOGW(__VA_ARGS__) : (void)0)

#endif
