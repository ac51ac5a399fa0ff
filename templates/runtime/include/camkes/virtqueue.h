/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The queues (virtqueue.h) of a component's seL4VirtQueues connections, by number: at each, the
 * component is the driver or the device. Buffers are places in the connection's shared memory and
 * travel as offsets into it; what the other side says of them is checked against its size.
 */
#ifndef CAMKES_VIRTQUEUE_H
#define CAMKES_VIRTQUEUE_H

#include <sel4/sel4.h>
#include <virtqueue.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_CAMKES_VIRTQUEUE_ID 99

typedef enum virtqueue_role {
    VIRTQUEUE_UNASSIGNED,
    VIRTQUEUE_DRIVER,
    VIRTQUEUE_DEVICE,
} virtqueue_role_t;

typedef struct virtqueue_channel {
    char *channel_buffer;
    size_t channel_buffer_size;
    unsigned queue_len;
    void (*notify)(void);
    seL4_CPtr recv_notification;
    seL4_Word recv_badge;
    virtqueue_role_t role;
    const char *interface_name;
    uint16_t *runs; /* driver: per block of the buffers' memory the length of the run that begins
                     * there; RUN_GOES_ON inside one, 0: free */
} camkes_virtqueue_channel_t;

/* For generated code: notes a channel. 0, or -1 when the number is taken or too large. */
int camkes_virtqueue_channel_register(int virtqueue_id, const char *interface_name,
                                      unsigned queue_len, size_t size, volatile void *buffer,
                                      void (*notify)(void), seL4_CPtr recv_notification,
                                      seL4_Word recv_badge, virtqueue_role_t role);
/* The channel of that number and role; NULL when there is none. Number of the channel of an
 * interface, -1 when there is none. How many there are. */
camkes_virtqueue_channel_t *get_virtqueue_channel(virtqueue_role_t role, unsigned int id);
int camkes_virtqueue_get_id_from_name(const char *interface_name);
int camkes_virtqueue_channel_num(void);

/* Takes a channel into use; 0, or -1. The notification is what the other side signals, with the
 * badge; either may be NULL. */
int camkes_virtqueue_driver_init(virtqueue_driver_t *driver, unsigned int id);
int camkes_virtqueue_driver_init_with_recv(virtqueue_driver_t *driver, unsigned int id,
                                           seL4_CPtr *recv_notification, seL4_CPtr *recv_badge);
int camkes_virtqueue_device_init(virtqueue_device_t *device, unsigned int id);
int camkes_virtqueue_device_init_with_recv(virtqueue_device_t *device, unsigned int id,
                                           seL4_CPtr *recv_notification, seL4_CPtr *recv_badge);

/* Driver: memory for a buffer of the queue; 0, or -1 when there is none. */
int camkes_virtqueue_buffer_alloc(virtqueue_driver_t *vq, void **buffer, size_t size);
void camkes_virtqueue_buffer_free(virtqueue_driver_t *vq, void *buffer);
/* A place in the shared memory; NULL when the offset is beyond it. */
void *camkes_virtqueue_device_offset_to_buffer(virtqueue_device_t *vq, uintptr_t offset);
void *camkes_virtqueue_driver_offset_to_buffer(virtqueue_driver_t *vq, uintptr_t offset);

/* Driver: makes `buffer`, which is of the queue, or a copy of `buffer` (NULL: zeroes, for the
 * device to fill), available; 0, or -1. Nobody is notified. */
int camkes_virtqueue_driver_send_buffer(virtqueue_driver_t *vq, void *buffer, size_t size);
int camkes_virtqueue_driver_scatter_send_buffer(virtqueue_driver_t *vq, void *buffer, size_t size);
/* Driver: copies what came back in a used chain, up to `size` bytes, and frees its buffers. */
int camkes_virtqueue_driver_gather_copy_buffer(virtqueue_driver_t *vq,
                                               virtqueue_ring_object_t *handle, void *buffer,
                                               size_t size);
/* Device: copies `size` bytes into an available chain, or out of it, and gives it back as used; 0,
 * or -1 when they are not all there. */
int camkes_virtqueue_device_scatter_copy_buffer(virtqueue_device_t *vq,
                                                virtqueue_ring_object_t *handle, void *buffer,
                                                size_t size);
int camkes_virtqueue_device_gather_copy_buffer(virtqueue_device_t *vq,
                                               virtqueue_ring_object_t *handle, void *buffer,
                                               size_t size);
/* The next buffer of a chain as a place in the shared memory; 0, or -1 at the end and for a buffer
 * that is not all in it. */
int camkes_virtqueue_driver_gather_buffer(virtqueue_driver_t *vq, virtqueue_ring_object_t *handle,
                                          void **buffer, unsigned *size, vq_flags_t *flag);
int camkes_virtqueue_device_gather_buffer(virtqueue_device_t *vq, virtqueue_ring_object_t *handle,
                                          void **buffer, unsigned *size, vq_flags_t *flag);

#ifdef __cplusplus
}
#endif

#endif
