/* SPDX-License-Identifier: BSD-2-Clause */
/* Entry of the conformance root server on aarch64 and what cannot be said in C. */

    .section .text.start, "ax"
    .globl _start
_start:
    ldr x1, =main_stack_top
    mov sp, x1
    ldr x1, =main_tls
    msr tpidr_el0, x1
    b conformance_main

    .text
    /* x0 to x30 are words 0 to 30 of `in`; `out` follows. */
    .globl machine_probe
machine_probe:
    sub sp, sp, #112
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    str x0, [sp, #96]
    .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    ldr x\n, [x0, #(\n * 8)]
    .endr
    ldr x0, [x0]
    svc #0
    str x9, [sp, #104]
    ldr x9, [sp, #96]
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    str x\n, [x9, #((31 + \n) * 8)]
    .endr
    ldr x0, [sp, #104]
    str x0, [x9, #((31 + 9) * 8)]
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    add sp, sp, #112
    ret

    .globl machine_undefined, machine_undefined_at
machine_undefined:
machine_undefined_at:
    .word 0
    ret

    .globl machine_system_call, machine_system_call_at
machine_system_call:
    mov x7, x0
    mov x0, x1
machine_system_call_at:
    svc #0
    ret

    .globl machine_jump
machine_jump:
    br x0

    /* x0 seed, x1 rounds; both halves of v0 to v31 get seed + n, yields must leave them alone. */
    .globl machine_float_test
machine_float_test:
    sub sp, sp, #64
    stp d8, d9, [sp, #0]
    stp d10, d11, [sp, #16]
    stp d12, d13, [sp, #32]
    stp d14, d15, [sp, #48]
    mov x9, x0
    mov x10, x1
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    add x11, x9, #\n
    dup v\n\().2d, x11
    .endr
1:  mov x7, #-7
    svc #0
    subs x10, x10, #1
    b.ne 1b
    mov x0, #0
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    add x11, x9, #\n
    umov x12, v\n\().d[0]
    cmp x11, x12
    cinc x0, x0, ne
    umov x12, v\n\().d[1]
    cmp x11, x12
    cinc x0, x0, ne
    .endr
    ldp d8, d9, [sp, #0]
    ldp d10, d11, [sp, #16]
    ldp d12, d13, [sp, #32]
    ldp d14, d15, [sp, #48]
    add sp, sp, #64
    ret

    .ltorg
    .bss
    .balign 16
    .space 16384
main_stack_top:
main_tls:
    .space 64
