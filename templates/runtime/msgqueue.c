/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Queues have numbers of their own; their channels are numbered after them from the top of those of
 * virtqueue_channel.c down, so that the two kinds do not meet.
 */
#include <camkes/msgqueue.h>

#include <string.h>

#define QUEUES_MAX 32

struct queue {
    size_t message_size;
    virtqueue_role_t role; /* the sender drives */
    int (*poll)(void);
    void (*wait)(void);
};

static struct queue queues[QUEUES_MAX];

static bool is_queue(int id, virtqueue_role_t role)
{
    return id >= 0 && id < QUEUES_MAX && queues[id].role == role;
}

static int channel_of(int id)
{
    return MAX_CAMKES_VIRTQUEUE_ID - id;
}

int camkes_msgqueue_channel_register_sender(int msgqueue_id, void *buffer, unsigned queue_len,
                                            size_t buffer_size, size_t message_size,
                                            void (*notify)(void))
{
    if (!is_queue(msgqueue_id, VIRTQUEUE_UNASSIGNED)) {
        return -1;
    }
    queues[msgqueue_id] = (struct queue){.message_size = message_size, .role = VIRTQUEUE_DRIVER};
    return camkes_virtqueue_channel_register(channel_of(msgqueue_id), "", queue_len, buffer_size,
                                             buffer, notify, 0, 0, VIRTQUEUE_DRIVER);
}

int camkes_msgqueue_channel_register_receiver(int msgqueue_id, void *buffer, unsigned queue_len,
                                              size_t buffer_size, size_t message_size,
                                              int (*poll)(void), void (*wait)(void))
{
    if (!is_queue(msgqueue_id, VIRTQUEUE_UNASSIGNED)) {
        return -1;
    }
    queues[msgqueue_id] = (struct queue){
        .message_size = message_size,
        .role = VIRTQUEUE_DEVICE,
        .poll = poll,
        .wait = wait,
    };
    return camkes_virtqueue_channel_register(channel_of(msgqueue_id), "", queue_len, buffer_size,
                                             buffer, NULL, 0, 0, VIRTQUEUE_DEVICE);
}

int camkes_msgqueue_sender_init(int msgqueue_id, camkes_msgqueue_sender_t *sender)
{
    if (!is_queue(msgqueue_id, VIRTQUEUE_DRIVER) ||
        camkes_virtqueue_driver_init(&sender->sender_channel, (unsigned)channel_of(msgqueue_id)) !=
            0) {
        return -1;
    }
    sender->message_size = queues[msgqueue_id].message_size;
    sender->initialised = true;
    return 0;
}

int camkes_msgqueue_receiver_init(int msgqueue_id, camkes_msgqueue_receiver_t *receiver)
{
    if (!is_queue(msgqueue_id, VIRTQUEUE_DEVICE) ||
        camkes_virtqueue_device_init(&receiver->receiver_channel,
                                     (unsigned)channel_of(msgqueue_id)) != 0) {
        return -1;
    }
    receiver->message_size = queues[msgqueue_id].message_size;
    receiver->poll = queues[msgqueue_id].poll;
    receiver->wait = queues[msgqueue_id].wait;
    receiver->initialised = true;
    return 0;
}

/* Takes back the buffers of messages that have been read. */
static void reclaim(virtqueue_driver_t *driver)
{
    virtqueue_ring_object_t used;
    uint32_t length;
    while (virtqueue_get_used_buf(driver, &used, &length)) {
        void *buffer;
        unsigned size;
        vq_flags_t flag;
        while (camkes_virtqueue_driver_gather_buffer(driver, &used, &buffer, &size, &flag) == 0) {
            camkes_virtqueue_buffer_free(driver, buffer);
        }
    }
}

int camkes_msgqueue_send(camkes_msgqueue_sender_t *sender, void *message, size_t message_size)
{
    if (!sender->initialised || message_size != sender->message_size) {
        return -1;
    }
    reclaim(&sender->sender_channel);
    if (camkes_virtqueue_driver_scatter_send_buffer(&sender->sender_channel, message,
                                                    message_size) != 0) {
        return -1;
    }
    sender->sender_channel.notify();
    return 0;
}

int camkes_msgqueue_poll(camkes_msgqueue_receiver_t *receiver)
{
    return receiver->initialised && VQ_DEV_POLL(&receiver->receiver_channel) ? 1 : 0;
}

/* An event stands for all messages since the last one: there may be events without a message. */
int camkes_msgqueue_wait(camkes_msgqueue_receiver_t *receiver)
{
    if (!receiver->initialised) {
        return -1;
    }
    while (!camkes_msgqueue_poll(receiver)) {
        receiver->wait();
    }
    return 0;
}

int camkes_msgqueue_get(camkes_msgqueue_receiver_t *receiver, void *buffer, size_t buffer_size)
{
    virtqueue_ring_object_t object;
    if (!receiver->initialised || buffer_size < receiver->message_size ||
        !virtqueue_get_available_buf(&receiver->receiver_channel, &object)) {
        return -1;
    }
    return camkes_virtqueue_device_gather_copy_buffer(&receiver->receiver_channel, &object, buffer,
                                                      receiver->message_size);
}
