/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RISC-V entry, in S-mode from the SBI: a0 = hart id, a1 = device tree. The first byte of the image
 * is the entry point, since OpenSBI jumps to the lowest loaded address whatever the ELF says.
 *
 * 1. One hart wins the lottery; all others stop themselves, or sleep for good if the SBI has no
 *    hart state management.
 * 2. From here on traps are told, wherever the image runs.
 * 3. If the image does not run at its link address (a flat file entered elsewhere), it moves itself
 *    there, payload and all, provided the payload's magic and size look right. If they do not,
 *    it goes on where it is: the code is position independent enough to say so.
 * 4. Stack, .bss, trap vector, C.
 */
#define SBI_EID_HSM 0x48534d
#define SBI_HSM_HART_STOP 1
#define HEADER_TOTAL_SIZE 24

    .section .text.start, "ax"
    .global _start
_start:
    csrw sie, zero
    csrw satp, zero
    lla t0, lottery
    li t1, 1
    amoswap.w.aq t1, t1, (t0)
    bnez t1, park

    mv s0, a0
    mv s1, a1
    lla t0, trapped
    csrw stvec, t0
    lla t0, _start
    ld t1, link_address
    beq t0, t1, in_place

    lla t2, boot_image_start
    ld t3, 0(t2)
    ld t4, image_magic
    bne t3, t4, in_place
    ld t3, HEADER_TOTAL_SIZE(t2)
    li t4, 1
    slli t4, t4, 30
    bgtu t3, t4, in_place
    sub t2, t2, t0
    add t3, t3, t2
    addi t3, t3, 7
    andi t3, t3, -8             /* bytes to move, from t0 to t1 */
    bltu t1, t0, move_up

    add t4, t0, t3
    add t5, t1, t3
1:  addi t4, t4, -8
    addi t5, t5, -8
    ld t6, 0(t4)
    sd t6, 0(t5)
    bgtu t4, t0, 1b
    j moved

move_up:
    add t3, t0, t3
    mv t5, t1
1:  ld t6, 0(t0)
    sd t6, 0(t5)
    addi t0, t0, 8
    addi t5, t5, 8
    bltu t0, t3, 1b

moved:
    fence.i
    ld t0, link_continue
    jr t0

in_place:
    .option push
    .option norelax
    lla gp, __global_pointer$
    .option pop
    lla sp, boot_stack_top
    lla t0, boot_bss_start
    lla t1, boot_bss_end
1:  sd zero, 0(t0)
    addi t0, t0, 8
    bltu t0, t1, 1b
    lla t0, trapped
    csrw stvec, t0
    mv a0, s0
    mv a1, s1
    call start_kernel

park:
    li a7, SBI_EID_HSM
    li a6, SBI_HSM_HART_STOP
    ecall
1:  wfi
    j 1b

    .balign 4
trapped:
    lla sp, boot_stack_top
    csrr a0, scause
    csrr a1, sepc
    csrr a2, stval
    call start_kernel_trap

    .balign 8
link_address:
    .dword _start
link_continue:
    .dword in_place
image_magic:
    .dword 0x746f6f62636c6461

    .section .data
    .balign 4
lottery:
    .word 0
