/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMAGE_START (FAKE_RAM + 0x20000)
#define IMAGE_SIZE  UINT64_C(0x3000)
#define IMAGE_VADDR UINT64_C(0x400000)
#define DTB_SIZE    UINT64_C(100)

struct boot_info *world_info;

struct slot *world_slot(uint64_t index)
{
    struct cap root = kernel.current->slots[TCB_SLOT_CSPACE].cap;

    return (struct slot *)cap_object(root) + index;
}

/* The smallest untyped of the boot info that is large enough, made into one of exactly the wanted
 * size. */
static void take_untyped(void)
{
    uint64_t best = 0;
    unsigned best_bits = 64;

    for (uint64_t i = 0; i < world_info->untyped.end - world_info->untyped.start; i++) {
        const struct untyped_desc *desc = &world_info->untyped_list[i];
        if (!desc->is_device && desc->size_bits > WORLD_UNTYPED_BITS &&
            desc->size_bits < best_bits) {
            best = world_info->untyped.start + i;
            best_bits = desc->size_bits;
        }
    }
    assert_int_not_equal(best, 0);
    world_retype(best, OBJ_UNTYPED, WORLD_UNTYPED_BITS, WORLD_UNTYPED, 1);
}

void world_boot_image(uint64_t size)
{
    struct boot_args args = {
        .user_start = IMAGE_START,
        .user_end = IMAGE_START + size,
        .pv_offset = IMAGE_START - IMAGE_VADDR,
        .entry = IMAGE_VADDR + 0x10,
        .dtb = FAKE_RAM + FAKE_KERNEL_SIZE,
        .dtb_size = DTB_SIZE,
    };

    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset((void *)(uintptr_t)args.dtb, 0xd7, DTB_SIZE);
    (void)boot_main(&args);
    world_info = (struct boot_info *)cap_object(world_slot(SLOT_BOOT_INFO_FRAME)->cap);
}

void world_boot(void)
{
    world_boot_image(IMAGE_SIZE);
    take_untyped();
}

void world_syscall(int64_t number, uint64_t cap, uint64_t info)
{
    struct tcb *thread = kernel.current;
    struct arch_context *next;

    arch_context_set(&thread->context, ARCH_REG_SYSCALL, (uint64_t)number);
    arch_context_set(&thread->context, ARCH_REG_CAP, cap);
    arch_context_set(&thread->context, ARCH_REG_INFO, info);
    arch_context_set(&thread->context, ARCH_REG_NEXT_IP,
                     arch_context_get(&thread->context, ARCH_REG_FAULT_IP) + 4);
    next = syscall_entry();
    assert_ptr_equal(next, &kernel.current->context);
    assert_null(invariants_check());
}

static struct ipc_buffer *buffer_of(const struct tcb *thread)
{
    struct cap cap = thread->slots[TCB_SLOT_BUFFER].cap;

    return cap_type(cap) == CAP_TAG_FRAME ? cap_object(cap) : NULL;
}

static void load_message(struct tcb *thread, const struct world_call *message)
{
    struct ipc_buffer *buffer = buffer_of(thread);

    for (unsigned i = 0; i < message->length; i++) {
        if (i < NUM_MSG_REGISTERS) {
            arch_context_set(&thread->context, ARCH_REG_MSG0 + i, message->words[i]);
        } else {
            buffer->msg[i] = message->words[i];
        }
    }
    for (unsigned i = 0; i < message->cap_count; i++) {
        buffer->caps_or_badges[i] = message->caps[i];
    }
}

struct world_reply world_invoke(uint64_t cap, uint64_t label, const struct world_call *message)
{
    struct tcb *thread = kernel.current;
    struct world_reply reply = {0};
    uint64_t info = message_info_make(label, 0, message->cap_count, message->length);
    uint64_t ip = arch_context_get(&thread->context, ARCH_REG_FAULT_IP);
    unsigned turns = 0;

    load_message(thread, message);
    do {
        world_syscall(SYS_CALL, cap, info);
        assert_true(++turns < 100000);
    } while (kernel.current == thread &&
             arch_context_get(&thread->context, ARCH_REG_NEXT_IP) == ip);
    info = arch_context_get(&thread->context, ARCH_REG_INFO);
    reply.label = message_info_get_label(info);
    reply.length = message_info_get_length(info);
    for (unsigned i = 0; i < 6 && i < reply.length; i++) {
        reply.words[i] = i < NUM_MSG_REGISTERS
                             ? arch_context_get(&thread->context, ARCH_REG_MSG0 + i)
                             : buffer_of(thread)->msg[i];
    }
    return reply;
}

struct world_reply world_expect(uint64_t error, uint64_t cap, uint64_t label,
                                const struct world_call *message)
{
    struct world_reply reply = world_invoke(cap, label, message);

    assert_int_equal(reply.label, error);
    return reply;
}

void world_retype(uint64_t untyped, uint64_t type, uint64_t bits, uint64_t dest, uint64_t count)
{
    struct world_call message = {
        {type, bits, 0, 0, dest, count},
        6, {SLOT_INIT_CNODE  },
        1
    };

    world_expect(ERR_NONE, untyped, LABEL_UNTYPED_RETYPE, &message);
}

static uint64_t transfer(uint64_t label, uint64_t dest, uint64_t source, uint64_t rights,
                         uint64_t data)
{
    struct world_call message = {
        {dest,    64, source, 64, rights, data},
        6, {SLOT_INIT_CNODE},
        1
    };

    return world_invoke(SLOT_INIT_CNODE, label, &message).label;
}

uint64_t world_copy(uint64_t dest, uint64_t source, uint64_t rights)
{
    return transfer(LABEL_CNODE_COPY, dest, source, rights, 0);
}

uint64_t world_mint(uint64_t dest, uint64_t source, uint64_t rights, uint64_t data)
{
    return transfer(LABEL_CNODE_MINT, dest, source, rights, data);
}

uint64_t world_move(uint64_t dest, uint64_t source)
{
    return transfer(LABEL_CNODE_MOVE, dest, source, 0, 0);
}

uint64_t world_delete(uint64_t slot)
{
    struct world_call message = {
        {slot, 64},
        2, {0   },
        0
    };

    return world_invoke(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, &message).label;
}

uint64_t world_revoke(uint64_t slot)
{
    struct world_call message = {
        {slot, 64},
        2, {0   },
        0
    };

    return world_invoke(SLOT_INIT_CNODE, LABEL_CNODE_REVOKE, &message).label;
}

struct tcb *world_thread(uint64_t dest, uint64_t priority)
{
    struct world_call configure = {
        .words = {0, 0,              0,                0x10000000},
        .length = 4,
        .caps = {SLOT_INIT_CNODE, SLOT_INIT_VSPACE, SLOT_INIT_IPC_BUFFER},
        .cap_count = 3,
    };
    struct world_call set_priority = {{priority}, 1, {SLOT_INIT_TCB}, 1};

    world_retype(WORLD_UNTYPED, OBJ_TCB, 0, dest, 1);
    world_expect(ERR_NONE, dest, LABEL_TCB_CONFIGURE, &configure);
    world_expect(ERR_NONE, dest, LABEL_TCB_SET_PRIORITY, &set_priority);
    return cap_object(world_slot(dest)->cap);
}

void world_resume(uint64_t tcb_slot)
{
    struct world_call nothing = {{0}, 0, {0}, 0};

    world_invoke(tcb_slot, LABEL_TCB_RESUME, &nothing);
}

void world_check(void)
{
    const char *broken = invariants_check();

    for (uint64_t i = 0; broken == NULL && i < UINT64_C(1) << ROOT_CNODE_BITS; i++) {
        broken = invariants_check_list(world_slot(i));
    }
    if (broken != NULL) {
        fail_msg("%s", broken);
    }
}

uint64_t world_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}
