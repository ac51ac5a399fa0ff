/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved user registers, as start.S reads and writes them. Slot n (1..31) is register xn; the
 * slots around them have the names below. While a thread runs in user mode, sscratch holds the
 * address of its frame; in the kernel sscratch is 0, so a trap taken there is recognised.
 */
#ifndef ARCH_IMPL_RISCV_FRAME_H
#define ARCH_IMPL_RISCV_FRAME_H

#define FRAME_SCRATCH     0 /* target of the store that drops a stale reservation */
#define FRAME_RA          1
#define FRAME_SP          2
#define FRAME_GP          3
#define FRAME_TP          4
#define FRAME_T0          5
#define FRAME_T1          6
#define FRAME_T2          7
#define FRAME_S0          8
#define FRAME_S1          9
#define FRAME_A0          10
#define FRAME_A1          11
#define FRAME_A2          12
#define FRAME_A3          13
#define FRAME_A4          14
#define FRAME_A5          15
#define FRAME_A6          16
#define FRAME_A7          17
#define FRAME_S2          18
#define FRAME_S3          19
#define FRAME_S4          20
#define FRAME_S5          21
#define FRAME_S6          22
#define FRAME_S7          23
#define FRAME_S8          24
#define FRAME_S9          25
#define FRAME_S10         26
#define FRAME_S11         27
#define FRAME_T3          28
#define FRAME_T4          29
#define FRAME_T5          30
#define FRAME_T6          31
#define FRAME_FAULT_IP    32 /* address of the instruction that trapped */
#define FRAME_NEXT_IP     33 /* where the thread goes on */
#define FRAME_WORDS       34
#define FRAME_FPU         280 /* offset in bytes of the floating point registers */

#define KERNEL_STACK_SIZE 8192

#define CAUSE_USER_CALL   8 /* scause of a system call */

#define RISCV_CPU_SSTATUS 8 /* offset of struct riscv_cpu.sstatus */

#endif
