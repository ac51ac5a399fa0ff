/* SPDX-License-Identifier: BSD-2-Clause */
#include <virtqueue.h>

#include <stdlib.h>

#define NONE       UINT32_MAX /* of a ring object */
#define LENGTH_MAX 32768u
#define GOES_ON    1u
#define FOR_WRITE  2u

static unsigned next_of(unsigned queue_len, unsigned index)
{
    return (index + 1) & (queue_len - 1);
}

static bool good_length(unsigned queue_len)
{
    return queue_len > 1 && queue_len <= LENGTH_MAX && (queue_len & (queue_len - 1)) == 0;
}

void virtqueue_init_ring_object(virtqueue_ring_object_t *object)
{
    object->cur = NONE;
    object->first = NONE;
}

void virtqueue_init_driver(virtqueue_driver_t *vq, unsigned queue_len, vq_vring_avail_t *avail_ring,
                           vq_vring_used_t *used_ring, vq_vring_desc_t *desc_table,
                           void (*notify)(void), void *cookie)
{
    *vq = (virtqueue_driver_t){
        .notify = notify,
        .cookie = cookie,
        .avail_ring = avail_ring,
        .used_ring = used_ring,
        .desc_table = desc_table,
    };
    vq->entries = good_length(queue_len) ? calloc(queue_len, sizeof(*vq->entries)) : NULL;
    if (vq->entries == NULL) {
        return;
    }
    vq->queue_len = queue_len;
    vq->u_ring_last_seen = queue_len - 1;
    for (unsigned i = 0; i < queue_len; i++) {
        vq->entries[i].next = (uint16_t)(i + 1);
    }
}

void virtqueue_init_device(virtqueue_device_t *vq, unsigned queue_len, vq_vring_avail_t *avail_ring,
                           vq_vring_used_t *used_ring, vq_vring_desc_t *desc_table,
                           void (*notify)(void), void *cookie)
{
    *vq = (virtqueue_device_t){
        .notify = notify,
        .cookie = cookie,
        .avail_ring = avail_ring,
        .used_ring = used_ring,
        .desc_table = desc_table,
    };
    if (good_length(queue_len)) {
        vq->queue_len = queue_len;
        vq->a_ring_last_seen = queue_len - 1;
    }
}

/* ---- driver ---- */

/* A descriptor of the driver's own; queue_len when all are on their way. */
static unsigned take_entry(virtqueue_driver_t *vq)
{
    unsigned index = vq->free_desc_head;
    if (index < vq->queue_len) {
        vq->free_desc_head = vq->entries[index].next;
    }
    return index;
}

static void publish_entry(virtqueue_driver_t *vq, unsigned index)
{
    const struct virtqueue_entry *entry = &vq->entries[index];
    volatile vq_vring_desc_t *desc = &vq->desc_table[index];
    desc->addr = entry->addr;
    desc->len = entry->len;
    desc->next = entry->next;
    desc->flags = (uint16_t)((entry->goes_on ? GOES_ON : 0u) | (entry->write ? FOR_WRITE : 0u));
}

int virtqueue_add_available_buf(virtqueue_driver_t *vq, virtqueue_ring_object_t *object,
                                void *buffer, unsigned len, vq_flags_t flag)
{
    bool begins = object->first == NONE;
    /* one place of a ring stays empty: a full one would look like an empty one */
    if (vq->queue_len == 0 || (begins && vq->heads + 1 >= vq->queue_len)) {
        return 0;
    }
    unsigned index = take_entry(vq);
    if (index >= vq->queue_len) {
        return 0;
    }
    vq->entries[index] = (struct virtqueue_entry){
        .addr = (uintptr_t)buffer,
        .len = len,
        .head = begins,
        .write = flag != VQ_READ,
    };
    publish_entry(vq, index);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    if (begins) {
        object->first = index;
        vq->heads++;
        vq->avail_ring->ring[vq->a_ring_next] = (uint16_t)index;
        vq->a_ring_next = next_of(vq->queue_len, vq->a_ring_next);
        __atomic_thread_fence(__ATOMIC_RELEASE);
        vq->avail_ring->idx = (uint16_t)vq->a_ring_next;
    } else {
        vq->entries[object->cur].next = (uint16_t)index;
        vq->entries[object->cur].goes_on = true;
        publish_entry(vq, object->cur);
    }
    object->cur = index;
    return 1;
}

int virtqueue_get_used_buf(virtqueue_driver_t *vq, virtqueue_ring_object_t *object, uint32_t *len)
{
    while (vq->queue_len != 0 && VQ_DRV_POLL(vq)) {
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        vq->u_ring_last_seen = next_of(vq->queue_len, vq->u_ring_last_seen);
        uint32_t id = vq->used_ring->ring[vq->u_ring_last_seen].id;
        uint32_t written = vq->used_ring->ring[vq->u_ring_last_seen].len;
        if (id < vq->queue_len && vq->entries[id].head) {
            vq->entries[id].head = false; /* a chain comes back once */
            vq->heads--;
            object->first = id;
            object->cur = id;
            *len = written;
            return 1;
        }
    }
    return 0;
}

int virtqueue_gather_used(virtqueue_driver_t *vq, virtqueue_ring_object_t *object, void **buffer,
                          unsigned *len, vq_flags_t *flag)
{
    if (object->cur == NONE) {
        return 0;
    }
    unsigned index = object->cur;
    struct virtqueue_entry *entry = &vq->entries[index];
    *buffer = (void *)(uintptr_t)entry->addr;
    *len = entry->len;
    *flag = entry->write ? VQ_WRITE : VQ_READ;
    object->cur = entry->goes_on ? entry->next : NONE;
    entry->next = (uint16_t)vq->free_desc_head;
    vq->free_desc_head = index;
    return 1;
}

/* ---- device ---- */

int virtqueue_get_available_buf(virtqueue_device_t *vq, virtqueue_ring_object_t *object)
{
    while (vq->queue_len != 0 && VQ_DEV_POLL(vq)) {
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        vq->a_ring_last_seen = next_of(vq->queue_len, vq->a_ring_last_seen);
        uint16_t id = vq->avail_ring->ring[vq->a_ring_last_seen];
        if (id < vq->queue_len) {
            object->first = id;
            object->cur = id;
            vq->steps = 0;
            return 1;
        }
    }
    return 0;
}

/* The descriptor at `*cur`, read once; moves on. False at the end, and where a chain is longer than
 * the queue: then it goes round in a circle. */
static bool read_descriptor(virtqueue_device_t *vq, uint32_t *cur, unsigned *steps,
                            vq_vring_desc_t *copy)
{
    if (*cur == NONE || *cur >= vq->queue_len || *steps >= vq->queue_len) {
        return false;
    }
    volatile vq_vring_desc_t *desc = &vq->desc_table[*cur];
    *copy = (vq_vring_desc_t){
        .addr = desc->addr,
        .len = desc->len,
        .flags = desc->flags,
        .next = desc->next,
    };
    (*steps)++;
    *cur = (copy->flags & GOES_ON) != 0 ? copy->next : NONE;
    return true;
}

uint32_t virtqueue_scattered_available_size(virtqueue_device_t *vq, virtqueue_ring_object_t *object)
{
    uint64_t size = 0;
    uint32_t cur = object->first;
    unsigned steps = 0;
    vq_vring_desc_t desc;
    while (read_descriptor(vq, &cur, &steps, &desc)) {
        size += desc.len;
    }
    return size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
}

int virtqueue_gather_available(virtqueue_device_t *vq, virtqueue_ring_object_t *object,
                               void **buffer, unsigned *len, vq_flags_t *flag)
{
    vq_vring_desc_t desc;
    if (!read_descriptor(vq, &object->cur, &vq->steps, &desc)) {
        return 0;
    }
    *buffer = (void *)(uintptr_t)desc.addr;
    *len = desc.len;
    *flag = (desc.flags & FOR_WRITE) != 0 ? VQ_WRITE : VQ_READ;
    return 1;
}

int virtqueue_add_used_buf(virtqueue_device_t *vq, virtqueue_ring_object_t *object, uint32_t len)
{
    if (vq->queue_len == 0 || object->first >= vq->queue_len) {
        return 0;
    }
    vq->used_ring->ring[vq->u_ring_next].id = object->first;
    vq->used_ring->ring[vq->u_ring_next].len = len;
    vq->u_ring_next = next_of(vq->queue_len, vq->u_ring_next);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    vq->used_ring->idx = (uint16_t)vq->u_ring_next;
    return 1;
}
