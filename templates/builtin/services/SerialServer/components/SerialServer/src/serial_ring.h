/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A ring of characters in memory that a client shares with the server: head, where the reader is,
 * tail, where the writer is, and the rest for characters, one of which stays free. The client may
 * write anything there at any time: both numbers are read once, and checked.
 */
#ifndef SERIAL_RING_H
#define SERIAL_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct serial_ring {
    uint32_t head, tail;
    char text[];
};

/* Characters of a ring in `size` bytes; 0 when there is no room for one. */
size_t serial_ring_length(size_t size);

/* Adds a character; false when the ring is full or broken. `*waking` becomes true when the reader
 * had read all before it, so that it may be waiting. */
bool serial_ring_put(volatile struct serial_ring *ring, size_t length, char c, bool *waking);

/* Calls `take` for all characters that are in it now, and takes them out. */
void serial_ring_drain(volatile struct serial_ring *ring, size_t length, void (*take)(char c));

#endif
