/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instructions, trap entry and return to user mode. Everything else is C.
 *
 * The kernel has one stack and never returns through it to user mode: each trap starts at its top
 * and ends in arch_return_to_user. gp is not used by the kernel (no small data, no relaxation).
 */
#include "arch_impl/riscv_frame.h"

/* _start(a0..a5: see riscv_boot): entered by the loader with paging on, interrupts off. */
.section .text.start, "ax"
.global _start
_start:
    la      sp, kernel_stack_top
    csrw    sscratch, zero
    la      t0, trap_entry
    csrw    stvec, t0
    tail    riscv_boot

.text

/* Stores all registers but tp into the frame at tp. */
.macro save_registers
    sd      ra, FRAME_RA*8(tp)
    sd      sp, FRAME_SP*8(tp)
    sd      gp, FRAME_GP*8(tp)
    sd      t0, FRAME_T0*8(tp)
    sd      t1, FRAME_T1*8(tp)
    sd      t2, FRAME_T2*8(tp)
    sd      s0, FRAME_S0*8(tp)
    sd      s1, FRAME_S1*8(tp)
    sd      a0, FRAME_A0*8(tp)
    sd      a1, FRAME_A1*8(tp)
    sd      a2, FRAME_A2*8(tp)
    sd      a3, FRAME_A3*8(tp)
    sd      a4, FRAME_A4*8(tp)
    sd      a5, FRAME_A5*8(tp)
    sd      a6, FRAME_A6*8(tp)
    sd      a7, FRAME_A7*8(tp)
    sd      s2, FRAME_S2*8(tp)
    sd      s3, FRAME_S3*8(tp)
    sd      s4, FRAME_S4*8(tp)
    sd      s5, FRAME_S5*8(tp)
    sd      s6, FRAME_S6*8(tp)
    sd      s7, FRAME_S7*8(tp)
    sd      s8, FRAME_S8*8(tp)
    sd      s9, FRAME_S9*8(tp)
    sd      s10, FRAME_S10*8(tp)
    sd      s11, FRAME_S11*8(tp)
    sd      t3, FRAME_T3*8(tp)
    sd      t4, FRAME_T4*8(tp)
    sd      t5, FRAME_T5*8(tp)
    sd      t6, FRAME_T6*8(tp)
.endm

/* Every trap. stvec needs 4 byte alignment. */
.balign 4
.global trap_entry
trap_entry:
    csrrw   tp, sscratch, tp
    beqz    tp, kernel_trap
    save_registers
    csrrw   t0, sscratch, zero
    csrr    t1, sepc
    csrr    t2, scause
    sd      t0, FRAME_TP*8(tp)
    sd      t1, FRAME_FAULT_IP*8(tp)
    la      sp, kernel_stack_top
    li      t0, CAUSE_USER_CALL
    bne     t2, t0, other_trap
    addi    t1, t1, 4               /* ecall has no shorter form */
    sd      t1, FRAME_NEXT_IP*8(tp)
    mv      a2, a7                  /* a0 and a1 are in place */
    mv      a3, tp
    call    fastpath_entry
    bnez    a0, riscv_return_to_user
    tail    riscv_call_from_user
other_trap:
    sd      t1, FRAME_NEXT_IP*8(tp)
    mv      a0, t2
    csrr    a1, stval
    tail    riscv_trap_from_user

/*
 * A trap taken in the kernel is a bug of ours. The registers go to a frame of their own, the report
 * runs on a stack of its own, because the kernel's may be what is broken.
 */
kernel_trap:
    la      tp, kernel_trap_frame
    save_registers
    csrr    t0, sscratch
    sd      t0, FRAME_TP*8(tp)
    csrr    t1, sepc
    sd      t1, FRAME_FAULT_IP*8(tp)
    csrr    a0, scause
    csrr    a1, stval
    mv      a2, tp
    la      sp, panic_stack_top
    tail    riscv_trap_from_kernel

/*
 * riscv_return_to_user(a0: frame). Restores everything and leaves; does not return. The
 * conditional store drops a reservation that another thread may have left.
 */
.global riscv_return_to_user
riscv_return_to_user:
    sc.d    zero, zero, (a0)
    csrw    sscratch, a0
    ld      t0, FRAME_NEXT_IP*8(a0)
    ld      t1, riscv_cpu + RISCV_CPU_SSTATUS
    csrw    sepc, t0
    csrw    sstatus, t1
    ld      ra, FRAME_RA*8(a0)
    ld      sp, FRAME_SP*8(a0)
    ld      gp, FRAME_GP*8(a0)
    ld      tp, FRAME_TP*8(a0)
    ld      t0, FRAME_T0*8(a0)
    ld      t1, FRAME_T1*8(a0)
    ld      t2, FRAME_T2*8(a0)
    ld      s0, FRAME_S0*8(a0)
    ld      s1, FRAME_S1*8(a0)
    ld      a1, FRAME_A1*8(a0)
    ld      a2, FRAME_A2*8(a0)
    ld      a3, FRAME_A3*8(a0)
    ld      a4, FRAME_A4*8(a0)
    ld      a5, FRAME_A5*8(a0)
    ld      a6, FRAME_A6*8(a0)
    ld      a7, FRAME_A7*8(a0)
    ld      s2, FRAME_S2*8(a0)
    ld      s3, FRAME_S3*8(a0)
    ld      s4, FRAME_S4*8(a0)
    ld      s5, FRAME_S5*8(a0)
    ld      s6, FRAME_S6*8(a0)
    ld      s7, FRAME_S7*8(a0)
    ld      s8, FRAME_S8*8(a0)
    ld      s9, FRAME_S9*8(a0)
    ld      s10, FRAME_S10*8(a0)
    ld      s11, FRAME_S11*8(a0)
    ld      t3, FRAME_T3*8(a0)
    ld      t4, FRAME_T4*8(a0)
    ld      t5, FRAME_T5*8(a0)
    ld      t6, FRAME_T6*8(a0)
    ld      a0, FRAME_A0*8(a0)
    sret

/*
 * The floating point unit. The kernel itself is built without it; only this file is assembled for a
 * CPU that has it. State: 32 double words f0..f31, then fcsr.
 */
.macro save_fpu context
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fsd     f\n, FRAME_FPU + \n*8(\context)
    .endr
    frcsr   t0
    sd      t0, FRAME_FPU + 32*8(\context)
.endm

/* arch_fpu_save(a0: context) */
.global arch_fpu_save
arch_fpu_save:
    save_fpu a0
    ret

/* arch_fpu_exchange(a0: from or 0, a1: to) */
.global arch_fpu_exchange
arch_fpu_exchange:
    beqz    a0, 1f
    save_fpu a0
1:  ld      t0, FRAME_FPU + 32*8(a1)
    fscsr   t0
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fld     f\n, FRAME_FPU + \n*8(a1)
    .endr
    mv      a0, a1
    ret

/* The guard page stays unmapped: running off the stack traps, and the panic stack reports it. */
.section .bss.stack, "aw", @nobits
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
