/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/boot.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/irq.h"
#include "kernel/memory.h"
#include "kernel/reply.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "plat/uart.h"

#define PAGE_SIZE (UINT64_C(1) << PAGE_BITS)

static struct tcb idle_thread;

static word_t pages_up(word_t bytes)
{
    return (bytes + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

void boot_add_cap(struct boot *boot, struct cap cap)
{
    kernel_assert(boot->next_slot < UINT64_C(1) << boot->cnode_bits);
    boot_insert(boot, cap, &boot->cnode[boot->next_slot]);
    boot->next_slot++;
}

static void add_fixed_cap(struct boot *boot, unsigned slot, struct cap cap)
{
    boot_insert(boot, cap, &boot->cnode[slot]);
}

/* Virtual layout: image, IPC buffer, boot info, extra boot info (sel4-abi 8.2). */
static void plan_layout(struct boot *boot)
{
    const struct boot_args *args = &boot->args;

    if (args->user_start % PAGE_SIZE != 0 || args->user_end <= args->user_start) {
        kernel_panic("the loader's user image is empty or not page aligned");
    }
    boot->image_start = args->user_start - args->pv_offset;
    boot->image_end = boot->image_start + pages_up(args->user_end - args->user_start);
    boot->buffer_vaddr = boot->image_end;
    boot->info_vaddr = boot->buffer_vaddr + PAGE_SIZE;
    boot->extra_vaddr = boot->info_vaddr + PAGE_SIZE;
    boot->extra_size = boot_reclaim_size();
    if (args->dtb_size != 0) {
        boot->extra_size += sizeof(struct boot_info_header) + args->dtb_size;
    }
    boot->end = boot->extra_vaddr + pages_up(boot->extra_size);
    if (boot->image_start % PAGE_SIZE != 0 || boot->end < boot->image_start ||
        boot->end > USER_VSPACE_TOP) {
        kernel_panic("the user image does not lie in the user address range");
    }
}

/* The root CNode grows with the image, whose pages take a slot each: all that may come to stand in
 * it must fit, and something be left. Programs find its size in the boot info. */
static void plan_cnode(struct boot *boot)
{
    word_t slots =
        SLOT_FIRST_FREE + boot_vspace_table_count(boot) +
        (boot->end - boot->extra_vaddr + boot->image_end - boot->image_start) / PAGE_SIZE +
        BOOT_RECLAIM_LIMIT + MAX_NUM_BOOTINFO_UNTYPED_CAPS + BOOT_EMPTY_SLOTS;

    boot->cnode_bits = ROOT_CNODE_BITS;
    while (UINT64_C(1) << boot->cnode_bits < slots) {
        boot->cnode_bits++;
    }
}

/* Root CNode, root table, IPC buffer, boot info, tables and extra pages, a page with the TCB;
 * behind what can be given back, the ASID pool. */
static void reserve_objects(struct boot *boot)
{
    word_t cnode_size = UINT64_C(1) << (boot->cnode_bits + SLOT_BITS);
    word_t pages = 4 + boot_vspace_table_count(boot) + pages_up(boot->extra_size) / PAGE_SIZE;
    word_t size = cnode_size + pages * PAGE_SIZE;

    boot_memory_reserve_objects(boot, size + (UINT64_C(1) << ASID_POOL_BITS), cnode_size);
    boot->reclaim_end = boot->next_object + size;
}

static void make_cnode(struct boot *boot)
{
    paddr_t address = boot_memory_take(boot, UINT64_C(1) << (boot->cnode_bits + SLOT_BITS));
    word_t guard_size = WORD_BITS - boot->cnode_bits;

    boot->cnode = arch_phys_to_virt(address);
    boot->next_slot = SLOT_FIRST_FREE;
    boot_reclaim_init(boot);
    add_fixed_cap(boot, SLOT_INIT_CNODE,
                  cap_make(CAP_TAG_CNODE, boot->cnode_bits, address, guard_size));
    add_fixed_cap(boot, SLOT_IRQ_CONTROL, cap_make(CAP_TAG_IRQ_CONTROL, 0, 0, 0));
    add_fixed_cap(boot, SLOT_ASID_CONTROL, cap_make(CAP_TAG_ASID_CONTROL, 0, 0, 0));
    add_fixed_cap(boot, SLOT_DOMAIN, cap_make(CAP_TAG_DOMAIN, 0, 0, 0));
}

static void make_asid_pool(struct boot *boot)
{
    paddr_t address = boot->reclaim_end;

    kernel.asid_pools[0] = arch_phys_to_virt(address);
    kernel.asid_pools[0][BOOT_ASID] = arch_virt_to_phys(boot->root);
    add_fixed_cap(boot, SLOT_INIT_ASID_POOL, cap_make(CAP_TAG_ASID_POOL, 0, address, 0));
}

static void make_boot_info(struct boot *boot)
{
    paddr_t buffer = boot_memory_take(boot, PAGE_SIZE);
    paddr_t info = boot_memory_take(boot, PAGE_SIZE);

    add_fixed_cap(boot, SLOT_INIT_IPC_BUFFER,
                  boot_vspace_map(boot, buffer, boot->buffer_vaddr, false));
    add_fixed_cap(boot, SLOT_BOOT_INFO_FRAME, boot_vspace_map(boot, info, boot->info_vaddr, false));
    boot->info = arch_phys_to_virt(info);
    boot->info->extra_len = boot->extra_size;
    boot->info->num_nodes = 1;
    boot->info->user_image_paging = boot->paging;
    boot->info->ipc_buffer = boot->buffer_vaddr;
    boot->info->init_thread_cnode_size_bits = boot->cnode_bits;
}

/* The device tree, behind a header, in pages of its own; room for the block of boot_reclaim.c. */
static void make_extra_info(struct boot *boot)
{
    word_t size = pages_up(boot->extra_size);
    paddr_t address = boot_memory_take(boot, size);

    boot->info->extra_bi_pages.start = boot->next_slot;
    boot->extra_end = (char *)arch_phys_to_virt(address) + boot->extra_size;
    if (boot->args.dtb_size != 0) {
        struct boot_info_header *header = arch_phys_to_virt(address);
        header->id = BOOT_INFO_ID_FDT;
        header->len = sizeof(*header) + boot->args.dtb_size;
        memcpy(header + 1, arch_phys_to_virt(boot->args.dtb), boot->args.dtb_size);
    }
    for (word_t offset = 0; offset < size; offset += PAGE_SIZE) {
        boot_add_cap(boot,
                     boot_vspace_map(boot, address + offset, boot->extra_vaddr + offset, false));
    }
    boot->info->extra_bi_pages.end = boot->next_slot;
}

static void map_user_image(struct boot *boot)
{
    boot->info->user_image_frames.start = boot->next_slot;
    for (vaddr_t vaddr = boot->image_start; vaddr < boot->image_end; vaddr += PAGE_SIZE) {
        boot_add_cap(boot, boot_vspace_map(boot, vaddr + boot->args.pv_offset, vaddr, true));
    }
    boot->info->user_image_frames.end = boot->next_slot;
}

static void make_idle_thread(void)
{
    thread_init(&idle_thread);
    thread_set_name(&idle_thread, "idle_thread");
    arch_context_init_idle(&idle_thread.context);
    idle_thread.state = THREAD_IDLE;
    kernel.idle = &idle_thread;
}

/* A copy for a slot of the first TCB. */
static void install_copy(struct slot *source, struct slot *dest)
{
    struct cap cap;
    enum outcome outcome = cap_derive(source, source->cap, &cap);

    kernel_assert(outcome == OUTCOME_OK);
    derivation_insert(cap, source, dest);
}

static void make_initial_thread(struct boot *boot)
{
    paddr_t address = boot_memory_take(boot, UINT64_C(1) << TCB_BITS);
    struct tcb *thread = arch_phys_to_virt(address);

    thread_init(thread);
    thread_set_name(thread, "rootserver");
    add_fixed_cap(boot, SLOT_INIT_TCB, cap_make(CAP_TAG_TCB, 0, address, 0));
    install_copy(&boot->cnode[SLOT_INIT_CNODE], &thread->slots[TCB_SLOT_CSPACE]);
    install_copy(&boot->cnode[SLOT_INIT_VSPACE], &thread->slots[TCB_SLOT_VSPACE]);
    install_copy(&boot->cnode[SLOT_INIT_IPC_BUFFER], &thread->slots[TCB_SLOT_BUFFER]);
    reply_setup_master(thread);
    thread->ipc_buffer = boot->buffer_vaddr;
    thread->priority = MAX_PRIORITY;
    thread->mcp = MAX_PRIORITY;
    thread->state = THREAD_RUNNING;
    arch_context_set(&thread->context, ARCH_REG_CAP, boot->info_vaddr);
    arch_context_set(&thread->context, ARCH_REG_FAULT_IP, boot->args.entry);
    arch_context_set(&thread->context, ARCH_REG_NEXT_IP, boot->args.entry);
    thread_switch_to(thread);
}

struct arch_context *boot_main(const struct boot_args *args)
{
    struct boot boot = {.args = *args};

    arch_boot_init();
    plat_uart_init();
    console_printf("adlc kernel: user image 0x%lx-0x%lx, entry 0x%lx, device tree %lu bytes\n",
                   (unsigned long)args->user_start, (unsigned long)args->user_end,
                   (unsigned long)args->entry, (unsigned long)args->dtb_size);
    plan_layout(&boot);
    plan_cnode(&boot);
    boot_memory_init(&boot);
    reserve_objects(&boot);
    make_cnode(&boot);
    boot_vspace_init(&boot);
    make_asid_pool(&boot);
    make_boot_info(&boot);
    make_extra_info(&boot);
    map_user_image(&boot);
    make_idle_thread();
    make_initial_thread(&boot);
    boot_reclaim_finish(&boot);
    boot_memory_make_untypeds(&boot);
    boot.info->empty.start = boot.next_slot;
    boot.info->empty.end = UINT64_C(1) << boot.cnode_bits;
    sched_init_domains();
    irq_init();
    console_printf("Booting all finished, dropped to user space\n");
    return &kernel.current->context;
}
