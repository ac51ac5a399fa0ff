/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The frames of a dataport as capabilities (seL4SharedDataWithCaps), so that its memory can be
 * mapped again elsewhere, handed on, or flushed from caches.
 */
#ifndef CAMKES_DATAPORT_CAPS_H
#define CAMKES_DATAPORT_CAPS_H

#include <stdbool.h>
#include <stddef.h>

#include <sel4/sel4.h>

typedef struct dataport_caps_handle {
    seL4_CPtr *frames; /* in the order of their addresses */
    unsigned frame_count, frame_bits;
    size_t size;
    unsigned id; /* setting `<iface>_id` of the instance */
    bool readable, writable;
} dataport_caps_handle_t;

/* The cap of the n-th frame, 0 when there is none. */
static inline seL4_CPtr dataport_get_nth_frame_cap(const dataport_caps_handle_t *handle, unsigned n)
{
    return n < handle->frame_count ? handle->frames[n] : 0;
}

static inline seL4_CPtr *dataport_get_frame_caps(const dataport_caps_handle_t *handle)
{
    return handle->frames;
}

/* The list above is no copy. */
static inline void dataport_free_frame_caps(const dataport_caps_handle_t *handle, seL4_CPtr *frames)
{
    (void)handle;
    (void)frames;
}

static inline unsigned dataport_get_num_frame_caps(const dataport_caps_handle_t *handle)
{
    return handle->frame_count;
}

static inline unsigned dataport_get_id(const dataport_caps_handle_t *handle)
{
    return handle->id;
}

static inline size_t dataport_get_size(const dataport_caps_handle_t *handle)
{
    return handle->size;
}

static inline size_t dataport_get_frame_size_bits(const dataport_caps_handle_t *handle)
{
    return handle->frame_bits;
}

static inline seL4_CapRights_t dataport_get_rights(const dataport_caps_handle_t *handle)
{
    return seL4_CapRights_new(0, 0, handle->readable, handle->writable);
}

#endif
