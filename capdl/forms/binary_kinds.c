/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/binary_kinds.h"

#include <assert.h>

#include "capdl/include/capdl_binary.h"

static const enum spec_kind kinds[CAPDL_KIND_COUNT] = {
    [CAPDL_KIND_ENDPOINT] = SPEC_KIND_ENDPOINT,
    [CAPDL_KIND_NOTIFICATION] = SPEC_KIND_NOTIFICATION,
    [CAPDL_KIND_TCB] = SPEC_KIND_TCB,
    [CAPDL_KIND_CNODE] = SPEC_KIND_CNODE,
    [CAPDL_KIND_UNTYPED] = SPEC_KIND_UNTYPED,
    [CAPDL_KIND_FRAME] = SPEC_KIND_FRAME,
    [CAPDL_KIND_PAGE_TABLE] = SPEC_KIND_PAGE_TABLE,
    [CAPDL_KIND_ASID_POOL] = SPEC_KIND_ASID_POOL,
    [CAPDL_KIND_IRQ] = SPEC_KIND_IRQ,
    [CAPDL_KIND_IRQ_CONTROL] = SPEC_KIND_IRQ_CONTROL,
    [CAPDL_KIND_ASID_CONTROL] = SPEC_KIND_ASID_CONTROL,
    [CAPDL_KIND_DOMAIN] = SPEC_KIND_DOMAIN,
};

bool binary_kinds_has(enum spec_kind kind)
{
    for (unsigned i = 0; i < CAPDL_KIND_COUNT; i++) {
        if (kinds[i] == kind) {
            return true;
        }
    }
    return false;
}

bool binary_kinds_has_arch(enum spec_arch arch)
{
    return arch == SPEC_ARCH_RISCV64 || arch == SPEC_ARCH_AARCH64 || arch == SPEC_ARCH_X86_64;
}

uint8_t binary_kinds_from_spec(enum spec_kind kind)
{
    for (unsigned i = 0; i < CAPDL_KIND_COUNT; i++) {
        if (kinds[i] == kind) {
            return (uint8_t)i;
        }
    }
    assert(false);
    return CAPDL_KIND_COUNT;
}

enum spec_kind binary_kinds_to_spec(uint8_t kind)
{
    assert(kind < CAPDL_KIND_COUNT);
    return kinds[kind];
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
    case SPEC_ARCH_ARM11:
    case SPEC_ARCH_IA32:
        break;
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
