/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A CPU and a board for running kernel/core inside a test program. Physical memory is mapped at
 * FAKE_RAM, so physical addresses are pointers. Interrupts are what a test says.
 */
#ifndef TESTS_FAKE_ARCH_H
#define TESTS_FAKE_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define FAKE_RAM         UINT64_C(0x200000000000)
#define FAKE_RAM_SIZE    UINT64_C(0x1000000)
#define FAKE_KERNEL_SIZE UINT64_C(0x10000)
#define FAKE_TIMER_IRQ   96u

struct fake_machine {
    uint32_t pending_irq; /* number, 0: none */
    unsigned
        irq_countdown; /* not 0: pending_irq becomes timer_irq after so many looks for interrupts */
    uint64_t current_root; /* what arch_vspace_switch was told last; 0: kernel only */
    uint16_t current_asid;
    bool irq_masked[128];
    bool masks_at_delivery; /* a delivered line stays masked until acknowledged */
    unsigned timer_acks;
    uint64_t maintained_start, maintained_end; /* the last run of adjoining cache operations */
    bool fpu_on;
    uint64_t fpu_unit; /* contents of the floating point unit */
    char console[1 << 16];
    unsigned console_length;
};

extern struct fake_machine fake;

/* Fresh machine: memory zero, all lines masked. */
void fake_reset(void);

#endif
