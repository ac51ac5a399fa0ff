/* SPDX-License-Identifier: BSD-2-Clause */
/* The first component of load_bench.sh: says how many instructions the machine has executed since
   it was switched on, and ends it. */
#include <sel4/sel4.h>

void start(void);

__attribute__((section(".text.start"))) void start(void)
{
    seL4_Word count;
    seL4_Word power = 1;

    __asm__ volatile("rdinstret %0" : "=r"(count));
    for (const char *text = "load: instructions "; *text != '\0'; text++) {
        seL4_DebugPutChar(*text);
    }
    while (power <= count / 10) {
        power *= 10;
    }
    for (; power != 0; power /= 10) {
        seL4_DebugPutChar((char)('0' + count / power % 10));
    }
    seL4_DebugPutChar('\n');
    seL4_DebugHalt();
}
