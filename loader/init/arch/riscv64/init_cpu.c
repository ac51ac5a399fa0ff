/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init_cpu.h"

#include "capdl/include/capdl_binary.h"

const uint32_t init_cpu_arch = CAPDL_ARCH_RISCV64;

seL4_Word init_cpu_frame_type(uint8_t size_bits)
{
    if (size_bits == seL4_PageBits) {
        return seL4_RISCV_4K_Page;
    }
    return size_bits == seL4_LargePageBits ? seL4_RISCV_Mega_Page : seL4_RISCV_Giga_Page;
}

seL4_Word init_cpu_table_type(uint8_t level)
{
    (void)level;
    return seL4_RISCV_PageTableObject;
}

seL4_Error init_cpu_map_page(seL4_CPtr page, seL4_CPtr vspace, seL4_Word vaddr,
                             seL4_CapRights_t rights, bool executable, bool cached)
{
    (void)cached; /* memory attributes belong to the platform here, not to mappings */
    return seL4_RISCV_Page_Map(page, vspace, vaddr, rights,
                               executable ? seL4_RISCV_Default_VMAttributes
                                          : seL4_RISCV_ExecuteNever);
}

seL4_Error init_cpu_unmap_page(seL4_CPtr page)
{
    return seL4_RISCV_Page_Unmap(page);
}

seL4_Error init_cpu_map_table(seL4_CPtr table, seL4_CPtr vspace, seL4_Word vaddr)
{
    return seL4_RISCV_PageTable_Map(table, vspace, vaddr, seL4_RISCV_Default_VMAttributes);
}

seL4_Error init_cpu_assign_asid(seL4_CPtr pool, seL4_CPtr vspace)
{
    return seL4_RISCV_ASIDPool_Assign(pool, vspace);
}

seL4_Error init_cpu_make_pool(seL4_CPtr untyped, seL4_CPtr root, seL4_CPtr slot)
{
    return seL4_RISCV_ASIDControl_MakePool(seL4_CapASIDControl, untyped, root, slot, seL4_WordBits);
}

seL4_Error init_cpu_page_address(seL4_CPtr page, uint64_t *paddr)
{
    seL4_RISCV_Page_GetAddress_t result = seL4_RISCV_Page_GetAddress(page);

    *paddr = result.paddr;
    return (seL4_Error)result.error;
}

seL4_Error init_cpu_unify(seL4_CPtr page, uint8_t size_bits)
{
    (void)page;
    (void)size_bits;
    __asm__ volatile("fence.i" : : : "memory");
    return seL4_NoError;
}

void init_cpu_registers(seL4_UserContext *context, seL4_Word ip, seL4_Word sp, seL4_Word tls_base,
                        const uint64_t *arguments, uint32_t count)
{
    seL4_Word *registers[INIT_CPU_ARGUMENTS] = {&context->a0, &context->a1, &context->a2,
                                                &context->a3, &context->a4, &context->a5,
                                                &context->a6, &context->a7};

    context->pc = ip;
    context->sp = sp;
    context->tp = tls_base;
    for (uint32_t i = 0; i < count && i < INIT_CPU_ARGUMENTS; i++) {
        *registers[i] = arguments[i];
    }
}
