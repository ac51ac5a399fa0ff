/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's core under arbitrary users: the bytes are system calls, interrupts and exceptions of
 * whatever thread is current. Nothing they do may break an invariant, an assertion or a rule of C.
 * The machine is the one of the unit tests (tests/unit/kernel/core).
 */
// link: kernel_core
#include <stdlib.h>
#include <string.h>

#include "kernel/thread.h"
#include "kernel_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is left of the input; reads 0 behind its end. */
struct bytes {
    const uint8_t *next;
    size_t left;
};

static uint8_t take(struct bytes *bytes)
{
    if (bytes->left == 0) {
        return 0;
    }
    bytes->left--;
    return *bytes->next++;
}

/* Slots worth naming: the fixed ones, some untypeds, and those the set-up fills. */
static uint64_t take_slot(struct bytes *bytes)
{
    uint8_t byte = take(bytes);

    if (byte < 48) {
        return byte;
    }
    return byte < 64 ? WORLD_UNTYPED + byte - 48u : WORLD_FREE + byte - 64u;
}

/* A message word: often small or a slot, sometimes at an edge of something. */
static uint64_t take_word(struct bytes *bytes)
{
    static const uint64_t edges[] = {0,
                                     1,
                                     4096,
                                     0x10000000,
                                     0x10001000,
                                     0x3ffffff000,
                                     0x3fffffe000,
                                     UINT64_MAX,
                                     UINT64_C(1) << 63,
                                     0x200000000000,
                                     64,
                                     63};
    uint8_t byte = take(bytes);

    switch (byte & 7) {
    case 0:
    case 1:
        return take_slot(bytes);
    case 2:
        return 64;
    case 3:
        return edges[(byte >> 3) % (sizeof(edges) / sizeof(edges[0]))];
    default:
        return byte >> 3;
    }
}

static struct tcb *first_thread;
static struct slot *first_cnode;

/* Slot of the initial CNode, whatever the current thread has for a CSpace. */
static struct slot *world_slot_of_main(uint64_t index)
{
    return first_cnode + index;
}

static struct ipc_buffer *buffer_of_current(void)
{
    struct cap cap = kernel.current->slots[TCB_SLOT_BUFFER].cap;

    return cap_type(cap) == CAP_TAG_FRAME && !cap_is_device(cap) ? cap_object(cap) : NULL;
}

/* A system call in the making. */
struct request {
    uint64_t cap;
    uint64_t label;
    uint64_t words[12];
    unsigned length;
    uint64_t caps[3];
    unsigned cap_count;
};

/* Labels a capability of this type listens to. */
static uint64_t fitting_label(unsigned type, uint8_t byte)
{
    switch (type) {
    case CAP_TAG_CNODE:
        return LABEL_CNODE_REVOKE + byte % (LABEL_CNODE_SAVE_CALLER - LABEL_CNODE_REVOKE + 1u);
    case CAP_TAG_TCB:
        return LABEL_TCB_READ_REGISTERS + byte % (LABEL_TCB_SET_FLAGS - 1u);
    case CAP_TAG_UNTYPED:
        return LABEL_UNTYPED_RETYPE;
    case CAP_TAG_IRQ_CONTROL:
    case CAP_TAG_IRQ_HANDLER:
        return LABEL_IRQ_ISSUE_IRQ_HANDLER + byte % 4u;
    case CAP_TAG_DOMAIN:
        return LABEL_DOMAIN_SET_SET + byte % 3u;
    default:
        return LABEL_FIRST_ARCH + byte % 8u;
    }
}

/* A request that has a chance: arguments of the right kind in the right places. */
static void make_fitting(struct bytes *bytes, struct request *request)
{
    unsigned type = cap_type(world_slot_of_main(request->cap)->cap);

    request->label = fitting_label(type, take(bytes));
    request->length = 8;
    request->cap_count = 3;
    for (unsigned i = 0; i < 8; i++) {
        request->words[i] = take_word(bytes);
    }
    for (unsigned i = 0; i < 3; i++) {
        request->caps[i] = take_slot(bytes);
    }
    if (type == CAP_TAG_UNTYPED) {
        uint64_t retype[] = {take(bytes) % 10u, take(bytes) % 16u,   0, 0,
                             take_slot(bytes),  1 + take(bytes) % 3u};
        memcpy(request->words, retype, sizeof(retype));
        request->caps[0] = SLOT_INIT_CNODE;
    } else if (type == CAP_TAG_CNODE) {
        uint64_t slots[] = {take_slot(bytes), 64, take_slot(bytes), 64};
        request->cap = take(bytes) < 200 ? (uint64_t)SLOT_INIT_CNODE : request->cap;
        memcpy(request->words, slots, sizeof(slots));
        request->caps[0] = SLOT_INIT_CNODE;
        request->caps[1] = SLOT_INIT_CNODE;
    }
}

static void make_any(struct bytes *bytes, struct request *request)
{
    uint8_t shape = take(bytes);

    request->label = take(bytes) % (LABEL_COUNT + 1u);
    request->length = shape % 13u;
    request->cap_count = (shape >> 4) & 3u;
    for (unsigned i = 0; i < request->length && i < 12; i++) {
        request->words[i] = take_word(bytes);
    }
    for (unsigned i = 0; i < request->cap_count; i++) {
        request->caps[i] = take_slot(bytes);
    }
}

static void load(const struct request *request)
{
    struct arch_context *context = &kernel.current->context;
    struct ipc_buffer *buffer = buffer_of_current();

    for (unsigned i = 0; i < request->length; i++) {
        if (i < NUM_MSG_REGISTERS) {
            arch_context_set(context, ARCH_REG_MSG0 + i, request->words[i]);
        } else if (buffer != NULL) {
            buffer->msg[i] = request->words[i];
        }
    }
    for (unsigned i = 0; i < request->cap_count && buffer != NULL; i++) {
        buffer->caps_or_badges[i] = request->caps[i];
    }
    arch_context_set(context, ARCH_REG_CAP, request->cap);
    arch_context_set(context, ARCH_REG_INFO,
                     message_info_make(request->label, 0, request->cap_count, request->length));
}

static void do_syscall(struct bytes *bytes)
{
    static const int64_t numbers[] = {SYS_CALL,  SYS_CALL,
                                      SYS_CALL,  SYS_CALL,
                                      SYS_CALL,  SYS_CALL,
                                      SYS_SEND,  SYS_NB_SEND,
                                      SYS_RECV,  SYS_NB_RECV,
                                      SYS_REPLY, SYS_REPLY_RECV,
                                      SYS_YIELD, SYS_DEBUG_CAP_IDENTIFY,
                                      77,        SYS_CALL};
    struct arch_context *context = &kernel.current->context;
    struct request request = {0};
    uint8_t head = take(bytes);

    request.cap = take_slot(bytes);
    if (take(bytes) < 220) {
        make_fitting(bytes, &request);
    } else {
        make_any(bytes, &request);
    }
    load(&request);
    arch_context_set(context, ARCH_REG_SYSCALL, (uint64_t)numbers[head & 15]);
    arch_context_set(context, ARCH_REG_NEXT_IP, arch_context_get(context, ARCH_REG_FAULT_IP) + 4);
    fake.irq_countdown = head >> 4;
    (void)syscall_entry();
}

/* When nobody can run, somebody outside starts the first thread again, if there still is one. */
static void revive(void)
{
    for (struct tcb *thread = kernel.all_threads; thread != NULL; thread = thread->all_next) {
        if (thread == first_thread) {
            thread_resume(thread);
            (void)irq_entry();
            return;
        }
    }
}

static void step(struct bytes *bytes)
{
    uint8_t kind = take(bytes);

    if (kernel.current == kernel.idle) {
        revive();
    }
    if (kernel.current == kernel.idle || kind >= 240) {
        fake.pending_irq = kind % 2 == 0 ? FAKE_TIMER_IRQ : 1u + kind % 8;
        (void)irq_entry();
    } else if (kind >= 232) {
        (void)vm_fault_entry(take_word(bytes), 7, kind % 2 == 0);
    } else if (kind >= 228) {
        (void)user_exception_entry(2, 0);
    } else {
        do_syscall(bytes);
    }
}

/* Some of everything, so that short inputs get far. */
static void set_up(void)
{
    struct world_call lower = {
        .words = {100}, .length = 1, .caps = {SLOT_INIT_TCB}, .cap_count = 1};

    world_boot();
    first_thread = kernel.current;
    first_cnode = world_slot(0);
    world_invoke(SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &lower);
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, WORLD_FREE, 2);
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, WORLD_FREE + 2, 2);
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 3, WORLD_FREE + 4, 3);
    for (unsigned i = 0; i < 3; i++) {
        (void)world_thread(WORLD_FREE + 8 + i, 99 + i);
    }
    world_retype(WORLD_UNTYPED, OBJ_SMALL_PAGE, 0, WORLD_FREE + 12, 3);
    world_retype(WORLD_UNTYPED, OBJ_PAGE_TABLE, 0, WORLD_FREE + 16, 4);
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 12, WORLD_FREE + 20, 2);
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 8, WORLD_FREE + 22, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = {data, size};

    set_up();
    while (bytes.left > 0) {
        const char *broken;

        step(&bytes);
        broken = invariants_check();
        if (broken != NULL) {
            kernel_panic(broken);
        }
    }
    return 0;
}
