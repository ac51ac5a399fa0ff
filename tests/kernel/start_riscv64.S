/* SPDX-License-Identifier: BSD-2-Clause */
/* Entry of the conformance root server on riscv64 and what cannot be said in C. */

    .section .text.start, "ax"
    .globl _start
_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    la sp, main_stack_top
    la tp, main_tls
    j conformance_main

    .text
    /* Offsets: x1 to x31 are words 0 to 30 of `in`; `out` follows. */
    .globl machine_probe
machine_probe:
    addi sp, sp, -128
    sd ra, 0(sp)
    sd s0, 8(sp)
    sd s1, 16(sp)
    sd s2, 24(sp)
    sd s3, 32(sp)
    sd s4, 40(sp)
    sd s5, 48(sp)
    sd s6, 56(sp)
    sd s7, 64(sp)
    sd s8, 72(sp)
    sd s9, 80(sp)
    sd s10, 88(sp)
    sd s11, 96(sp)
    sd gp, 104(sp)
    sd tp, 112(sp)
    sd a0, 120(sp)
    ld x1, 0(a0)
    .irp n, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    ld x\n, (\n - 1) * 8(a0)
    .endr
    ld a0, 9 * 8(a0)
    ecall
    sd t0, -8(sp)
    ld t0, 120(sp)
    sd x1, 31 * 8(t0)
    .irp n, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    sd x\n, (30 + \n) * 8(t0)
    .endr
    ld a0, -8(sp)
    sd a0, 35 * 8(t0)
    ld ra, 0(sp)
    ld s0, 8(sp)
    ld s1, 16(sp)
    ld s2, 24(sp)
    ld s3, 32(sp)
    ld s4, 40(sp)
    ld s5, 48(sp)
    ld s6, 56(sp)
    ld s7, 64(sp)
    ld s8, 72(sp)
    ld s9, 80(sp)
    ld s10, 88(sp)
    ld s11, 96(sp)
    ld gp, 104(sp)
    ld tp, 112(sp)
    addi sp, sp, 128
    ret

    .globl machine_undefined, machine_undefined_at
machine_undefined:
    .option push
    .option norvc
machine_undefined_at:
    unimp
    .option pop
    ret

    .globl machine_system_call, machine_system_call_at
machine_system_call:
    mv a7, a0
    mv a0, a1
machine_system_call_at:
    ecall
    ret

    .globl machine_jump
machine_jump:
    jr a0

    /* a0 seed, a1 rounds; f0 to f31 get seed + n, then each yield must leave them alone. */
    .globl machine_float_test
machine_float_test:
    addi sp, sp, -96
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    fsd fs\n, \n * 8(sp)
    .endr
    mv t0, a0
    mv t1, a1
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    addi t2, t0, \n
    fmv.d.x f\n, t2
    .endr
1:  li a7, -7
    ecall
    addi t1, t1, -1
    bnez t1, 1b
    li a0, 0
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    addi t2, t0, \n
    fmv.x.d t3, f\n
    sub t2, t2, t3
    snez t2, t2
    add a0, a0, t2
    .endr
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    fld fs\n, \n * 8(sp)
    .endr
    addi sp, sp, 96
    ret

    .bss
    .balign 16
    .space 16384
main_stack_top:
main_tls:
    .space 64
