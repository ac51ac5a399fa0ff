/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The serial line for all clients. A client is the badge it calls with on one of the processed
 * interfaces; its unfinished line waits until the line ends or gets too long. Sending waits for the
 * line; what comes in is kept until someone asks, and lost when nobody does for too long.
 */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

#include "uart_device.h"

#define LINE_MAX     256
#define RECEIVED_MAX 1024 /* a power of two */

struct line {
    const void *interface; /* whose badges these are */
    seL4_Word badge;
    size_t length;
    struct line *next;
    char text[LINE_MAX];
};

static const struct uart_device *device;
static struct line *lines;
static unsigned char in[RECEIVED_MAX];
static unsigned first_in, last_in; /* count on; only their difference matters */

void interrupt__init(void)
{
    device = uart_device_find(model);
    if (device == NULL) {
        printf("%s: no driver for the UART `%s`\n", get_instance_name(), model);
        abort();
    }
    device->start();
    (void)interrupt_acknowledge();
}

static void send(char c)
{
    if (c == '\n') {
        send('\r');
    }
    while (!device->can_send()) {
        seL4_Yield();
    }
    device->send((unsigned char)c);
}

static void flush(struct line *line)
{
    for (size_t i = 0; i < line->length; i++) {
        send(line->text[i]);
    }
    line->length = 0;
}

/* The unfinished line of a caller; NULL without memory. */
static struct line *line_of(const void *interface, seL4_Word badge)
{
    struct line *line = lines;
    while (line != NULL && (line->interface != interface || line->badge != badge)) {
        line = line->next;
    }
    if (line == NULL) {
        line = calloc(1, sizeof(*line));
        if (line != NULL) {
            line->interface = interface;
            line->badge = badge;
            line->next = lines;
            lines = line;
        }
    }
    return line;
}

static void put(struct line *line, char c)
{
    if (line == NULL) {
        send(c);
        return;
    }
    line->text[line->length++] = c;
    if (c == '\n' || line->length == LINE_MAX) {
        flush(line);
    }
}

void processed_putchar_putchar(int c)
{
    static const char interface;
    serial_lock();
    put(line_of(&interface, processed_putchar_get_sender_id()), (char)c);
    serial_unlock();
}

void raw_putchar_putchar(int c)
{
    serial_lock();
    send((char)c);
    serial_unlock();
}

int processed_batch_write(size_t text_sz, const char *text)
{
    static const char interface;
    serial_lock();
    struct line *line = line_of(&interface, processed_batch_get_sender_id());
    for (size_t i = 0; i < text_sz; i++) {
        put(line, text[i]);
    }
    serial_unlock();
    return (int)text_sz;
}

int raw_batch_write(size_t text_sz, const char *text)
{
    serial_lock();
    for (size_t i = 0; i < text_sz; i++) {
        send(text[i]);
    }
    serial_unlock();
    return (int)text_sz;
}

void interrupt_handle(void)
{
    bool any = false;
    int c;
    serial_lock();
    while ((c = device->receive()) >= 0) {
        if (last_in - first_in < RECEIVED_MAX) {
            in[last_in++ % RECEIVED_MAX] = (unsigned char)c;
        }
        any = true;
    }
    serial_unlock();
    (void)interrupt_acknowledge();
    if (any) {
        received_emit();
    }
}

int getchar_getchar(void)
{
    serial_lock();
    int c = first_in != last_in ? in[first_in++ % RECEIVED_MAX] : -1;
    serial_unlock();
    return c;
}
