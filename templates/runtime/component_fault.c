/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The component's fault handler: a thread that receives what faults the component's other threads
 * make and prints one report for each. It has the highest priority of theirs. A thread that faulted
 * never runs again; the others go on. Nothing here uses the C library, whose state may be what went
 * wrong.
 */
#include <camkes/program.h>

#include <stdbool.h>

#include <camkes/fault_cpu.h>

#define PAGE_SIZE       4096u
#define REGISTERS_A_ROW 4u

void adlc_component_fault_loop(void);

/* A fault endpoint is badged with the CPtr of its thread's TCB. */
static const struct camkes_thread *thread_of(seL4_Word badge)
{
    const struct camkes_thread *t;
    for (unsigned i = 0; (t = camkes_thread_at(i)) != NULL; i++) {
        if (t->tcb == badge) {
            return t;
        }
    }
    return NULL;
}

static bool within(seL4_Word address, const char *start, size_t size)
{
    seL4_Word first = (seL4_Word)start;
    return address >= first && address - first < size;
}

/* The thread in whose stack guard the address lies, NULL when it is in none. */
static const struct camkes_thread *guard_owner(seL4_Word address)
{
    const struct camkes_thread *t;
    for (unsigned i = 0; (t = camkes_thread_at(i)) != NULL; i++) {
        if (within(address, t->stack, t->stack_guard_before)) {
            return t;
        }
    }
    return NULL;
}

static void report_memory(const struct camkes_thread *thread, seL4_Word address, seL4_Word status,
                          bool instruction)
{
    const char *kind = instruction ? "jump" : fault_cpu_is_write(status) ? "write" : "read";
    const struct camkes_thread *owner = guard_owner(address);
    if (owner != NULL && owner == thread) {
        camkes_debug_puts("stack overflow, ");
    } else if (owner != NULL) {
        camkes_debug_puts("beyond the stack of ");
        camkes_debug_puts(owner->name);
        camkes_debug_puts(", ");
    } else if (address < PAGE_SIZE) {
        camkes_debug_puts("null pointer ");
    } else {
        camkes_debug_puts("bad memory ");
    }
    camkes_debug_puts(kind);
    camkes_debug_puts(instruction ? " to " : " at ");
    camkes_debug_put_hex(address);
}

static void report_cause(const struct camkes_thread *thread, seL4_MessageInfo_t info)
{
    switch (seL4_MessageInfo_get_label(info)) {
    case seL4_Fault_VMFault:
        report_memory(thread, seL4_GetMR(seL4_VMFault_Addr), seL4_GetMR(seL4_VMFault_FSR),
                      seL4_GetMR(seL4_VMFault_PrefetchFault) != 0);
        break;
    case seL4_Fault_CapFault:
        camkes_debug_puts("invalid capability ");
        camkes_debug_put_hex(seL4_GetMR(seL4_CapFault_Addr));
        camkes_debug_puts(seL4_GetMR(seL4_CapFault_InRecvPhase) != 0 ? " to receive from"
                                                                     : " used");
        break;
    case seL4_Fault_UnknownSyscall:
        camkes_debug_puts("unknown system call ");
        camkes_debug_put_hex(seL4_GetMR(seL4_UnknownSyscall_Syscall));
        break;
    case seL4_Fault_UserException:
        camkes_debug_puts(fault_cpu_exception_name(seL4_GetMR(seL4_UserException_Number),
                                                   seL4_GetMR(seL4_UserException_Code)));
        camkes_debug_puts(" ");
        camkes_debug_put_hex(seL4_GetMR(seL4_UserException_Number));
        break;
    default:
        camkes_debug_puts("fault ");
        camkes_debug_put_hex(seL4_MessageInfo_get_label(info));
        break;
    }
}

static void report_registers(const seL4_UserContext *context)
{
    const char *name;
    seL4_Word value;
    for (unsigned i = 0; (name = fault_cpu_register(context, i, &value)) != NULL; i++) {
        camkes_debug_puts(i % REGISTERS_A_ROW == 0 ? "\n  " : "  ");
        camkes_debug_puts(name);
        camkes_debug_puts(" ");
        camkes_debug_put_hex(value);
    }
    camkes_debug_puts("\n");
}

static void report(seL4_Word badge, seL4_MessageInfo_t info)
{
    const struct camkes_thread *thread = thread_of(badge);
    seL4_UserContext context = {0};
    seL4_Word words = sizeof(context) / sizeof(seL4_Word);

    camkes_debug_puts(camkes_self()->instance->name);
    camkes_debug_puts(": thread ");
    camkes_debug_puts(thread != NULL ? thread->name : "(unknown)");
    camkes_debug_puts(" faulted: ");
    report_cause(thread, info);
    /* reading the registers takes the message away */
    bool readable =
        thread != NULL && seL4_TCB_ReadRegisters(badge, 0, 0, words, &context) == seL4_NoError;
    if (readable) {
        camkes_debug_puts(", pc ");
        camkes_debug_put_hex(context.pc);
        camkes_debug_puts("\nFAULT HANDLER: registers of "); /* what CAmkES users look for */
        camkes_debug_puts(thread->name);
        report_registers(&context);
    } else {
        camkes_debug_puts("\n");
    }
}

void adlc_component_fault_loop(void)
{
    for (;;) {
        seL4_Word badge;
        seL4_MessageInfo_t info = seL4_Recv(camkes_self()->instance->fault_ep, &badge);
        report(badge, info);
    }
}
