/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Locks on a notification under the names they have in CAmkES's libraries, for templates that use
 * those. All functions give 0 on success.
 */
#ifndef SYNC_MUTEX_H
#define SYNC_MUTEX_H

#include <camkes/sync.h>

typedef struct camkes_mutex sync_mutex_t;

/* Makes `mutex` a free lock on a notification of its own; -1 when there is none. */
static inline int sync_mutex_init(sync_mutex_t *mutex, seL4_CPtr notification)
{
    if (mutex == NULL) {
        return -1;
    }
    *mutex = (sync_mutex_t){.notification = notification, .value = 1};
    return 0;
}

static inline int sync_mutex_lock(sync_mutex_t *mutex)
{
    return mutex == NULL ? -1 : camkes_mutex_lock(mutex);
}

static inline int sync_mutex_unlock(sync_mutex_t *mutex)
{
    return mutex == NULL ? -1 : camkes_mutex_unlock(mutex);
}

#endif
