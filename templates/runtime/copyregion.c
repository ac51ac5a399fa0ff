/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/copyregion.h>

#if defined(__riscv)
#define FRAME_MAP        seL4_RISCV_Page_Map
#define FRAME_UNMAP      seL4_RISCV_Page_Unmap
#define FRAME_ATTRIBUTES seL4_RISCV_Default_VMAttributes
#elif defined(__aarch64__)
#define FRAME_MAP        seL4_ARM_Page_Map
#define FRAME_UNMAP      seL4_ARM_Page_Unmap
#define FRAME_ATTRIBUTES seL4_ARM_Default_VMAttributes
#else
#error "no copy regions for this CPU"
#endif

#define PAGE_SIZE 4096u

int camkes_copyregion_map(const struct camkes_copyregion *region, seL4_CPtr frame, size_t offset)
{
    if (offset % PAGE_SIZE != 0) {
        return seL4_AlignmentError;
    }
    if (offset >= region->size) {
        return seL4_RangeError;
    }
    return FRAME_MAP(frame, region->vspace, (seL4_Word)region->base + offset, seL4_ReadWrite,
                     FRAME_ATTRIBUTES);
}

int camkes_copyregion_unmap(seL4_CPtr frame)
{
    return FRAME_UNMAP(frame);
}
