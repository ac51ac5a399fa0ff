/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/dma_cpu.h>

uintptr_t dma_cpu_frame_address(seL4_CPtr frame)
{
    seL4_RISCV_Page_GetAddress_t got = seL4_RISCV_Page_GetAddress(frame);
    return got.error == seL4_NoError ? got.paddr : 0;
}

/* Devices see what the CPU's caches hold; order is all that is needed. */
int dma_cpu_cache_op(seL4_CPtr frame, seL4_Word start, seL4_Word end, dma_cache_op_t op)
{
    (void)frame;
    (void)start;
    (void)end;
    (void)op;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return 0;
}
