/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages through endpoints: order, contents, capabilities that travel. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode };

static volatile uint64_t finished[4];
static volatile struct message result;
static seL4_CPtr endpoint;

/* Calls through `cap` with label 0x77 and five words, keeps what comes back. */
static void call_five(uint64_t cap)
{
    struct message message = {
        .info = world_message(0x77, 0, 5), .words = {10, 11, 12, 13}
    };
    seL4_SetMR(4, 14);
    finished[0] = 0;
    world_raw(seL4_SysCall, cap, &message);
    result = message;
    finished[0] = 1;
}

static void check_call(void)
{
    seL4_CPtr badged = world_mint(endpoint, seL4_AllRights, 0x11);
    struct worker *worker = world_worker(60, 0);
    world_run(worker, call_five, badged);
    struct message message = {
        .words = {1, 2, 3, 4}
    };
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("badge of the caller", message.badge, 0x11);
    verdict_equal("info of the caller", message.info, 0x77005);
    verdict_equal("word 0", message.words[0], 10);
    verdict_equal("word 3", message.words[3], 13);
    verdict_equal("word 4", seL4_GetMR(4), 14);
    verdict_equal("the caller waits", finished[0], 0);
    message = (struct message){
        .info = world_message(9, 0, 2), .words = {100, 101, 102, 103}
    };
    world_raw(seL4_SysReply, 0, &message);
    verdict_equal("the reply wakes it", finished[0], 1);
    verdict_equal("badge of a reply", result.badge, 0);
    verdict_equal("info of the reply", result.info, 0x9002);
    verdict_equal("reply word 0", result.words[0], 100);
    verdict_equal("reply word 1", result.words[1], 101);
    verdict_equal("register 2 keeps what the caller had", result.words[2], 12);
    verdict_equal("register 3 too", result.words[3], 13);
    finished[0] = 7;
    message.info = world_message(3, 0, 0);
    world_raw(seL4_SysReply, 0, &message);
    verdict_equal("a second reply does nothing", finished[0], 7);
    world_end(worker);
}

static void send_argument(uint64_t argument)
{
    struct message message = {.info = world_message(argument, 0, 1), .words = {argument}};
    world_raw(seL4_SysSend, endpoint, &message);
    finished[argument & 3] = argument;
}

static void check_order(void)
{
    static const uint8_t priorities[3] = {60, 90, 70};
    struct worker *workers[3];
    for (unsigned i = 0; i < 3; i++) {
        workers[i] = world_worker(priorities[i], 0);
        world_run(workers[i], send_argument, i + 1);
    }
    uint64_t order = 0;
    for (unsigned i = 0; i < 3; i++) {
        struct message message = {0};
        world_raw(seL4_SysRecv, endpoint, &message);
        order = order * 10 + message.words[0];
    }
    verdict_equal("senders are served in order of arrival", order, 123);
    for (unsigned i = 0; i < 3; i++) {
        world_end(workers[i]);
    }
}

static void check_rights(void)
{
    seL4_CPtr read_only = world_copy(endpoint, seL4_CanRead);
    seL4_CPtr write_only = world_copy(endpoint, seL4_CanWrite);
    struct message message = {.info = world_message(1, 0, 1)};
    world_raw(seL4_SysNBSend, read_only, &message);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    verdict_equal("a send without the right is dropped", message.badge, 0);
    struct reply reply = world_call(read_only, 1, 0, NULL, 0, NULL);
    verdict_reply("a call without the right", &reply, &(struct expected){2, 1, {0}});
    struct worker *worker = world_worker(60, 0);
    finished[0] = 5;
    world_run(worker, call_five, write_only);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("a call with Write only arrives", message.info, 0x77005);
    message.info = 0;
    world_raw(seL4_SysReply, 0, &message);
    verdict_equal("but its caller never goes on", finished[0], 0);
    world_end(worker);
}

/* Sends with three extra capabilities from the buffer of the thread. */
static seL4_CPtr extra[3];
static uint64_t extra_count;
static void call_with_caps(uint64_t cap)
{
    for (int i = 0; i < (int)extra_count; i++) {
        seL4_SetCap(i, extra[i]);
    }
    struct message message = {.info = world_message(1, extra_count, 0)};
    world_raw(seL4_SysCall, cap, &message);
    result = message;
    finished[0] = 1;
}

/* Lets a worker send `count` capabilities through `cap` and receives them through `from`. */
static struct message transfer(seL4_CPtr cap, seL4_CPtr from, uint64_t count)
{
    struct worker *worker = world_worker(60, 0);
    extra_count = count;
    finished[0] = 0;
    world_run(worker, call_with_caps, cap);
    struct message message = {0};
    world_raw(seL4_SysRecv, from, &message);
    struct message answer = {.info = 0};
    world_raw(seL4_SysReply, 0, &answer);
    world_end(worker);
    return message;
}

static void check_caps(void)
{
    seL4_CPtr slot = world_slot();
    seL4_CPtr notification = world_notification();
    seL4_CPtr badged = world_mint(endpoint, seL4_AllRights, 0x99);
    seL4_SetCapReceivePath(ROOT, slot, WORLD_DEPTH);
    extra[0] = notification;
    extra[1] = badged;
    extra[2] = seL4_CapInitThreadTCB;
    struct message message = transfer(endpoint, endpoint, 3);
    verdict_equal("notification, same endpoint, thread: two processed", message.info,
                  1 << 12 | 2 << 9 | 2 << 7);
    verdict_equal("the notification arrived", world_identify(slot), 6);
    verdict_equal("the endpoint was unwrapped to its badge", seL4_GetBadge(1), 0x99);
    world_delete(slot);
    extra[0] = badged;
    extra[1] = notification;
    extra[2] = badged;
    message = transfer(endpoint, endpoint, 3);
    verdict_equal("endpoint, notification, endpoint: all processed", message.info,
                  1 << 12 | 5 << 9 | 3 << 7);
    verdict_equal("the notification arrived again", world_identify(slot), 6);
    message = transfer(endpoint, endpoint, 3);
    verdict_equal("with the slot occupied only the first", message.info, 1 << 12 | 1 << 9 | 1 << 7);
    world_delete(slot);
    extra[0] = 4000;
    message = transfer(endpoint, endpoint, 2);
    verdict_equal("an empty slot ends it", message.info, 1 << 12);
    extra[0] = seL4_CapIRQControl;
    message = transfer(endpoint, endpoint, 2);
    verdict_equal("what cannot be copied ends it", message.info, 1 << 12);
    seL4_CPtr no_grant = world_copy(endpoint, seL4_CapRights_new(1, 0, 0, 1));
    extra[0] = notification;
    message = transfer(no_grant, endpoint, 1);
    verdict_equal("without Grant nothing travels", message.info, 1 << 12);
    verdict_equal("and the slot stays empty", world_identify(slot), 0);
    seL4_SetCapReceivePath(0, 0, 0);
    message = transfer(endpoint, endpoint, 1);
    verdict_equal("without a receive slot nothing travels", message.info, 1 << 12);
}

static void check_transferred_parent(void)
{
    seL4_CPtr slot = world_slot();
    seL4_CPtr notification = world_notification();
    seL4_SetCapReceivePath(ROOT, slot, WORLD_DEPTH);
    extra[0] = notification;
    transfer(endpoint, endpoint, 1);
    verdict_equal("a capability arrived", world_identify(slot), 6);
    world_revoke(notification);
    verdict_equal("revoke of the sender's takes it away", world_identify(slot), 0);
    seL4_SetCapReceivePath(0, 0, 0);
}

static void send_long(uint64_t length)
{
    for (int i = 4; i < 120; i++) {
        seL4_SetMR(i, 1000 + (uint64_t)i);
    }
    struct message message = {
        .info = world_message(2, 0, length), .words = {1000, 1001, 1002, 1003}
    };
    world_raw(seL4_SysSend, endpoint, &message);
}

static void check_long(uint64_t length, uint64_t expected, const char *name)
{
    for (int i = 4; i < 120; i++) {
        seL4_SetMR(i, 0);
    }
    struct worker *worker = world_worker(60, 0);
    world_run(worker, send_long, length);
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal(name, message.info, world_message(2, 0, expected));
    unsigned wrong = 0;
    for (unsigned i = 0; i < expected; i++) {
        wrong += (i < 4 ? message.words[i] : seL4_GetMR((int)i)) != 1000 + i;
    }
    verdict_equal("all its words are right", wrong, 0);
    world_end(worker);
}

static void check_no_buffer(void)
{
    struct worker *worker = world_worker(60, 0);
    seL4_TCB_SetIPCBuffer(worker->tcb, 0, 0);
    world_run(worker, send_long, 100);
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("without a buffer four words are sent", message.info, world_message(2, 0, 4));
    world_end(worker);
}

static void check_empty_endpoint(void)
{
    struct message message = {
        .info = 77, .words = {1, 2, 3, 4}
    };
    world_raw(seL4_SysNBSend, endpoint, &message);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    verdict_equal("NBSend to nobody is lost", message.badge, 0);
    verdict_equal("NBRecv of nothing leaves the info", message.info, 77);
}

static void check_deleted(void)
{
    seL4_CPtr short_lived = world_endpoint();
    struct worker *worker = world_worker(60, 0);
    world_run(worker, call_five, short_lived);
    verdict_equal("a caller waits", finished[0], 0);
    world_delete(short_lived);
    /* The restarted thread runs before us: its priority is higher. */
    verdict_equal("deleting the endpoint restarts it", finished[0], 1);
    verdict_equal("and its call fails", result.info, 2 << 12 | 1);
    world_end(worker);
}

static void send_badged(uint64_t cap)
{
    struct message message = {.info = world_message(1, 0, 0)};
    world_raw(seL4_SysSend, cap, &message);
}

static void check_cancel(void)
{
    seL4_CPtr first = world_mint(endpoint, seL4_AllRights, 0x11);
    seL4_CPtr second = world_mint(endpoint, seL4_AllRights, 0x22);
    struct worker *one = world_worker(60, 0);
    struct worker *two = world_worker(60, 0);
    world_run(one, send_badged, first);
    world_run(two, send_badged, second);
    verdict_equal("cancel the sends of one badge",
                  seL4_CNode_CancelBadgedSends(ROOT, first, WORLD_DEPTH), 0);
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("the other badge is now first", message.badge, 0x22);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("the cancelled one queued again", message.badge, 0x11);
    world_end(one);
    world_end(two);
}

void chapter_ipc(void)
{
    verdict_chapter("ipc");
    endpoint = world_endpoint();
    check_call();
    check_order();
    check_rights();
    check_caps();
    check_transferred_parent();
    check_long(120, 120, "a message of 120 words");
    check_long(127, 120, "a length of 127 counts as 120");
    check_no_buffer();
    check_empty_endpoint();
    check_deleted();
    check_cancel();
}
