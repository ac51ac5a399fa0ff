/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Four threads of higher priority, each of which makes one system call when told and then waits for
 * the next order. A worker that blocked in its call stays there until another step frees it, or
 * until it is restarted. Faults come to us as messages.
 */
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/stress.h"
#include "tests/kernel/world.h"

enum { COUNT = 4 };

static struct order {
    struct worker *worker;
    seL4_CPtr gate;
    int64_t number;
    uint64_t cap;
    struct message message;
    volatile uint64_t idle, done;
} orders[COUNT];

static seL4_CPtr fault_endpoint, fault_caps[COUNT];

static void obey(uint64_t index)
{
    struct order *order = &orders[index];
    for (;;) {
        struct message wait = {0};
        order->idle = 1;
        world_raw(seL4_SysRecv, order->gate, &wait);
        order->idle = 0;
        world_raw(order->number, order->cap, &order->message);
        order->done++;
    }
}

void stress_workers_prepare(void)
{
    fault_endpoint = world_endpoint();
    for (unsigned i = 0; i < COUNT; i++) {
        fault_caps[i] = world_mint(fault_endpoint, seL4_AllRights, 0x1000 + i);
        orders[i].gate = world_notification();
        orders[i].worker = world_worker(60, fault_caps[i]);
        world_run(orders[i].worker, obey, i);
    }
}

/* Takes what workers did since the last time into the sum. */
static void note_results(void)
{
    for (unsigned i = 0; i < COUNT; i++) {
        struct order *order = &orders[i];
        stress_note(order->done << 1 | order->idle);
        if (order->done) {
            order->done = 0;
            stress_note(order->message.badge);
            stress_note(order->message.info);
            for (unsigned k = 0; k < 4; k++) {
                stress_note(order->message.words[k]);
            }
        }
    }
}

/* Faults of workers, which are then started anew. */
static void take_faults(void)
{
    for (;;) {
        struct message message = {0};
        world_raw(seL4_SysNBRecv, fault_endpoint, &message);
        if (message.badge < 0x1000) {
            return;
        }
        stress_note(message.badge);
        stress_note(message.info);
        stress_note(message.words[1]);
        stress_note(message.words[3]);
        uint64_t index = message.badge - 0x1000;
        world_run(orders[index].worker, obey, index);
    }
}

static void give_order(struct order *order)
{
    static const int8_t numbers[] = {seL4_SysCall,      seL4_SysSend,   seL4_SysNBSend,
                                     seL4_SysRecv,      seL4_SysNBRecv, seL4_SysReply,
                                     seL4_SysReplyRecv, seL4_SysRecv};
    order->number = numbers[stress_random(8)];
    order->cap = STRESS_WINDOW + stress_random(STRESS_SLOTS);
    for (unsigned tries = 0; tries < 12; tries++) {
        unsigned type = world_identify(order->cap);
        if (type == 4 || type == 6 || type == 8) {
            break;
        }
        order->cap = STRESS_WINDOW + stress_random(STRESS_SLOTS);
    }
    order->message.info = world_message(stress_random(40), stress_random(4), stress_random(10));
    for (unsigned k = 0; k < 4; k++) {
        order->message.words[k] = stress_random(100);
    }
    for (unsigned k = 0; k < 3; k++) {
        order->worker->buffer->caps_or_badges[k] = STRESS_WINDOW + stress_random(STRESS_SLOTS);
    }
    order->worker->buffer->receiveCNode = seL4_CapInitThreadCNode;
    order->worker->buffer->receiveIndex = STRESS_WINDOW + stress_random(STRESS_SLOTS);
    order->worker->buffer->receiveDepth = WORLD_DEPTH;
    stress_count();
    seL4_Signal(order->gate);
}

/* Faults first: seL4 keeps the fault of a thread that is restarted before its fault message was
   received, and sends it in place of the thread's next message. */
void stress_workers_step(void)
{
    take_faults();
    uint64_t index = stress_random(COUNT);
    struct order *order = &orders[index];
    if (order->idle) {
        give_order(order);
    } else if (stress_random(3) == 0) {
        stress_count();
        seL4_TCB_Suspend(order->worker->tcb);
        world_run(order->worker, obey, index);
    } else if (stress_random(2)) {
        stress_count();
        seL4_TCB_Resume(order->worker->tcb);
    }
    take_faults();
    note_results();
}
