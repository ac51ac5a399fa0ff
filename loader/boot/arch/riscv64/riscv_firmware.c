/* SPDX-License-Identifier: BSD-2-Clause */
/* Console and power through the SBI: the legacy console call, which every SBI has, and the system
   reset extension with the legacy shutdown behind it. */
#include "loader/boot/include/arch.h"
#include "loader/include/boot_image.h"

enum { LEGACY_PUT_CHAR = 1, LEGACY_SHUTDOWN = 8, SYSTEM_RESET = 0x53525354 };

const uint32_t arch_machine = BOOT_IMAGE_MACHINE_RISCV;

static void riscv_sbi_call(uint64_t extension, uint64_t function, uint64_t argument)
{
    register uint64_t a0 __asm__("a0") = argument;
    register uint64_t a1 __asm__("a1") = 0;
    register uint64_t a6 __asm__("a6") = function;
    register uint64_t a7 __asm__("a7") = extension;

    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
}

void arch_put_char(char c)
{
    riscv_sbi_call(LEGACY_PUT_CHAR, 0, (unsigned char)c);
}

_Noreturn void arch_stop(void)
{
    riscv_sbi_call(SYSTEM_RESET, 0, 0);
    riscv_sbi_call(LEGACY_SHUTDOWN, 0, 0);
    for (;;) {
        __asm__ volatile("wfi");
    }
}

uint64_t arch_firmware_dtb(uint64_t argument)
{
    return argument;
}
