/* SPDX-License-Identifier: BSD-2-Clause */
/* A real interrupt: from its source to a waiting thread. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static seL4_CPtr notification, handler;
static volatile uint64_t arrived, badge_seen;

static void wait_for_interrupts(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        seL4_Word badge = 0;
        seL4_Wait(notification, &badge);
        badge_seen = badge;
        machine_interrupt_quiet();
        arrived++;
        seL4_IRQHandler_Ack(handler);
    }
}

/* Gives an interrupt that is on its way time to arrive. */
static void allow_time(uint64_t expected)
{
    for (uint64_t i = 0; i < 20000000 && arrived != expected; i++) {
        __asm__ volatile("" ::: "memory");
    }
}

void chapter_irq(void)
{
    verdict_chapter("irq");
    seL4_CPtr plain = world_notification();
    notification = world_mint(plain, seL4_AllRights, 0x100);
    handler = world_slot();
    seL4_CPtr spare = world_slots(8);
    if (!verdict_true("set up", machine_interrupt_setup(handler, notification, spare))) {
        return;
    }
    struct worker *worker = world_worker(60, 0);
    world_run(worker, wait_for_interrupts, 100);
    verdict_equal("nothing came yet", arrived, 0);
    machine_interrupt_raise();
    allow_time(1);
    verdict_equal("the interrupt wakes the thread", arrived, 1);
    verdict_equal("with the badge of the notification", badge_seen, 0x100);
    for (uint64_t i = 2; i <= 10; i++) {
        machine_interrupt_raise();
        allow_time(i);
    }
    verdict_equal("ten times", arrived, 10);
    verdict_equal("clear the handler", seL4_IRQHandler_Clear(handler), 0);
    verdict_equal("delete the handler", world_delete(handler), 0);
    machine_interrupt_raise();
    allow_time(11);
    verdict_equal("then nobody is told", arrived, 10);
    machine_interrupt_quiet();
    world_end(worker);
}
