/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What memory for devices needs of the CPU; one file per CPU.
 */
#ifndef CAMKES_DMA_CPU_H
#define CAMKES_DMA_CPU_H

#include <platsupport/io.h>
#include <sel4/sel4.h>

/* Physical address of a frame, 0 when the kernel does not say. */
uintptr_t dma_cpu_frame_address(seL4_CPtr frame);

/* Makes caches and memory agree on bytes [start, end) of a frame that is mapped here; 0, or an
 * error of the kernel. */
int dma_cpu_cache_op(seL4_CPtr frame, seL4_Word start, seL4_Word end, dma_cache_op_t op);

#endif
