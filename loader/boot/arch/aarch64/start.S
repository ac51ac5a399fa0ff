/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64 entry at EL3, EL2 or EL1, MMU off: x0 = device tree for firmware that follows the Linux boot
 * protocol, anything for an ELF loader. The first 64 bytes are that protocol's image header, so
 * that a flat image can be started like a Linux kernel.
 *
 * 1. Cores other than 0 sleep for good. Where they get here at all the board names 8 bytes at
 *    BOOT_PARK_ADDRESS (else 0) that nobody will ever overwrite; this image will be.
 * 2. EL3, where only boards without firmware start us, is left for EL2, and EL2 for EL1: 64-bit,
 *    timers open, no virtual offset, no traps. The level the loader came from is kept for
 *    boot_psci.c, which needs it to call PSCI the right way.
 * 3. From here on traps are told, wherever the image runs.
 * 4. If the image does not run at its link address (a flat file entered elsewhere), it moves itself
 *    there, payload and all, provided the payload's magic and size look right. If they do not,
 *    it goes on where it is: the code is position independent enough to say so.
 * 5. Stack, .bss, trap vectors, C.
 */
#define HCR_RW (1 << 31)
#define SPSR_EL1H_MASKED 0x3c5
#define SPSR_EL2H_MASKED 0x3c9
#define SCR_EL3_LEAVE 0x5b1     /* RW, HCE, SMD, RES1, NS */
#define SCTLR_EL1_RES1 0x30d00800
#define SCTLR_EL1_OFF ((1 << 0) | (1 << 2) | (1 << 12)) /* M, C, I */
#define CPTR_EL2_NO_TRAPS 0x33ff
#define CNTHCT_EL1_ACCESS 3
#define HEADER_TOTAL_SIZE 24
#define PARK_LOOP 0x17ffffffd503205f /* wfe; b to it */

    .section .text.start, "ax"
    .global _start
_start:
    b enter
    nop
    .quad 0                     /* text offset: anywhere 2 MiB aligned */
    .quad boot_image_start - _start
    .quad 0xa                   /* little endian, 4 KiB pages, anywhere in memory */
    .quad 0, 0, 0
    .ascii "ARM\x64"
    .word 0

enter:
    msr daifset, #15
    mrs x1, mpidr_el1
    tst x1, #0xff
    b.ne park
    tst x1, #0xff00
    b.ne park
    mov x19, x0
    mrs x20, currentel
    lsr x20, x20, #2
    cmp x20, #2
    b.lo at_el1
    b.eq at_el2

    mov x1, #SCR_EL3_LEAVE
    msr scr_el3, x1
    msr cptr_el3, xzr
    mov x1, #SPSR_EL2H_MASKED
    adr x2, at_el2
    mrs x3, id_aa64pfr0_el1
    tst x3, #0xf00
    b.ne 1f                     /* else there is no EL2 */
    ldr x1, =SCTLR_EL1_RES1
    msr sctlr_el1, x1
    mov x1, #SPSR_EL1H_MASKED
    adr x2, at_el1
1:  msr spsr_el3, x1
    msr elr_el3, x2
    isb
    eret

at_el2:
    mov x1, #HCR_RW
    msr hcr_el2, x1
    mov x1, #CNTHCT_EL1_ACCESS
    msr cnthctl_el2, x1
    msr cntvoff_el2, xzr
    mov x1, #CPTR_EL2_NO_TRAPS
    msr cptr_el2, x1
    msr hstr_el2, xzr
    mrs x1, midr_el1
    msr vpidr_el2, x1
    mrs x1, mpidr_el1
    msr vmpidr_el2, x1
    mrs x1, id_aa64pfr0_el1
    ubfx x1, x1, #24, #4
    cbz x1, 1f
    mrs x1, s3_4_c12_c9_5       /* ICC_SRE_EL2: let EL1 use a GICv3 CPU interface */
    orr x1, x1, #1
    orr x1, x1, #8
    msr s3_4_c12_c9_5, x1
    isb
1:  ldr x1, =SCTLR_EL1_RES1
    msr sctlr_el1, x1
    mov x1, #SPSR_EL1H_MASKED
    msr spsr_el2, x1
    adr x1, at_el1
    msr elr_el2, x1
    isb
    eret

at_el1:
    mrs x1, sctlr_el1
    ldr x2, =SCTLR_EL1_OFF
    bic x1, x1, x2
    msr sctlr_el1, x1
    isb
    adrp x0, vectors
    add x0, x0, :lo12:vectors
    msr vbar_el1, x0
    isb
    adrp x0, arm_entry_level
    str x20, [x0, :lo12:arm_entry_level]
    adr x0, _start
    ldr x1, =_start
    cmp x0, x1
    b.eq in_place

    adrp x2, boot_image_start
    add x2, x2, :lo12:boot_image_start
    ldr x3, [x2]
    ldr x4, =0x746f6f62636c6461
    cmp x3, x4
    b.ne in_place
    ldr x3, [x2, #HEADER_TOTAL_SIZE]
    mov x4, #(1 << 30)
    cmp x3, x4
    b.hi in_place
    sub x2, x2, x0
    add x3, x3, x2
    add x3, x3, #7
    bic x3, x3, #7              /* bytes to move, from x0 to x1 */
    cmp x1, x0
    b.lo move_up

    add x4, x0, x3
    add x5, x1, x3
1:  ldr x6, [x4, #-8]!
    str x6, [x5, #-8]!
    cmp x4, x0
    b.hi 1b
    b moved

move_up:
    add x3, x0, x3
    mov x5, x1
1:  ldr x6, [x0], #8
    str x6, [x5], #8
    cmp x0, x3
    b.lo 1b

moved:
    dsb sy
    ic iallu
    dsb sy
    isb
    ldr x0, =in_place
    br x0

in_place:
    adrp x0, boot_stack_top
    add x0, x0, :lo12:boot_stack_top
    mov sp, x0
    adrp x0, boot_bss_start
    add x0, x0, :lo12:boot_bss_start
    adrp x1, boot_bss_end
    add x1, x1, :lo12:boot_bss_end
1:  str xzr, [x0], #8
    cmp x0, x1
    b.lo 1b
    adrp x0, vectors
    add x0, x0, :lo12:vectors
    msr vbar_el1, x0
    isb
    mov x0, xzr
    mov x1, x19
    bl start_kernel

park:
    ldr x0, =BOOT_PARK_ADDRESS
    cbz x0, 1f
    ldr x1, =PARK_LOOP
    str x1, [x0]                /* all of them write the same */
    dsb sy
    ic iallu
    dsb sy
    isb
    br x0
1:  wfe
    b 1b

trapped:
    adrp x0, boot_stack_top
    add x0, x0, :lo12:boot_stack_top
    mov sp, x0
    mrs x0, esr_el1
    mrs x1, elr_el1
    mrs x2, far_el1
    bl start_kernel_trap

    .ltorg

    .section .text
    .balign 2048
vectors:
    .rept 16
    .balign 128
    b trapped
    .endr
    .balign 128
