/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_arch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/boot.h"
#include "arch/machine.h"
#include "arch/paging.h"
#include "arch/switch.h"
#include "plat/irq.h"
#include "plat/memory.h"
#include "plat/uart.h"

struct fake_machine fake;

static const uint8_t user_context_regs[32] = {
    ARCH_REG_FAULT_IP,   ARCH_REG_SP,         ARCH_REG_TLS,        ARCH_REG_CAP,
    ARCH_REG_INFO,       ARCH_REG_MSG0,       ARCH_REG_MSG0 + 1,   ARCH_REG_MSG0 + 2,
    ARCH_REG_MSG0 + 3,   ARCH_REG_SYSCALL,    ARCH_REG_OTHER,      ARCH_REG_OTHER + 1,
    ARCH_REG_OTHER + 2,  ARCH_REG_OTHER + 3,  ARCH_REG_OTHER + 4,  ARCH_REG_OTHER + 5,
    ARCH_REG_OTHER + 6,  ARCH_REG_OTHER + 7,  ARCH_REG_OTHER + 8,  ARCH_REG_OTHER + 9,
    ARCH_REG_OTHER + 10, ARCH_REG_OTHER + 11, ARCH_REG_OTHER + 12, ARCH_REG_OTHER + 13,
    ARCH_REG_OTHER + 14, ARCH_REG_OTHER + 15, ARCH_REG_OTHER + 16, ARCH_REG_OTHER + 17,
    ARCH_REG_OTHER + 18, ARCH_REG_OTHER + 19, ARCH_REG_OTHER + 20, ARCH_REG_OTHER + 21,
};
static const uint8_t unknown_syscall_regs[11] = {
    ARCH_REG_FAULT_IP, ARCH_REG_SP,    ARCH_REG_TLS,          ARCH_REG_CAP,
    ARCH_REG_INFO,     ARCH_REG_MSG0,  ARCH_REG_MSG0 + 1,     ARCH_REG_MSG0 + 2,
    ARCH_REG_MSG0 + 3, ARCH_REG_OTHER, ARCH_LIST_FAULT_WORD0,
};
static const uint8_t user_exception_regs[4] = {ARCH_REG_FAULT_IP, ARCH_REG_SP,
                                               ARCH_LIST_FAULT_WORD0, ARCH_LIST_FAULT_WORD1};

const struct arch_register_list arch_user_context = {user_context_regs, 32};
const unsigned arch_user_context_frame_count = 16;
const struct arch_register_list arch_unknown_syscall = {unknown_syscall_regs, 11};
const struct arch_register_list arch_user_exception = {user_exception_regs, 4};
const uint32_t arch_frame_cache_labels[4];
const uint32_t arch_vspace_cache_labels[4];

const struct plat_range plat_ram[] = {
    {FAKE_RAM, FAKE_RAM + FAKE_RAM_SIZE}
};
const unsigned plat_ram_count = 1;
const struct plat_range plat_reserved[] = {
    {0x2000000, 0x2200000}
};
const unsigned plat_reserved_count = 1;
const struct plat_irq_info plat_irq_info = {
    .first = 1, .last = 96, .timer_irq = FAKE_TIMER_IRQ, .has_trigger = true, .stays_open = true};

void fake_reset(void)
{
    /* A new mapping is zero, and costs only what is touched. */
    void *wanted = (void *)(uintptr_t)FAKE_RAM;
    void *got = mmap(wanted, FAKE_RAM_SIZE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

    if (got != wanted) {
        perror("mmap");
        exit(99);
    }
    memset(&fake, 0, sizeof(fake));
    memset(fake.irq_masked, 1, sizeof(fake.irq_masked));
}

void arch_context_init(struct arch_context *context)
{
    (void)context;
}

void arch_context_init_idle(struct arch_context *context)
{
    (void)context;
}

uint64_t arch_context_sanitise(unsigned reg, uint64_t value)
{
    (void)reg;
    return value;
}

void arch_context_print(const struct arch_context *context)
{
    (void)context;
}

void arch_fpu_save(struct arch_context *context)
{
    context->fpu.value = fake.fpu_unit;
}

struct arch_context *arch_fpu_exchange(struct arch_context *from, struct arch_context *to)
{
    if (from != NULL) {
        arch_fpu_save(from);
    }
    fake.fpu_unit = to->fpu.value;
    return to;
}

void arch_fpu_enable(bool on)
{
    fake.fpu_on = on;
}

/* Entries: bit 0 valid, bit 1 frame, bit 2 write, bit 3 read; address from bit 12. */
enum pte_kind arch_pte_kind(uint64_t pte, unsigned level)
{
    (void)level;
    if ((pte & 1) == 0) {
        return PTE_INVALID;
    }
    return (pte & 2) != 0 ? PTE_FRAME : PTE_TABLE;
}

uint64_t arch_pte_target(uint64_t pte)
{
    return pte & ~UINT64_C(0xfff);
}

uint64_t arch_pte_from_table(uint64_t table_paddr)
{
    return table_paddr | 1;
}

uint64_t arch_pte_from_frame(uint64_t paddr, unsigned level, const struct frame_access *access)
{
    (void)level;
    return paddr | 3 | (access->can_write ? 4 : 0) | (access->can_read ? 8 : 0);
}

bool arch_pte_is_executable(uint64_t pte)
{
    return (pte & 16) != 0;
}

bool arch_pte_is_cached(uint64_t pte)
{
    return (pte & 32) == 0;
}

bool arch_pte_is_writable(uint64_t pte)
{
    return (pte & 4) != 0;
}

void arch_pte_store(uint64_t *entry, uint64_t value)
{
    *entry = value;
}

void arch_root_init(uint64_t *root)
{
    (void)root;
}

void arch_vspace_switch(uint64_t root_paddr, uint16_t asid)
{
    fake.current_root = root_paddr;
    fake.current_asid = asid;
}

void arch_vspace_switch_kernel(void)
{
    fake.current_root = 0;
    fake.current_asid = 0;
}

void arch_tlb_flush_page(uint16_t asid, uint64_t vaddr)
{
    (void)asid;
    (void)vaddr;
}

void arch_tlb_flush_asid(uint16_t asid)
{
    (void)asid;
}

void arch_cache_maintain(enum cache_op op, const void *start, size_t size)
{
    (void)op;
    if (fake.maintained_end != (uint64_t)(uintptr_t)start) {
        fake.maintained_start = (uint64_t)(uintptr_t)start;
    }
    fake.maintained_end = (uint64_t)(uintptr_t)start + size;
}

bool arch_irq_pending(void)
{
    if (fake.irq_countdown > 0 && --fake.irq_countdown == 0) {
        fake.pending_irq = FAKE_TIMER_IRQ;
    }
    return fake.pending_irq != 0;
}

uint32_t arch_irq_claim(void)
{
    uint32_t irq = fake.pending_irq;

    fake.pending_irq = 0;
    return irq != 0 ? irq : PLAT_IRQ_NONE;
}

uint64_t arch_counter(void)
{
    return 0;
}

void arch_timer_start(unsigned period_ms)
{
    (void)period_ms;
}

void arch_timer_ack(void)
{
    fake.timer_acks++;
}

_Noreturn void arch_halt(void)
{
    fprintf(stderr, "%.*s\n", (int)fake.console_length, fake.console);
    abort();
}

void arch_panic_print(void)
{
}

void arch_boot_init(void)
{
}

void arch_boot_kernel_range(uint64_t *start, uint64_t *end)
{
    *start = FAKE_RAM;
    *end = FAKE_RAM + FAKE_KERNEL_SIZE;
}

void plat_uart_init(void)
{
}

void plat_uart_put(char c)
{
    if (fake.console_length + 1 < sizeof(fake.console)) {
        fake.console[fake.console_length++] = c;
    }
}

void plat_irq_init(void)
{
}

void plat_irq_mask(uint32_t irq)
{
    fake.irq_masked[irq] = true;
}

void plat_irq_unmask(uint32_t irq)
{
    fake.irq_masked[irq] = false;
}

void plat_irq_set_trigger(uint32_t irq, bool edge)
{
    (void)irq;
    (void)edge;
}

void plat_irq_deliver(uint32_t irq)
{
    fake.irq_masked[irq] = fake.masks_at_delivery;
}

void plat_irq_complete(uint32_t irq)
{
    (void)irq;
}

void plat_irq_ack(uint32_t irq)
{
    fake.irq_masked[irq] = fake.irq_masked[irq] && !fake.masks_at_delivery;
}

void plat_irq_send_sgi(uint32_t sgi, uint32_t target)
{
    (void)sgi;
    (void)target;
}
