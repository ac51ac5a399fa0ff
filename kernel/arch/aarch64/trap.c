/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From start, exceptions and interrupts into core and back. Interrupts are masked in the kernel;
 * there is nothing to resume there, so each door leads out through trap_resume and never returns.
 */
#include "arch/boot.h"
#include "arch/machine.h"

#include "arch_impl/arm_entry.h"
#include "arch_impl/sysreg.h"
#include "kernel/console.h"
#include "plat/irq.h"
#include "plat/power.h"

#define CLASS_FPU_OFF          0x07u
#define CLASS_FETCH_ABORT_USER 0x20u
#define CLASS_DATA_ABORT_USER  0x24u

#define ISR_IRQ                (UINT64_C(1) << 7)

/* What arch_panic_print tells; frame is NULL if the panic did not come from an exception. */
static struct {
    uint64_t syndrome;
    uint64_t address;
    const uint64_t *frame;
} kernel_trap;

/* arch_halt was called: what the board tries may trap into the kernel. */
static bool halting;

/* Continues with what core chose. The idle thread has no code: waiting with interrupts masked ends
 * as soon as one is pending, and core is asked again. */
static _Noreturn void trap_resume(struct arch_context *context)
{
    while (context->is_idle != 0) {
        __asm__ volatile("dsb sy\n\twfi" : : : "memory");
        if (arch_irq_pending()) {
            context = irq_entry();
        }
    }
    arm_return_to_user(context);
}

void arm_boot(uint64_t user_start, uint64_t user_end, uint64_t pv_offset, uint64_t entry,
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

void arm_call_from_user(void)
{
    trap_resume(syscall_entry());
}

void arm_sync_from_user(uint64_t syndrome, uint64_t address, struct arch_context *context)
{
    switch (syndrome >> SYNDROME_CLASS_SHIFT) {
    case CLASS_FPU_OFF:
        trap_resume(fpu_use_entry(syndrome, 0));
    case CLASS_FETCH_ABORT_USER:
        trap_resume(vm_fault_entry(context->regs[FRAME_FAULT_IP], syndrome, true));
    case CLASS_DATA_ABORT_USER:
        trap_resume(vm_fault_entry(address, syndrome, false));
    default:
        trap_resume(user_exception_entry(syndrome, 0));
    }
}

void arm_irq_from_user(void)
{
    trap_resume(irq_entry());
}

void arm_fatal_from_user(uint64_t what)
{
    static const char *const reasons[] = {"?", "FIQ in user mode", "SError in user mode",
                                          "AArch32 user mode"};

    kernel_panic(reasons[what & 3]);
}

void arm_trap_from_kernel(uint64_t syndrome, uint64_t address, const uint64_t *frame)
{
    if (halting) {
        arch_halt();
    }
    if (kernel_trap.frame != NULL) {
        arch_halt(); /* the report itself trapped */
    }
    kernel_trap.syndrome = syndrome;
    kernel_trap.address = address;
    kernel_trap.frame = frame;
    kernel_panic("exception in the kernel");
}

void arch_panic_print(void)
{
    if (kernel_trap.frame == NULL) {
        return;
    }
    console_printf("esr %lx far %016lx elr %016lx sp %016lx\n", kernel_trap.syndrome,
                   kernel_trap.address, kernel_trap.frame[FRAME_FAULT_IP],
                   kernel_trap.frame[FRAME_SP]);
    for (unsigned reg = 0; reg <= FRAME_LR; reg++) {
        console_printf("x%02u %016lx%c", reg, kernel_trap.frame[reg], reg % 4 == 3 ? '\n' : ' ');
    }
    console_put('\n');
}

bool arch_irq_pending(void)
{
    return (sysreg_read(isr_el1) & ISR_IRQ) != 0;
}

uint32_t arch_irq_claim(void)
{
    return plat_irq_claim();
}

void arch_halt(void)
{
    halting = true;
    plat_power_off();
    for (;;) {
        __asm__ volatile("wfi" : : : "memory");
    }
}
