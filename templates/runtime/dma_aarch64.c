/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/dma_cpu.h>

uintptr_t dma_cpu_frame_address(seL4_CPtr frame)
{
    seL4_ARM_Page_GetAddress_t got = seL4_ARM_Page_GetAddress(frame);
    return got.error == seL4_NoError ? got.paddr : 0;
}

int dma_cpu_cache_op(seL4_CPtr frame, seL4_Word start, seL4_Word end, dma_cache_op_t op)
{
    switch (op) {
    case DMA_CACHE_OP_CLEAN:
        return seL4_ARM_Page_Clean_Data(frame, start, end);
    case DMA_CACHE_OP_INVALIDATE:
        return seL4_ARM_Page_Invalidate_Data(frame, start, end);
    case DMA_CACHE_OP_CLEAN_INVALIDATE:
        break;
    }
    return seL4_ARM_Page_CleanInvalidate_Data(frame, start, end);
}
