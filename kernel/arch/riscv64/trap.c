/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From start, traps and interrupts into core and back. Interrupts are off in the kernel; there is
 * nothing to resume there, so each door leads out through trap_resume and never returns.
 */
#include "arch/boot.h"
#include "arch/machine.h"

#include "arch_impl/csr.h"
#include "arch_impl/riscv_entry.h"
#include "arch_impl/sbi.h"
#include "kernel/console.h"
#include "plat/irq.h"

#define CAUSE_FETCH_ACCESS 1u
#define CAUSE_ILLEGAL      2u
#define CAUSE_LOAD_ACCESS  5u
#define CAUSE_STORE_ACCESS 7u
#define CAUSE_FETCH_PAGE   12u
#define CAUSE_LOAD_PAGE    13u
#define CAUSE_STORE_PAGE   15u

/* What arch_panic_print tells; frame is NULL if the panic did not come from a trap. */
static struct {
    uint64_t cause;
    uint64_t value;
    const uint64_t *frame;
} kernel_trap;

/* Continues with what core chose. The idle thread has no code: waiting with interrupts masked ends
 * as soon as one is pending, and core is asked again. */
static _Noreturn void trap_resume(struct arch_context *context)
{
    while (context->is_idle != 0) {
        __asm__ volatile("wfi" : : : "memory");
        if (arch_irq_pending()) {
            context = irq_entry();
        }
    }
    riscv_user_fence();
    riscv_return_to_user(context);
}

void riscv_boot(uint64_t user_start, uint64_t user_end, uint64_t pv_offset, uint64_t entry,
                uint64_t dtb, uint64_t dtb_size)
{
    struct boot_args args = {
        .user_start = user_start,
        .user_end = user_end,
        .pv_offset = pv_offset,
        .entry = entry,
        .dtb = dtb,
        .dtb_size = (uint32_t)dtb_size, /* the protocol's word has 32 valid bits */
    };

    trap_resume(boot_main(&args));
}

void riscv_call_from_user(void)
{
    trap_resume(syscall_entry());
}

void riscv_trap_from_user(uint64_t cause, uint64_t value)
{
    if ((cause & SCAUSE_INTERRUPT) != 0) {
        trap_resume(irq_entry());
    }
    switch (cause) {
    case CAUSE_ILLEGAL:
        trap_resume(fpu_use_entry(cause, 0));
    case CAUSE_FETCH_ACCESS:
    case CAUSE_FETCH_PAGE:
        trap_resume(vm_fault_entry(value, CAUSE_FETCH_ACCESS, true));
    case CAUSE_LOAD_ACCESS:
    case CAUSE_LOAD_PAGE:
        trap_resume(vm_fault_entry(value, CAUSE_LOAD_ACCESS, false));
    case CAUSE_STORE_ACCESS:
    case CAUSE_STORE_PAGE:
        trap_resume(vm_fault_entry(value, CAUSE_STORE_ACCESS, false));
    default:
        trap_resume(user_exception_entry(cause, 0));
    }
}

void riscv_trap_from_kernel(uint64_t cause, uint64_t value, const uint64_t *frame)
{
    if (kernel_trap.frame != NULL) {
        arch_halt(); /* the report itself trapped */
    }
    kernel_trap.cause = cause;
    kernel_trap.value = value;
    kernel_trap.frame = frame;
    kernel_panic("trap in the kernel");
}

void arch_panic_print(void)
{
    if (kernel_trap.frame == NULL) {
        return;
    }
    console_printf("scause %lx stval %016lx sepc %016lx\n", kernel_trap.cause, kernel_trap.value,
                   kernel_trap.frame[FRAME_FAULT_IP]);
    for (unsigned reg = FRAME_RA; reg <= FRAME_T6; reg++) {
        console_printf("x%02u %016lx%c", reg, kernel_trap.frame[reg], reg % 4 == 0 ? '\n' : ' ');
    }
    console_put('\n');
}

bool arch_irq_pending(void)
{
    return (csr_read(sip) & csr_read(sie)) != 0;
}

uint32_t arch_irq_claim(void)
{
    uint64_t waiting = csr_read(sip) & csr_read(sie);

    if ((waiting & SIE_TIMER) != 0) {
        return plat_irq_info.timer_irq;
    }
    return (waiting & SIE_EXTERNAL) != 0 ? plat_irq_claim() : PLAT_IRQ_NONE;
}

void arch_halt(void)
{
    (void)sbi_call(SBI_RESET, 0, 0);
    (void)sbi_call(SBI_LEGACY_SHUTDOWN, 0, 0);
    for (;;) {
        __asm__ volatile("wfi" : : : "memory");
    }
}
