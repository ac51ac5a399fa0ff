/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/world.h"

#include "tests/kernel/conformance_machine.h"

/* Slots begin at the same number on every kernel, whatever it puts into the first ones. */
enum { POOL_BITS = 25, PARENT_BITS = 27, WORKERS = 12, TLS_BYTES = 64 };

__thread seL4_IPCBuffer *__sel4_ipc_buffer;

extern const char image_start[], image_end[];

struct worker_memory {
    _Alignas(4096) char buffer_page[4096];
    char stack[WORLD_STACK];
    _Alignas(16) char tls[TLS_BYTES];
};

static const seL4_BootInfo *boot;
static adlc_BootInfoReclaim reclaim;
static bool reclaim_found;
static seL4_CPtr next_slot, pool, parent;
static struct worker_memory memory[WORKERS];
static struct worker workers[WORKERS];
static void (*worker_function[WORKERS])(uint64_t);
static uint64_t worker_argument[WORKERS];
static bool worker_used[WORKERS];

/* The compiler may call these for copies and zeroing. */
void *memset(void *to, int byte, size_t bytes);

void *memset(void *to, int byte, size_t bytes)
{
    volatile char *at = to;
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (char)byte;
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t bytes)
{
    volatile char *at = to;
    const char *source = from;
    for (size_t i = 0; i < bytes; i++) {
        at[i] = source[i];
    }
    return to;
}

void world_stop(const char *why)
{
    verdict_print("conformance: cannot go on: %s\n", why);
    for (;;) {
        seL4_DebugHalt();
    }
}

const seL4_BootInfo *world_info(void)
{
    return boot;
}

seL4_CPtr world_slots(unsigned count)
{
    seL4_CPtr first = next_slot;
    next_slot += count;
    if (next_slot > 2000) {
        world_stop("out of slots");
    }
    return first;
}

seL4_CPtr world_slot(void)
{
    return world_slots(1);
}

static seL4_CPtr retype(seL4_CPtr untyped, uint64_t type, uint64_t size_bits)
{
    seL4_CPtr slot = world_slot();
    if (seL4_Untyped_Retype(untyped, type, size_bits, seL4_CapInitThreadCNode, 0, 0, slot, 1) !=
        seL4_NoError) {
        world_stop("an object cannot be made");
    }
    return slot;
}

/* The smallest region of RAM that is big enough: its first use clears all of it. */
static seL4_CPtr choose_parent(void)
{
    seL4_CPtr best = 0;
    unsigned best_bits = 64;
    for (seL4_CPtr slot = boot->untyped.start; slot < boot->untyped.end; slot++) {
        const seL4_UntypedDesc *desc = &boot->untypedList[slot - boot->untyped.start];
        if (!desc->isDevice && desc->sizeBits >= PARENT_BITS && desc->sizeBits < best_bits) {
            best = slot;
            best_bits = desc->sizeBits;
        }
    }
    if (best == 0) {
        world_stop("no untyped memory of 2^27 bytes");
    }
    return best;
}

/* Chunks are back to back, so one behind the device tree may stand at any address. */
static void find_reclaim(void)
{
    const char *at = (const char *)boot + 4096;
    const char *end = at + boot->extraLen;
    while (end - at >= (ptrdiff_t)sizeof(seL4_BootInfoHeader)) {
        seL4_BootInfoHeader header;
        memcpy(&header, at, sizeof(header));
        if (header.id == ADLC_BOOTINFO_HEADER_RECLAIM &&
            header.len == sizeof(header) + sizeof(reclaim)) {
            memcpy(&reclaim, at + sizeof(header), sizeof(reclaim));
            reclaim_found = true;
        }
        at = header.len >= sizeof(header) && header.len <= (uint64_t)(end - at) ? at + header.len
                                                                                : end;
    }
}

const adlc_BootInfoReclaim *world_reclaim(void)
{
    return reclaim_found ? &reclaim : NULL;
}

void world_init(seL4_BootInfo *info)
{
    boot = info;
    find_reclaim();
    seL4_SetIPCBuffer(info->ipcBuffer);
    next_slot = WORLD_FIRST_SLOT;
    if (info->empty.start > WORLD_FIRST_SLOT || info->empty.end < 4096) {
        world_stop("the initial CNode is too full");
    }
    parent = choose_parent();
    pool = retype(parent, seL4_UntypedObject, POOL_BITS);
}

seL4_CPtr world_object(uint64_t type, uint64_t size_bits)
{
    return retype(pool, type, size_bits);
}

seL4_CPtr world_endpoint(void)
{
    return world_object(seL4_EndpointObject, 0);
}

seL4_CPtr world_notification(void)
{
    return world_object(seL4_NotificationObject, 0);
}

seL4_CPtr world_cnode(uint64_t radix)
{
    return world_object(seL4_CapTableObject, radix);
}

seL4_CPtr world_frame(void)
{
    return world_object(ADLC_OBJ_SMALL_PAGE, 0);
}

seL4_CPtr world_untyped(uint64_t size_bits)
{
    return retype(size_bits >= POOL_BITS ? parent : pool, seL4_UntypedObject, size_bits);
}

seL4_CPtr world_copy(seL4_CPtr source, seL4_CapRights_t rights)
{
    seL4_CPtr slot = world_slot();
    if (seL4_CNode_Copy(seL4_CapInitThreadCNode, slot, WORLD_DEPTH, seL4_CapInitThreadCNode, source,
                        WORLD_DEPTH, rights) != seL4_NoError) {
        world_stop("a capability cannot be copied");
    }
    return slot;
}

seL4_CPtr world_mint(seL4_CPtr source, seL4_CapRights_t rights, uint64_t badge)
{
    seL4_CPtr slot = world_slot();
    if (seL4_CNode_Mint(seL4_CapInitThreadCNode, slot, WORLD_DEPTH, seL4_CapInitThreadCNode, source,
                        WORLD_DEPTH, rights, badge) != seL4_NoError) {
        world_stop("a capability cannot be minted");
    }
    return slot;
}

seL4_Error world_delete(seL4_CPtr slot)
{
    return seL4_CNode_Delete(seL4_CapInitThreadCNode, slot, WORLD_DEPTH);
}

seL4_Error world_revoke(seL4_CPtr slot)
{
    return seL4_CNode_Revoke(seL4_CapInitThreadCNode, slot, WORLD_DEPTH);
}

unsigned world_identify(seL4_CPtr slot)
{
    return seL4_DebugCapIdentify(slot);
}

uint64_t world_image_start(void)
{
    return (uint64_t)image_start;
}

uint64_t world_image_end(void)
{
    return ((uint64_t)image_end + 4095) & ~4095ul;
}

seL4_CPtr world_image_frame(const void *address)
{
    return boot->userImageFrames.start + ((uint64_t)address - (uint64_t)image_start) / 4096;
}

uint64_t world_message(uint64_t label, uint64_t caps, uint64_t length)
{
    return label << 12 | caps << 7 | length;
}

void world_raw(int64_t number, uint64_t cap, struct message *message)
{
    message->badge = cap;
    sel4_raw_syscall((seL4_Word)number, &message->badge, &message->info, message->words);
}

struct reply world_call(seL4_CPtr service, uint64_t label, uint64_t length, const uint64_t *words,
                        unsigned caps, const seL4_CPtr *cap)
{
    struct message message = {.info = world_message(label, caps, length)};
    for (unsigned i = 0; i < caps; i++) {
        seL4_SetCap((int)i, cap[i]);
    }
    for (unsigned i = 0; i < length; i++) {
        if (i < 4) {
            message.words[i] = words[i];
        } else {
            seL4_SetMR((int)i, words[i]);
        }
    }
    world_raw(seL4_SysCall, service, &message);
    struct reply reply = {.badge = message.badge, .info = message.info};
    reply.label = message.info >> 12;
    reply.length = message.info & 127;
    for (unsigned i = 0; i < 6; i++) {
        reply.words[i] = i < 4 ? message.words[i] : seL4_GetMR((int)i);
    }
    return reply;
}

static void worker_entry(uint64_t index)
{
    seL4_SetIPCBuffer(workers[index].buffer);
    worker_function[index](worker_argument[index]);
    for (;;) {
        seL4_TCB_Suspend(workers[index].tcb);
    }
}

struct worker *world_worker(uint64_t priority, seL4_CPtr fault_endpoint)
{
    unsigned index = 0;
    while (index < WORKERS && worker_used[index]) {
        index++;
    }
    if (index == WORKERS) {
        world_stop("out of workers");
    }
    struct worker *worker = &workers[index];
    worker_used[index] = true;
    worker->tcb = world_object(seL4_TCBObject, 0);
    worker->fault_endpoint = fault_endpoint;
    worker->buffer = (seL4_IPCBuffer *)(void *)memory[index].buffer_page;
    worker->stack_top = &memory[index].stack[WORLD_STACK];
    worker->tls = memory[index].tls;
    if (seL4_TCB_Configure(worker->tcb, fault_endpoint, seL4_CapInitThreadCNode, 0,
                           seL4_CapInitThreadVSpace, 0, (seL4_Word)worker->buffer,
                           world_image_frame(worker->buffer)) != seL4_NoError ||
        seL4_TCB_SetSchedParams(worker->tcb, seL4_CapInitThreadTCB, priority, priority) !=
            seL4_NoError) {
        world_stop("a thread cannot be set up");
    }
    return worker;
}

void world_run(struct worker *worker, void (*function)(uint64_t), uint64_t argument)
{
    unsigned index = (unsigned)(worker - workers);
    seL4_UserContext context;
    memset(&context, 0, sizeof(context));
    worker_function[index] = function;
    worker_argument[index] = argument;
    machine_start(&context, worker_entry, worker->stack_top, index, worker->tls);
    if (seL4_TCB_WriteRegisters(worker->tcb, 1, 0, machine.registers, &context) != seL4_NoError) {
        world_stop("a thread cannot be started");
    }
}

void world_end(struct worker *worker)
{
    world_delete(worker->tcb);
    worker_used[worker - workers] = false;
}

/* The upper bound the kernel gives for one word, far out of range, of ScheduleConfigure. */
static uint64_t schedule_bound(uint64_t index, uint64_t domain)
{
    uint64_t words[3] = {index, domain, 1};
    struct reply reply = world_call(seL4_CapDomain, DomainScheduleConfigure, 3, words, 0, NULL);
    return reply.label == seL4_RangeError ? reply.words[1] : 0;
}

uint64_t world_domains(void)
{
    return schedule_bound(0, ~0ul) + 1;
}

uint64_t world_schedule_entries(void)
{
    return schedule_bound(~0ul, 0) + 2;
}

/* Halves the device memory around the address until a page of it is left. */
seL4_CPtr world_device_frame(uint64_t address)
{
    for (seL4_CPtr slot = boot->untyped.start; slot < boot->untyped.end; slot++) {
        const seL4_UntypedDesc *desc = &boot->untypedList[slot - boot->untyped.start];
        unsigned bits = desc->sizeBits;
        if (!desc->isDevice || bits < 12 || address - desc->paddr >= 1ul << bits) {
            continue;
        }
        seL4_CPtr part = slot;
        while (bits > 12) {
            bits--;
            seL4_CPtr halves = world_slots(2);
            if (seL4_Untyped_Retype(part, seL4_UntypedObject, bits, seL4_CapInitThreadCNode, 0, 0,
                                    halves, 2) != seL4_NoError) {
                return 0;
            }
            part = halves + ((address >> bits) & 1);
        }
        return retype(part, ADLC_OBJ_SMALL_PAGE, 0);
    }
    return 0;
}

bool world_map_device(uint64_t address, uint64_t vaddr)
{
    seL4_CPtr frame = world_device_frame(address);
    bool mapped = false;
    for (unsigned i = 0; frame != 0 && !mapped && i < machine.paging_levels; i++) {
        seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
        adlc_page_table_map(table, seL4_CapInitThreadVSpace, vaddr, ADLC_VM_DEFAULT);
        mapped = adlc_page_map(frame, seL4_CapInitThreadVSpace, vaddr, seL4_ReadWrite,
                               ADLC_VM_EXECUTE_NEVER) == seL4_NoError;
    }
    return mapped;
}
