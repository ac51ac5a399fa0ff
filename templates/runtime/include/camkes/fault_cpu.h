/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the fault handler has to know about the CPU.
 */
#ifndef CAMKES_FAULT_CPU_H
#define CAMKES_FAULT_CPU_H

#include <sel4/sel4.h>

/* Did a memory fault with this status word come from a write? */
int fault_cpu_is_write(seL4_Word status);

/* What a user exception with that number and code is; never NULL. */
const char *fault_cpu_exception_name(seL4_Word number, seL4_Word code);

/* Name and value of register `index` of a context; NULL after the last one. */
const char *fault_cpu_register(const seL4_UserContext *context, unsigned index, seL4_Word *value);

#endif
