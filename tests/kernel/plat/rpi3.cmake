# SPDX-License-Identifier: BSD-2-Clause
# Raspberry Pi 3. Where the tests' interrupt comes from, the numbers a user may name, and the
# vectors of its interrupt controller.
set(TEST_INTERRUPT interrupt_bcm2835_timer.c)
set(TEST_DEFINITIONS TEST_IRQ_FIRST=0 TEST_IRQ_LAST=0x7f
    TEST_IRQ_VECTORS="tests/kernel/vectors_irq_bcm2836.def")
