/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/debug.h"

#include "api/layouts.h"
#include "api/syscalls.h"
#include "arch/machine.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/cspace.h"
#include "kernel/latency.h"
#include "kernel/message.h"
#include "kernel/snapshot.h"
#include "kernel/state.h"
#include "kernel/thread.h"

#define NAME_LIMIT ((MSG_MAX_LENGTH) * sizeof(word_t))

const char *debug_state_name(unsigned state)
{
    static const char *const names[] = {
        [THREAD_INACTIVE] = "inactive",
        [THREAD_RUNNING] = "running",
        [THREAD_RESTART] = "restart",
        [THREAD_BLOCKED_ON_RECEIVE] = "blocked on recv",
        [THREAD_BLOCKED_ON_SEND] = "blocked on send",
        [THREAD_BLOCKED_ON_REPLY] = "blocked on reply",
        [THREAD_BLOCKED_ON_NOTIFICATION] = "blocked on ntfn",
        [THREAD_IDLE] = "idle",
    };

    return state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown state";
}

static void print_thread(const struct tcb *thread)
{
    console_printf("%40s %16s 0x%016lx %4u\n", thread->name, debug_state_name(thread->state),
                   (unsigned long)arch_context_get(&thread->context, ARCH_REG_FAULT_IP),
                   (unsigned)thread->priority);
}

static void dump_scheduler(void)
{
    console_printf("Dumping all tcbs!\n%40s %16s %18s %4s\n", "Name", "State", "IP", "Prio");
    for (const struct tcb *thread = kernel.all_threads; thread != NULL; thread = thread->all_next) {
        print_thread(thread);
    }
}

_Noreturn static void halt(void)
{
    console_printf("Debug halt syscall from user thread \"%s\"\nhalting...\n",
                   kernel.current->name);
    arch_halt();
}

static void identify_cap(void)
{
    struct tcb *thread = kernel.current;
    cptr_t address = arch_context_get(&thread->context, ARCH_REG_CAP);
    struct slot *slot = NULL;
    word_t tag = CAP_TAG_NULL;

    if (cspace_lookup(thread, address, &slot)) {
        tag = cap_type(slot->cap);
    }
    arch_context_set(&thread->context, ARCH_REG_CAP, tag);
}

/* The name lies in the message words of the caller's IPC buffer, ended by a NUL. The reference
 * halts on misuse. */
static void name_thread(void)
{
    const struct tcb *caller = kernel.current;
    cptr_t address = arch_context_get(&caller->context, ARCH_REG_CAP);
    const struct ipc_buffer *buffer = message_buffer(caller, false);
    struct slot *slot = NULL;
    const char *name;
    size_t length = 0;

    if (!cspace_lookup(caller, address, &slot) || cap_type(slot->cap) != CAP_TAG_TCB) {
        console_printf("kernel: DebugNameThread: not a TCB capability\n");
        halt();
    }
    if (buffer == NULL) {
        console_printf("kernel: DebugNameThread: the caller has no IPC buffer\n");
        halt();
    }
    name = (const char *)buffer->msg;
    while (length < NAME_LIMIT && name[length] != '\0') {
        length++;
    }
    if (length == NAME_LIMIT) {
        console_printf("kernel: DebugNameThread: the name is too long\n");
        halt();
    }
    thread_set_name(cap_object(slot->cap), name);
}

bool debug_syscall(int64_t number)
{
    switch (number) {
    case SYS_DEBUG_PUT_CHAR:
        console_put((char)arch_context_get(&kernel.current->context, ARCH_REG_CAP));
        return true;
    case SYS_DEBUG_DUMP_SCHEDULER:
        dump_scheduler();
        return true;
    case SYS_DEBUG_HALT:
        halt();
    case SYS_DEBUG_CAP_IDENTIFY:
        identify_cap();
        return true;
    case SYS_DEBUG_SNAPSHOT:
        snapshot_print();
        return true;
    case SYS_DEBUG_NAME_THREAD:
        name_thread();
        return true;
    default:
        return latency_syscall(number);
    }
}
