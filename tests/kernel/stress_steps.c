/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/stress.h"

#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode, MEMORY_BITS = 18 };

static seL4_CPtr memory;

static seL4_CPtr slot(void)
{
    return STRESS_WINDOW + stress_random(STRESS_SLOTS);
}

/* A slot whose capability has a type; any slot if there is none. */
static seL4_CPtr slot_of(unsigned type)
{
    unsigned start = (unsigned)stress_random(STRESS_SLOTS);
    for (unsigned i = 0; i < STRESS_SLOTS; i++) {
        seL4_CPtr at = STRESS_WINDOW + (start + i) % STRESS_SLOTS;
        if (world_identify(at) == type) {
            return at;
        }
    }
    return slot();
}

static uint64_t depth(void)
{
    return stress_random(20) ? WORLD_DEPTH : stress_random(70);
}

/* Mostly the root, now and then a CNode of the window: then the index is small. */
static seL4_CPtr root_for(uint64_t *index, uint64_t *bits)
{
    *index = slot();
    *bits = depth();
    if (stress_random(3)) {
        return ROOT;
    }
    *index = stress_random(32);
    *bits = 1 + stress_random(8);
    return slot_of(10);
}

static uint64_t data(void)
{
    switch (stress_random(4)) {
    case 0:
        return 0;
    case 1:
        return stress_random(4);
    case 2:
        return stress_random(64) | stress_random(16) << 6;
    default:
        return 0x100 + stress_random(3);
    }
}

static void step_retype(void)
{
    seL4_CPtr untyped = stress_random(3) ? slot_of(2) : memory;
    uint64_t words[6] = {stress_random(seL4_ObjectTypeCount + 1), stress_random(15), 0, 0, 0, 0};
    seL4_CPtr cap = ROOT;
    words[4] = STRESS_WINDOW + stress_random(STRESS_SLOTS);
    words[5] = stress_random(30) ? 1 + stress_random(3) : stress_random(260);
    if (stress_random(5) == 0) {
        cap = slot_of(10);
        words[4] = stress_random(32);
    } else if (words[4] + words[5] > STRESS_WINDOW + STRESS_SLOTS) {
        words[4] = STRESS_WINDOW;
    }
    /* No frame bigger than a page: zeroing them takes long and shows nothing. */
    stress_invoke(untyped, UntypedRetype, 6, words, 1, &cap);
}

static void step_derive(void)
{
    uint64_t words[6];
    seL4_CPtr source;
    uint64_t label = CNodeCopy + stress_random(4);
    seL4_CPtr service = root_for(&words[0], &words[1]);
    source = root_for(&words[2], &words[3]);
    words[4] = label == CNodeMutate ? data() : stress_random(2) ? 15 : stress_random(16);
    words[5] = data();
    stress_invoke(service, label, stress_random(40) ? 6 : stress_random(6), words, 1, &source);
}

static void step_rotate(void)
{
    uint64_t words[8] = {0, 0, data(), 0, 0, data(), 0, 0};
    seL4_CPtr caps[2];
    seL4_CPtr service = root_for(&words[0], &words[1]);
    caps[0] = root_for(&words[3], &words[4]);
    caps[1] = root_for(&words[6], &words[7]);
    stress_invoke(service, CNodeRotate, 8, words, 2, caps);
}

static void step_remove(void)
{
    static const uint16_t labels[] = {
        CNodeDelete,    CNodeDelete, CNodeDelete, CNodeRevoke, CNodeCancelBadgedSends,
        CNodeSaveCaller};
    uint64_t words[2];
    seL4_CPtr service = root_for(&words[0], &words[1]);
    stress_invoke(service, labels[stress_random(6)], 2, words, 0, NULL);
}

static void step_tcb(void)
{
    static const uint16_t labels[] = {
        TCBConfigure,  TCBSetPriority, TCBSetMCPriority, TCBSetSchedParams,   TCBSetIPCBuffer,
        TCBSetSpace,   TCBSuspend,     TCBResume,        TCBBindNotification, TCBUnbindNotification,
        TCBSetTLSBase, TCBSetFlags,    TCBCopyRegisters, TCBReadRegisters,
    };
    uint64_t label = labels[stress_random(sizeof(labels) / sizeof(labels[0]))];
    uint64_t words[4] = {stress_random(40), stress_random(40), data(), stress_random(4) << 10};
    seL4_CPtr caps[3] = {slot(), slot(), slot()};
    if (label == TCBConfigure || label == TCBSetSpace) {
        words[0] = slot();
        words[1] = data();
        caps[0] = stress_random(2) ? ROOT : slot_of(10);
        caps[1] = stress_random(2) ? seL4_CapInitThreadVSpace : slot_of(machine.vspace_tag);
        caps[2] = slot_of(1);
    } else if (label == TCBBindNotification) {
        caps[0] = slot_of(6);
    } else if (stress_random(4)) {
        caps[0] = seL4_CapInitThreadTCB;
    }
    if (label == TCBCopyRegisters) {
        caps[0] = slot_of(12);
    }
    stress_invoke(slot_of(12), label, 4, words, 3, caps);
}

static void step_paging(void)
{
    static const uint64_t places[] = {0x40000000, 0x40001000,   0x40200000,        0x80000000,
                                      0x40000800, 0x8000000000, 0xffffffffffff0000};
    uint64_t words[3] = {places[stress_random(7)], stress_random(16), stress_random(8)};
    seL4_CPtr vspace = stress_random(2) ? seL4_CapInitThreadVSpace : slot_of(machine.vspace_tag);
    switch (stress_random(machine.cpu == MACHINE_AARCH64 ? 7 : 6)) {
    case 6: /* one of the four cache operations, whose labels follow */
        stress_invoke(slot_of(1), ADLC_LABEL_PAGE_UNMAP + 1 + stress_random(4), 2,
                      (uint64_t[2]){stress_random(4) << 9, stress_random(10) << 9}, 0, NULL);
        break;
    case 0:
    case 1:
        stress_invoke(slot_of(1), ADLC_LABEL_PAGE_MAP, 3, words, 1, &vspace);
        break;
    case 2:
        stress_invoke(slot_of(1), ADLC_LABEL_PAGE_UNMAP, 0, NULL, 0, NULL);
        break;
    case 3:
        stress_invoke(slot_of(3), ADLC_LABEL_PAGE_TABLE_MAP, 2, words, 1, &vspace);
        break;
    case 4:
        stress_invoke(slot_of(3), ADLC_LABEL_PAGE_TABLE_UNMAP, 0, NULL, 0, NULL);
        break;
    default:
        vspace = slot_of(machine.vspace_tag);
        stress_invoke(stress_random(2) ? seL4_CapInitThreadASIDPool : slot_of(13),
                      ADLC_LABEL_ASID_POOL_ASSIGN, 0, NULL, 1, &vspace);
        break;
    }
}

static void step_devices(void)
{
    uint64_t words[3] = {40 + stress_random(4), slot(), depth()};
    seL4_CPtr cap = ROOT;
    switch (stress_random(5)) {
    case 0:
        stress_invoke(seL4_CapIRQControl, IRQIssueIRQHandler, 3, words, 1, &cap);
        break;
    case 1:
        cap = stress_random(3) ? slot_of(6) : slot();
        stress_invoke(slot_of(16), IRQSetIRQHandler, 0, NULL, 1, &cap);
        break;
    case 2:
        stress_invoke(slot_of(16), stress_random(2) ? IRQAckIRQ : IRQClearIRQHandler, 0, NULL, 0,
                      NULL);
        break;
    case 3: {
        seL4_CPtr caps[2] = {slot_of(2), ROOT};
        stress_invoke(seL4_CapASIDControl, ADLC_LABEL_ASID_CONTROL_MAKE_POOL, 2, &words[1], 2,
                      caps);
        break;
    }
    default:
        words[0] = stress_random(2);
        cap = slot_of(12);
        stress_invoke(seL4_CapDomain, DomainSetSet, 1, words, 1, &cap);
        break;
    }
}

/* A message from this thread that cannot block: nobody but the workers is there to take it. */
static void step_message(void)
{
    struct message message = {
        .info = world_message(stress_random(60), stress_random(4), stress_random(9)),
        .words = {data(), slot(), data(), slot()}
    };
    for (int i = 0; i < 3; i++) {
        seL4_SetCap(i, slot());
    }
    for (int i = 4; i < 9; i++) {
        seL4_SetMR(i, data());
    }
    seL4_CPtr to = stress_random(3) ? slot_of(stress_random(2) ? 4 : 6) : slot_of(8);
    world_raw(seL4_SysNBSend, to, &message);
    stress_count();
    stress_note(to);
}

void stress_step(void)
{
    static void (*const steps[])(void) = {
        step_retype,         step_retype,         step_derive,
        step_derive,         step_derive,         step_rotate,
        step_remove,         step_remove,         step_tcb,
        step_paging,         step_devices,        step_message,
        stress_workers_step, stress_workers_step, stress_workers_step,
        stress_workers_step,
    };
    if (stress_random(400) == 0) {
        uint64_t words[2] = {memory, WORLD_DEPTH};
        stress_invoke(ROOT, CNodeRevoke, 2, words, 0, NULL);
    } else {
        steps[stress_random(sizeof(steps) / sizeof(steps[0]))]();
    }
}

void stress_prepare(void)
{
    memory = world_untyped(MEMORY_BITS);
    stress_workers_prepare();
}
