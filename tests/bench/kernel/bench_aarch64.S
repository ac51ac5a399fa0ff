/* SPDX-License-Identifier: BSD-2-Clause */
/* The measured instructions on aarch64; see bench_measure.h. The kernel must let users have the
 * performance counters: our option KERNEL_EXPORT_COUNTERS. */
    .text

    .globl bench_counter_start
bench_counter_start:
    msr pmccfiltr_el0, xzr
    mov x0, #0x80000000
    msr pmcntenset_el0, x0
    mov x0, #0x41           /* enable, 64 bits */
    msr pmcr_el0, x0
    isb
    ret

    .globl bench_syscall
bench_syscall:
    mov x9, x0
    ldr x7, [x9]
    ldp x0, x1, [x9, #8]
    ldp x2, x3, [x9, #24]
    ldp x4, x5, [x9, #40]
    mrs x10, pmccntr_el0
    str x10, [x9, #56]
    svc #0
    mrs x10, pmccntr_el0
    str x10, [x9, #64]
    stp x0, x1, [x9, #8]
    stp x2, x3, [x9, #24]
    stp x4, x5, [x9, #40]
    ret

    .globl bench_nothing
bench_nothing:
    mrs x10, pmccntr_el0
    str x10, [x0, #56]
    mrs x10, pmccntr_el0
    str x10, [x0, #64]
    ret

    .globl bench_trap
bench_trap:
    mrs x10, pmccntr_el0
    str x10, [x0, #56]
    .word 0
    mrs x10, pmccntr_el0
    str x10, [x0, #64]
    ret

    .globl bench_wait
bench_wait:
    mov x7, #-5             /* Recv */
    mov x1, #0
    mov x9, x0
1:  mov x0, x9
    svc #0
    b 1b

    .globl bench_send
bench_send:
    mov x7, #-3             /* Send */
    mov x1, #0
1:  svc #0
    b 1b

    .arch_extension fp
    .globl bench_float
bench_float:
    fmov d0, xzr
    ret
