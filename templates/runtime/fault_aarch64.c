/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/fault_cpu.h>

#include <stddef.h>

/* Bits of the exception syndrome. */
#define ESR_WRITE      (1u << 6)
#define ESR_CLASS(esr) ((esr) >> 26 & 0x3f)

int fault_cpu_is_write(seL4_Word status)
{
    return (status & ESR_WRITE) != 0;
}

const char *fault_cpu_exception_name(seL4_Word number, seL4_Word code)
{
    (void)code;
    switch (ESR_CLASS(number)) {
    case 0x00:
        return "undefined instruction";
    case 0x07:
        return "floating point access";
    case 0x0e:
        return "illegal state";
    case 0x18:
        return "system register access";
    case 0x22:
        return "misaligned pc";
    case 0x26:
        return "misaligned sp";
    case 0x3c:
        return "breakpoint";
    default:
        return "exception";
    }
}

/* A list, not code. */
/* clang-format off */
#define REGISTERS(X) \
    X(pc) X(sp) X(spsr) X(x0) X(x1) X(x2) X(x3) X(x4) X(x5) X(x6) X(x7) X(x8) X(x9) X(x10) \
    X(x11) X(x12) X(x13) X(x14) X(x15) X(x16) X(x17) X(x18) X(x19) X(x20) X(x21) X(x22) X(x23) \
    X(x24) X(x25) X(x26) X(x27) X(x28) X(x29) X(x30) X(tpidr_el0)
/* clang-format on */

const char *fault_cpu_register(const seL4_UserContext *context, unsigned index, seL4_Word *value)
{
    static const char *const names[] = {
#define X(name) #name,
        REGISTERS(X)
#undef X
    };
    const seL4_Word values[] = {
#define X(name) context->name,
        REGISTERS(X)
#undef X
    };
    if (index >= sizeof(names) / sizeof(names[0])) {
        return NULL;
    }
    *value = values[index];
    return names[index];
}
