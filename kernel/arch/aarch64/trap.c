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

#define SYNDROME_CLASS_SHIFT   26
#define CLASS_SVC              0x15u
#define CLASS_FETCH_ABORT_USER 0x20u
#define CLASS_DATA_ABORT_USER  0x24u

#define SVC_INSTRUCTION_SIZE   4u
#define ISR_IRQ                (UINT64_C(1) << 7)
#define PSCI_SYSTEM_OFF        UINT64_C(0x84000008)

/* What arch_panic_print tells; frame is NULL if the panic did not come from an exception. */
static struct {
    uint64_t syndrome;
    uint64_t address;
    const uint64_t *frame;
} kernel_trap;

/* How far arch_halt has come: firmware calls that do not exist here trap into the kernel. */
static enum { HALT_NOT, HALT_BY_SMC, HALT_BY_HVC } halt_state;

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

void arm_sync_from_user(uint64_t syndrome, uint64_t address, struct arch_context *context)
{
    switch (syndrome >> SYNDROME_CLASS_SHIFT) {
    case CLASS_SVC:
        context->regs[FRAME_FAULT_IP] -= SVC_INSTRUCTION_SIZE;
        trap_resume(syscall_entry());
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

/* Ends an arch_halt whose firmware call was undefined: tries the other conduit, then waits. */
static _Noreturn void trap_halt_on(void)
{
    if (halt_state == HALT_BY_SMC) {
        register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

        halt_state = HALT_BY_HVC;
        __asm__ volatile("hvc #0" : "+r"(x0) : : "memory");
    }
    for (;;) {
        __asm__ volatile("wfi" : : : "memory");
    }
}

void arm_trap_from_kernel(uint64_t syndrome, uint64_t address, const uint64_t *frame)
{
    if (halt_state != HALT_NOT) {
        trap_halt_on();
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

/*
 * Power off by PSCI. Where the CPU has EL3 firmware or an emulated one, SMC reaches it; without,
 * SMC is undefined and lands in arm_trap_from_kernel, which goes on with HVC.
 */
void arch_halt(void)
{
    if (halt_state == HALT_NOT) {
        register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

        halt_state = HALT_BY_SMC;
        __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    }
    for (;;) {
        __asm__ volatile("wfi" : : : "memory");
    }
}
