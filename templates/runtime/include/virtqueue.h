/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Queues of buffers in shared memory between a driver, who owns the buffers, and a device, who
 * fills or reads them: the rings of the virtio specification (1.1, chapter 2.6), under the names
 * that programs for CAmkES use. The driver makes buffers available, one or a chain of them at a
 * time; the device takes them, and gives them back as used.
 *
 * The other side is not trusted. What a side has to remember it remembers in memory of its own;
 * what it reads from shared memory it reads once and checks. A bad entry is skipped.
 */
#ifndef VIRTQUEUE_H
#define VIRTQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum vq_flags {
    VQ_READ = 0, /* for the device to read */
    VQ_WRITE,    /* for the device to write */
    VQ_RW,
} vq_flags_t;

typedef struct vq_vring_avail {
    uint16_t flags, idx;
    uint16_t ring[];
} vq_vring_avail_t;

typedef struct vq_vring_used_elem {
    uint32_t id, len;
} vq_vring_used_elem_t;

typedef struct vq_vring_used {
    uint16_t flags, idx;
    struct vq_vring_used_elem ring[];
} vq_vring_used_t;

typedef struct vq_vring_desc {
    uint64_t addr;
    uint32_t len;
    uint16_t flags; /* bit 0: `next` goes on; bit 1: for the device to write */
    uint16_t next;
} vq_vring_desc_t;

/* A chain on its way: where one is in it, and how it begins. */
typedef struct virtqueue_ring_object {
    uint32_t cur, first;
} virtqueue_ring_object_t;

/* `idx` counts on modulo the length of the queue (a power of two). */
typedef struct virtqueue_device {
    void (*notify)(void);
    void *cookie;
    unsigned queue_len;
    unsigned a_ring_last_seen;
    unsigned u_ring_next;
    unsigned steps; /* of the chain being gathered */
    volatile vq_vring_avail_t *avail_ring;
    volatile vq_vring_used_t *used_ring;
    volatile vq_vring_desc_t *desc_table;
} virtqueue_device_t;

/* What the driver knows of one of its descriptors. */
struct virtqueue_entry {
    uint64_t addr;
    uint32_t len;
    uint16_t next;
    bool goes_on, head, write;
};

typedef struct virtqueue_driver {
    void (*notify)(void);
    void *cookie;
    unsigned queue_len;
    unsigned free_desc_head; /* queue_len: none is free */
    unsigned u_ring_last_seen;
    unsigned a_ring_next;
    unsigned heads; /* chains on their way */
    struct virtqueue_entry *entries;
    volatile vq_vring_avail_t *avail_ring;
    volatile vq_vring_used_t *used_ring;
    volatile vq_vring_desc_t *desc_table;
} virtqueue_driver_t;

/* Is there something for the device, for the driver? */
#define VQ_DEV_POLL(vq)                                                                            \
    ((((vq)->a_ring_last_seen + 1) & ((vq)->queue_len - 1)) !=                                     \
     ((vq)->avail_ring->idx & ((vq)->queue_len - 1)))
#define VQ_DRV_POLL(vq)                                                                            \
    ((((vq)->u_ring_last_seen + 1) & ((vq)->queue_len - 1)) !=                                     \
     ((vq)->used_ring->idx & ((vq)->queue_len - 1)))

/* Takes the rings into use; `queue_len` is a power of two up to 32768. Without memory for what the
 * driver has to remember, or for another length, its queue has length 0 and takes nothing. */
void virtqueue_init_driver(virtqueue_driver_t *vq, unsigned queue_len, vq_vring_avail_t *avail_ring,
                           vq_vring_used_t *used_ring, vq_vring_desc_t *desc_table,
                           void (*notify)(void), void *cookie);
void virtqueue_init_device(virtqueue_device_t *vq, unsigned queue_len, vq_vring_avail_t *avail_ring,
                           vq_vring_used_t *used_ring, vq_vring_desc_t *desc_table,
                           void (*notify)(void), void *cookie);
void virtqueue_init_ring_object(virtqueue_ring_object_t *object);

/* Driver: makes a buffer available, alone (with a new ring object) or at the end of the object's
 * chain. 1, or 0 when the queue is full. `buffer` goes to the device as it is. A device that looks
 * without having been notified may see a chain that still grows. */
int virtqueue_add_available_buf(virtqueue_driver_t *vq, virtqueue_ring_object_t *object,
                                void *buffer, unsigned len, vq_flags_t flag);
/* Driver: takes a chain that the device has used; 1, or 0 when there is none. */
int virtqueue_get_used_buf(virtqueue_driver_t *vq, virtqueue_ring_object_t *object, uint32_t *len);
/* Driver: the next buffer of a used chain, whose entry becomes free; 1, or 0 at the end. */
int virtqueue_gather_used(virtqueue_driver_t *vq, virtqueue_ring_object_t *object, void **buffer,
                          unsigned *len, vq_flags_t *flag);

/* Device: takes a chain that is available; 1, or 0 when there is none. */
int virtqueue_get_available_buf(virtqueue_device_t *vq, virtqueue_ring_object_t *object);
/* Device: bytes of all its buffers. */
uint32_t virtqueue_scattered_available_size(virtqueue_device_t *vq,
                                            virtqueue_ring_object_t *object);
/* Device: the next buffer of the chain; 1, or 0 at the end. What it says is not checked. */
int virtqueue_gather_available(virtqueue_device_t *vq, virtqueue_ring_object_t *object,
                               void **buffer, unsigned *len, vq_flags_t *flag);
/* Device: gives a chain back, with the number of bytes it wrote; 1, or 0 without a chain. */
int virtqueue_add_used_buf(virtqueue_device_t *vq, virtqueue_ring_object_t *object, uint32_t len);

#ifdef __cplusplus
}
#endif

#endif
