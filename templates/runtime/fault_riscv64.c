/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/fault_cpu.h>

#include <stddef.h>

/* scause values */
#define CAUSE_STORE_MISALIGNED 6
#define CAUSE_STORE_ACCESS     7
#define CAUSE_STORE_PAGE       15

int fault_cpu_is_write(seL4_Word status)
{
    return status == CAUSE_STORE_MISALIGNED || status == CAUSE_STORE_ACCESS ||
           status == CAUSE_STORE_PAGE;
}

const char *fault_cpu_exception_name(seL4_Word number, seL4_Word code)
{
    static const char *const names[] = {
        "misaligned jump", "instruction access fault", "illegal instruction", "breakpoint",
        "misaligned load", "load access fault",        "misaligned store",    "store access fault",
    };
    (void)code;
    return number < sizeof(names) / sizeof(names[0]) ? names[number] : "exception";
}

/* A list, not code. */
/* clang-format off */
#define REGISTERS(X) \
    X(pc) X(ra) X(sp) X(gp) X(tp) X(a0) X(a1) X(a2) X(a3) X(a4) X(a5) X(a6) X(a7) X(t0) X(t1) \
    X(t2) X(t3) X(t4) X(t5) X(t6) X(s0) X(s1) X(s2) X(s3) X(s4) X(s5) X(s6) X(s7) X(s8) X(s9) \
    X(s10) X(s11)
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
