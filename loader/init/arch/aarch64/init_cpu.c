/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init_cpu.h"

#include "capdl/include/capdl_binary.h"

const uint32_t init_cpu_arch = CAPDL_ARCH_AARCH64;

seL4_Word init_cpu_frame_type(uint8_t size_bits)
{
    if (size_bits == seL4_PageBits) {
        return seL4_ARM_SmallPageObject;
    }
    return size_bits == seL4_LargePageBits ? seL4_ARM_LargePageObject : seL4_ARM_HugePageObject;
}

seL4_Word init_cpu_table_type(uint8_t level)
{
    return level == 0 ? seL4_ARM_VSpaceObject : seL4_ARM_PageTableObject;
}

seL4_Error init_cpu_map_page(seL4_CPtr page, seL4_CPtr vspace, seL4_Word vaddr,
                             seL4_CapRights_t rights, bool executable, bool cached)
{
    seL4_Word attributes = 0;

    if (cached) {
        attributes |= seL4_ARM_Default_VMAttributes;
    }
    if (!executable) {
        attributes |= seL4_ARM_ExecuteNever;
    }
    return seL4_ARM_Page_Map(page, vspace, vaddr, rights, (seL4_ARM_VMAttributes)attributes);
}

seL4_Error init_cpu_unmap_page(seL4_CPtr page)
{
    return seL4_ARM_Page_Unmap(page);
}

seL4_Error init_cpu_map_table(seL4_CPtr table, seL4_CPtr vspace, seL4_Word vaddr)
{
    return seL4_ARM_PageTable_Map(table, vspace, vaddr, seL4_ARM_Default_VMAttributes);
}

seL4_Error init_cpu_assign_asid(seL4_CPtr pool, seL4_CPtr vspace)
{
    return seL4_ARM_ASIDPool_Assign(pool, vspace);
}

seL4_Error init_cpu_make_pool(seL4_CPtr untyped, seL4_CPtr root, seL4_CPtr slot)
{
    return seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, root, slot, seL4_WordBits);
}

seL4_Error init_cpu_page_address(seL4_CPtr page, uint64_t *paddr)
{
    seL4_ARM_Page_GetAddress_t result = seL4_ARM_Page_GetAddress(page);

    *paddr = result.paddr;
    return (seL4_Error)result.error;
}

seL4_Error init_cpu_unify(seL4_CPtr page, uint8_t size_bits)
{
    return seL4_ARM_Page_Unify_Instruction(page, 0, UINT64_C(1) << size_bits);
}

void init_cpu_registers(seL4_UserContext *context, seL4_Word ip, seL4_Word sp, seL4_Word tls_base,
                        const uint64_t *arguments, uint32_t count)
{
    seL4_Word *registers[INIT_CPU_ARGUMENTS] = {&context->x0, &context->x1, &context->x2,
                                                &context->x3, &context->x4, &context->x5,
                                                &context->x6, &context->x7};

    context->pc = ip;
    context->sp = sp;
    context->tpidr_el0 = tls_base;
    for (uint32_t i = 0; i < count && i < INIT_CPU_ARGUMENTS; i++) {
        *registers[i] = arguments[i];
    }
}
