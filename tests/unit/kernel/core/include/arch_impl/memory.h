/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests: physical memory is a mapping of the test process at the same address (fake_arch.h). */
#ifndef ARCH_IMPL_MEMORY_H
#define ARCH_IMPL_MEMORY_H

#include <stdint.h>

#define ARCH_WINDOW_OFFSET UINT64_C(0)

#endif
