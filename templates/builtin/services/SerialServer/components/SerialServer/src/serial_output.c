/* SPDX-License-Identifier: BSD-2-Clause */
#include "serial_output.h"

#include <stddef.h>
#include <stdlib.h>

#define LINE_MAX 256

struct output_line {
    const void *interface; /* whose badges these are */
    seL4_Word badge;
    size_t length;
    size_t seen; /* the length when old lines were last looked for */
    struct output_line *next;
    char text[LINE_MAX];
};

static const struct uart_device *uart;
static struct output_line *lines;

void output_start(const struct uart_device *device)
{
    uart = device;
}

void output_raw(char c)
{
    while (!uart->can_send()) {
        seL4_Yield();
    }
    uart->send((unsigned char)c);
}

void output_text(char c)
{
    if (c == '\n') {
        output_raw('\r');
    }
    output_raw(c);
}

static void flush(struct output_line *line)
{
    for (size_t i = 0; i < line->length; i++) {
        output_text(line->text[i]);
    }
    line->length = 0;
    line->seen = 0;
}

struct output_line *output_line_of(const void *interface, seL4_Word badge)
{
    struct output_line *line = lines;
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

void output_put(struct output_line *line, char c)
{
    if (line == NULL) {
        output_text(c);
        return;
    }
    line->text[line->length++] = c;
    if (c == '\n' || line->length == LINE_MAX) {
        flush(line);
    }
}

void output_flush_old(void)
{
    for (struct output_line *line = lines; line != NULL; line = line->next) {
        if (line->length != 0 && line->length == line->seen) {
            flush(line);
        }
        line->seen = line->length;
    }
}
