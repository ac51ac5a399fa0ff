/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Where every thread starts: its index in a0, sp at the upper end of its stack. The thread's TLS
 * block is cut from the top of the stack, then C goes on.
 */
    .section .text.adlc_thread_start, "ax", @progbits
    .global adlc_thread_start
    .type adlc_thread_start, @function
adlc_thread_start:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    mv      s0, a0
    la      t0, __tls_size
    la      t1, __tls_align
    neg     t1, t1
    sub     sp, sp, t0
    and     sp, sp, t1
    andi    sp, sp, -16
    mv      s1, sp
    li      ra, 0
    mv      a0, s1
    call    _init_tls
    mv      a0, s1
    call    _set_tls
    mv      a0, s0
    li      s0, 0
    li      ra, 0
    tail    adlc_thread_main
    .size adlc_thread_start, . - adlc_thread_start
