/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the C library (picolibc) needs from below: an end for programs, process numbers (CAmkES
 * counts the root server as 1, instances from 2 up), and its locks.
 *
 * The locks need no capability. A thread that finds one taken lowers itself to the lowest priority
 * of the program's threads and yields until the lock is free, so the holder gets to run whatever
 * its priority; then it goes back to its own.
 */
#include <camkes/program.h>
#include <camkes/runtime_lock.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/lock.h>
#include <unistd.h>

struct __lock {
    const struct camkes_thread *owner; /* NULL: free */
    unsigned depth;                    /* of the owner's acquisitions */
};

struct __lock __lock___libc_recursive_mutex;

static _Noreturn void end_thread(const char *why)
{
    camkes_debug_puts(camkes_self()->instance->name);
    camkes_debug_puts(": thread ");
    camkes_debug_puts(camkes_self()->name);
    camkes_debug_puts(why);
    camkes_park();
}

_Noreturn void abort(void)
{
    end_thread(" aborted\n");
}

_Noreturn void _exit(int status)
{
    end_thread(status == 0 ? " exited\n" : " exited with an error\n");
}

pid_t getpid(void)
{
    return (pid_t)camkes_self()->instance->index + 2;
}

pid_t getppid(void)
{
    return 1;
}

static unsigned char lowest_priority(void)
{
    unsigned char lowest = UINT8_MAX;
    const struct camkes_thread *thread;
    for (unsigned i = 0; (thread = camkes_thread_at(i)) != NULL; i++) {
        if (thread->priority < lowest) {
            lowest = thread->priority;
        }
    }
    return lowest;
}

static bool try_lock(struct __lock *lock)
{
    const struct camkes_thread *expected = NULL;
    const struct camkes_thread *self = camkes_self();
    if (__atomic_load_n(&lock->owner, __ATOMIC_RELAXED) != self &&
        !__atomic_compare_exchange_n(&lock->owner, &expected, self, false, __ATOMIC_ACQUIRE,
                                     __ATOMIC_RELAXED)) {
        return false;
    }
    lock->depth++;
    return true;
}

static void set_priority(unsigned char priority)
{
    struct camkes_saved_message saved;
    seL4_CPtr tcb = camkes_self()->tcb;
    camkes_save_message(&saved);
    (void)seL4_TCB_SetPriority(tcb, tcb, priority);
    camkes_restore_message(&saved);
}

static void lock_acquire(struct __lock *lock)
{
    if (try_lock(lock)) {
        return;
    }
    unsigned char lowest = lowest_priority(), own = camkes_self()->priority;
    if (lowest < own) {
        set_priority(lowest);
    }
    while (!try_lock(lock)) {
        seL4_Yield();
    }
    if (lowest < own) {
        set_priority(own);
    }
}

static void lock_release(struct __lock *lock)
{
    if (--lock->depth == 0) {
        __atomic_store_n(&lock->owner, NULL, __ATOMIC_RELEASE);
    }
}

void __retarget_lock_init(_LOCK_T *lock)
{
    *lock = calloc(1, sizeof(**lock));
}

void __retarget_lock_init_recursive(_LOCK_T *lock)
{
    __retarget_lock_init(lock);
}

void __retarget_lock_close(_LOCK_T lock)
{
    free(lock);
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
    free(lock);
}

void __retarget_lock_acquire(_LOCK_T lock)
{
    lock_acquire(lock);
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
    lock_acquire(lock);
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
    return try_lock(lock) ? 0 : 1;
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
    return try_lock(lock) ? 0 : 1;
}

void __retarget_lock_release(_LOCK_T lock)
{
    lock_release(lock);
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
    lock_release(lock);
}

void camkes_runtime_lock(void)
{
    lock_acquire(&__lock___libc_recursive_mutex);
}

void camkes_runtime_unlock(void)
{
    lock_release(&__lock___libc_recursive_mutex);
}
