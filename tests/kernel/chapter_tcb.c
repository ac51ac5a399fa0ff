/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads: registers, starting, stopping, spaces. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static volatile uint64_t counter, seen_tls;
static seL4_CPtr gate;

static void count_once(uint64_t argument)
{
    counter += argument;
}

static void count_signals(uint64_t rounds)
{
    for (uint64_t i = 0; i < rounds; i++) {
        seL4_Wait(gate, NULL);
        counter++;
    }
}

static void look_at_tls(uint64_t argument)
{
    (void)argument;
    seen_tls = machine_read_tls();
    struct message message = {0};
    world_raw(seL4_SysRecv, gate, &message);
    seen_tls = machine_read_tls();
    for (;;) {
        world_raw(seL4_SysRecv, gate, &message);
    }
}

static void check_registers(void)
{
    seL4_CPtr tcb = world_object(seL4_TCBObject, 0);
    static seL4_UserContext written, read, expected;
    uint64_t *words = (uint64_t *)(void *)&written;
    const uint64_t *read_words = (const uint64_t *)(const void *)&read;
    const uint64_t *expected_words = (const uint64_t *)(const void *)&expected;
    verdict_equal("read a fresh thread",
                  seL4_TCB_ReadRegisters(tcb, 0, 0, machine.registers, &read), 0);
    uint64_t sum = 0;
    for (unsigned i = 0; i < machine.registers; i++) {
        sum |= read_words[i];
        words[i] = 0xf00d000000001000 + i * 8;
    }
    machine_sanitised(&expected, &(seL4_UserContext){0});
    uint64_t forced = 0;
    for (unsigned i = 0; i < machine.registers; i++) {
        forced |= expected_words[i];
    }
    verdict_equal("its registers are zero but for forced bits", sum, forced);
    verdict_equal("write all", seL4_TCB_WriteRegisters(tcb, 0, 0, machine.registers, &written), 0);
    verdict_equal("read all", seL4_TCB_ReadRegisters(tcb, 0, 0, machine.registers, &read), 0);
    machine_sanitised(&expected, &written);
    unsigned wrong = 0;
    for (unsigned i = 0; i < machine.registers; i++) {
        wrong += read_words[i] != expected_words[i];
    }
    verdict_equal("all come back", wrong, 0);
    words[0] = 0x1234;
    words[1] = 0x5678;
    verdict_equal("write one", seL4_TCB_WriteRegisters(tcb, 0, 0, 1, &written), 0);
    verdict_equal("read two", seL4_TCB_ReadRegisters(tcb, 0, 0, 2, &read), 0);
    verdict_equal("the first changed", read_words[0], 0x1234);
    verdict_equal("the second did not", read_words[1], expected_words[1]);
    verdict_equal("tls base", seL4_TCB_SetTLSBase(tcb, 0xabc0), 0);
    seL4_TCB_ReadRegisters(tcb, 0, 0, machine.registers, &read);
    verdict_equal("is a register", *machine_tls(&read), 0xabc0);
}

static void check_copy(void)
{
    seL4_CPtr from = world_object(seL4_TCBObject, 0);
    seL4_CPtr to = world_object(seL4_TCBObject, 0);
    seL4_UserContext source, read;
    uint64_t *words = (uint64_t *)(void *)&source;
    for (unsigned i = 0; i < machine.registers; i++) {
        words[i] = 0x8000 + i * 8;
    }
    seL4_TCB_WriteRegisters(from, 0, 0, machine.registers, &source);
    verdict_equal("copy the frame group", seL4_TCB_CopyRegisters(to, from, 0, 0, 1, 0, 0), 0);
    seL4_TCB_ReadRegisters(to, 0, 0, machine.registers, &read);
    verdict_equal("pc copied", *machine_pc(&read), *machine_pc(&source));
    verdict_equal("sp copied", *machine_sp(&read), *machine_sp(&source));
    const uint64_t *read_words = (const uint64_t *)(const void *)&read;
    verdict_equal("the rest not", read_words[machine.registers - 3], 0);
    verdict_equal("copy the integer group", seL4_TCB_CopyRegisters(to, from, 0, 0, 0, 1, 0), 0);
    seL4_TCB_ReadRegisters(to, 0, 0, machine.registers, &read);
    verdict_equal("now the rest too", read_words[machine.registers - 3],
                  words[machine.registers - 3]);
}

static void check_running(void)
{
    counter = 0;
    struct worker *worker = world_worker(60, 0);
    world_run(worker, count_once, 5);
    verdict_equal("a thread of higher priority runs at once", counter, 5);
    world_run(worker, count_once, 6);
    verdict_equal("and again", counter, 11);
    world_end(worker);

    worker = world_worker(40, 0);
    world_run(worker, count_once, 1);
    verdict_equal("one of lower priority waits", counter, 11);
    seL4_TCB_SetPriority(worker->tcb, seL4_CapInitThreadTCB, 60);
    verdict_equal("until its priority is raised", counter, 12);
    world_end(worker);
}

static void check_suspend(void)
{
    gate = world_notification();
    counter = 0;
    struct worker *worker = world_worker(60, 0);
    world_run(worker, count_signals, 10);
    seL4_Signal(gate);
    verdict_equal("the thread takes signals", counter, 1);
    verdict_equal("suspend", seL4_TCB_Suspend(worker->tcb), 0);
    seL4_Signal(gate);
    verdict_equal("a suspended thread does not", counter, 1);
    verdict_equal("resume", seL4_TCB_Resume(worker->tcb), 0);
    verdict_equal("a resumed thread waits anew and takes it", counter, 2);
    verdict_equal("resume of a waiting thread", seL4_TCB_Resume(worker->tcb), 0);
    seL4_Signal(gate);
    verdict_equal("makes it wait again", counter, 3);
    verdict_equal("suspend twice", seL4_TCB_Suspend(worker->tcb), 0);
    verdict_equal("is fine", seL4_TCB_Suspend(worker->tcb), 0);
    world_end(worker);
    seL4_Signal(gate);
    verdict_equal("a deleted thread takes nothing", counter, 3);
}

static void check_tls(void)
{
    gate = world_endpoint();
    struct worker *worker = world_worker(60, 0);
    world_run(worker, look_at_tls, 0);
    verdict_equal("thread pointer as written", seen_tls, machine_thread_pointer(worker->tls));
    verdict_equal("tls base of a waiting thread", seL4_TCB_SetTLSBase(worker->tcb, 0x7770), 0);
    seL4_Send(gate, seL4_MessageInfo_new(0, 0, 0, 0));
    verdict_equal("changes it", seen_tls, 0x7770);
    uint64_t before = machine_read_tls();
    verdict_equal("own tls base", seL4_TCB_SetTLSBase(seL4_CapInitThreadTCB, before), 0);
    verdict_equal("is loaded", machine_read_tls(), before);
    world_end(worker);
}

static void suspend_self(uint64_t tcb)
{
    counter++;
    seL4_TCB_Suspend(tcb);
    counter++;
}

static void check_self_suspend(void)
{
    counter = 0;
    struct worker *worker = world_worker(60, 0);
    world_run(worker, suspend_self, worker->tcb);
    verdict_equal("a thread suspends itself", counter, 1);
    seL4_TCB_Resume(worker->tcb);
    verdict_equal("a resume makes it do so again", counter, 1);
    seL4_UserContext context;
    seL4_TCB_ReadRegisters(worker->tcb, 0, 0, machine.registers, &context);
    *machine_pc(&context) += machine.instruction_bytes;
    seL4_TCB_WriteRegisters(worker->tcb, 1, 0, 1, &context);
    verdict_equal("past the instruction it goes on", counter, 2);
    world_end(worker);
}

static void check_own_deletion(void)
{
    gate = world_notification();
    counter = 0;
    struct worker *worker = world_worker(60, 0);
    seL4_CPtr copy = world_copy(worker->tcb, seL4_AllRights);
    world_run(worker, count_signals, 3);
    world_delete(worker->tcb);
    seL4_Signal(gate);
    verdict_equal("a thread lives while a capability does", counter, 1);
    world_delete(copy);
    seL4_Signal(gate);
    verdict_equal("and dies with the last", counter, 1);
    worker->tcb = copy;
    world_end(worker);
}

void chapter_tcb(void)
{
    verdict_chapter("tcb");
    check_registers();
    check_copy();
    check_running();
    check_suspend();
    check_tls();
    check_self_suspend();
    check_own_deletion();
}
