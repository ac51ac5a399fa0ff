/* SPDX-License-Identifier: BSD-2-Clause */
#include "serial_ring.h"

size_t serial_ring_length(size_t size)
{
    size_t header = offsetof(struct serial_ring, text);
    return size > header + 1 && size - header <= UINT32_MAX ? size - header : 0;
}

bool serial_ring_put(volatile struct serial_ring *ring, size_t length, char c, bool *waking)
{
    uint32_t head = ring->head, tail = ring->tail;
    if (head >= length || tail >= length || (tail + 1) % length == head) {
        return false;
    }
    ring->text[tail] = c;
    __atomic_thread_fence(__ATOMIC_RELEASE);
    ring->tail = (uint32_t)((tail + 1) % length);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    *waking = *waking || ring->head == tail;
    return true;
}

void serial_ring_drain(volatile struct serial_ring *ring, size_t length, void (*take)(char c))
{
    uint32_t head = ring->head, tail = ring->tail;
    if (head >= length || tail >= length) {
        return;
    }
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    while (head != tail) {
        take(ring->text[head]);
        head = (uint32_t)((head + 1) % length);
    }
    ring->head = head;
}
