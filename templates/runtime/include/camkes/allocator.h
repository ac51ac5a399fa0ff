/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Spare kernel objects: what the settings tcb_pool, ep_pool, notification_pool and untyped<N>_pool
 * give to a component, and what its code adds. An object is given out and taken back; it is not
 * cleaned in between.
 */
#ifndef CAMKES_ALLOCATOR_H
#define CAMKES_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>

#include <sel4/sel4.h>

/* What one may do with an object; the bits of a capability's rights. */
#define CAMKES_CAN_WRITE (1u << 0)
#define CAMKES_CAN_READ  (1u << 1)
#define CAMKES_CAN_GRANT (1u << 2)

/* An object. `size` is in bytes for untypeds and 0 for all else. */
struct camkes_spare {
    seL4_Word type;
    seL4_CPtr cap;
    size_t size;
    unsigned attributes;
    bool taken;
    struct camkes_spare *next;
};

/* Adds an object; 0, or -1 without memory. */
int camkes_provide(seL4_Word type, seL4_CPtr cap, size_t size, unsigned attributes);
/* An object of that type, for an untyped of just that size, that has at least the attributes
 * `flags`; 0 when there is none. */
seL4_CPtr camkes_alloc(seL4_Word type, size_t size, unsigned flags);
/* Gives it back. */
void camkes_free(seL4_CPtr cap);

/* For generated code, before any other: the objects from the settings. */
void camkes_provide_all(struct camkes_spare *spares, size_t count);

#endif
