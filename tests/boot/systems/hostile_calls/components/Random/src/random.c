/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls the kernel with random words. What would block or stop this thread, print or halt is left
 * out; what the calls do to this component is its own affair.
 */
#include <stdint.h>
#include <stdio.h>

#include <camkes.h>
#include <sel4/sel4.h>

#define ROUNDS       20000
#define ENDPOINT     4u
#define NOTIFICATION 6u
#define THREAD       12u

static uint64_t state;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static seL4_Word word(void)
{
    switch (next() % 6) {
    case 0:
        return next();
    case 1:
        return UINT64_MAX << next() % 64;
    case 2:
        return (seL4_Word)(uintptr_t)&state & ~UINT64_C(0xfff);
    default:
        return next() % 70;
    }
}

/* Random message words; the slots of the capabilities are mostly ones there are. */
static void fill(void)
{
    seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();
    for (unsigned i = 0; i < 16; i++) {
        buffer->msg[i] = word();
    }
    for (unsigned i = 0; i < 3; i++) {
        buffer->caps_or_badges[i] = next() % 16;
    }
    buffer->receiveCNode = word();
    buffer->receiveIndex = word();
    buffer->receiveDepth = word();
}

static void call_once(void)
{
    seL4_Word words[4] = {word(), word(), word(), word()};
    seL4_Word cap = next() % 16, info, type = seL4_DebugCapIdentify(cap);
    seL4_Word label = next() % 70;
    fill();
    info = (label << 12) | (next() & 0xfff);
    if (cap == 1 || (type == THREAD && (label == TCBWriteRegisters || label == TCBCopyRegisters))) {
        return; /* this thread would stop, or the fault handler go on elsewhere, perhaps for ever */
    }
    switch (next() % 8) {
    case 0:
        seL4_Yield();
        break;
    case 1:
        seL4_Reply(seL4_MessageInfo_new(label, 0, 0, next() & 0x7f));
        break;
    case 2:
    case 3:
    case 4:
        if (type != ENDPOINT && type != NOTIFICATION && type != 0) {
            sel4_raw_syscall((seL4_Word)seL4_SysCall, &cap, &info, words);
            break;
        }
        /* fall through */
    default:
        sel4_raw_syscall((seL4_Word)seL4_SysNBSend, &cap, &info, words);
        break;
    }
}

int run(void)
{
    state = 0x9e3779b97f4a7c15u * (uint64_t)(unsigned)seed;
    printf("random %d: starts\n", seed);
    for (int round = 0; round < ROUNDS; round++) {
        call_once();
    }
    printf("random %d: done\n", seed);
    return 0;
}
