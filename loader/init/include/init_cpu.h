/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What differs between CPUs in the root server: names of kernel calls, registers of a new thread,
 * page attributes. One file arch/<cpu>/init_cpu.c each, and the start-up code beside it.
 */
#ifndef LOADER_INIT_INIT_CPU_H
#define LOADER_INIT_INIT_CPU_H

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

/* How many start arguments go into registers: as many as there are, though those from
   CAPDL_STACK_FROM on are on the stack, too. */
#define INIT_CPU_ARGUMENTS 8u

/* The CPU as the spec names it (enum capdl_arch). */
extern const uint32_t init_cpu_arch;

/* Object type numbers. `size_bits` is one of the CPU's page sizes; level 0 is a VSpace root. */
seL4_Word init_cpu_frame_type(uint8_t size_bits);
seL4_Word init_cpu_table_type(uint8_t level);

/* The kernel's calls under one name. Arguments and results as in seL4's manual. */
seL4_Error init_cpu_map_page(seL4_CPtr page, seL4_CPtr vspace, seL4_Word vaddr,
                             seL4_CapRights_t rights, bool executable, bool cached);
seL4_Error init_cpu_unmap_page(seL4_CPtr page);
seL4_Error init_cpu_map_table(seL4_CPtr table, seL4_CPtr vspace, seL4_Word vaddr);
seL4_Error init_cpu_assign_asid(seL4_CPtr pool, seL4_CPtr vspace);
seL4_Error init_cpu_make_pool(seL4_CPtr untyped, seL4_CPtr root, seL4_CPtr slot);

/* Physical address of a page. */
seL4_Error init_cpu_page_address(seL4_CPtr page, uint64_t *paddr);

/* Makes what was written through a mapping of 2^size_bits bytes visible to instruction fetches. */
seL4_Error init_cpu_unify(seL4_CPtr page, uint8_t size_bits);

/* Registers of a thread that has not run yet. */
void init_cpu_registers(seL4_UserContext *context, seL4_Word ip, seL4_Word sp, seL4_Word tls_base,
                        const uint64_t *arguments, uint32_t count);

#endif
