/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/conformance_machine.h"

#include "tests/kernel/world.h"

/* QEMU virt: the 16550 UART, whose "transmitter empty" interrupt can be had at any time. */
enum { UART_ADDRESS = 0x10000000, UART_IRQ = 10, UART_IER = 1, UART_IER_EMPTY = 2 };
static const uint64_t uart_page = 0x12000000;

const struct machine machine = {
    .cpu = MACHINE_RISCV64,
    .fault_read = 5,
    .fault_write = 7,
    .fault_fetch = 1,
    .fault_read_only = 7,
    .unknown_length = seL4_UnknownSyscall_Length,
    .exception_length = seL4_UserException_Length,
    .unknown_ip = seL4_UnknownSyscall_FaultIP,
    .unknown_number = seL4_UnknownSyscall_Syscall,
    .exception_number = 2,
    .exception_number_word = seL4_UserException_Number,
    .instruction_bytes = 4,
    .registers = sizeof(seL4_UserContext) / sizeof(seL4_Word),
    .vspace_tag = 3,
    .paging_levels = 2,
};

const unsigned machine_probe_cap = 9, machine_probe_info = 10, machine_probe_mr = 11,
               machine_probe_number = 16;

const uint32_t machine_code[] = {0x02a00513, 0x00008067};
const uint64_t machine_code_bytes = sizeof(machine_code);

uint64_t machine_thread_pointer(void *tls)
{
    return (uint64_t)tls;
}

static uint64_t global_pointer(void)
{
    uint64_t value;
    __asm__("mv %0, gp" : "=r"(value));
    return value;
}

void machine_start(seL4_UserContext *context, void (*function)(uint64_t), void *stack_top,
                   uint64_t argument, void *tls)
{
    context->pc = (uint64_t)function;
    context->sp = (uint64_t)stack_top;
    context->gp = global_pointer();
    context->tp = machine_thread_pointer(tls);
    context->a0 = argument;
}

uint64_t *machine_pc(seL4_UserContext *context)
{
    return &context->pc;
}

uint64_t *machine_sp(seL4_UserContext *context)
{
    return &context->sp;
}

uint64_t *machine_argument(seL4_UserContext *context)
{
    return &context->a0;
}

uint64_t *machine_tls(seL4_UserContext *context)
{
    return &context->tp;
}

void machine_sanitised(seL4_UserContext *expected, const seL4_UserContext *from)
{
    *expected = *from;
}

uint64_t machine_read_tls(void)
{
    uint64_t value;
    __asm__ volatile("mv %0, tp" : "=r"(value));
    return value;
}

void machine_sync_code(void *start, uint64_t bytes)
{
    (void)start;
    (void)bytes;
    __asm__ volatile("fence.i" ::: "memory");
}

bool machine_interrupt_setup(seL4_CPtr handler, seL4_CPtr notification, seL4_CPtr spare)
{
    seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
    seL4_CPtr frame = world_device_frame(UART_ADDRESS);
    (void)spare;
    return frame != 0 &&
           adlc_page_table_map(table, seL4_CapInitThreadVSpace, uart_page, ADLC_VM_DEFAULT) ==
               seL4_NoError &&
           adlc_page_map(frame, seL4_CapInitThreadVSpace, uart_page, seL4_ReadWrite,
                         ADLC_VM_EXECUTE_NEVER) == seL4_NoError &&
           seL4_IRQControl_Get(seL4_CapIRQControl, UART_IRQ, seL4_CapInitThreadCNode, handler,
                               WORLD_DEPTH) == seL4_NoError &&
           seL4_IRQHandler_SetNotification(handler, notification) == seL4_NoError &&
           seL4_IRQHandler_Ack(handler) == seL4_NoError;
}

static volatile uint8_t *uart(void)
{
    return (volatile uint8_t *)uart_page;
}

void machine_interrupt_raise(void)
{
    uart()[UART_IER] = UART_IER_EMPTY;
}

void machine_interrupt_quiet(void)
{
    uart()[UART_IER] = 0;
}
