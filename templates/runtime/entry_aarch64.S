/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Where every thread starts: its index in x0, sp at the upper end of its stack. The thread's TLS
 * block, with the two words the ABI keeps before it, is cut from the top of the stack, then C goes
 * on.
 */
    .section .text.adlc_thread_start, "ax", @progbits
    .global adlc_thread_start
    .type adlc_thread_start, @function
adlc_thread_start:
    mov     x19, x0
    ldr     x1, =__tls_size
    ldr     x2, =__tls_align
    neg     x2, x2
    mov     x20, sp
    sub     x20, x20, x1
    and     x20, x20, x2
    ldr     x1, =__arm64_tls_tcb_offset
    sub     x1, x20, x1
    and     x1, x1, #~15
    mov     sp, x1
    mov     x29, xzr
    mov     x30, xzr
    mov     x0, x20
    bl      _init_tls
    mov     x0, x20
    bl      _set_tls
    mov     x0, x19
    mov     x30, xzr
    b       adlc_thread_main
    .ltorg
    .size adlc_thread_start, . - adlc_thread_start
    .section .note.GNU-stack, "", @progbits
