/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 6: what each switch to another thread does to the CPU. Each CPU supplies
 * "arch_impl/switch.h" with these two as inline functions, since they are on the way of every
 * message:
 *
 *   static inline void arch_vspace_switch(uint64_t root_paddr, uint16_t asid);
 *     Makes `root_paddr` with `asid` the current user address space. Cheap if it already is.
 *
 *   static inline void arch_fpu_enable(bool on);
 *     Switches user access to the floating point unit from the next return to user mode on (for the
 *     kernel's own arch_fpu_save and arch_fpu_restore: at once). Off makes every use come to
 *     fpu_use_entry. Cheap if nothing changes.
 */
#ifndef ARCH_SWITCH_H
#define ARCH_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "arch_impl/switch.h"

#endif
