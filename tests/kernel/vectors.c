/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/vectors.h"

#include "tests/kernel/conformance_machine.h"

static void make(seL4_CPtr untyped, uint64_t type, uint64_t bits, seL4_CPtr slot)
{
    if (seL4_Untyped_Retype(untyped, type, bits, V_ROOT, 0, 0, slot, 1) != seL4_NoError) {
        world_stop("an object of the vectors cannot be made");
    }
}

static void move(seL4_CPtr from, seL4_CPtr to)
{
    if (seL4_CNode_Move(V_ROOT, to, WORLD_DEPTH, V_ROOT, from, WORLD_DEPTH) != seL4_NoError) {
        world_stop("a capability of the vectors cannot be moved");
    }
}

/* Any device untyped will do that can hold an object. */
static seL4_CPtr device_untyped(void)
{
    const seL4_BootInfo *info = world_info();
    for (seL4_CPtr slot = info->untyped.start; slot < info->untyped.end; slot++) {
        const seL4_UntypedDesc *desc = &info->untypedList[slot - info->untyped.start];
        if (desc->isDevice && desc->sizeBits >= 12) {
            return slot;
        }
    }
    world_stop("no device memory");
}

void vectors_prepare(void)
{
    move(world_untyped(26), V_UT);
    make(V_UT, seL4_TCBObject, 0, V_TCB);
    make(V_UT, seL4_EndpointObject, 0, V_EP);
    make(V_UT, seL4_NotificationObject, 0, V_NTFN);
    make(V_UT, seL4_NotificationObject, 0, V_NTFN2);
    make(V_UT, seL4_CapTableObject, 4, V_CNODE);
    move(world_frame(), V_FRAME);
    move(world_frame(), V_FRAME2);
    move(world_object(ADLC_OBJ_PAGE_TABLE, 0), V_PT);
    move(world_object(ADLC_OBJ_PAGE_TABLE, 0), V_PT2);
    move(world_object(ADLC_OBJ_VSPACE, 0), V_VSPACE);
    move(world_untyped(12), V_UT12);
    move(world_untyped(12), V_UT12B);
}

void vectors_run(const struct vector *vectors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = &vectors[i];
        bool riscv = machine.cpu == MACHINE_RISCV64;
        if (vector->only != V_ALL && (vector->only == V_RISCV) != riscv) {
            continue;
        }
        seL4_CPtr caps[3] = {vector->cap[0], vector->cap[1], vector->cap[2]};
        seL4_CPtr service = vector->service == V_DEVICE ? device_untyped() : vector->service;
        struct reply reply =
            world_call(service, vector->label, vector->length, vector->words, vector->caps, caps);
        verdict_reply(vector->name, &reply, riscv ? &vector->riscv64 : &vector->aarch64);
    }
}
