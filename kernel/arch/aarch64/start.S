/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instructions, exception vectors and return to user mode. Everything else is C.
 *
 * The kernel has one stack and never returns through it to user mode: each exception starts at its
 * top and ends in arm_return_to_user.
 */
#include "arch_impl/arm_frame.h"

.macro load_address reg, symbol
    adrp    \reg, \symbol
    add     \reg, \reg, :lo12:\symbol
.endm

/* Stores x0..x29 into the frame at \base. */
.macro save_pairs base
    stp     x0, x1, [\base, #0*8]
    stp     x2, x3, [\base, #2*8]
    stp     x4, x5, [\base, #4*8]
    stp     x6, x7, [\base, #6*8]
    stp     x8, x9, [\base, #8*8]
    stp     x10, x11, [\base, #10*8]
    stp     x12, x13, [\base, #12*8]
    stp     x14, x15, [\base, #14*8]
    stp     x16, x17, [\base, #16*8]
    stp     x18, x19, [\base, #18*8]
    stp     x20, x21, [\base, #20*8]
    stp     x22, x23, [\base, #22*8]
    stp     x24, x25, [\base, #24*8]
    stp     x26, x27, [\base, #26*8]
    stp     x28, x29, [\base, #28*8]
.endm

/* Saves all user registers into the frame at sp. Leaves sp at the kernel's stack, x3 the frame, x4
 * the link register; x0 to x2 and x7 are still the user's. */
.macro save_user
    save_pairs sp
    mrs     x3, sp_el0
    mrs     x4, elr_el1
    mrs     x5, spsr_el1
    mrs     x6, tpidr_el0
    stp     x30, x3, [sp, #FRAME_LR*8]
    stp     x4, x5, [sp, #FRAME_NEXT_IP*8]
    stp     x4, x6, [sp, #FRAME_FAULT_IP*8]
    mov     x3, sp
    load_address x5, kernel_stack_top
    mov     sp, x5
.endm

/* _start(x0..x5: see arm_boot): entered by the loader at EL1, MMU on, exceptions masked. */
.section .text.start, "ax"
.global _start
_start:
    msr     spsel, #1
    load_address x9, kernel_stack_top
    mov     sp, x9
    load_address x9, arm_vectors
    msr     vbar_el1, x9
    isb
    b       arm_boot

.text

.macro vector target
    .balign 128
    b       \target
.endm

.balign 2048
.global arm_vectors
arm_vectors:
    vector  kernel_exception        /* this EL, SP_EL0: never used */
    vector  kernel_exception
    vector  kernel_exception
    vector  kernel_exception
    vector  kernel_exception        /* this EL, SP_EL1 */
    vector  kernel_exception
    vector  kernel_exception
    vector  kernel_exception
    vector  user_sync               /* EL0, 64 bit */
    vector  user_irq
    vector  user_fiq
    vector  user_serror
    vector  user_aarch32            /* EL0, 32 bit: no thread gets there, SPSR is sanitised */
    vector  user_aarch32
    vector  user_aarch32
    vector  user_aarch32
    .balign 128

user_sync:
    save_user
    mrs     x8, esr_el1
    lsr     x9, x8, #SYNDROME_CLASS_SHIFT
    cmp     x9, #CLASS_SVC
    b.ne    other_sync
    sub     x4, x4, #4              /* the link register is behind the instruction */
    str     x4, [x3, #FRAME_FAULT_IP*8]
    mov     x2, x7                  /* x0, x1 and x3 are in place */
    bl      fastpath_entry
    cbnz    x0, arm_return_to_user
    b       arm_call_from_user
other_sync:
    mov     x0, x8
    mrs     x1, far_el1
    mov     x2, x3
    b       arm_sync_from_user

user_irq:
    save_user
    b       arm_irq_from_user

user_fiq:
    save_user
    mov     x0, #1
    b       arm_fatal_from_user

user_serror:
    save_user
    mov     x0, #2
    b       arm_fatal_from_user

user_aarch32:
    save_user
    mov     x0, #3
    b       arm_fatal_from_user

/*
 * An exception taken in the kernel: a bug of ours, or the firmware call tried by power_psci. The
 * registers go to a frame of their own and the report runs on a stack of its own, because the
 * kernel's may be what is broken. tpidr_el1 serves as a scratch register.
 */
kernel_exception:
    msr     tpidr_el1, x30
    load_address x30, kernel_trap_frame
    save_pairs x30
    mov     x2, x30
    mrs     x3, tpidr_el1
    mov     x4, sp
    stp     x3, x4, [x2, #FRAME_LR*8]
    mrs     x4, elr_el1
    mrs     x5, spsr_el1
    stp     x4, x5, [x2, #FRAME_NEXT_IP*8]
    str     x4, [x2, #FRAME_FAULT_IP*8]
    mrs     x0, esr_el1
    mrs     x1, far_el1
    load_address x3, panic_stack_top
    mov     sp, x3
    b       arm_trap_from_kernel

/*
 * arm_return_to_user(x0: frame). Restores everything and leaves; does not return. The ERET also
 * drops an exclusive reservation.
 */
.global arm_return_to_user
arm_return_to_user:
    mov     sp, x0
    ldp     x3, x4, [sp, #FRAME_NEXT_IP*8]
    ldr     x5, [sp, #FRAME_SP*8]
    ldp     x6, x7, [sp, #FRAME_TPIDR_EL0*8 - 8]
    ldr     x8, [sp, #FRAME_TPIDRRO_EL0*8]
    msr     elr_el1, x3
    msr     spsr_el1, x4
    msr     sp_el0, x5
    msr     tpidr_el0, x7
    msr     tpidrro_el0, x8
    ldp     x0, x1, [sp, #0*8]
    ldp     x2, x3, [sp, #2*8]
    ldp     x4, x5, [sp, #4*8]
    ldp     x6, x7, [sp, #6*8]
    ldp     x8, x9, [sp, #8*8]
    ldp     x10, x11, [sp, #10*8]
    ldp     x12, x13, [sp, #12*8]
    ldp     x14, x15, [sp, #14*8]
    ldp     x16, x17, [sp, #16*8]
    ldp     x18, x19, [sp, #18*8]
    ldp     x20, x21, [sp, #20*8]
    ldp     x22, x23, [sp, #22*8]
    ldp     x24, x25, [sp, #24*8]
    ldp     x26, x27, [sp, #26*8]
    ldp     x28, x29, [sp, #28*8]
    ldr     x30, [sp, #FRAME_LR*8]
    eret

/*
 * The floating point unit. The kernel itself is built without it, so the assembler is told here
 * that it exists. State: 32 quad words v0..v31, then fpsr and fpcr as double words.
 */
.arch_extension fp
.arch_extension simd

.macro save_fpu context
    stp     q0, q1, [\context, #FRAME_FPU + 0*16]
    stp     q2, q3, [\context, #FRAME_FPU + 2*16]
    stp     q4, q5, [\context, #FRAME_FPU + 4*16]
    stp     q6, q7, [\context, #FRAME_FPU + 6*16]
    stp     q8, q9, [\context, #FRAME_FPU + 8*16]
    stp     q10, q11, [\context, #FRAME_FPU + 10*16]
    stp     q12, q13, [\context, #FRAME_FPU + 12*16]
    stp     q14, q15, [\context, #FRAME_FPU + 14*16]
    stp     q16, q17, [\context, #FRAME_FPU + 16*16]
    stp     q18, q19, [\context, #FRAME_FPU + 18*16]
    stp     q20, q21, [\context, #FRAME_FPU + 20*16]
    stp     q22, q23, [\context, #FRAME_FPU + 22*16]
    stp     q24, q25, [\context, #FRAME_FPU + 24*16]
    stp     q26, q27, [\context, #FRAME_FPU + 26*16]
    stp     q28, q29, [\context, #FRAME_FPU + 28*16]
    stp     q30, q31, [\context, #FRAME_FPU + 30*16]
    mrs     x2, fpsr
    mrs     x3, fpcr
    add     \context, \context, #FRAME_FPU + 32*16
    stp     x2, x3, [\context]
.endm

/* arch_fpu_save(x0: context) */
.global arch_fpu_save
arch_fpu_save:
    save_fpu x0
    ret

/* arch_fpu_exchange(x0: from or 0, x1: to) */
.global arch_fpu_exchange
arch_fpu_exchange:
    cbz     x0, 1f
    save_fpu x0
1:  mov     x0, x1
    ldp     q0, q1, [x1, #FRAME_FPU + 0*16]
    ldp     q2, q3, [x1, #FRAME_FPU + 2*16]
    ldp     q4, q5, [x1, #FRAME_FPU + 4*16]
    ldp     q6, q7, [x1, #FRAME_FPU + 6*16]
    ldp     q8, q9, [x1, #FRAME_FPU + 8*16]
    ldp     q10, q11, [x1, #FRAME_FPU + 10*16]
    ldp     q12, q13, [x1, #FRAME_FPU + 12*16]
    ldp     q14, q15, [x1, #FRAME_FPU + 14*16]
    ldp     q16, q17, [x1, #FRAME_FPU + 16*16]
    ldp     q18, q19, [x1, #FRAME_FPU + 18*16]
    ldp     q20, q21, [x1, #FRAME_FPU + 20*16]
    ldp     q22, q23, [x1, #FRAME_FPU + 22*16]
    ldp     q24, q25, [x1, #FRAME_FPU + 24*16]
    ldp     q26, q27, [x1, #FRAME_FPU + 26*16]
    ldp     q28, q29, [x1, #FRAME_FPU + 28*16]
    ldp     q30, q31, [x1, #FRAME_FPU + 30*16]
    add     x1, x1, #FRAME_FPU + 32*16
    ldp     x2, x3, [x1]
    msr     fpsr, x2
    msr     fpcr, x3
    ret

/* The guard page stays unmapped: running off the stack traps, and the panic stack reports it. */
.section .bss.stack, "aw", %nobits
.balign 4096
.global kernel_stack_guard
kernel_stack_guard:
    .space  4096
    .space  KERNEL_STACK_SIZE
kernel_stack_top:
panic_stack:
    .space  4096
panic_stack_top:
.global kernel_trap_frame
kernel_trap_frame:
    .space  FRAME_WORDS*8
