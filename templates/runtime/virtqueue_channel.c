/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The shared memory of a channel: available ring, used ring, descriptors, then the buffers, in
 * blocks. A buffer is a run of blocks; which are taken only the driver knows.
 */
#include <camkes/virtqueue.h>

#include <stdlib.h>
#include <string.h>

#define BLOCK       64u
#define RUN_GOES_ON UINT16_MAX

struct layout {
    vq_vring_avail_t *avail;
    vq_vring_used_t *used;
    vq_vring_desc_t *table;
    size_t data; /* offset of the first block */
    size_t blocks;
};

static camkes_virtqueue_channel_t channels[MAX_CAMKES_VIRTQUEUE_ID + 1];
static int channel_count;

static size_t aligned(size_t offset, size_t to)
{
    return (offset + to - 1) / to * to;
}

/* Where things lie; false when the memory is too small for a single buffer. */
static bool lay_out(const camkes_virtqueue_channel_t *channel, struct layout *layout)
{
    size_t used = aligned(sizeof(vq_vring_avail_t) + channel->queue_len * sizeof(uint16_t), 4);
    size_t table = aligned(
        used + sizeof(vq_vring_used_t) + channel->queue_len * sizeof(vq_vring_used_elem_t), 16);
    layout->data = aligned(table + channel->queue_len * sizeof(vq_vring_desc_t), BLOCK);
    if (layout->data + BLOCK > channel->channel_buffer_size) {
        return false;
    }
    layout->blocks = (channel->channel_buffer_size - layout->data) / BLOCK;
    layout->avail = (vq_vring_avail_t *)(void *)channel->channel_buffer;
    layout->used = (vq_vring_used_t *)(void *)(channel->channel_buffer + used);
    layout->table = (vq_vring_desc_t *)(void *)(channel->channel_buffer + table);
    return true;
}

int camkes_virtqueue_channel_register(int virtqueue_id, const char *interface_name,
                                      unsigned queue_len, size_t size, volatile void *buffer,
                                      void (*notify)(void), seL4_CPtr recv_notification,
                                      seL4_Word recv_badge, virtqueue_role_t role)
{
    if (virtqueue_id < 0 || virtqueue_id > MAX_CAMKES_VIRTQUEUE_ID ||
        channels[virtqueue_id].role != VIRTQUEUE_UNASSIGNED) {
        return -1;
    }
    channels[virtqueue_id] = (camkes_virtqueue_channel_t){
        .channel_buffer = (char *)(uintptr_t)buffer,
        .channel_buffer_size = size,
        .queue_len = queue_len,
        .notify = notify,
        .recv_notification = recv_notification,
        .recv_badge = recv_badge,
        .role = role,
        .interface_name = interface_name,
    };
    channel_count++;
    return 0;
}

camkes_virtqueue_channel_t *get_virtqueue_channel(virtqueue_role_t role, unsigned int id)
{
    return id <= MAX_CAMKES_VIRTQUEUE_ID && role != VIRTQUEUE_UNASSIGNED &&
                   channels[id].role == role
               ? &channels[id]
               : NULL;
}

int camkes_virtqueue_get_id_from_name(const char *interface_name)
{
    for (int i = 0; i <= MAX_CAMKES_VIRTQUEUE_ID; i++) {
        if (channels[i].role != VIRTQUEUE_UNASSIGNED &&
            strcmp(channels[i].interface_name, interface_name) == 0) {
            return i;
        }
    }
    return -1;
}

int camkes_virtqueue_channel_num(void)
{
    return channel_count;
}

/* The channel in whose memory a queue plays this role. */
static camkes_virtqueue_channel_t *channel_of(const void *cookie, virtqueue_role_t role)
{
    for (int i = 0; i <= MAX_CAMKES_VIRTQUEUE_ID; i++) {
        if (channels[i].role == role && channels[i].channel_buffer == cookie) {
            return &channels[i];
        }
    }
    return NULL;
}

static void tell_receiver(const camkes_virtqueue_channel_t *channel, seL4_CPtr *notification,
                          seL4_CPtr *badge)
{
    if (notification != NULL) {
        *notification = channel->recv_notification;
    }
    if (badge != NULL) {
        *badge = channel->recv_badge;
    }
}

int camkes_virtqueue_driver_init_with_recv(virtqueue_driver_t *driver, unsigned int id,
                                           seL4_CPtr *recv_notification, seL4_CPtr *recv_badge)
{
    camkes_virtqueue_channel_t *channel = get_virtqueue_channel(VIRTQUEUE_DRIVER, id);
    struct layout layout;
    if (channel == NULL || !lay_out(channel, &layout)) {
        return -1;
    }
    free(channel->runs);
    channel->runs = calloc(layout.blocks, sizeof(*channel->runs));
    virtqueue_init_driver(driver, channel->queue_len, layout.avail, layout.used, layout.table,
                          channel->notify, channel->channel_buffer);
    tell_receiver(channel, recv_notification, recv_badge);
    return channel->runs != NULL && driver->queue_len != 0 ? 0 : -1;
}

int camkes_virtqueue_driver_init(virtqueue_driver_t *driver, unsigned int id)
{
    return camkes_virtqueue_driver_init_with_recv(driver, id, NULL, NULL);
}

int camkes_virtqueue_device_init_with_recv(virtqueue_device_t *device, unsigned int id,
                                           seL4_CPtr *recv_notification, seL4_CPtr *recv_badge)
{
    camkes_virtqueue_channel_t *channel = get_virtqueue_channel(VIRTQUEUE_DEVICE, id);
    struct layout layout;
    if (channel == NULL || !lay_out(channel, &layout)) {
        return -1;
    }
    virtqueue_init_device(device, channel->queue_len, layout.avail, layout.used, layout.table,
                          channel->notify, channel->channel_buffer);
    tell_receiver(channel, recv_notification, recv_badge);
    return device->queue_len != 0 ? 0 : -1;
}

int camkes_virtqueue_device_init(virtqueue_device_t *device, unsigned int id)
{
    return camkes_virtqueue_device_init_with_recv(device, id, NULL, NULL);
}

/* ---- buffers ---- */

int camkes_virtqueue_buffer_alloc(virtqueue_driver_t *vq, void **buffer, size_t size)
{
    camkes_virtqueue_channel_t *channel = channel_of(vq->cookie, VIRTQUEUE_DRIVER);
    struct layout layout;
    if (channel == NULL || channel->runs == NULL || !lay_out(channel, &layout) ||
        size > layout.blocks * BLOCK) {
        return -1;
    }
    size_t wanted = size == 0 ? 1 : (size + BLOCK - 1) / BLOCK;
    if (wanted >= RUN_GOES_ON) {
        return -1;
    }
    size_t found = 0;
    for (size_t i = 0; i < layout.blocks; i++) {
        found = channel->runs[i] == 0 ? found + 1 : 0;
        if (found == wanted) {
            size_t first = i + 1 - wanted;
            channel->runs[first] = (uint16_t)wanted;
            for (size_t k = first + 1; k <= i; k++) {
                channel->runs[k] = RUN_GOES_ON;
            }
            *buffer = channel->channel_buffer + layout.data + first * BLOCK;
            return 0;
        }
    }
    return -1;
}

void camkes_virtqueue_buffer_free(virtqueue_driver_t *vq, void *buffer)
{
    camkes_virtqueue_channel_t *channel = channel_of(vq->cookie, VIRTQUEUE_DRIVER);
    struct layout layout;
    if (channel == NULL || channel->runs == NULL || !lay_out(channel, &layout)) {
        return;
    }
    size_t offset = (size_t)((char *)buffer - channel->channel_buffer) - layout.data;
    size_t first = offset / BLOCK;
    if (offset % BLOCK != 0 || first >= layout.blocks || channel->runs[first] == RUN_GOES_ON) {
        return;
    }
    for (size_t k = channel->runs[first]; k > 0; k--) {
        channel->runs[first + k - 1] = 0;
    }
}

/* `size` bytes of shared memory from an offset on; NULL when they are not all in it. */
static char *place(const camkes_virtqueue_channel_t *channel, uintptr_t offset, size_t size)
{
    if (channel == NULL || offset > channel->channel_buffer_size ||
        size > channel->channel_buffer_size - offset) {
        return NULL;
    }
    return channel->channel_buffer + offset;
}

void *camkes_virtqueue_device_offset_to_buffer(virtqueue_device_t *vq, uintptr_t offset)
{
    return place(channel_of(vq->cookie, VIRTQUEUE_DEVICE), offset, 1);
}

void *camkes_virtqueue_driver_offset_to_buffer(virtqueue_driver_t *vq, uintptr_t offset)
{
    return place(channel_of(vq->cookie, VIRTQUEUE_DRIVER), offset, 1);
}

static int send_part(virtqueue_driver_t *vq, virtqueue_ring_object_t *object, char *part,
                     size_t size)
{
    uintptr_t offset = (uintptr_t)part - (uintptr_t)vq->cookie;
    return virtqueue_add_available_buf(vq, object, (void *)offset, (unsigned)size, VQ_RW) ? 0 : -1;
}

int camkes_virtqueue_driver_send_buffer(virtqueue_driver_t *vq, void *buffer, size_t size)
{
    virtqueue_ring_object_t object;
    uintptr_t offset = (uintptr_t)buffer - (uintptr_t)vq->cookie;
    virtqueue_init_ring_object(&object);
    return size <= UINT32_MAX &&
                   place(channel_of(vq->cookie, VIRTQUEUE_DRIVER), offset, size) != NULL
               ? send_part(vq, &object, buffer, size)
               : -1;
}

/* In one run of blocks, so that the chain is complete when the device sees it. */
int camkes_virtqueue_driver_scatter_send_buffer(virtqueue_driver_t *vq, void *buffer, size_t size)
{
    void *whole;
    if (camkes_virtqueue_buffer_alloc(vq, &whole, size) != 0) {
        return -1;
    }
    if (buffer != NULL) {
        memcpy(whole, buffer, size);
    } else {
        memset(whole, 0, size);
    }
    if (camkes_virtqueue_driver_send_buffer(vq, whole, size) != 0) {
        camkes_virtqueue_buffer_free(vq, whole);
        return -1;
    }
    return 0;
}

int camkes_virtqueue_driver_gather_buffer(virtqueue_driver_t *vq, virtqueue_ring_object_t *handle,
                                          void **buffer, unsigned *size, vq_flags_t *flag)
{
    void *offset;
    if (!virtqueue_gather_used(vq, handle, &offset, size, flag)) {
        return -1;
    }
    *buffer = place(channel_of(vq->cookie, VIRTQUEUE_DRIVER), (uintptr_t)offset, *size);
    return *buffer != NULL ? 0 : -1;
}

int camkes_virtqueue_device_gather_buffer(virtqueue_device_t *vq, virtqueue_ring_object_t *handle,
                                          void **buffer, unsigned *size, vq_flags_t *flag)
{
    void *offset;
    if (!virtqueue_gather_available(vq, handle, &offset, size, flag)) {
        return -1;
    }
    *buffer = place(channel_of(vq->cookie, VIRTQUEUE_DEVICE), (uintptr_t)offset, *size);
    return *buffer != NULL ? 0 : -1;
}

int camkes_virtqueue_driver_gather_copy_buffer(virtqueue_driver_t *vq,
                                               virtqueue_ring_object_t *handle, void *buffer,
                                               size_t size)
{
    void *part;
    unsigned length;
    vq_flags_t flag;
    size_t done = 0;
    while (camkes_virtqueue_driver_gather_buffer(vq, handle, &part, &length, &flag) == 0) {
        size_t take = length < size - done ? length : size - done;
        memcpy((char *)buffer + done, part, take);
        done += take;
        camkes_virtqueue_buffer_free(vq, part);
    }
    return done == size ? 0 : -1;
}

/* Copies between `buffer` and the chain until one of them ends; how many bytes. */
static size_t copy_chain(virtqueue_device_t *vq, virtqueue_ring_object_t *handle, char *buffer,
                         size_t size, bool into)
{
    void *part;
    unsigned length;
    vq_flags_t flag;
    size_t done = 0;
    while (done < size &&
           camkes_virtqueue_device_gather_buffer(vq, handle, &part, &length, &flag) == 0) {
        size_t take = length < size - done ? length : size - done;
        memcpy(into ? part : buffer + done, into ? buffer + done : part, take);
        done += take;
    }
    return done;
}

int camkes_virtqueue_device_scatter_copy_buffer(virtqueue_device_t *vq,
                                                virtqueue_ring_object_t *handle, void *buffer,
                                                size_t size)
{
    size_t done = copy_chain(vq, handle, buffer, size, true);
    return virtqueue_add_used_buf(vq, handle, (uint32_t)done) && done == size ? 0 : -1;
}

int camkes_virtqueue_device_gather_copy_buffer(virtqueue_device_t *vq,
                                               virtqueue_ring_object_t *handle, void *buffer,
                                               size_t size)
{
    size_t done = copy_chain(vq, handle, buffer, size, false);
    return virtqueue_add_used_buf(vq, handle, (uint32_t)done) && done == size ? 0 : -1;
}
