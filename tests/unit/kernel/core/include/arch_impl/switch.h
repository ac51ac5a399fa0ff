/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests: switches are noted in fake_arch.c. */
#ifndef ARCH_IMPL_SWITCH_H
#define ARCH_IMPL_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

void arch_vspace_switch(uint64_t root_paddr, uint16_t asid);
void arch_fpu_enable(bool on);

#endif
