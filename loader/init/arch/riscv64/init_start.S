/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel starts us with a0 = boot information and nothing else: no stack, no thread pointer. */
    .section .text.start, "ax"
    .global _start
_start:
    .option push
    .option norelax
    lla gp, __global_pointer$
    .option pop
    lla sp, init_stack_top
    lla tp, init_tls
    call init_main
1:  j 1b

    .bss
    .balign 16
    .space 0x4000
init_stack_top:
