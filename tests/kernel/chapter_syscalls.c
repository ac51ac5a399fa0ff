/* SPDX-License-Identifier: BSD-2-Clause */
/* What each system call does to registers. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static struct machine_probe probe;

static void fill(int64_t number, uint64_t cap, uint64_t info)
{
    for (unsigned i = 0; i < MACHINE_PROBE_REGISTERS; i++) {
        probe.in[i] = 0xabcd000000000000 + i;
    }
    probe.in[machine_probe_number] = (uint64_t)number;
    probe.in[machine_probe_cap] = cap;
    probe.in[machine_probe_info] = info;
}

/* Number of registers that changed, but for those whose bit is set in `allowed`. The stack
   pointer's place among riscv's registers is not filled. */
static unsigned changed(uint64_t allowed)
{
    unsigned count = 0;
    for (unsigned i = 0; i < MACHINE_PROBE_REGISTERS; i++) {
        bool stack = machine.cpu == MACHINE_RISCV64 && i == 1;
        if (!stack && (allowed >> i & 1) == 0 && probe.in[i] != probe.out[i]) {
            verdict_print("register %u: 0x%lx became 0x%lx\n", i, probe.in[i], probe.out[i]);
            count++;
        }
    }
    return count;
}

static unsigned run(int64_t number, uint64_t cap, uint64_t info, uint64_t allowed)
{
    fill(number, cap, info);
    machine_probe(&probe);
    return changed(allowed);
}

static void check_kept(seL4_CPtr notification, seL4_CPtr endpoint)
{
    uint64_t one = world_message(0x55, 0, 4);
    verdict_equal("Yield keeps all registers", run(seL4_SysYield, 5, one, 0), 0);
    verdict_equal("Send to a notification keeps all", run(seL4_SysSend, notification, one, 0), 0);
    verdict_equal("NBSend to an endpoint keeps all", run(seL4_SysNBSend, endpoint, one, 0), 0);
    verdict_equal("Send to an empty slot keeps all", run(seL4_SysSend, 4000, one, 0), 0);
    verdict_equal("NBSend to nowhere keeps all", run(seL4_SysNBSend, 1ul << 40, one, 0), 0);
    verdict_equal("Reply without caller keeps all", run(seL4_SysReply, 0, one, 0), 0);
    verdict_equal("DebugPutChar keeps all", run(seL4_SysDebugPutChar, '\n', one, 0), 0);
    verdict_equal("Send of a failing invocation keeps all",
                  run(seL4_SysSend, seL4_CapInitThreadCNode, world_message(CNodeDelete, 0, 1), 0),
                  0);
}

static void check_received(seL4_CPtr notification, seL4_CPtr endpoint)
{
    uint64_t cap = 1ul << machine_probe_cap;
    uint64_t info = 1ul << machine_probe_info;
    verdict_equal("Recv of a signal writes the badge only",
                  run(seL4_SysRecv, notification, 77, cap), 0);
    verdict_equal("and the badge is right", probe.out[machine_probe_cap], 0);
    verdict_equal("NBRecv of nothing writes the badge only",
                  run(seL4_SysNBRecv, notification, 77, cap), 0);
    verdict_equal("and the badge is 0", probe.out[machine_probe_cap], 0);
    verdict_equal("NBRecv of no message writes the badge only",
                  run(seL4_SysNBRecv, endpoint, 77, cap), 0);
    verdict_equal("and that badge is 0", probe.out[machine_probe_cap], 0);
    verdict_equal(
        "Call of an empty slot writes badge, info, MR0",
        run(seL4_SysCall, 4000, world_message(1, 0, 0), cap | info | 1ul << machine_probe_mr), 0);
    verdict_equal("and the info says InvalidCapability", probe.out[machine_probe_info],
                  2 << 12 | 1);
    verdict_equal("and MR0 is 0", probe.out[machine_probe_mr], 0);
    verdict_equal(
        "Call that succeeds writes badge and info",
        run(seL4_SysCall, seL4_CapInitThreadTCB, world_message(TCBResume, 0, 0), cap | info), 0);
    verdict_equal("and that info is 0", probe.out[machine_probe_info], 0);
    verdict_equal("DebugCapIdentify writes one register",
                  run(seL4_SysDebugCapIdentify, seL4_CapInitThreadTCB, 77, cap), 0);
    verdict_equal("and says thread", probe.out[machine_probe_cap], 12);
}

static void check_identify(void)
{
    verdict_equal("identify endpoint", world_identify(world_endpoint()), 4);
    verdict_equal("identify notification", world_identify(world_notification()), 6);
    verdict_equal("identify CNode", world_identify(world_cnode(4)), 10);
    verdict_equal("identify frame", world_identify(world_frame()), 1);
    verdict_equal("identify untyped", world_identify(world_untyped(12)), 2);
    verdict_equal("identify page table", world_identify(world_object(ADLC_OBJ_PAGE_TABLE, 0)), 3);
    verdict_equal("identify nowhere", world_identify(1ul << 40), 0);
}

void chapter_syscalls(void)
{
    verdict_chapter("syscalls");
    seL4_CPtr notification = world_notification();
    seL4_CPtr endpoint = world_endpoint();
    check_kept(notification, endpoint);
    check_received(notification, endpoint);
    check_identify();
    seL4_DebugNameThread(seL4_CapInitThreadTCB, "conformance");
    verdict_true("DebugNameThread returns", true);
}
