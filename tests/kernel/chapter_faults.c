/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults of other threads: their messages and what the answer does. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode };
#define NOWHERE 0x123456788ul

static seL4_CPtr endpoint, handler;
static volatile uint64_t finished, value;

static void write_to(uint64_t address)
{
    *(volatile uint64_t *)address = 1;
    finished++;
}

static void read_from(uint64_t address)
{
    value = *(volatile uint64_t *)address;
    finished++;
}

static void jump_to(uint64_t address)
{
    machine_jump(address);
    finished++;
}

static void make_system_call(uint64_t number)
{
    value = machine_system_call((int64_t)number, 5);
    finished++;
}

static void do_undefined(uint64_t argument)
{
    (void)argument;
    machine_undefined();
    finished++;
}

static struct message fault_of(struct worker *worker, void (*function)(uint64_t), uint64_t argument)
{
    struct message message = {0};
    finished = 0;
    world_run(worker, function, argument);
    world_raw(seL4_SysRecv, endpoint, &message);
    return message;
}

static void answer(uint64_t label, uint64_t length, const uint64_t *words)
{
    struct message message = {.info = world_message(label, 0, length)};
    for (unsigned i = 0; i < length; i++) {
        if (i < 4) {
            message.words[i] = words[i];
        } else {
            seL4_SetMR((int)i, words[i]);
        }
    }
    world_raw(seL4_SysReply, 0, &message);
}

static void check_memory(void)
{
    struct worker *worker = world_worker(60, handler);
    struct message message = fault_of(worker, write_to, NOWHERE);
    verdict_equal("badge is the handler's", message.badge, 0xfa);
    verdict_equal("write fault", message.info, world_message(seL4_Fault_VMFault, 0, 4));
    verdict_equal("its address", message.words[seL4_VMFault_Addr], NOWHERE);
    verdict_equal("no fetch", message.words[seL4_VMFault_PrefetchFault], 0);
    verdict_equal("its status", message.words[seL4_VMFault_FSR], machine.fault_write);
    uint64_t ip = message.words[seL4_VMFault_IP];
    verdict_true("its place", ip >= world_image_start() && ip < world_image_end());
    answer(5, 0, NULL);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("answered without help it faults again", message.info,
                  world_message(seL4_Fault_VMFault, 0, 4));
    verdict_equal("at the same place", message.words[seL4_VMFault_IP], ip);
    message = fault_of(worker, read_from, NOWHERE);
    verdict_equal("read fault", message.words[seL4_VMFault_FSR], machine.fault_read);
    message = fault_of(worker, jump_to, NOWHERE);
    verdict_equal("fetch fault", message.words[seL4_VMFault_FSR], machine.fault_fetch);
    verdict_equal("is a fetch", message.words[seL4_VMFault_PrefetchFault], 1);
    verdict_equal("at the address", message.words[seL4_VMFault_Addr], NOWHERE);
    verdict_equal("with that ip", message.words[seL4_VMFault_IP], NOWHERE);
    world_end(worker);
}

static void check_paging(void)
{
    const uint64_t address = 0x1c000000;
    seL4_CPtr frame = world_frame();
    seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
    struct worker *worker = world_worker(60, handler);
    adlc_page_table_map(table, seL4_CapInitThreadVSpace, address, ADLC_VM_DEFAULT);
    struct message message = fault_of(worker, write_to, address);
    verdict_equal("a fault on a page that is missing", message.words[seL4_VMFault_Addr], address);
    adlc_page_map(frame, seL4_CapInitThreadVSpace, address, seL4_CanRead, ADLC_VM_DEFAULT);
    answer(0, 0, NULL);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("mapped read-only it faults again", message.words[seL4_VMFault_FSR],
                  machine.fault_read_only);
    verdict_equal(
        "allow writing",
        adlc_page_map(frame, seL4_CapInitThreadVSpace, address, seL4_ReadWrite, ADLC_VM_DEFAULT),
        0);
    answer(0, 0, NULL);
    verdict_equal("then the write succeeds", finished, 1);
    verdict_equal("in the page", *(volatile uint64_t *)address, 1);
    adlc_page_map(frame, seL4_CapInitThreadVSpace, address, seL4_ReadWrite, ADLC_VM_EXECUTE_NEVER);
    message = fault_of(worker, jump_to, address);
    verdict_equal("execute-never page: fetch fault", message.words[seL4_VMFault_PrefetchFault], 1);
    verdict_equal("at its address", message.words[seL4_VMFault_Addr], address);
    world_end(worker);
}

static void check_unknown(void)
{
    static const int64_t numbers[] = {5, 0, -22, -100};
    struct worker *worker = world_worker(60, handler);
    for (unsigned i = 0; i < 4; i++) {
        struct message message = fault_of(worker, make_system_call, (uint64_t)numbers[i]);
        verdict_equal("unknown system call", message.info,
                      world_message(seL4_Fault_UnknownSyscall, 0, machine.unknown_length));
        verdict_equal("its number", seL4_GetMR((int)machine.unknown_number), (uint64_t)numbers[i]);
    }
    /* The registers of the message in the buffer and out of it, to be sent back changed. */
    struct message message = fault_of(worker, make_system_call, 5);
    uint64_t words[16];
    for (unsigned i = 0; i < machine.unknown_length; i++) {
        words[i] = i < 4 ? message.words[i] : seL4_GetMR((int)i);
    }
    verdict_equal("ip is the system call's", words[machine.unknown_ip],
                  (uint64_t)machine_system_call_at);
    unsigned argument = machine.cpu == MACHINE_RISCV64 ? 3 : 0;
    verdict_equal("the argument is in the message", words[argument], 5);
    words[machine.unknown_ip] += machine.instruction_bytes;
    words[argument] = 0x600d;
    answer(0, machine.unknown_length - 1, words);
    verdict_equal("the answer lets it go on", finished, 1);
    verdict_equal("with the register changed", value, 0x600d);
    message = fault_of(worker, make_system_call, 5);
    answer(1, 0, NULL);
    verdict_equal("label 1 stops the thread", finished, 0);
    struct message poll = {0};
    world_raw(seL4_SysNBRecv, endpoint, &poll);
    verdict_equal("it does not fault again", poll.badge, 0);
    world_end(worker);
}

static void check_exception(void)
{
    struct worker *worker = world_worker(60, handler);
    struct message message = fault_of(worker, do_undefined, 0);
    verdict_equal("undefined instruction", message.info,
                  world_message(seL4_Fault_UserException, 0, machine.exception_length));
    verdict_equal("its ip", message.words[0], (uint64_t)machine_undefined_at);
    verdict_equal("its number", message.words[machine.exception_number_word],
                  machine.exception_number);
    uint64_t next = message.words[0] + machine.instruction_bytes;
    answer(0, 1, &next);
    verdict_equal("answered with the next address it goes on", finished, 1);
    message = fault_of(worker, do_undefined, 0);
    answer(3, 0, NULL);
    verdict_equal("another label stops it", finished, 0);
    world_end(worker);
}

static void receive_from(uint64_t cap)
{
    struct message message = {0};
    world_raw(seL4_SysRecv, cap, &message);
    finished++;
}

static void send_to(uint64_t cap)
{
    struct message message = {0};
    world_raw(seL4_SysSend, cap, &message);
    finished++;
}

static void poll_from(uint64_t cap)
{
    struct message message = {0};
    world_raw(seL4_SysNBRecv, cap, &message);
    finished++;
}

static void check_capability(void)
{
    struct worker *worker = world_worker(60, handler);
    struct message message = fault_of(worker, send_to, 1ul << 40);
    verdict_equal("send to a wrong guard", message.info, world_message(1, 0, 7));
    verdict_equal("its address", message.words[seL4_CapFault_Addr], 1ul << 40);
    verdict_equal("in the send phase", message.words[seL4_CapFault_InRecvPhase], 0);
    verdict_equal("guard mismatch", message.words[seL4_CapFault_LookupFailureType],
                  seL4_GuardMismatch);
    verdict_equal("bits left", seL4_GetMR(seL4_CapFault_BitsLeft), 64);
    verdict_equal("guard found", seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound), 0);
    verdict_equal("guard size", seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound), 52);
    message = fault_of(worker, receive_from, 4000);
    verdict_equal("receive from an empty slot", message.info, world_message(1, 0, 5));
    verdict_equal("in the receive phase", message.words[seL4_CapFault_InRecvPhase], 1);
    verdict_equal("missing capability", message.words[seL4_CapFault_LookupFailureType],
                  seL4_MissingCapability);
    verdict_equal("no bits left", seL4_GetMR(seL4_CapFault_BitsLeft), 0);
    message = fault_of(worker, poll_from, ROOT);
    verdict_equal("poll of a CNode", message.info, world_message(1, 0, 5));
    answer(0, 0, NULL);
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("an answer makes it try again", message.info, world_message(1, 0, 5));
    message = fault_of(worker, receive_from, world_copy(endpoint, seL4_CanWrite));
    verdict_equal("receive without the right", message.info, world_message(1, 0, 5));
    world_end(worker);
}

static void check_handlers(void)
{
    struct worker *worker = world_worker(60, 0);
    finished = 0;
    world_run(worker, write_to, NOWHERE);
    verdict_equal("without a handler the thread stops", finished, 0);
    world_end(worker);
    worker = world_worker(60, world_mint(endpoint, seL4_CapRights_new(0, 0, 0, 1), 0xfb));
    struct message message = {0};
    world_run(worker, write_to, NOWHERE);
    world_raw(seL4_SysNBRecv, endpoint, &message);
    verdict_equal("a handler without grant is none", message.badge, 0);
    world_end(worker);
    worker = world_worker(60, world_mint(endpoint, seL4_CapRights_new(1, 0, 0, 1), 0xfc));
    message = fault_of(worker, write_to, NOWHERE);
    verdict_equal("grant reply is enough", message.badge, 0xfc);
    world_end(worker);
}

void chapter_faults(void)
{
    verdict_chapter("faults");
    endpoint = world_endpoint();
    handler = world_mint(endpoint, seL4_AllRights, 0xfa);
    check_memory();
    check_paging();
    check_unknown();
    check_exception();
    check_capability();
    check_handlers();
}
