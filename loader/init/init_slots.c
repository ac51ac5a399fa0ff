/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init_slots.h"

#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"

/* log2 bytes of memory for a CNode of 2^bits slots */
#define CNODE_MEMORY(bits) ((uint8_t)((bits) + seL4_SlotBits))

seL4_CPtr init_slots_root(const struct init *init)
{
    return init->root;
}

seL4_CPtr init_slots_take(struct init *init, uint32_t object)
{
    return init_slots_take_run(init, object, 1);
}

uint32_t init_slots_left(const struct init *init)
{
    if (init->next_slot != init->end_slot) {
        return (uint32_t)(init->end_slot - init->next_slot);
    }
    return init->chunk < init->slots.chunks ? UINT32_C(1) << SLOT_PLAN_CHUNK_BITS : 1;
}

seL4_CPtr init_slots_take_run(struct init *init, uint32_t object, uint32_t count)
{
    if (init->next_slot == init->end_slot) {
        if (init->chunk == init->slots.chunks) {
            init_report_fail(init, object, "no free slot left in the root server's CNodes for");
        }
        init->chunk++;
        init->next_slot = (seL4_CPtr)init->chunk << init->slots.width;
        init->end_slot = init->next_slot + (UINT64_C(1) << SLOT_PLAN_CHUNK_BITS);
    }
    init->next_slot += count;
    return init->next_slot - count;
}

/* Retype wants the CNode itself, and an index in it. */
seL4_Error init_slots_retype(const struct init *init, seL4_CPtr untyped, seL4_Word type,
                             seL4_Word size_bits, seL4_CPtr slot, uint32_t count)
{
    seL4_CPtr chunk = slot >> init->slots.width;
    seL4_CPtr cnode = chunk == 0 ? seL4_CapInitThreadCNode : init->chunk_slot + chunk - 1;

    return seL4_Untyped_Retype(untyped, type, size_bits, cnode, 0, 0,
                               slot - (chunk << init->slots.width), count);
}

void init_slots_copy(const struct init *init, uint32_t object, seL4_CPtr slot,
                     seL4_CapRights_t rights)
{
    init_report_check(init, object, "seL4_CNode_Copy",
                      seL4_CNode_Copy(init->root, slot, seL4_WordBits, init->root,
                                      init->slot_of[object], seL4_WordBits, rights));
}

void init_slots_delete(const struct init *init, uint32_t object, seL4_CPtr slot)
{
    init_report_check(init, object, "seL4_CNode_Delete",
                      seL4_CNode_Delete(init->root, slot, seL4_WordBits));
}

/* Does the spec want something at a fixed address inside this untyped? Then it is left alone. */
static bool holds_fixed(const struct init *init, const seL4_UntypedDesc *untyped)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if ((o->flags & CAPDL_OBJECT_HAS_PADDR) != 0 && o->value >= untyped->paddr &&
            o->value - untyped->paddr < UINT64_C(1) << untyped->sizeBits) {
            return true;
        }
    }
    return false;
}

/* The smallest plain untyped with room for 2^bits bytes; UINT32_MAX if there is none. */
static uint32_t find_untyped(const struct init *init, uint8_t bits)
{
    const seL4_BootInfo *b = init->bootinfo;
    uint32_t best = UINT32_MAX;

    for (uint32_t i = 0; i < b->untyped.end - b->untyped.start; i++) {
        const seL4_UntypedDesc *u = &b->untypedList[i];
        uint64_t left = (UINT64_C(1) << u->sizeBits) - init->taken[i];

        if (u->isDevice == 0 && left >> bits != 0 &&
            (best == UINT32_MAX || u->sizeBits < b->untypedList[best].sizeBits) &&
            !holds_fixed(init, u)) {
            best = i;
        }
    }
    return best;
}

/* Retypes an object of 2^bits bytes of the root server's own into `slot`, before the planner shares
   memory out. */
static void make_own(struct init *init, seL4_Word type, seL4_Word size_bits, uint8_t bits,
                     seL4_CPtr slot)
{
    uint64_t size = UINT64_C(1) << bits;
    uint32_t untyped = find_untyped(init, bits);

    if (untyped == UINT32_MAX) {
        init_report_text("adlc-init: not enough memory: no untyped has ");
        init_report_number(size);
        init_report_text(" bytes left for a CNode or ASID pool of the root server, which needs ");
        init_report_number(init->slots.need);
        init_report_text(" slots\n");
        init_report_stop();
    }
    init_report_check(
        init, CAPDL_NONE, "seL4_Untyped_Retype (of the root server's own)",
        init_slots_retype(init, init->bootinfo->untyped.start + untyped, type, size_bits, slot, 1));
    init->taken[untyped] = ((init->taken[untyped] + size - 1) & ~(size - 1)) + size;
}

/* Makes one CNode of 2^bits slots; returns where its capability is. */
static seL4_CPtr make_cnode(struct init *init, uint8_t bits)
{
    seL4_CPtr slot = init->next_slot++;

    make_own(init, seL4_CapTableObject, bits, CNODE_MEMORY(bits), slot);
    return slot;
}

/* Makes the ASID pools that are needed besides the kernel's first one. */
static void make_pools(struct init *init)
{
    uint32_t count = slot_plan_pools(&init->view);

    if (count > SLOT_PLAN_POOLS_MAX) {
        init_report_fail(init, CAPDL_NONE, "more address spaces than the kernel can tell apart");
    }
    for (; init->pool_count < count; init->pool_count++) {
        seL4_CPtr untyped = init_slots_take(init, CAPDL_NONE);
        seL4_CPtr pool = init_slots_take(init, CAPDL_NONE);

        make_own(init, seL4_UntypedObject, SLOT_PLAN_POOL_BITS, SLOT_PLAN_POOL_BITS, untyped);
        init_report_check(init, CAPDL_NONE, "ASIDControl_MakePool",
                          init_cpu_make_pool(untyped, init->root, pool));
        init->pools[init->pool_count] = pool;
    }
}

/* Puts our CNode `from` into slot `index` of the new root, with a guard of zeros. */
static void hang(const struct init *init, seL4_CPtr root, uint32_t index, seL4_CPtr from,
                 uint8_t guard_bits)
{
    seL4_Word guard = seL4_CNode_CapData_new(0, guard_bits).words[0];

    init_report_check(init, CAPDL_NONE, "seL4_CNode_Mint (CNode of the root server)",
                      seL4_CNode_Mint(root, index, init->slots.root_bits, seL4_CapInitThreadCNode,
                                      from, seL4_WordBits, seL4_AllRights, guard));
}

/* Makes the chunks and the root above them, and lives there from then on. */
static void move_in(struct init *init)
{
    const struct slot_plan *plan = &init->slots;
    seL4_Word guard = seL4_CNode_CapData_new(0, plan->root_guard_bits).words[0];
    seL4_CPtr root;

    init->chunk_slot = init->next_slot;
    for (uint32_t i = 0; i < plan->chunks; i++) {
        (void)make_cnode(init, SLOT_PLAN_CHUNK_BITS);
    }
    root = make_cnode(init, plan->root_bits);
    hang(init, root, 0, seL4_CapInitThreadCNode, plan->initial_guard_bits);
    for (uint32_t i = 0; i < plan->chunks; i++) {
        hang(init, root, i + 1, init->chunk_slot + i, plan->chunk_guard_bits);
    }
    init->root = init->next_slot++;
    init_report_check(init, CAPDL_NONE, "seL4_CNode_Mint (root of the root server)",
                      seL4_CNode_Mint(seL4_CapInitThreadCNode, init->root, seL4_WordBits,
                                      seL4_CapInitThreadCNode, root, seL4_WordBits, seL4_AllRights,
                                      guard));
    init_report_check(
        init, CAPDL_NONE, "seL4_TCB_SetSpace (of the root server)",
        seL4_TCB_SetSpace(seL4_CapInitThreadTCB, 0, root, guard, seL4_CapInitThreadVSpace, 0));
}

void init_slots_prepare(struct init *init)
{
    const seL4_BootInfo *b = init->bootinfo;
    uint64_t need = slot_plan_need(&init->view, init->alias_of, init->mapped);

    if (b->untyped.end - b->untyped.start > CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS) {
        init_report_fail(init, CAPDL_NONE, "the boot information lists too many untypeds");
    }
    init->root = seL4_CapInitThreadCNode;
    init->next_slot = b->empty.start;
    init->end_slot = b->empty.end;
    if (!slot_plan_make(&init->slots, need, b->empty.end - b->empty.start,
                        (uint8_t)b->initThreadCNodeSizeBits)) {
        init_report_text("adlc-init: not enough slots: the spec needs ");
        init_report_number(need);
        init_report_text(", ");
        init_report_number(init->slots.more);
        init_report_text(" of them in the initial CNode, which has ");
        init_report_number(init->slots.have);
        init_report_text(" free\n");
        init_report_stop();
    }
    if (init->slots.chunks != 0) {
        move_in(init);
    }
    make_pools(init);
}
