/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The driver of a queue: sends buffers, takes them back with what the device made of them.
 */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

static int send_and_receive(virtqueue_driver_t *queue, size_t size, char fill)
{
    static char text[2048], got[2048];
    memset(text, fill, size);
    if (camkes_virtqueue_driver_scatter_send_buffer(queue, text, size) != 0) {
        return -1;
    }
    queue->notify();
    virtqueue_ring_object_t object;
    uint32_t length;
    while (!virtqueue_get_used_buf(queue, &object, &length)) {
        line_wait();
    }
    if (length != size ||
        camkes_virtqueue_driver_gather_copy_buffer(queue, &object, got, size) != 0) {
        return -1;
    }
    for (size_t i = 0; i < size; i++) {
        if (got[i] != fill + 1) {
            return -1;
        }
    }
    return 0;
}

int run(void)
{
    virtqueue_driver_t queue;
    int id = camkes_virtqueue_get_id_from_name("line");
    if (camkes_virtqueue_channel_num() != 1 || camkes_virtqueue_driver_init(&queue, (unsigned)id)) {
        printf("station: no queue\n");
        return 1;
    }
    int good = 0;
    for (int i = 0; i < 100; i++) {
        good += send_and_receive(&queue, (size_t)(i * 19) + 1, (char)i) == 0;
    }
    printf("station: %d of 100 buffers came back changed\n", good);
    return 0;
}
