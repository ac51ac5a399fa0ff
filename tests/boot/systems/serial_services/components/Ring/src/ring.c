/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Writes a line through the ring of `batch`, then answers lines that come through that of `keys`,
 * the last part of each answer without a line end.
 */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

struct ring {
    uint32_t head, tail;
    char text[4096 - 8];
};

extern volatile struct ring *keys_buf;

static void put_batch(const char *text)
{
    volatile struct ring *ring = (volatile struct ring *)batch_get_buf();
    for (; *text != '\0'; text++) {
        ring->text[ring->tail] = *text;
        ring->tail = (ring->tail + 1) % sizeof(ring->text);
    }
    batch_batch();
}

static char next_key(void)
{
    if (keys_buf->head == keys_buf->tail) {
        seL4_Wait(keys_notification(), NULL);
    }
    char c = keys_buf->text[keys_buf->head];
    keys_buf->head = (keys_buf->head + 1) % sizeof(keys_buf->text);
    return c;
}

int run(void)
{
    char line[32];
    set_putchar(console_putchar);
    put_batch("ring: a batch\n");
    for (int i = 0; i < 3; i++) {
        size_t length = 0;
        printf("ring: ready %d\n", i);
        while ((line[length] = next_key()) != '\r' && length < sizeof(line) - 1) {
            length++;
        }
        line[length] = '\0';
        printf("ring: got %s", line);
        if (i < 2) {
            printf("\n");
        }
    }
    return 0;
}
