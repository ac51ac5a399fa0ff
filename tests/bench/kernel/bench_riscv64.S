/* SPDX-License-Identifier: BSD-2-Clause */
/* The measured instructions on riscv64; see bench_measure.h. The firmware lets users read the
 * counter. */
    .text

    .globl bench_counter_start
bench_counter_start:
    ret

    .globl bench_syscall
bench_syscall:
    mv t0, a0
    ld a7, 0(t0)
    ld a0, 8(t0)
    ld a1, 16(t0)
    ld a2, 24(t0)
    ld a3, 32(t0)
    ld a4, 40(t0)
    ld a5, 48(t0)
    rdinstret t1
    sd t1, 56(t0)
    ecall
    rdinstret t1
    sd t1, 64(t0)
    sd a0, 8(t0)
    sd a1, 16(t0)
    sd a2, 24(t0)
    sd a3, 32(t0)
    sd a4, 40(t0)
    sd a5, 48(t0)
    ret

    .globl bench_nothing
bench_nothing:
    rdinstret t1
    sd t1, 56(a0)
    rdinstret t1
    sd t1, 64(a0)
    ret

    .option norvc
    .globl bench_trap
bench_trap:
    rdinstret t1
    sd t1, 56(a0)
    ebreak
    rdinstret t1
    sd t1, 64(a0)
    ret

    .globl bench_wait
bench_wait:
    li a7, -5               /* Recv */
    li a1, 0
    mv t0, a0
1:  mv a0, t0
    ecall
    j 1b

    .globl bench_send
bench_send:
    li a7, -3               /* Send */
    li a1, 0
1:  ecall
    j 1b

    .globl bench_float
bench_float:
    fmv.d.x f0, zero
    ret
