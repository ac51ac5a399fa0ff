/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Frama-C's Eva analyses (tests/slow/frama_c.sh) of invocations: the CNode methods other than
 * Delete and Revoke, and Untyped_Retype. Worlds are enumerated - what lies in a slot, which slots a
 * call names, types and sizes - and everything else is arbitrary: rights, badges, guards, data
 * words, numbers of objects, and whether an interrupt waits at each preemption point. A kernel
 * assertion that may fail is an alarm, too. Threads, objects and slots lie at absolute addresses,
 * as in eva_core.c. Deletion is left out, for Eva has no answer to its (bounded) recursion, and so
 * is the clearing of old memory.
 */
#include "api/invocation_labels.h"
#include "api/object_types.h"
#include "arch/machine.h"
#include "arch/paging.h"
#include "arch/switch.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/fault.h"
#include "kernel/finalise.h"
#include "kernel/invocation.h"
#include "kernel/message.h"
#include "kernel/notification.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/vspace.h"
#include "plat/irq.h"

#include "__fc_builtin.h"

#define WORLD        0x10000ul
#define SLOTS        4
#define RADIX        2
#define NODE(n)      ((struct slot *)(WORLD + (n)*0x100ul))
#define ENDPOINT     ((struct endpoint *)(WORLD + 0x800ul))
#define NOTIFICATION ((struct notification *)(WORLD + 0x880ul))
#define THREAD(i)    ((struct tcb *)(WORLD + 0x1000ul + (i)*0x800ul))
#define MEMORY       (WORLD + 0x4000ul)
#define MEMORY_BITS  12u

struct kernel_state kernel;
const struct plat_irq_info plat_irq_info = {.first = 1, .last = 40, .timer_irq = 7};

static word_t arguments[8];

/* --- what the core asks others for --- */

/* Reached only if a kernel assertion may fail: an invalid access, hence an alarm. */
_Noreturn void kernel_assert_failed(const char *condition, const char *file, int line)
{
    (void)condition;
    (void)file;
    (void)line;
    *(volatile int *)0 = 0;
    for (;;) {
    }
}

static word_t any_word(void)
{
    return Frama_C_unsigned_long_interval(0, UINT64_MAX);
}

/* At every preemption point: the counter stands before its end again. */
bool arch_irq_pending(void)
{
    kernel.work_units = MAX_WORK_UNITS_PER_PREEMPTION - 1;
    return Frama_C_nondet(0, 1) != 0;
}

word_t invocation_arg(const struct invocation *inv, unsigned i)
{
    (void)inv;
    return arguments[i];
}

/* What is left out: messages, registers, address spaces. */
void message_transfer(struct tcb *sender, const struct endpoint *endpoint, word_t badge,
                      bool can_grant, struct tcb *receiver)
{
    (void)sender;
    (void)endpoint;
    (void)badge;
    (void)can_grant;
    (void)receiver;
}

bool fault_apply_reply(struct tcb *thread, const struct tcb *handler)
{
    (void)thread;
    (void)handler;
    return Frama_C_nondet(0, 1) != 0;
}

void arch_context_init(struct arch_context *context)
{
    (void)context;
}

void arch_fpu_enable(bool on)
{
    (void)on;
}

void arch_fpu_save(struct arch_context *context)
{
    context->fpu.value = any_word();
}

struct arch_context *arch_fpu_exchange(struct arch_context *from, struct arch_context *to)
{
    (void)from;
    return to;
}

void arch_cache_maintain(enum cache_op op, const void *start, size_t size)
{
    (void)op;
    (void)start;
    (void)size;
}

void vspace_switch(const struct tcb *thread)
{
    (void)thread;
}

void vspace_unmap_frame(struct cap frame)
{
    (void)frame;
}

void vspace_finalise_table(struct cap table)
{
    (void)table;
}

void vspace_delete_asid_pool(uint16_t first_asid, paddr_t pool)
{
    (void)first_asid;
    (void)pool;
}

enum outcome irq_delete_binding(word_t irq)
{
    return finalise_delete(&kernel.irq_slots[irq]);
}

void irq_release(word_t irq)
{
    kernel.irq_states[irq] = IRQ_INACTIVE;
}

/* --- worlds --- */

enum thing {
    NOTHING,
    NODE_0,
    NODE_1,
    WAITING_THREAD,
    RUNNING_THREAD,
    QUEUE,  /* an endpoint that a thread waits for */
    SIGNAL, /* a notification that a thread waits for, bound to another */
    PAGE,
    THINGS,
};

/* A slot that has the thing, null: none yet. */
static struct slot *holder[THINGS];

static void clear_node(struct slot *node)
{
    static const struct slot none;

    //@ loop unroll 4;
    for (unsigned i = 0; i < SLOTS; i++) {
        node[i] = none;
    }
}

static void make_thread(unsigned i, uint8_t state)
{
    static const struct tcb none;
    struct tcb *thread = THREAD(i);

    *thread = none;
    thread->state = state;
    thread->priority = (uint8_t)(10 * i);
    thread->all_next = kernel.all_threads;
    if (kernel.all_threads != NULL) {
        kernel.all_threads->all_prev = thread;
    }
    kernel.all_threads = thread;
}

static void make_world(void)
{
    static const struct kernel_state fresh;
    static const struct endpoint_send send = {.is_blocking = true, .is_call = true};

    kernel = fresh;
    kernel.work_units = MAX_WORK_UNITS_PER_PREEMPTION - 1;
    make_thread(0, THREAD_RUNNING);
    make_thread(1, THREAD_RUNNING);
    make_thread(2, THREAD_RUNNING);
    make_thread(3, THREAD_IDLE);
    kernel.current = THREAD(0);
    kernel.idle = THREAD(3);
    clear_node(NODE(0));
    clear_node(NODE(1));
    clear_node(NODE(2));
    *ENDPOINT = (struct endpoint){.head = NULL};
    *NOTIFICATION = (struct notification){.head = NULL};
    endpoint_send(ENDPOINT, THREAD(1), &send);
    notification_bind(NOTIFICATION, THREAD(1));
    notification_receive(NOTIFICATION, THREAD(2), true);
    //@ loop unroll 16;
    for (unsigned i = 0; i < THINGS; i++) {
        holder[i] = NULL;
    }
}

static word_t address_of(const void *object)
{
    return (word_t)(uintptr_t)object;
}

static struct cap cap_of(enum thing thing)
{
    switch (thing) {
    case NODE_0:
    case NODE_1:
        return cap_make(CAP_TAG_CNODE, RADIX, address_of(NODE(thing - NODE_0)), 0);
    case WAITING_THREAD:
        return cap_make(CAP_TAG_TCB, 0, address_of(THREAD(1)), 0);
    case RUNNING_THREAD:
        return cap_make(CAP_TAG_TCB, 0, address_of(THREAD(0)), 0);
    case QUEUE:
        return cap_make(CAP_TAG_ENDPOINT, RIGHTS_ALL, address_of(ENDPOINT), 0);
    case SIGNAL:
        return cap_make(CAP_TAG_NOTIFICATION, RIGHT_READ | RIGHT_WRITE, address_of(NOTIFICATION),
                        0);
    case PAGE:
        return cap_make(CAP_TAG_FRAME, PAGE_BITS, MEMORY, any_word());
    default:
        return cap_null();
    }
}

/* Puts the thing there: the only capability to it, or a copy. */
static void give(enum thing thing, struct slot *slot)
{
    if (thing == NOTHING) {
        return;
    }
    if (holder[thing] != NULL) {
        derivation_insert(cap_of(thing), holder[thing], slot);
        return;
    }
    derivation_insert_root(cap_of(thing), slot);
    holder[thing] = slot;
}

/* The thread calls a method of the object; all extra capabilities are to the CNode NODE(2). */
static enum outcome call(struct slot *object, word_t label,
                         enum outcome (*decode)(struct invocation *))
{
    struct slot *root = &THREAD(0)->slots[TCB_SLOT_CSPACE];
    struct invocation inv = {.cap = object->cap,
                             .slot = object,
                             .label = label,
                             .length = Frama_C_unsigned_int_interval(0, 8),
                             .extra_count = Frama_C_unsigned_int_interval(0, 3)};

    inv.extra[0] = root;
    inv.extra[1] = root;
    inv.extra[2] = root;
    return decode(&inv);
}

static void any_arguments(void)
{
    //@ loop unroll 8;
    for (unsigned i = 0; i < 8; i++) {
        arguments[i] = any_word();
    }
}

static void give_root(void)
{
    struct slot *root = &THREAD(0)->slots[TCB_SLOT_CSPACE];

    derivation_insert_root(cap_make(CAP_TAG_CNODE, RADIX, address_of(NODE(2)), 0), root);
}

/* One call of a CNode method with these slots as destination, source and pivot; data words, rights
 * and badges are arbitrary. */
static void node_call(word_t label, enum thing thing, unsigned dest, unsigned source)
{
    struct slot *root = &THREAD(0)->slots[TCB_SLOT_CSPACE];

    make_world();
    give_root();
    give(thing, &NODE(2)[0]);
    give(QUEUE, &NODE(2)[1]);
    any_arguments();
    arguments[0] = dest;
    arguments[1] = RADIX;
    if (label == LABEL_CNODE_ROTATE) {
        arguments[3] = source;
        arguments[4] = RADIX;
        arguments[6] = 0;
        arguments[7] = RADIX;
    } else {
        arguments[2] = source;
        arguments[3] = RADIX;
    }
    while (call(root, label, cnode_decode) == OUTCOME_PREEMPTED) {
    }
}

static void node_calls(word_t label)
{
    //@ loop unroll 16;
    for (unsigned thing = NOTHING; thing < THINGS; thing++) {
        //@ loop unroll 4;
        for (unsigned dest = 0; dest < SLOTS; dest++) {
            node_call(label, (enum thing)thing, dest, 0);
            node_call(label, (enum thing)thing, dest, 1);
            node_call(label, (enum thing)thing, dest, 2);
            //@ slevel merge;
            ;
        }
    }
}

void cnode_methods(void)
{
    //@ loop unroll 16;
    for (word_t label = LABEL_CNODE_REVOKE; label <= LABEL_CNODE_SAVE_CALLER; label++) {
        if (label != LABEL_CNODE_REVOKE && label != LABEL_CNODE_DELETE) {
            node_calls(label);
        }
    }
}

static const uint8_t depths[] = {0, 1, 2, 3, 8, 63, 64, 65};

/* Any arguments but for the depths; nothing is in the CNode: only the checks can be passed. */
void cnode_checks(void)
{
    //@ loop unroll 16;
    for (word_t label = LABEL_CNODE_REVOKE; label <= LABEL_CNODE_SAVE_CALLER; label++) {
        //@ loop unroll 8;
        for (unsigned i = 0; i < sizeof(depths); i++) {
            make_world();
            give_root();
            any_arguments();
            arguments[1] = depths[i];
            arguments[3] = RADIX;
            arguments[4] = RADIX;
            arguments[7] = RADIX;
            (void)call(&THREAD(0)->slots[TCB_SLOT_CSPACE], label, cnode_decode);
            //@ slevel merge;
            ;
        }
    }
}

static void make_untyped(unsigned bits, word_t used, bool is_device)
{
    make_world();
    give_root();
    derivation_insert_root(cap_make(CAP_TAG_UNTYPED, bits | (is_device ? CAP_AUX_DEVICE : 0),
                                    MEMORY, used >> CAP_UNTYPED_UNIT_BITS),
                           &NODE(2)[0]);
}

static void set_retype(word_t type, word_t size_bits, word_t offset, word_t count)
{
    arguments[0] = type;
    arguments[1] = size_bits;
    arguments[2] = 0;
    arguments[3] = 0;
    arguments[4] = offset;
    arguments[5] = count;
}

/* Makes objects behind one that is there already. */
static void retype(word_t type, word_t size_bits)
{
    struct slot *untyped = &NODE(2)[0];

    make_untyped(MEMORY_BITS, 512, false);
    derivation_insert_new(cap_make(CAP_TAG_ENDPOINT, RIGHTS_ALL, MEMORY, 0), untyped, &NODE(2)[1]);
    set_retype(type, size_bits, 2, Frama_C_nondet(1, 2));
    (void)call(untyped, LABEL_UNTYPED_RETYPE, untyped_decode);
}

void untyped_objects(void)
{
    //@ loop unroll 16;
    for (word_t type = 0; type < OBJ_COUNT; type++) {
        //@ loop unroll 4;
        for (word_t size_bits = 0; size_bits < 8; size_bits += 2) {
            retype(type, size_bits);
            //@ slevel merge;
            ;
        }
    }
}

static void check_retype(word_t type, word_t size_bits, word_t offset)
{
    make_untyped(MEMORY_BITS, UINT64_C(1) << MEMORY_BITS, Frama_C_nondet(0, 1) != 0);
    derivation_insert_new(cap_make(CAP_TAG_ENDPOINT, RIGHTS_ALL, MEMORY, 0), &NODE(2)[0],
                          &NODE(2)[1]);
    set_retype(type, size_bits, offset, any_word());
    (void)call(&NODE(2)[0], any_word(), untyped_decode);
}

/* Memory that is used up: all checks, no object; any number of objects. */
void untyped_checks(void)
{
    static const uint8_t sizes[] = {0, 3, 4, 12, 37, 42, 43, 47, 48, 59, 63, 64, 255};

    //@ loop unroll 16;
    for (word_t type = 0; type <= OBJ_COUNT; type++) {
        //@ loop unroll 16;
        for (unsigned i = 0; i < sizeof(sizes); i++) {
            //@ loop unroll 8;
            for (word_t offset = 0; offset <= SLOTS; offset++) {
                check_retype(type, sizes[i], offset);
                //@ slevel merge;
                ;
            }
        }
    }
}
