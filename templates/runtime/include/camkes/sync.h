/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Locks for the threads of one program, over one capability each. Uncontended operations on
 * mutexes and semaphores make no system call.
 */
#ifndef CAMKES_SYNC_H
#define CAMKES_SYNC_H

#include <sel4/sel4.h>

/* Mutex on a notification; starts free, with `value` 1. Not recursive. */
struct camkes_mutex {
    seL4_CPtr notification;
    int value; /* 1 free; 0 held; below 0: held, with as many waiting */
};
int camkes_mutex_lock(struct camkes_mutex *mutex);
int camkes_mutex_unlock(struct camkes_mutex *mutex);

/* Counting semaphore on an endpoint. */
struct camkes_semaphore {
    seL4_CPtr endpoint;
    int value; /* below 0: as many wait */
};
int camkes_semaphore_wait(struct camkes_semaphore *semaphore);
int camkes_semaphore_trywait(struct camkes_semaphore *semaphore); /* 0: taken, -1: it was 0 */
int camkes_semaphore_post(struct camkes_semaphore *semaphore);

/* Binary semaphore: a notification as it is. */
int camkes_binary_semaphore_wait(seL4_CPtr notification);
int camkes_binary_semaphore_post(seL4_CPtr notification);

#endif
