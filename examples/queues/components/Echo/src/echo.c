/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The device of a queue: adds one to every byte of what comes.
 */
#include <stdio.h>

#include <camkes.h>

static uint32_t change(virtqueue_device_t *queue, virtqueue_ring_object_t *object)
{
    void *part;
    unsigned size;
    vq_flags_t flag;
    uint32_t changed = 0;
    while (camkes_virtqueue_device_gather_buffer(queue, object, &part, &size, &flag) == 0) {
        for (unsigned i = 0; i < size; i++) {
            ((char *)part)[i]++;
        }
        changed += size;
    }
    return changed;
}

int run(void)
{
    virtqueue_device_t queue;
    if (camkes_virtqueue_device_init(&queue, 0) != 0) {
        printf("echo: no queue\n");
        return 1;
    }
    for (;;) {
        virtqueue_ring_object_t object;
        while (virtqueue_get_available_buf(&queue, &object)) {
            uint32_t size = change(&queue, &object);
            virtqueue_add_used_buf(&queue, &object, size);
            queue.notify();
        }
        line_wait();
    }
}
