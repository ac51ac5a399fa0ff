/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A lock that is one word, so that it can lie in memory that components share: 0 is free, 1 is
 * held. Who waits for it gives its time to others of its own priority; a holder of lower priority
 * than somebody who waits never gets on, so share these among equals only. All functions give 0 on
 * success.
 */
#ifndef PLATSUPPORT_SYNC_SPINLOCK_H
#define PLATSUPPORT_SYNC_SPINLOCK_H

#include <stddef.h>

#include <sel4/sel4.h>

typedef int sync_spinlock_t;

static inline int sync_spinlock_init(sync_spinlock_t *lock)
{
    if (lock == NULL) {
        return -1;
    }
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
    return 0;
}

/* Takes a free lock; 1 when it is held. */
static inline int sync_spinlock_trylock(sync_spinlock_t *lock)
{
    int free = 0;
    return __atomic_compare_exchange_n(lock, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED) ? 0
                                                                                              : 1;
}

static inline int sync_spinlock_lock(sync_spinlock_t *lock)
{
    while (sync_spinlock_trylock(lock) != 0) {
        seL4_Yield();
    }
    return 0;
}

static inline int sync_spinlock_unlock(sync_spinlock_t *lock)
{
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
    return 0;
}

/* A lock needs nothing but its word. */
static inline int sync_spinlock_destroy(sync_spinlock_t *lock)
{
    (void)lock;
    return 0;
}

#endif
