/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts from the control capability to the notification. */
#include "kernel_world.h"

#define HANDLER      WORLD_FREE
#define NOTIFICATION (WORLD_FREE + 1)
#define BADGED       (WORLD_FREE + 2)

static struct world_reply get_handler(uint64_t irq, uint64_t dest)
{
    struct world_call message = {
        .words = {irq, dest, 64},
          .length = 3, .caps = {SLOT_INIT_CNODE},
          .cap_count = 1
    };

    return world_invoke(SLOT_IRQ_CONTROL, LABEL_IRQ_ISSUE_IRQ_HANDLER, &message);
}

static uint64_t set_notification(uint64_t notification)
{
    struct world_call message = {.length = 0, .caps = {notification}, .cap_count = 1};

    return world_invoke(HANDLER, LABEL_IRQ_SET_IRQ_HANDLER, &message).label;
}

static void interrupt(uint32_t irq)
{
    fake.pending_irq = irq;
    (void)irq_entry();
}

static void set_up(void)
{
    world_boot();
    fake.masks_at_delivery = true;
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, NOTIFICATION, 1);
    assert_int_equal(world_mint(BADGED, NOTIFICATION, RIGHTS_ALL, 6), ERR_NONE);
}

static void test_numbers(void **state)
{
    struct world_reply reply;

    (void)state;
    set_up();
    reply = get_handler(0, HANDLER);
    assert_int_equal(reply.label, ERR_RANGE);
    assert_int_equal(reply.words[0], 1);
    assert_int_equal(reply.words[1], 96);
    assert_int_equal(get_handler(97, HANDLER).label, ERR_RANGE);
    assert_int_equal(get_handler(FAKE_TIMER_IRQ, HANDLER).label, ERR_REVOKE_FIRST);
    assert_int_equal(get_handler(40, SLOT_INIT_TCB).label, ERR_DELETE_FIRST);
    assert_true(fake.irq_masked[40]);
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_false(fake.irq_masked[40]);
    assert_int_equal(get_handler(40, HANDLER + 5).label, ERR_REVOKE_FIRST);
}

static void test_delivery(void **state)
{
    struct world_call nothing = {.length = 0};

    (void)state;
    set_up();
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_int_equal(set_notification(SLOT_INIT_TCB), ERR_INVALID_CAPABILITY);
    assert_int_equal(set_notification(BADGED), ERR_NONE);
    interrupt(40);
    assert_true(fake.irq_masked[40]); /* until it is acknowledged */
    world_syscall(SYS_RECV, NOTIFICATION, 0);
    assert_int_equal(arch_context_get(&kernel.current->context, ARCH_REG_CAP), 6);
    world_expect(ERR_NONE, HANDLER, LABEL_IRQ_ACK_IRQ, &nothing);
    assert_false(fake.irq_masked[40]);
}

/* The line falls silent with its last handler capability, and the binding with the notification. */
static void test_release(void **state)
{
    (void)state;
    set_up();
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_int_equal(set_notification(BADGED), ERR_NONE);
    assert_int_equal(world_copy(HANDLER + 5, HANDLER, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(world_delete(HANDLER), ERR_NONE);
    assert_int_equal(kernel.irq_states[40], IRQ_SIGNAL);
    assert_int_equal(world_delete(HANDLER + 5), ERR_NONE);
    assert_int_equal(kernel.irq_states[40], IRQ_INACTIVE);
    assert_true(fake.irq_masked[40]);
    assert_true(cap_is_null(kernel.irq_slots[40].cap));
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_int_equal(set_notification(BADGED), ERR_NONE);
    assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
    assert_true(cap_is_null(kernel.irq_slots[40].cap));
    interrupt(40); /* nobody is told, nothing breaks */
    world_check();
}

/* On a controller that leaves the line open a level nobody takes would come for ever. */
static void test_storm(void **state)
{
    struct world_call nothing = {.length = 0};

    (void)state;
    set_up();
    fake.masks_at_delivery = false;
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    interrupt(40);
    assert_true(fake.irq_masked[40]);
    world_expect(ERR_NONE, HANDLER, LABEL_IRQ_ACK_IRQ, &nothing);
    assert_false(fake.irq_masked[40]);
    interrupt(40);
    assert_true(fake.irq_masked[40]);
    assert_int_equal(set_notification(BADGED), ERR_NONE);
    assert_false(fake.irq_masked[40]);
    interrupt(40); /* somebody takes it now: the line stays open */
    assert_false(fake.irq_masked[40]);
    world_syscall(SYS_RECV, NOTIFICATION, 0);
    assert_int_equal(arch_context_get(&kernel.current->context, ARCH_REG_CAP), 6);
    world_expect(ERR_NONE, HANDLER, LABEL_IRQ_CLEAR_IRQ_HANDLER, &nothing);
    interrupt(40);
    assert_true(fake.irq_masked[40]);
    assert_int_equal(world_delete(HANDLER), ERR_NONE);
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_false(fake.irq_masked[40]);
}

static void test_revoke_control(void **state)
{
    (void)state;
    set_up();
    assert_int_equal(get_handler(40, HANDLER).label, ERR_NONE);
    assert_int_equal(get_handler(41, HANDLER + 5).label, ERR_NONE);
    assert_int_equal(world_revoke(SLOT_IRQ_CONTROL), ERR_NONE);
    assert_int_equal(kernel.irq_states[40], IRQ_INACTIVE);
    assert_int_equal(kernel.irq_states[41], IRQ_INACTIVE);
    assert_int_equal(world_copy(HANDLER, SLOT_IRQ_CONTROL, RIGHTS_ALL), ERR_ILLEGAL_OPERATION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),        cmocka_unit_test(test_delivery),
        cmocka_unit_test(test_release),        cmocka_unit_test(test_storm),
        cmocka_unit_test(test_revoke_control),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
