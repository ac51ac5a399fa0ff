/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <simple/simple.h>

#if defined(__riscv)
#define FRAME_OBJECT seL4_RISCV_4K_Page
#else
#define FRAME_OBJECT seL4_ARM_SmallPageObject
#endif

/* Makes the frames in the last slots of the CNode; the first of these slots, 0 when it failed. */
static seL4_CPtr make_frames(void)
{
    simple_t simple;
    size_t bits;
    uintptr_t paddr;
    bool device;
    camkes_make_simple(&simple);
    seL4_CPtr memory = simple_get_nth_untyped(&simple, 0, &bits, &paddr, &device);
    seL4_CPtr first = (1u << simple_get_cnode_size_bits(&simple)) - (unsigned)frames;
    for (int i = 0; i < frames; i++) {
        if (seL4_Untyped_Retype(memory, FRAME_OBJECT, 0, simple_get_cnode(&simple), 0, 0,
                                first + (unsigned)i, 1) != seL4_NoError) {
            return 0;
        }
    }
    return first;
}

int run(void)
{
    seL4_CPtr first = make_frames();
    unsigned good = 0;
    if (first == 0) {
        printf("no frames\n");
        return -1;
    }
    for (int i = 0; i < frames; i++) {
        size_t offset = i % 2 == 0 ? 0 : 4096;
        unsigned char *page = (unsigned char *)window + offset;
        if (window_map(first + (unsigned)i, offset) == seL4_NoError) {
            memset(page, i, 4096);
            window_unmap(first + (unsigned)i);
        }
    }
    for (int i = 0; i < frames; i++) {
        unsigned char *page = window;
        if (window_map(first + (unsigned)i, 0) == seL4_NoError) {
            good += page[0] == i && page[4095] == i;
            window_unmap(first + (unsigned)i);
        }
    }
    printf("%u frames filled and read back through a window of %zu bytes\n", good, window_size);
    printf("outside of it: %s, between pages: %s\n",
           window_map(first, window_size) == seL4_RangeError ? "refused" : "mapped",
           window_map(first, 100) == seL4_AlignmentError ? "refused" : "mapped");
    printf("now nothing is there\n");
    return *(volatile unsigned char *)window; /* a fault, which is reported */
}
