/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages of 120 words, with capabilities, between threads whose capabilities all lie 64 CNodes
 * deep: each CNode of a chain resolves one bit.
 */
#include "tests/bench/kernel/latency_parts.h"
#include "tests/kernel/world.h"

enum { LEVELS = 64, WORDS = 120, PRIORITY = 60 };
/* Where the capabilities are: the two slots of the last CNode, the second one of the first. */
static const uint64_t deep = 0, deep_other = 1, shallow = 1ul << 63;

static void put(seL4_CPtr cnode, uint64_t index, seL4_CPtr source)
{
    if (seL4_CNode_Copy(cnode, index, 1, seL4_CapInitThreadCNode, source, WORLD_DEPTH,
                        seL4_AllRights) != seL4_NoError) {
        world_stop("a CNode of the chain cannot be filled");
    }
}

/* Makes a chain; gives its first and its last CNode. */
static seL4_CPtr chain(seL4_CPtr *last)
{
    seL4_CPtr first = world_cnode(1);
    *last = first;
    for (unsigned i = 1; i < LEVELS; i++) {
        seL4_CPtr next = world_cnode(1);
        put(*last, 0, next);
        *last = next;
    }
    return first;
}

static struct worker *thread_in(seL4_CPtr cspace)
{
    struct worker *worker = world_worker(PRIORITY, 0);
    if (seL4_TCB_SetSpace(worker->tcb, 0, cspace, 0, seL4_CapInitThreadVSpace, 0) != seL4_NoError) {
        world_stop("a thread cannot be put into a CSpace");
    }
    return worker;
}

static void receive(uint64_t endpoint)
{
    for (;;) {
        struct message message = {0};
        world_raw(seL4_SysRecv, endpoint, &message);
    }
}

static void call(uint64_t caps)
{
    for (;;) {
        struct message message = {.info = world_message(0, caps, WORDS)};
        world_raw(seL4_SysCall, deep, &message);
    }
}

static void send(uint64_t endpoint)
{
    struct message message = {.info = world_message(0, 0, WORDS)};
    world_raw(seL4_SysCall, endpoint, &message);
}

void latency_messages(void)
{
    seL4_CPtr endpoint = world_endpoint();
    struct worker *near = world_worker(PRIORITY, 0);
    world_run(near, receive, endpoint);
    struct worker *sender = world_worker(PRIORITY, 0);
    latency_start();
    world_run(sender, send, endpoint);
    latency_show("call_120_words");
    world_end(sender);
    world_end(near);

    seL4_CPtr last;
    seL4_CPtr client_root = chain(&last);
    put(last, deep, endpoint);
    put(last, deep_other, world_notification());
    seL4_CPtr server_root = chain(&last);
    put(last, deep, server_root);
    put(server_root, 1, endpoint);
    struct worker *server = thread_in(server_root);
    server->buffer->receiveCNode = deep;
    server->buffer->receiveIndex = deep_other;
    server->buffer->receiveDepth = LEVELS;
    world_run(server, receive, shallow);
    struct worker *client = thread_in(client_root);
    for (unsigned i = 0; i < seL4_MsgMaxExtraCaps; i++) {
        client->buffer->caps_or_badges[i] = deep_other;
    }
    latency_start();
    world_run(client, call, seL4_MsgMaxExtraCaps);
    latency_show("call_120_words_3_caps_64_deep");
    world_end(client);
    world_end(server);

    /* Refused, since what came cannot be rotated, but only when all has been found. */
    latency_start();
    seL4_CNode_Rotate(server_root, deep, LEVELS, 0, server_root, deep_other, LEVELS, 0, server_root,
                      deep, LEVELS);
    latency_show("rotate_64_deep");
}
