/* SPDX-License-Identifier: BSD-2-Clause */
/* The program of all threads of in.cdl: looks at what it was started with. Argument i of thread n
   is 100 n + i, but argument 0, which is n; after the registers, those from 4 on are on the stack.
 */
#include <sel4/sel4.h>

#include "tests/boot/world/debug_print.h"

enum { REGISTERS = 8, FROM = 4, LAST = 5, SLOT_WAIT = 1 };

void look(const seL4_Word *words);

/* The registers go below the arguments on the stack, so that both can be read. */
#ifdef __riscv
__asm__(".section .text.start, \"ax\"\n"
        ".global start\n"
        "start: addi sp, sp, -64\n"
        "sd a0, 0(sp)\n sd a1, 8(sp)\n sd a2, 16(sp)\n sd a3, 24(sp)\n"
        "sd a4, 32(sp)\n sd a5, 40(sp)\n sd a6, 48(sp)\n sd a7, 56(sp)\n"
        "mv a0, sp\n"
        "call look\n"
        ".text\n");
#else
__asm__(".section .text.start, \"ax\"\n"
        ".global start\n"
        "start: sub sp, sp, #64\n"
        "stp x0, x1, [sp]\n stp x2, x3, [sp, #16]\n"
        "stp x4, x5, [sp, #32]\n stp x6, x7, [sp, #48]\n"
        "mov x0, sp\n"
        "bl look\n"
        ".text\n");
#endif

static void put_number(seL4_Word value)
{
    char digits[] = {(char)('0' + value / 100 % 10), (char)('0' + value / 10 % 10),
                     (char)('0' + value % 10), '\0'};

    debug_text(digits);
}

static seL4_Word wanted(seL4_Word thread, seL4_Word i, seL4_Word count)
{
    return i >= count ? 0 : i == 0 ? thread : 100 * thread + i;
}

void look(const seL4_Word *words)
{
    static const seL4_Word counts[LAST + 1] = {0, 13, 6, 13, 5, 4};
    seL4_Word thread = words[0];
    seL4_Word count = counts[thread % (LAST + 1)];
    seL4_Word wrong = (seL4_Word)words % 16;

    for (seL4_Word i = 0; i < REGISTERS; i++) {
        wrong += words[i] != wanted(thread, i, count) ? 1u : 0u;
    }
    for (seL4_Word i = FROM; i < count; i++) {
        wrong += words[REGISTERS + i - FROM] != wanted(thread, i, count) ? 1u : 0u;
    }
    debug_text("arguments: thread ");
    put_number(thread);
    debug_text(" has ");
    put_number(count);
    debug_text(", wrong ");
    put_number(wrong);
    debug_text(", stack ends ");
    put_number(((seL4_Word)(words + REGISTERS) & 0xfff) / 16);
    debug_text("\n");
    if (thread == LAST) {
        seL4_DebugHalt();
    }
    for (;;) {
        seL4_Wait(SLOT_WAIT, (seL4_Word *)0);
    }
}
