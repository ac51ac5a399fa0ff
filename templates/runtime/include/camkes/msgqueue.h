/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages of one size from one component to another (seL4MessageQueue), over a queue of buffers.
 * The sender never waits; what does not fit is refused.
 */
#ifndef CAMKES_MSGQUEUE_H
#define CAMKES_MSGQUEUE_H

#include <camkes/virtqueue.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct camkes_msgqueue_sender {
    bool initialised;
    virtqueue_driver_t sender_channel;
    size_t message_size;
} camkes_msgqueue_sender_t;

typedef struct camkes_msgqueue_receiver {
    bool initialised;
    virtqueue_device_t receiver_channel;
    size_t message_size;
    int (*poll)(void);
    void (*wait)(void);
} camkes_msgqueue_receiver_t;

/* Each returns 0, or -1: no such queue; no room or a message of another size; nothing there. */
int camkes_msgqueue_sender_init(int msgqueue_id, camkes_msgqueue_sender_t *sender);
int camkes_msgqueue_receiver_init(int msgqueue_id, camkes_msgqueue_receiver_t *receiver);
int camkes_msgqueue_send(camkes_msgqueue_sender_t *sender, void *message, size_t message_size);
/* Copies the next message out. */
int camkes_msgqueue_get(camkes_msgqueue_receiver_t *receiver, void *buffer, size_t buffer_size);
/* 1 when there is a message, 0 when there is none; waits until there is one, 0. */
int camkes_msgqueue_poll(camkes_msgqueue_receiver_t *receiver);
int camkes_msgqueue_wait(camkes_msgqueue_receiver_t *receiver);

/* Bytes of shared memory that `length` messages of a size need at most; a constant expression. */
#define CAMKES_MSGQUEUE_BYTES(length, message_size)                                                \
    (((length)*30ull + 192) / 64 * 64 + (length) * (((message_size) + 63ull) / 64 * 64))

/* For generated code: notes an end; 0, or -1 when the number is taken or too large. */
int camkes_msgqueue_channel_register_sender(int msgqueue_id, void *buffer, unsigned queue_len,
                                            size_t buffer_size, size_t message_size,
                                            void (*notify)(void));
int camkes_msgqueue_channel_register_receiver(int msgqueue_id, void *buffer, unsigned queue_len,
                                              size_t buffer_size, size_t message_size,
                                              int (*poll)(void), void (*wait)(void));

#ifdef __cplusplus
}
#endif

#endif
