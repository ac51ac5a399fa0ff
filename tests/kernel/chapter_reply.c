/* SPDX-License-Identifier: BSD-2-Clause */
/* Reply capabilities: who may answer, once; what answers may carry. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode };

static seL4_CPtr endpoint;
static volatile uint64_t finished, label, info, rounds;

static void call_once(uint64_t cap)
{
    struct message message = {.info = world_message(5, 0, 0)};
    finished = 0;
    world_raw(seL4_SysCall, cap, &message);
    info = message.info;
    label = message.info >> 12;
    finished++;
}

static void receive(seL4_CPtr from)
{
    struct message message = {0};
    world_raw(seL4_SysRecv, from, &message);
}

static void reply_with(uint64_t reply_info)
{
    struct message message = {.info = reply_info};
    world_raw(seL4_SysReply, 0, &message);
}

static void check_saved(void)
{
    seL4_CPtr slot = world_slot();
    seL4_CPtr other = world_slot();
    struct worker *worker = world_worker(60, 0);
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    verdict_equal("save the caller", seL4_CNode_SaveCaller(ROOT, slot, WORLD_DEPTH), 0);
    verdict_equal("it is a reply capability", world_identify(slot), 8);
    verdict_equal(
        "it cannot be copied",
        seL4_CNode_Copy(ROOT, other, WORLD_DEPTH, ROOT, slot, WORLD_DEPTH, seL4_AllRights),
        seL4_IllegalOperation);
    verdict_equal("it can be moved",
                  seL4_CNode_Move(ROOT, other, WORLD_DEPTH, ROOT, slot, WORLD_DEPTH), 0);
    reply_with(world_message(3, 0, 0));
    verdict_equal("the plain reply has nobody now", finished, 0);
    struct message message = {.info = world_message(4, 0, 0)};
    world_raw(seL4_SysSend, other, &message);
    verdict_equal("sending on it answers", finished, 1);
    verdict_equal("with the label", label, 4);
    verdict_equal("and uses it up", world_identify(other), 0);
    world_end(worker);
}

static void check_lost(void)
{
    seL4_CPtr notification = world_notification();
    struct worker *worker = world_worker(60, 0);
    struct message message = {0};
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    world_raw(seL4_SysNBRecv, notification, &message);
    reply_with(world_message(6, 0, 0));
    verdict_equal("receiving from a notification keeps the caller", finished, 1);
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    reply_with(world_message(6, 0, 0));
    verdict_equal("receiving from an endpoint loses it", finished, 0);
    world_end(worker);
}

static void check_vanishing(void)
{
    seL4_CPtr slot = world_slot();
    struct worker *worker = world_worker(60, 0);
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    seL4_CNode_SaveCaller(ROOT, slot, WORLD_DEPTH);
    verdict_equal("suspend the caller", seL4_TCB_Suspend(worker->tcb), 0);
    verdict_equal("its reply capability vanishes", world_identify(slot), 0);
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    seL4_CNode_SaveCaller(ROOT, slot, WORLD_DEPTH);
    verdict_equal("deleting it", world_delete(slot), 0);
    reply_with(0);
    verdict_equal("leaves the caller waiting for ever", finished, 0);
    world_end(worker);
    worker = world_worker(60, 0);
    world_run(worker, call_once, endpoint);
    receive(endpoint);
    seL4_CNode_SaveCaller(ROOT, slot, WORLD_DEPTH);
    world_end(worker);
    verdict_equal("a deleted caller takes it along", world_identify(slot), 0);
}

/* Calls with a receive slot for a capability in the answer. */
static seL4_CPtr caller_slot;
static void call_for_cap(uint64_t cap)
{
    seL4_SetCapReceivePath(ROOT, caller_slot, WORLD_DEPTH);
    call_once(cap);
}

static uint64_t answer_with_cap(seL4_CPtr call_cap, seL4_CPtr receive_cap)
{
    struct worker *worker = world_worker(60, 0);
    world_run(worker, call_for_cap, call_cap);
    receive(receive_cap);
    seL4_SetCap(0, seL4_CapInitThreadTCB);
    reply_with(world_message(7, 1, 0));
    world_end(worker);
    return info;
}

static void check_grant(void)
{
    caller_slot = world_slot();
    seL4_CPtr grant_reply = world_copy(endpoint, seL4_CapRights_new(1, 0, 0, 1));
    seL4_CPtr no_grant = world_copy(endpoint, seL4_CapRights_new(0, 0, 1, 0));
    verdict_equal("an answer carries a capability if the receiver has Grant",
                  answer_with_cap(grant_reply, endpoint), 7 << 12 | 1 << 7);
    verdict_equal("it arrived", world_identify(caller_slot), 12);
    world_delete(caller_slot);
    verdict_equal("and not if it has not", answer_with_cap(grant_reply, no_grant), 7 << 12);
    verdict_equal("nothing arrived", world_identify(caller_slot), 0);
}

static void server(uint64_t count)
{
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    for (uint64_t i = 0; i < count; i++) {
        rounds++;
        message.words[0]++;
        world_raw(seL4_SysReplyRecv, endpoint, &message);
    }
}

static void check_reply_recv(void)
{
    struct worker *worker = world_worker(60, 0);
    rounds = 0;
    world_run(worker, server, 2000);
    uint64_t wrong = 0;
    for (uint64_t i = 0; i < 1000; i++) {
        struct message message = {.info = world_message(1, 0, 1), .words = {i}};
        world_raw(seL4_SysCall, endpoint, &message);
        wrong += message.words[0] != i + 1 || message.info != world_message(1, 0, 1);
    }
    verdict_equal("1000 calls to a server are answered", wrong, 0);
    verdict_equal("each once", rounds, 1000);
    world_end(worker);
}

void chapter_reply(void)
{
    verdict_chapter("reply");
    endpoint = world_endpoint();
    check_saved();
    check_lost();
    check_vanishing();
    check_grant();
    check_reply_recv();
}
