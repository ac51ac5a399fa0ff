# SPDX-License-Identifier: BSD-2-Clause
# QEMU's riscv64 virt: PLIC. Where the tests' interrupt comes from, the numbers a user may name, and the
# vectors of its interrupt controller.
set(TEST_INTERRUPT interrupt_uart_16550.c)
set(TEST_DEFINITIONS TEST_IRQ_FIRST=1 TEST_IRQ_LAST=0x60
    TEST_IRQ_VECTORS="tests/kernel/vectors_irq_plic.def")
