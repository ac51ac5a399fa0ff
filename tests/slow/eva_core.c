/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Frama-C's Eva analyses (tests/slow/frama_c.sh): look-ups, derivation and scheduling in a
 * small world of arbitrary contents - any address, depth, guard, any fields of capabilities within
 * what their makers allow. The kernel packs pointers and flags into words, which Eva follows only
 * where addresses are numbers: so the world lies at WORLD, a valid absolute range.
 */
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"

#include "__fc_builtin.h"

#define WORLD     0x10000ul
#define SLOTS     4
#define SLOT(i)   ((struct slot *)(WORLD + (i) * sizeof(struct slot)))
#define THREAD(i) ((struct tcb *)(WORLD + 0x1000 + (i)*0x800ul))

struct kernel_state kernel;

/*@ assigns \nothing; ensures \false; */
_Noreturn void kernel_assert_failed(const char *condition, const char *file, int line);

void thread_switch_to(struct tcb *thread)
{
    kernel.current = thread;
}

void thread_set_state(struct tcb *thread, enum thread_state state)
{
    thread->state = (uint8_t)state;
}

static word_t any_word(void)
{
    return Frama_C_unsigned_long_interval(0, UINT64_MAX);
}

/* Any capability of this type, with sizes that objects can have. */
static struct cap any_cap(unsigned type)
{
    unsigned size = Frama_C_unsigned_int_interval(0, MAX_UNTYPED_BITS);

    if (type == CAP_TAG_CNODE || type == CAP_TAG_ZOMBIE) {
        size = Frama_C_unsigned_int_interval(1, MAX_UNTYPED_BITS - SLOT_BITS);
    }
    return cap_make(type, size, Frama_C_unsigned_long_interval(0, CAP_ADDRESS_MASK), any_word());
}

static void clear_slots(void)
{
    //@ loop unroll 4;
    for (unsigned i = 0; i < SLOTS; i++) {
        SLOT(i)->cap.word[0] = SLOT(i)->cap.word[1] = 0;
        SLOT(i)->prev = NULL;
        SLOT(i)->next_and_flags = 0;
    }
}

static void derivation_of(unsigned type1, unsigned type2)
{
    struct cap one = any_cap(type1);
    struct cap two = any_cap(type2);

    clear_slots();
    (void)derivation_same_object(one, two);
    (void)cap_update_data(one, false, any_word());
    (void)cap_mask_rights(one, any_word());
    derivation_insert_root(one, SLOT(0));
    derivation_insert(two, SLOT(0), SLOT(1));
    derivation_insert_new(two, SLOT(0), SLOT(2));
    (void)derivation_is_parent(SLOT(0), SLOT(1));
    (void)derivation_has_children(SLOT(0));
    (void)derivation_is_final(SLOT(1));
    derivation_move(one, SLOT(1), SLOT(3));
    derivation_swap(two, SLOT(2), one, SLOT(3));
    derivation_remove(SLOT(2));
    derivation_remove(SLOT(3));
    derivation_remove(SLOT(0));
}

static void derivation(void)
{
    //@ loop unroll 32;
    for (unsigned type1 = 1; type1 < 32; type1++) {
        derivation_of(type1, type1);
        derivation_of(CAP_TAG_UNTYPED, type1);
    }
}

static void make_thread(unsigned i, uint8_t priority, uint8_t state)
{
    struct tcb *thread = THREAD(i);

    thread->priority = priority;
    thread->state = state;
    thread->queued = 0;
    thread->slice = (uint16_t)Frama_C_unsigned_int_interval(0, 65535);
    thread->sched_next = NULL;
    thread->sched_prev = NULL;
}

static void schedule(uint8_t priority1, uint8_t priority2)
{
    static const struct kernel_state fresh;

    kernel = fresh;
    make_thread(0, 64, THREAD_RUNNING);
    make_thread(1, priority1, THREAD_RUNNING);
    make_thread(2, priority2, THREAD_RUNNING);
    make_thread(3, 0, THREAD_IDLE);
    kernel.idle = THREAD(3);
    kernel.current = THREAD(0);
    sched_append(THREAD(1));
    sched_enqueue(THREAD(2));
    sched_yield();
    sched_finish_entry();
    sched_possible_switch(THREAD(1));
    sched_reschedule();
    sched_finish_entry();
    sched_set_priority(THREAD(2), priority1);
    sched_finish_entry();
    sched_dequeue(THREAD(1));
    sched_dequeue(THREAD(2));
    sched_dequeue(THREAD(0));
    sched_finish_entry();
}

static void scheduler(void)
{
    static const uint8_t edges[] = {0, 63, 64, 127, 255};

    //@ loop unroll 12;
    for (unsigned i = 0; i < sizeof(edges); i++) {
        //@ loop unroll 12;
        for (unsigned k = 0; k < sizeof(edges); k++) {
            schedule(edges[i], edges[k]);
        }
    }
}

/* A CNode with this guard and four empty slots. */
static void look_up(unsigned guard_size, word_t guard, unsigned bits)
{
    struct slot *slot = NULL;
    unsigned left = 0;
    struct cap root = cap_make(CAP_TAG_CNODE, 2, WORLD, (guard << 6) | guard_size);

    clear_slots();
    (void)cspace_resolve(root, any_word(), bits, &slot, &left);
    (void)cspace_lookup_slot(root, any_word(), bits, false, &slot);
}

static void cspace(void)
{
    struct slot *slot = NULL;

    static const uint8_t guards[] = {0, 1, 6, 30, 62};
    static const uint8_t depths[] = {0, 1, 2, 3, 8, 63, 64};

    //@ loop unroll 5;
    for (unsigned i = 0; i < sizeof(guards); i++) {
        //@ loop unroll 7;
        for (unsigned k = 0; k < sizeof(depths); k++) {
            look_up(guards[i], 0, depths[k]);
            look_up(guards[i], (UINT64_C(1) << (guards[i] & 31)) - 1, depths[k]);
        }
    }
    (void)cspace_lookup_slot(any_cap(CAP_TAG_TCB), any_word(), any_word(), true, &slot);
}

int main(void)
{
    cspace();
    derivation();
    scheduler();
    return 0;
}
