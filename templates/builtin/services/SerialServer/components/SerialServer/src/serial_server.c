/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The serial line for all clients: the interfaces of the server. Whatever wakes one of its threads,
 * all that can be done is done: where the instance's one notification tells of several things, any
 * thread may be the one that gets the signal.
 */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

#include "serial_input.h"
#include "serial_output.h"
#include "serial_queues.h"
#include "serial_ring.h"
#include "uart_device.h"

#define OLD_AGE_NS (NS_IN_S / 2)

/* Of connectors that have them, else NULL. */
seL4_CPtr timeout_notification(void) __attribute__((weak));
void *processed_batch_buf(seL4_Word client_id) __attribute__((weak));
size_t processed_batch_buf_size(seL4_Word client_id) __attribute__((weak));
void *raw_batch_buf(seL4_Word client_id) __attribute__((weak));
size_t raw_batch_buf_size(seL4_Word client_id) __attribute__((weak));

static const struct uart_device *device;
static struct output_line *batch_line; /* of the caller whose batch is being read */

void interrupt__init(void)
{
    device = uart_device_find(registers_model);
    if (device == NULL) {
        printf("%s: no driver for the UART `%s`\n", get_instance_name(), registers_model);
        abort();
    }
    output_start(device);
    queues_start();
    device->start();
    (void)interrupt_acknowledge();
}

/* ---- out ---- */

void processed_putchar_putchar(int c)
{
    static const char interface;
    serial_lock();
    output_put(output_line_of(&interface, processed_putchar_get_sender_id()), (char)c);
    serial_unlock();
}

void raw_putchar_putchar(int c)
{
    serial_lock();
    output_raw((char)c);
    serial_unlock();
}

static struct output_line *processed_batch_line(void)
{
    static const char interface;
    return output_line_of(&interface, processed_batch_get_sender_id());
}

int processed_batch_write(size_t text_sz, const char *text)
{
    serial_lock();
    struct output_line *line = processed_batch_line();
    for (size_t i = 0; i < text_sz; i++) {
        output_put(line, text[i]);
    }
    serial_unlock();
    return (int)text_sz;
}

int raw_batch_write(size_t text_sz, const char *text)
{
    serial_lock();
    for (size_t i = 0; i < text_sz; i++) {
        output_raw(text[i]);
    }
    serial_unlock();
    return (int)text_sz;
}

static void put_processed(char c)
{
    output_put(batch_line, c);
}

void processed_batch_batch(void)
{
    seL4_Word client = processed_batch_get_sender_id();
    size_t length =
        processed_batch_buf != NULL ? serial_ring_length(processed_batch_buf_size(client)) : 0;
    serial_lock();
    if (length != 0) {
        batch_line = processed_batch_line();
        serial_ring_drain(processed_batch_buf(client), length, put_processed);
    }
    serial_unlock();
}

void raw_batch_batch(void)
{
    seL4_Word client = raw_batch_get_sender_id();
    size_t length = raw_batch_buf != NULL ? serial_ring_length(raw_batch_buf_size(client)) : 0;
    serial_lock();
    if (length != 0) {
        serial_ring_drain(raw_batch_buf(client), length, output_raw);
    }
    serial_unlock();
}

/* ---- in ---- */

void interrupt_handle(void)
{
    bool any = false;
    int c;
    serial_lock();
    while ((c = device->receive()) >= 0) {
        input_take((char)c);
        any = true;
    }
    input_signal();
    queues_serve();
    serial_unlock();
    (void)interrupt_acknowledge();
    if (any) {
        received_emit();
    }
}

int getchar_getchar(void)
{
    serial_lock();
    int c = input_next();
    serial_unlock();
    return c;
}

/* ---- the instance's notification ---- */

static void serve_queues(void)
{
    serial_lock();
    queues_serve();
    serial_unlock();
}

void serial_read_wait_callback(seL4_Word badge)
{
    (void)badge;
    serve_queues();
}

void serial_write_wait_callback(seL4_Word badge)
{
    (void)badge;
    serve_queues();
}

int run(void)
{
    if (timeout_periodic == NULL || timeout_notification == NULL ||
        timeout_periodic(0, OLD_AGE_NS) != 0) {
        return 0;
    }
    for (;;) {
        seL4_Wait(timeout_notification(), NULL);
        serial_lock();
        output_flush_old();
        queues_serve();
        serial_unlock();
    }
}
