// SPDX-License-Identifier: BSD-2-Clause
// sources: templates/runtime/virtqueue.c templates/runtime/virtqueue_channel.c templates/runtime/msgqueue.c
// include: tests/fuzz/rpc/host templates/runtime/include
//
// Queues of buffers: what one side sends the other gets, whatever the lengths; and a hostile other
// side can neither make one read or write outside of the shared memory nor hold it up.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <camkes/msgqueue.h>

#define LENGTH 8

static char *memory;
static size_t memory_size = 4096;
static int notified;

static void notify(void)
{
    notified++;
}

struct sides {
    virtqueue_driver_t driver;
    virtqueue_device_t device;
};

/* Both sides of a queue over one memory. */
static void open_queue(struct sides *sides, unsigned id)
{
    memory = calloc(1, memory_size);
    assert_int_equal(camkes_virtqueue_channel_register((int)id, "queue", LENGTH, memory_size,
                                                       memory, notify, 5, 6, VIRTQUEUE_DRIVER),
                     0);
    assert_int_equal(camkes_virtqueue_driver_init(&sides->driver, id), 0);
    assert_int_equal(camkes_virtqueue_channel_register((int)id + 20, "other", LENGTH, memory_size,
                                                       memory, notify, 7, 8, VIRTQUEUE_DEVICE),
                     0);
    assert_int_equal(camkes_virtqueue_device_init(&sides->device, id + 20), 0);
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 1);
    for (int round = 0; round < 100; round++) {
        char text[200], got[200];
        size_t size = (size_t)(round * 7 % 200) + 1;
        memset(text, round, sizeof(text));
        assert_int_equal(VQ_DEV_POLL(&s.device), 0);
        assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&s.driver, text, size), 0);
        assert_int_equal(VQ_DEV_POLL(&s.device), 1);
        virtqueue_ring_object_t object;
        assert_int_equal(virtqueue_get_available_buf(&s.device, &object), 1);
        assert_int_equal(virtqueue_scattered_available_size(&s.device, &object), size);
        assert_int_equal(camkes_virtqueue_device_gather_copy_buffer(&s.device, &object, got, size),
                         0);
        assert_memory_equal(text, got, size);
        uint32_t written;
        assert_int_equal(virtqueue_get_used_buf(&s.driver, &object, &written), 1);
        assert_int_equal(written, size);
        assert_int_equal(camkes_virtqueue_driver_gather_copy_buffer(&s.driver, &object, got, size),
                         0);
        assert_int_equal(virtqueue_get_used_buf(&s.driver, &object, &written), 0);
    }
    free(s.driver.entries);
}

static void test_device_writes(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 2);
    void *buffer;
    assert_int_equal(camkes_virtqueue_buffer_alloc(&s.driver, &buffer, 100), 0);
    assert_int_equal(camkes_virtqueue_driver_send_buffer(&s.driver, buffer, 100), 0);
    virtqueue_ring_object_t object;
    char text[200] = "written by the device";
    assert_int_equal(virtqueue_get_available_buf(&s.device, &object), 1);
    assert_int_equal(camkes_virtqueue_device_scatter_copy_buffer(&s.device, &object, text, 200),
                     -1);
    assert_string_equal(buffer, text);
    uint32_t written;
    assert_int_equal(virtqueue_get_used_buf(&s.driver, &object, &written), 1);
    assert_int_equal(written, 100);
    free(s.driver.entries);
}

static void test_full(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 3);
    int sent = 0;
    char text[10] = "text";
    while (camkes_virtqueue_driver_scatter_send_buffer(&s.driver, text, sizeof(text)) == 0) {
        sent++;
    }
    assert_int_equal(sent, LENGTH - 1);
    void *buffers[200];
    int count = 0;
    while (camkes_virtqueue_buffer_alloc(&s.driver, &buffers[count], 65) == 0) {
        count++;
    }
    assert_true(count > 10);
    for (int i = 0; i < count; i++) {
        camkes_virtqueue_buffer_free(&s.driver, buffers[i]);
        camkes_virtqueue_buffer_free(&s.driver, buffers[i]); /* twice is no harm */
        camkes_virtqueue_buffer_free(&s.driver, (char *)buffers[i] + 1);
    }
    int again = 0;
    while (camkes_virtqueue_buffer_alloc(&s.driver, &buffers[again], 65) == 0) {
        again++;
    }
    assert_int_equal(again, count);
    assert_int_equal(camkes_virtqueue_buffer_alloc(&s.driver, &buffers[0], SIZE_MAX), -1);
    free(s.driver.entries);
}

static void test_chain(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 4);
    virtqueue_ring_object_t object;
    virtqueue_init_ring_object(&object);
    for (uintptr_t i = 0; i < 3; i++) {
        assert_int_equal(virtqueue_add_available_buf(&s.driver, &object, (void *)(1000 + 100 * i),
                                                     10, i == 2 ? VQ_WRITE : VQ_READ),
                         1);
    }
    assert_int_equal(virtqueue_get_available_buf(&s.device, &object), 1);
    assert_int_equal(virtqueue_scattered_available_size(&s.device, &object), 30);
    void *buffer;
    unsigned length;
    vq_flags_t flag = VQ_READ;
    for (uintptr_t i = 0; i < 3; i++) {
        assert_int_equal(virtqueue_gather_available(&s.device, &object, &buffer, &length, &flag),
                         1);
        assert_ptr_equal(buffer, (void *)(1000 + 100 * i));
    }
    assert_int_equal(flag, VQ_WRITE);
    assert_int_equal(virtqueue_gather_available(&s.device, &object, &buffer, &length, &flag), 0);
    assert_int_equal(virtqueue_get_available_buf(&s.device, &object), 0);
    free(s.driver.entries);
}

/* The device has written nonsense all over the memory. */
static void test_hostile_device(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 5);
    srand(1);
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < memory_size; i++) {
            memory[i] = (char)rand();
        }
        char text[300] = "text";
        (void)camkes_virtqueue_driver_scatter_send_buffer(&s.driver, text, (size_t)rand() % 300);
        virtqueue_ring_object_t object;
        uint32_t written;
        for (int i = 0; i < 20 && virtqueue_get_used_buf(&s.driver, &object, &written); i++) {
            void *part;
            unsigned size;
            vq_flags_t flag;
            while (camkes_virtqueue_driver_gather_buffer(&s.driver, &object, &part, &size, &flag) ==
                   0) {
                memset(part, 0, size);
                camkes_virtqueue_buffer_free(&s.driver, part);
            }
        }
    }
    free(s.driver.entries);
}

/* The driver has: the device copies nothing from or to outside of the memory (ASan), and ends. */
static void test_hostile_driver(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 6);
    srand(2);
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < memory_size; i++) {
            memory[i] = (char)(round % 2 == 0 ? rand() : rand() % 8);
        }
        virtqueue_ring_object_t object;
        char text[300];
        for (int i = 0; i < 4 && virtqueue_get_available_buf(&s.device, &object); i++) {
            (void)virtqueue_scattered_available_size(&s.device, &object);
            (void)camkes_virtqueue_device_gather_copy_buffer(&s.device, &object, text, 300);
            (void)camkes_virtqueue_device_scatter_copy_buffer(&s.device, &object, text, 300);
        }
    }
    /* a chain that goes round in a circle */
    memset(memory, 0, memory_size);
    volatile vq_vring_desc_t *desc = s.device.desc_table;
    desc[0].len = 8;
    desc[0].flags = 1;
    s.device.avail_ring->idx = (uint16_t)((s.device.a_ring_last_seen + 2) % LENGTH);
    virtqueue_ring_object_t object;
    char text[300];
    assert_int_equal(virtqueue_get_available_buf(&s.device, &object), 1);
    assert_int_equal(virtqueue_scattered_available_size(&s.device, &object), 8 * LENGTH);
    assert_int_equal(camkes_virtqueue_device_gather_copy_buffer(&s.device, &object, text, 300), -1);
    free(s.driver.entries);
}

static void test_channels(void **state)
{
    (void)state;
    struct sides s;
    open_queue(&s, 7);
    seL4_CPtr notification, badge;
    virtqueue_driver_t again;
    assert_int_equal(camkes_virtqueue_driver_init_with_recv(&again, 7, &notification, &badge), 0);
    assert_int_equal(notification, 5);
    assert_int_equal(badge, 6);
    assert_int_equal(camkes_virtqueue_driver_init(&again, 8), -1);
    assert_int_equal(camkes_virtqueue_device_init(&s.device, 7), -1);
    assert_int_equal(
        camkes_virtqueue_channel_register(7, "", 8, 1, memory, notify, 0, 0, VIRTQUEUE_DEVICE), -1);
    assert_int_equal(
        camkes_virtqueue_channel_register(100, "", 8, 1, memory, notify, 0, 0, VIRTQUEUE_DEVICE),
        -1);
    char small[64];
    assert_int_equal(camkes_virtqueue_channel_register(9, "small", 8, sizeof(small), small, notify,
                                                       0, 0, VIRTQUEUE_DEVICE),
                     0);
    assert_int_equal(camkes_virtqueue_device_init(&s.device, 9), -1);
    assert_int_equal(camkes_virtqueue_get_id_from_name("small"), 9);
    assert_int_equal(camkes_virtqueue_get_id_from_name("none"), -1);
    assert_null(camkes_virtqueue_driver_offset_to_buffer(&again, memory_size));
    assert_ptr_equal(camkes_virtqueue_driver_offset_to_buffer(&again, 10), memory + 10);
    free(s.driver.entries);
    free(again.entries);
}

static camkes_msgqueue_receiver_t receiver;

static int always(void)
{
    return 1;
}

/* Both ends have the memory under two addresses, as two components have. */
static void test_messages(void **state)
{
    (void)state;
    const size_t size = CAMKES_MSGQUEUE_BYTES(LENGTH, 24);
    char *shared = calloc(1, size);
    camkes_msgqueue_sender_t sender;
    assert_int_equal(camkes_msgqueue_channel_register_sender(3, shared, LENGTH, size, 24, notify),
                     0);
    assert_int_equal(
        camkes_msgqueue_channel_register_receiver(3, shared, LENGTH, size, 24, always, notify), -1);
    assert_int_equal(
        camkes_msgqueue_channel_register_receiver(4, shared, LENGTH, size, 24, always, notify), 0);
    assert_int_equal(camkes_msgqueue_sender_init(4, &sender), -1);
    assert_int_equal(camkes_msgqueue_sender_init(3, &sender), 0);
    assert_int_equal(camkes_msgqueue_receiver_init(4, &receiver), 0);
    char message[24] = "message", got[24];
    assert_int_equal(camkes_msgqueue_poll(&receiver), 0);
    assert_int_equal(camkes_msgqueue_get(&receiver, got, sizeof(got)), -1);
    assert_int_equal(camkes_msgqueue_send(&sender, message, 23), -1);
    for (int round = 0; round < 50; round++) {
        int sent = 0, taken = 0;
        notified = 0;
        while (camkes_msgqueue_send(&sender, message, sizeof(message)) == 0) {
            message[10] = (char)sent++;
        }
        assert_int_equal(sent, LENGTH - 1);
        assert_int_equal(notified, sent);
        while (camkes_msgqueue_poll(&receiver)) {
            assert_int_equal(camkes_msgqueue_wait(&receiver), 0);
            assert_int_equal(camkes_msgqueue_get(&receiver, got, sizeof(got)), 0);
            assert_int_equal(got[10], taken == 0 && round == 0 ? 0
                                      : taken == 0             ? sent - 1
                                                               : taken - 1);
            taken++;
        }
        assert_int_equal(taken, sent);
    }
    assert_int_equal(camkes_msgqueue_get(&receiver, got, 23), -1);
    free(sender.sender_channel.entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_device_writes),
        cmocka_unit_test(test_full),           cmocka_unit_test(test_chain),
        cmocka_unit_test(test_hostile_device), cmocka_unit_test(test_hostile_driver),
        cmocka_unit_test(test_channels),       cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
