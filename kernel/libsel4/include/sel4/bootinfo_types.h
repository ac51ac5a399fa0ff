/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the kernel hands to the initial thread: seL4_BootInfo, seL4_UntypedDesc,
 * seL4_BootInfoHeader and the slots seL4_Cap... are generated.
 */
#pragma once

#include <sel4/types.h>

#define seL4_CapInitThreadPD   seL4_CapInitThreadVSpace
#define seL4_BootInfoFrameBits seL4_PageBits
#define seL4_BootInfoFrameSize LIBSEL4_BIT(seL4_BootInfoFrameBits)

SEL4_COMPILE_ASSERT(seL4_BootInfo_fits, sizeof(seL4_BootInfo) <= seL4_BootInfoFrameSize)
