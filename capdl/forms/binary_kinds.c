/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/binary_kinds.h"

#include <assert.h>

#include "capdl/include/capdl_binary.h"

static const uint8_t kinds[SPEC_KIND_COUNT] = {
#define SPEC_KIND(upper, keyword, slots) [SPEC_KIND_##upper] = CAPDL_KIND_##upper,
#include "capdl/spec/object_types.def"
#undef SPEC_KIND
};

_Static_assert((int)SPEC_KIND_COUNT == (int)CAPDL_KIND_COUNT, "kinds without a number");

uint8_t binary_kinds_from_spec(enum spec_kind kind)
{
    assert(kind < SPEC_KIND_COUNT);
    return kinds[kind];
}

enum spec_kind binary_kinds_to_spec(uint8_t kind)
{
    for (int i = 0; i < SPEC_KIND_COUNT; i++) {
        if (kinds[i] == kind) {
            return (enum spec_kind)i;
        }
    }
    assert(false);
    return SPEC_KIND_COUNT;
}

uint32_t binary_kinds_arch_from_spec(enum spec_arch arch)
{
    switch (arch) {
    case SPEC_ARCH_RISCV64:
        return CAPDL_ARCH_RISCV64;
    case SPEC_ARCH_AARCH64:
        return CAPDL_ARCH_AARCH64;
    case SPEC_ARCH_X86_64:
        return CAPDL_ARCH_X86_64;
    }
    assert(false);
    return CAPDL_ARCH_COUNT;
}

enum spec_arch binary_kinds_arch_to_spec(uint32_t arch)
{
    assert(arch < CAPDL_ARCH_COUNT);
    switch (arch) {
    case CAPDL_ARCH_AARCH64:
        return SPEC_ARCH_AARCH64;
    case CAPDL_ARCH_X86_64:
        return SPEC_ARCH_X86_64;
    default:
        return SPEC_ARCH_RISCV64;
    }
}
