/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads from the serial line in buffers, and writes what comes back to it.
 */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/virtqueue.h>
#include <virtqueue.h>

static virtqueue_driver_t reader, writer;

static void ask(void)
{
    if (camkes_virtqueue_driver_scatter_send_buffer(&reader, NULL, 64) != 0) {
        printf("buffers: no room to read\n");
    }
    reader.notify();
}

static void write_out(char *text, size_t size)
{
    if (camkes_virtqueue_driver_scatter_send_buffer(&writer, text, size) != 0) {
        printf("buffers: no room to write\n");
    }
    writer.notify();
}

void told_callback(void)
{
    virtqueue_ring_object_t handle;
    char text[128];
    uint32_t size;
    queues_lock();
    while (virtqueue_get_used_buf(&writer, &handle, &size)) {
        (void)camkes_virtqueue_driver_gather_copy_buffer(&writer, &handle, text, sizeof(text));
    }
    while (virtqueue_get_used_buf(&reader, &handle, &size)) {
        char *start = text + sprintf(text, "buffers: read ");
        size = size < 64 ? size : 64;
        if (camkes_virtqueue_driver_gather_copy_buffer(&reader, &handle, start, size) == 0) {
            strcpy(start + size, "\r\n");
            write_out(text, strlen(text));
        }
        ask();
    }
    queues_unlock();
}

int run(void)
{
    int reads = camkes_virtqueue_get_id_from_name("read");
    int writes = camkes_virtqueue_get_id_from_name("write");
    if (camkes_virtqueue_driver_init(&reader, (unsigned)reads) != 0 ||
        camkes_virtqueue_driver_init(&writer, (unsigned)writes) != 0) {
        printf("buffers: no queues\n");
        return 1;
    }
    queues_lock();
    ask();
    write_out((char[]){"buffers: ready\r\n"}, 16);
    queues_unlock();
    return 0;
}
