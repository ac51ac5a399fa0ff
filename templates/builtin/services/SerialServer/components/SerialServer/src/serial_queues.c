/* SPDX-License-Identifier: BSD-2-Clause */
#include "serial_queues.h"

#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>
#include <camkes/virtqueue.h>

#include "serial_input.h"
#include "serial_output.h"

#define BUFFER_MAX 65536u

static virtqueue_device_t readers, writers;
static bool can_read, can_write;
static bool reading; /* `request` waits to be filled */
static virtqueue_ring_object_t request;

static bool start(virtqueue_device_t *queue, const char *interface)
{
    int id = camkes_virtqueue_get_id_from_name(interface);
    if (id < 0) {
        return false;
    }
    if (camkes_virtqueue_device_init(queue, (unsigned)id) != 0) {
        printf("%s: `%s` is not the device of a queue\n", get_instance_name(), interface);
        return false;
    }
    return true;
}

void queues_start(void)
{
    can_read = start(&readers, "read");
    can_write = start(&writers, "write");
}

/* The bytes of a chain, as far as the server takes them at once. */
static size_t size_of(virtqueue_device_t *queue, virtqueue_ring_object_t *chain)
{
    size_t size = virtqueue_scattered_available_size(queue, chain);
    return size < BUFFER_MAX ? size : BUFFER_MAX;
}

/* Gives a chain back, with nothing taken out of it or put into it. */
static void give_back(virtqueue_device_t *queue, virtqueue_ring_object_t *chain)
{
    (void)virtqueue_add_used_buf(queue, chain, 0);
}

static void write_buffers(void)
{
    virtqueue_ring_object_t chain;
    bool any = false;
    while (can_write && virtqueue_get_available_buf(&writers, &chain)) {
        size_t size = size_of(&writers, &chain);
        char *text = size != 0 ? malloc(size) : NULL;
        if (text == NULL) {
            give_back(&writers, &chain);
        } else if (camkes_virtqueue_device_gather_copy_buffer(&writers, &chain, text, size) == 0) {
            for (size_t i = 0; i < size; i++) {
                output_raw(text[i]);
            }
        }
        free(text);
        any = true;
    }
    if (any) {
        writers.notify();
    }
}

static void fill_buffers(void)
{
    char text[256];
    bool any = false;
    while (can_read && input_any() &&
           (reading || virtqueue_get_available_buf(&readers, &request))) {
        size_t room = size_of(&readers, &request), size = 0;
        while (size < room && size < sizeof(text) && input_any()) {
            text[size++] = (char)input_next();
        }
        if (size == 0 ||
            camkes_virtqueue_device_scatter_copy_buffer(&readers, &request, text, size) != 0) {
            give_back(&readers, &request);
        }
        reading = false;
        any = true;
    }
    if (any) {
        readers.notify();
    }
}

void queues_serve(void)
{
    write_buffers();
    fill_buffers();
}
