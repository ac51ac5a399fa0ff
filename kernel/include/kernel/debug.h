/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Debug system calls: output, names, lists. They go straight back to the caller.
 */
#ifndef KERNEL_DEBUG_H
#define KERNEL_DEBUG_H

#include "kernel/types.h"

/* Performs debug call `number` for the current thread; false: there is no such call. */
bool debug_syscall(int64_t number);

/* Name of a thread state for people. */
const char *debug_state_name(unsigned state);

#endif
