/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved user registers, as start.S reads and writes them. Slot n (0..30) is register xn; the
 * others have the names below. While a thread runs in user mode, SP_EL1 holds the address of its
 * frame; in the kernel it is the kernel's stack.
 */
#ifndef ARCH_IMPL_ARM_FRAME_H
#define ARCH_IMPL_ARM_FRAME_H

#define FRAME_X(n)        (n)
#define FRAME_LR          30
#define FRAME_SP          31
#define FRAME_NEXT_IP     32 /* where the thread goes on */
#define FRAME_SPSR        33
#define FRAME_FAULT_IP    34 /* address of the instruction that trapped */
#define FRAME_TPIDR_EL0   35
#define FRAME_TPIDRRO_EL0 36
#define FRAME_FPU         320 /* offset in bytes of the floating point registers */
#define FRAME_WORDS       38  /* even: the frame is moved in pairs and keeps 16 byte alignment */

#define KERNEL_STACK_SIZE 8192

/* ESR_EL1: where the class of an exception is, and that of a system call. */
#define SYNDROME_CLASS_SHIFT 26
#define CLASS_SVC            0x15

#endif
