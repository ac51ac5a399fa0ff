/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/binary_kinds.h"

#include <assert.h>
#include <string.h>

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
    [CAPDL_KIND_SCHED_CONTROL] = SPEC_KIND_SCHED_CONTROL,
    [CAPDL_KIND_IO_SPACE_MASTER] = SPEC_KIND_IO_SPACE_MASTER,
    [CAPDL_KIND_VCPU] = SPEC_KIND_VCPU,
    [CAPDL_KIND_IO_PORTS] = SPEC_KIND_IO_PORTS,
    [CAPDL_KIND_IO_DEVICE] = SPEC_KIND_IO_DEVICE,
    [CAPDL_KIND_ARM_IO_DEVICE] = SPEC_KIND_ARM_IO_DEVICE,
    [CAPDL_KIND_IO_PT] = SPEC_KIND_IO_PT,
    [CAPDL_KIND_SC] = SPEC_KIND_SC,
    [CAPDL_KIND_RTREPLY] = SPEC_KIND_RTREPLY,
    [CAPDL_KIND_STREAMID] = SPEC_KIND_STREAMID,
    [CAPDL_KIND_CONTEXTBANK] = SPEC_KIND_CONTEXTBANK,
    [CAPDL_KIND_SMC] = SPEC_KIND_SMC,
    [CAPDL_KIND_SGI_SIGNAL] = SPEC_KIND_SGI_SIGNAL,
};
_Static_assert((unsigned)CAPDL_KIND_COUNT == (unsigned)SPEC_KIND_COUNT, "every kind has a number");

/* Both lists of architectures are in the same order. */
static const enum spec_arch arches[CAPDL_ARCH_COUNT] = {
    [CAPDL_ARCH_RISCV64] = SPEC_ARCH_RISCV64, [CAPDL_ARCH_AARCH64] = SPEC_ARCH_AARCH64,
    [CAPDL_ARCH_X86_64] = SPEC_ARCH_X86_64,   [CAPDL_ARCH_ARM11] = SPEC_ARCH_ARM11,
    [CAPDL_ARCH_IA32] = SPEC_ARCH_IA32,
};
_Static_assert((unsigned)CAPDL_ARCH_COUNT == SPEC_ARCHES, "every architecture has a number");

/* Names of the chunks of boot information, by number. */
static const char *const chunks[CAPDL_FILL_CHUNKS] = {
    "Padding", "X86_VBE", "X86_MBMMAP", "X86_ACPI_RSDP", "X86_Framebuffer", "X86_TSC_Freq", "FDT",
};

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
    for (uint32_t i = 0; i < CAPDL_ARCH_COUNT; i++) {
        if (arches[i] == arch) {
            return i;
        }
    }
    assert(false);
    return CAPDL_ARCH_COUNT;
}

enum spec_arch binary_kinds_arch_to_spec(uint32_t arch)
{
    assert(arch < CAPDL_ARCH_COUNT);
    return arches[arch];
}

uint32_t binary_kinds_chunk_from_spec(const char *name)
{
    for (uint32_t i = 0; i < CAPDL_FILL_CHUNKS; i++) {
        if (strcmp(chunks[i], name) == 0) {
            return i;
        }
    }
    return 0;
}

const char *binary_kinds_chunk_to_spec(uint32_t chunk)
{
    assert(chunk < CAPDL_FILL_CHUNKS);
    return chunks[chunk];
}
