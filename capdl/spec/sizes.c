/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/sizes.h"

#include <assert.h>

struct arch_sizes {
    uint8_t tcb, endpoint, notification, page_table, asid_pool, min_untyped, max_untyped;
    uint8_t levels;
};

/* A TCB takes 2^11 on riscv64 too, since the kernel keeps the floating point registers in it. */
static const struct arch_sizes sizes[] = {
    [SPEC_ARCH_RISCV64] = {11, 4, 5, 12, 12, 4, 38, 3},
    [SPEC_ARCH_AARCH64] = {11, 4, 5, 12, 12, 4, 47, 4},
    [SPEC_ARCH_X86_64] = {11, 4, 5, 12, 12, 4, 47, 4},
};

static const struct arch_sizes *sizes_of(enum spec_arch arch)
{
    assert((size_t)arch < sizeof(sizes) / sizeof(sizes[0]));
    return &sizes[arch];
}

uint8_t sizes_memory_bits(enum spec_arch arch, const struct spec_object *object)
{
    const struct arch_sizes *size = sizes_of(arch);

    switch (object->kind) {
    case SPEC_KIND_ENDPOINT:
        return size->endpoint;
    case SPEC_KIND_NOTIFICATION:
        return size->notification;
    case SPEC_KIND_TCB:
        return size->tcb;
    case SPEC_KIND_CNODE:
        return (uint8_t)(object->size_bits + SIZES_SLOT_BITS);
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_FRAME:
        return object->size_bits;
    case SPEC_KIND_PAGE_TABLE:
        return size->page_table;
    case SPEC_KIND_ASID_POOL:
        return size->asid_pool;
    case SPEC_KIND_IRQ:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_COUNT:
        break;
    }
    return 0;
}

uint8_t sizes_min_untyped_bits(enum spec_arch arch)
{
    return sizes_of(arch)->min_untyped;
}

uint8_t sizes_max_untyped_bits(enum spec_arch arch)
{
    return sizes_of(arch)->max_untyped;
}

uint8_t sizes_page_table_levels(enum spec_arch arch)
{
    return sizes_of(arch)->levels;
}

uint8_t sizes_frame_level(enum spec_arch arch, uint8_t size_bits)
{
    uint8_t last = (uint8_t)(sizes_of(arch)->levels - 1);

    switch (size_bits) {
    case 12:
        return last;
    case 21:
        return (uint8_t)(last - 1);
    case 30:
        return (uint8_t)(last - 2);
    default:
        return 255;
    }
}
