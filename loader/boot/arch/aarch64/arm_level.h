/* SPDX-License-Identifier: BSD-2-Clause */
/* The exception level the loader was entered at: what lies above it can be called. */
#ifndef LOADER_BOOT_ARM_LEVEL_H
#define LOADER_BOOT_ARM_LEVEL_H

#include <stdint.h>

/* 1, 2 or 3. start.S writes it first of all, so it must not lie in .bss. */
extern uint64_t arm_entry_level;

#endif
