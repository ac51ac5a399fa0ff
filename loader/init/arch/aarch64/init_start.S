/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel starts us with x0 = boot information and nothing else: no stack, no thread pointer. */
    .section .text.start, "ax"
    .global _start
_start:
    adrp x1, init_stack_top
    add x1, x1, :lo12:init_stack_top
    mov sp, x1
    adrp x1, init_tls
    add x1, x1, :lo12:init_tls
    sub x1, x1, #16             /* the ABI keeps two words before the first thread variable */
    msr tpidr_el0, x1
    bl init_main
1:  b 1b

    .bss
    .balign 16
    .space 0x4000
init_stack_top:
