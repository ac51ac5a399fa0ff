# SPDX-License-Identifier: BSD-2-Clause
# QEMU's aarch64 virt: GICv2. Where the tests' interrupt comes from, the numbers a user may name, and the
# vectors of its interrupt controller.
set(TEST_INTERRUPT interrupt_sgi.c)
set(TEST_DEFINITIONS TEST_IRQ_FIRST=0 TEST_IRQ_LAST=0x9f
    TEST_IRQ_VECTORS="tests/kernel/vectors_irq_gicv2.def")
