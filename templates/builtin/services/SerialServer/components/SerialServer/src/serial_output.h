/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The way out. A client is the badge it calls with on one of the processed interfaces; its
 * unfinished line waits until the line ends, gets too long, or is old. Sending waits for the line.
 */
#ifndef SERIAL_OUTPUT_H
#define SERIAL_OUTPUT_H

#include <sel4/sel4.h>

#include "uart_device.h"

struct output_line;

/* All that is sent goes to the device. */
void output_start(const struct uart_device *device);

/* Sends at once: as it is, or a newline with a carriage return in front. */
void output_raw(char c);
void output_text(char c);

/* The unfinished line of a caller; NULL without memory. `interface` is the address of anything that
 * tells interfaces apart. */
struct output_line *output_line_of(const void *interface, seL4_Word badge);
/* Adds to a line; sends at once if it is NULL. */
void output_put(struct output_line *line, char c);
/* Sends the lines that nothing was added to since the last call. */
void output_flush_old(void);

#endif
