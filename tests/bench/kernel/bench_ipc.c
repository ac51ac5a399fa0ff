/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two threads, a client and a server, take turns; each of their system calls is a bench_call with
 * stamps. The main thread has a lower priority than both and goes on when the client has ended.
 */
#include "tests/bench/kernel/bench_measure.h"
#include "tests/bench/kernel/bench_parts.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { PRIORITY = 60, HIGHER = 70, LOWER = 55 };

/* What the two threads do and how. */
struct duet {
    void (*client)(uint64_t);
    void (*server)(uint64_t);
    unsigned client_priority, server_priority;
    unsigned words;           /* length of messages, both ways */
    bool use_float;           /* both threads use the floating point unit */
    seL4_CPtr space;          /* 0, or the server's address space */
    const char *there, *back; /* names of the two directions; back may be null */
};

static seL4_CPtr endpoint, faults, signals, answers;
static struct bench_call client_call, server_call;
static struct bench_series there, back;
static unsigned message_words;
static bool with_float;

static void perform(struct bench_call *call, int64_t number, seL4_CPtr cap, unsigned words)
{
    call->number = (uint64_t)number;
    call->cap = cap;
    call->info = world_message(0, 0, words);
    bench_syscall(call);
}

static void begin(void)
{
    for (unsigned i = 4; i < message_words; i++) {
        seL4_SetMR((int)i, i);
    }
    if (with_float) {
        bench_float();
    }
}

/* --- call, and answer in one with the wait for the next call --- */

static void calling_client(uint64_t unused)
{
    (void)unused;
    begin();
    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        perform(&client_call, seL4_SysCall, endpoint, message_words);
        bench_measure_add(&back, server_call.before, client_call.after);
    }
}

static void answering_server(uint64_t unused)
{
    (void)unused;
    begin();
    perform(&server_call, seL4_SysRecv, endpoint, 0);
    for (;;) {
        bench_measure_add(&there, client_call.before, server_call.after);
        perform(&server_call, seL4_SysReplyRecv, endpoint, message_words);
    }
}

/* --- one-way messages and signals to a thread that waits --- */

static void sending_client(uint64_t to)
{
    begin();
    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        perform(&client_call, seL4_SysSend, to, message_words);
    }
}

static void receiving_server(uint64_t from)
{
    begin();
    for (;;) {
        perform(&server_call, seL4_SysRecv, from, 0);
        bench_measure_add(&there, client_call.before, server_call.after);
    }
}

/* The waiting thread has the lower priority: the signal comes back to its sender, who then lets the
 * other one run until it waits again. */
static void signalling_client(uint64_t to)
{
    struct bench_call pause = {0};

    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        perform(&client_call, seL4_SysSend, to, 0);
        bench_measure_add(&there, client_call.before, client_call.after);
        perform(&pause, seL4_SysRecv, answers, 0);
    }
}

static void echoing_server(uint64_t from)
{
    for (;;) {
        perform(&server_call, seL4_SysRecv, from, 0);
        perform(&server_call, seL4_SysSend, answers, 0);
    }
}

/* Nobody waits: the signal stays. */
static void lonely_client(uint64_t to)
{
    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        perform(&client_call, seL4_SysSend, to, 0);
        bench_measure_add(&there, client_call.before, client_call.after);
        perform(&client_call, seL4_SysNBRecv, to, 0);
    }
}

static void idle_server(uint64_t unused)
{
    (void)unused;
}

/* --- faults --- */

static void faulting_client(uint64_t unused)
{
    (void)unused;
    begin();
    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        bench_trap(&client_call);
        bench_measure_add(&back, server_call.before, client_call.after);
    }
}

/* The first message word is the address of the instruction; the answer is where to go on. */
static void mending_server(uint64_t unused)
{
    (void)unused;
    perform(&server_call, seL4_SysRecv, faults, 0);
    for (;;) {
        bench_measure_add(&there, client_call.before, server_call.after);
        server_call.words[0] += machine.instruction_bytes;
        perform(&server_call, seL4_SysReplyRecv, faults, 1);
    }
}

static void run(const struct duet *duet, seL4_CPtr object)
{
    struct worker *server = world_worker(duet->server_priority, 0);
    struct worker *client = world_worker(duet->client_priority, faults);

    if (duet->space != 0 && seL4_TCB_SetSpace(server->tcb, 0, seL4_CapInitThreadCNode, 0,
                                              duet->space, 0) != seL4_NoError) {
        world_stop("the server cannot move to the other address space");
    }
    message_words = duet->words;
    with_float = duet->use_float;
    there = (struct bench_series){.name = duet->there};
    back = (struct bench_series){.name = duet->back};
    world_run(server, duet->server, object);
    world_run(client, duet->client, object);
    bench_measure_show(&there);
    if (duet->back != NULL) {
        bench_measure_show(&back);
    }
    world_end(client);
    world_end(server);
}

static void calls(unsigned words, bool use_float, seL4_CPtr space, const char *to, const char *from)
{
    struct duet duet = {.client = calling_client,
                        .server = answering_server,
                        .client_priority = PRIORITY,
                        .server_priority = PRIORITY,
                        .words = words,
                        .use_float = use_float,
                        .space = space,
                        .there = to,
                        .back = from};

    run(&duet, endpoint);
}

static void one_way(void)
{
    const struct duet send = {.client = sending_client,
                              .server = receiving_server,
                              .client_priority = PRIORITY,
                              .server_priority = HIGHER,
                              .there = "send_to_higher"};
    const struct duet up = {.client = sending_client,
                            .server = receiving_server,
                            .client_priority = PRIORITY,
                            .server_priority = HIGHER,
                            .there = "signal_to_higher"};
    const struct duet down = {.client = signalling_client,
                              .server = echoing_server,
                              .client_priority = PRIORITY,
                              .server_priority = LOWER,
                              .there = "signal_to_lower"};
    const struct duet nobody = {.client = lonely_client,
                                .server = idle_server,
                                .client_priority = PRIORITY,
                                .server_priority = HIGHER,
                                .there = "signal_to_nobody"};

    run(&send, endpoint);
    run(&up, signals);
    run(&down, signals);
    run(&nobody, signals);
}

void bench_ipc(void)
{
    const struct duet fault = {.client = faulting_client,
                               .server = mending_server,
                               .client_priority = PRIORITY,
                               .server_priority = PRIORITY,
                               .there = "fault",
                               .back = "fault_reply"};
    seL4_CPtr space = bench_space_make();

    endpoint = world_endpoint();
    faults = world_endpoint();
    signals = world_notification();
    answers = world_notification();
    calls(0, false, 0, "call_0", "reply_recv_0");
    calls(4, false, 0, "call_4", "reply_recv_4");
    calls(10, false, 0, "call_10", "reply_recv_10");
    calls(0, true, 0, "call_0_float", "reply_recv_0_float");
    calls(0, false, space, "call_0_across", "reply_recv_0_across");
    calls(4, false, space, "call_4_across", "reply_recv_4_across");
    calls(10, false, space, "call_10_across", "reply_recv_10_across");
    calls(0, true, space, "call_0_float_across", "reply_recv_0_float_across");
    one_way();
    run(&fault, 0);
}
