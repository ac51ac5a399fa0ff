/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals, waiting for them, and notifications bound to a thread. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static seL4_CPtr notification, endpoint;
static volatile uint64_t got[4], order;

static void wait_once(uint64_t index)
{
    seL4_Word badge = 0;
    seL4_Wait(notification, &badge);
    got[index] = badge + 1;
    order = order * 10 + index;
}

static void check_badges(void)
{
    seL4_CPtr five = world_mint(notification, seL4_AllRights, 0x5);
    seL4_CPtr twelve = world_mint(notification, seL4_AllRights, 0x12);
    seL4_Signal(five);
    seL4_Signal(twelve);
    struct message message = {
        .info = 77, .words = {1, 2, 3, 4}
    };
    world_raw(seL4_SysRecv, notification, &message);
    verdict_equal("badges of signals are joined", message.badge, 0x17);
    verdict_equal("the info is untouched", message.info, 77);
    verdict_equal("the words are untouched", message.words[3], 4);
    seL4_Word badge = 1;
    seL4_Poll(notification, &badge);
    verdict_equal("then nothing is left", badge, 0);
    seL4_Signal(notification);
    world_raw(seL4_SysRecv, notification, &message);
    verdict_equal("a signal without badge ends a wait", message.badge, 0);
}

static void check_waiters(void)
{
    struct worker *one = world_worker(60, 0);
    struct worker *two = world_worker(70, 0);
    got[1] = 0;
    got[2] = 0;
    order = 0;
    world_run(one, wait_once, 1);
    world_run(two, wait_once, 2);
    seL4_Signal(notification);
    verdict_equal("the first waiter is woken", got[1], 1);
    verdict_equal("only one", got[2], 0);
    seL4_CPtr badged = world_mint(notification, seL4_AllRights, 0x40);
    seL4_Signal(badged);
    verdict_equal("the next signal wakes the second", got[2], 0x41);
    verdict_equal("in order of arrival", order, 12);
    world_end(one);
    world_end(two);
}

static void send_message(uint64_t cap)
{
    struct message message = {.info = world_message(3, 0, 1), .words = {33}};
    world_raw(seL4_SysSend, cap, &message);
}

static void check_bound(void)
{
    seL4_CPtr bound = world_notification();
    seL4_CPtr signal = world_mint(bound, seL4_AllRights, 0x800);
    seL4_CPtr badged = world_mint(endpoint, seL4_AllRights, 0x66);
    struct worker *worker = world_worker(60, 0);
    verdict_equal("bind to this thread", seL4_TCB_BindNotification(seL4_CapInitThreadTCB, bound),
                  0);
    world_run(worker, send_message, badged);
    seL4_Signal(signal);
    struct message message = {.info = 77};
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("a pending signal comes before a queued sender", message.badge, 0x800);
    verdict_equal("and leaves the info alone", message.info, 77);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("then the sender", message.badge, 0x66);
    seL4_Signal(signal);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    verdict_equal("NBRecv takes it too", message.badge, 0x800);
    seL4_Signal(signal);
    world_raw(seL4_SysRecv, bound, &message);
    verdict_equal("and so does the notification itself", message.badge, 0x800);
    verdict_equal("unbind", seL4_TCB_UnbindNotification(seL4_CapInitThreadTCB), 0);
    seL4_Signal(signal);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    verdict_equal("unbound signals do not come", message.badge, 0);
    world_end(worker);
}

static void receive_message(uint64_t index)
{
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    got[index] = message.badge;
}

static void check_bound_wakes(void)
{
    seL4_CPtr bound = world_notification();
    seL4_CPtr signal = world_mint(bound, seL4_AllRights, 0x90);
    struct worker *worker = world_worker(60, 0);
    verdict_equal("bind to a worker", seL4_TCB_BindNotification(worker->tcb, bound), 0);
    got[0] = 0;
    world_run(worker, receive_message, 0);
    verdict_equal("it waits for a message", got[0], 0);
    seL4_Signal(signal);
    verdict_equal("a signal ends that wait", got[0], 0x90);
    got[0] = 0;
    world_run(worker, receive_message, 0);
    struct message message = {.info = 0};
    world_raw(seL4_SysNBSend, world_mint(endpoint, seL4_AllRights, 0x44), &message);
    verdict_equal("so does a message", got[0], 0x44);
    verdict_equal("deleting a bound notification", world_delete(signal), 0);
    verdict_equal("with its last capability", world_delete(bound), 0);
    verdict_equal("unbinds it", seL4_TCB_UnbindNotification(worker->tcb), seL4_IllegalOperation);
    world_end(worker);
}

static void check_deleted(void)
{
    seL4_CPtr keep = notification;
    notification = world_notification();
    struct worker *worker = world_worker(60, 0);
    got[3] = 0;
    world_run(worker, wait_once, 3);
    world_delete(notification);
    verdict_equal("a waiter on a deleted notification does not go on", got[3], 0);
    world_end(worker);
    notification = keep;
}

void chapter_notification(void)
{
    verdict_chapter("notification");
    notification = world_notification();
    endpoint = world_endpoint();
    check_badges();
    check_waiters();
    check_bound();
    check_bound_wakes();
    check_deleted();
}
