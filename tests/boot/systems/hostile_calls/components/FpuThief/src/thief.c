/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>
#include <stdio.h>

#include <camkes.h>

#define SECRET UINT64_C(0x5ec2e75ec2e75ec2)

int run(void)
{
    static uint64_t seen[64];
    int stolen = 0;
#if defined(__riscv)
    __asm__ volatile(
        ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,"
        "30,31\n\tfsd f\\n, 8*\\n(%0)\n\t.endr" ::"r"(seen)
        : "memory");
#else
    __asm__ volatile(
        ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,"
        "30,31\n\tstr q\\n, [%0, 16*\\n]\n\t.endr" ::"r"(seen)
        : "memory");
#endif
    for (int i = 0; i < 64; i++) {
        stolen += seen[i] == SECRET;
    }
    printf("thief: saw the secret in %d registers\n", stolen);
    return 0;
}
