/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>
#include <stdio.h>

#include <camkes.h>

/* Fills the floating point registers with a secret and stops with them in use. */
int run(void)
{
    uint64_t secret = UINT64_C(0x5ec2e75ec2e75ec2);
    printf("owner: has a secret\n");
#if defined(__riscv)
    __asm__ volatile(
        ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,"
        "30,31\n\tfmv.d.x f\\n, %0\n\t.endr" ::"r"(secret));
#else
    __asm__ volatile(
        ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,"
        "30,31\n\tdup v\\n\\().2d, %0\n\t.endr" ::"r"(secret));
#endif
    return 0;
}
