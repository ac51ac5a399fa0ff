/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The counter of a lock says how many may pass; who makes it negative waits in the kernel, and who
 * finds it negative on the way out wakes one. A wake-up is never lost: a notification stays
 * signalled until someone waits, and only the holder of a mutex signals; a message on an endpoint
 * blocks its sender until someone takes it.
 */
#include <camkes/sync.h>

#include <stdbool.h>
#include <stddef.h>

#include <camkes/reply.h>

int camkes_mutex_lock(struct camkes_mutex *mutex)
{
    if (__atomic_fetch_sub(&mutex->value, 1, __ATOMIC_ACQUIRE) <= 0) {
        camkes_protect_reply_cap();
        seL4_Wait(mutex->notification, NULL);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    }
    return 0;
}

int camkes_mutex_unlock(struct camkes_mutex *mutex)
{
    if (__atomic_fetch_add(&mutex->value, 1, __ATOMIC_RELEASE) < 0) {
        seL4_Signal(mutex->notification);
    }
    return 0;
}

int camkes_semaphore_wait(struct camkes_semaphore *semaphore)
{
    if (__atomic_fetch_sub(&semaphore->value, 1, __ATOMIC_ACQUIRE) <= 0) {
        camkes_protect_reply_cap();
        seL4_Wait(semaphore->endpoint, NULL);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    }
    return 0;
}

int camkes_semaphore_trywait(struct camkes_semaphore *semaphore)
{
    int value = __atomic_load_n(&semaphore->value, __ATOMIC_RELAXED);
    while (value > 0) {
        if (__atomic_compare_exchange_n(&semaphore->value, &value, value - 1, false,
                                        __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            return 0;
        }
    }
    return -1;
}

int camkes_semaphore_post(struct camkes_semaphore *semaphore)
{
    if (__atomic_fetch_add(&semaphore->value, 1, __ATOMIC_RELEASE) < 0) {
        seL4_Send(semaphore->endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
    }
    return 0;
}

int camkes_binary_semaphore_wait(seL4_CPtr notification)
{
    camkes_protect_reply_cap();
    seL4_Wait(notification, NULL);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return 0;
}

int camkes_binary_semaphore_post(seL4_CPtr notification)
{
    __atomic_thread_fence(__ATOMIC_RELEASE);
    seL4_Signal(notification);
    return 0;
}
