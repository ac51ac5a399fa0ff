/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Constants of the API: the generated ones and what is derived from the configuration.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/constants_gen.h>

enum seL4_Prio {
    seL4_InvalidPrio = -1,
    seL4_MinPrio = 0,
    seL4_MaxPrio = CONFIG_NUM_PRIORITIES - 1
};

enum { seL4_DataFault = 0, seL4_InstructionFault = 1 };
