/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/sizes.h"

#include <assert.h>

#include "capdl/spec/sizes_file.h"

struct arch_sizes {
    uint8_t slot, tcb, endpoint, notification, vcpu, table, root_table, asid_pool;
    uint8_t min_untyped, max_untyped, levels;
    uint16_t table_slots, root_slots;
};

/* A TCB takes 2^11 on riscv64 too, since the kernel keeps the floating point registers in it. */
static const struct arch_sizes sizes[SPEC_ARCHES] = {
    [SPEC_ARCH_RISCV64] = {5, 11, 4, 5, 0,  12, 12, 12, 4, 38, 3, 512,  512 },
    [SPEC_ARCH_AARCH64] = {5, 11, 4, 5, 12, 12, 12, 12, 4, 47, 4, 512,  512 },
    [SPEC_ARCH_X86_64] = {5, 11, 4, 5, 14, 12, 12, 12, 4, 47, 4, 512,  512 },
    [SPEC_ARCH_ARM11] = {4, 10, 4, 4, 12, 10, 14, 12, 4, 29, 2, 256,  4096},
    [SPEC_ARCH_IA32] = {4, 11, 4, 4, 14, 12, 12, 12, 4, 29, 2, 1024, 1024},
};

/* Objects of MCS kernels, where no size is given. */
#define SCHED_CONTEXT_BITS 7u
#define REPLY_BITS         5u
#define IO_TABLE_BITS      12u

static const struct arch_sizes *sizes_of(enum spec_arch arch)
{
    assert((size_t)arch < SPEC_ARCHES);
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
        return (uint8_t)(object->size_bits + size->slot);
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_FRAME:
        return object->size_bits;
    case SPEC_KIND_PAGE_TABLE:
        return object->level == 0 ? size->root_table : size->table;
    case SPEC_KIND_ASID_POOL:
        return size->asid_pool;
    case SPEC_KIND_VCPU:
        return size->vcpu;
    case SPEC_KIND_SC:
        return object->size_bits != 0 ? object->size_bits : SCHED_CONTEXT_BITS;
    case SPEC_KIND_RTREPLY:
        return REPLY_BITS;
    case SPEC_KIND_IO_PT:
        return IO_TABLE_BITS;
    case SPEC_KIND_IRQ:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SMC:
    case SPEC_KIND_SGI_SIGNAL:
    case SPEC_KIND_COUNT:
        break;
    }
    return 0;
}

/* The line of a file of sizes that is about the objects of a kind; SIZES_KEY_COUNT: none is. */
static enum sizes_key key_of(const struct spec *spec, const struct spec_object *object)
{
    static const enum sizes_key tables[] = {
        [SPEC_TABLE_PT] = SIZES_PAGE_TABLE, [SPEC_TABLE_PD] = SIZES_PAGE_DIRECTORY,
        [SPEC_TABLE_PDPT] = SIZES_PDPT,     [SPEC_TABLE_PML4] = SIZES_PML4,
        [SPEC_TABLE_PUD] = SIZES_PUD,       [SPEC_TABLE_PGD] = SIZES_PGD,
    };
    static const enum sizes_key kinds[SPEC_KIND_COUNT] = {
        [SPEC_KIND_ENDPOINT] = SIZES_ENDPOINT,
        [SPEC_KIND_NOTIFICATION] = SIZES_NOTIFICATION,
        [SPEC_KIND_TCB] = SIZES_TCB,
        [SPEC_KIND_CNODE] = SIZES_SLOT,
        [SPEC_KIND_ASID_POOL] = SIZES_ASID_POOL,
        [SPEC_KIND_VCPU] = SIZES_VCPU,
        [SPEC_KIND_SC] = SIZES_SCHED_CONTEXT,
        [SPEC_KIND_RTREPLY] = SIZES_REPLY,
        [SPEC_KIND_IO_PT] = SIZES_IO_PAGE_TABLE,
    };

    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return tables[spec_table_word(spec->arch, object)];
    }
    if (object->kind == SPEC_KIND_SC && object->size_bits != 0) {
        return SIZES_NO_KEY;
    }
    return kinds[object->kind];
}

bool sizes_find(const struct spec *spec, const struct spec_object *object, uint8_t *bits)
{
    enum sizes_key key = spec->sizes == NULL ? SIZES_NO_KEY : key_of(spec, object);

    if (key == SIZES_NO_KEY) {
        *bits = sizes_memory_bits(spec->arch, object);
        return true;
    }
    *bits = spec->sizes->bits[key];
    if (object->kind == SPEC_KIND_CNODE) {
        *bits = (uint8_t)(*bits + object->size_bits);
    }
    return spec->sizes->given[key];
}

uint8_t sizes_slot_bits(enum spec_arch arch)
{
    return sizes_of(arch)->slot;
}

uint32_t sizes_table_slots(enum spec_arch arch, uint8_t level)
{
    return level == 0 ? sizes_of(arch)->root_slots : sizes_of(arch)->table_slots;
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
    static const uint8_t pages[SPEC_ARCHES][4] = {
  /* of the entries of each level, from the root on; 0: no pages */
        [SPEC_ARCH_RISCV64] = {30,  21, 12},
          [SPEC_ARCH_AARCH64] = {0,   30,     21, 12},
        [SPEC_ARCH_X86_64] = {0, 30,21, 12},
          [SPEC_ARCH_ARM11] = {20,   12  },
        [SPEC_ARCH_IA32] = {22, 12  },
    };
    uint8_t wanted = size_bits;

    /* Arm's large pages are 16 entries of the same level. */
    if (arch == SPEC_ARCH_ARM11 && (size_bits == 16 || size_bits == 24)) {
        wanted = (uint8_t)(size_bits - 4);
    }
    for (uint8_t level = 0; level < sizes_of(arch)->levels; level++) {
        if (wanted != 0 && pages[arch][level] == wanted) {
            return level;
        }
    }
    return 255;
}
