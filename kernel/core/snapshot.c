/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/snapshot.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/vspace.h"

#define ENTRIES     (1u << PAGE_TABLE_INDEX_BITS)
#define SLOT_BOUND  8 /* capDL's number of a TCB's bound notification */
#define NO_LEVEL    ARCH_MAX_LEVELS
#define DEPTH_LIMIT 32u /* of derivations that are told apart; what is deeper counts to these */
#define FOR_EACH_CAP(slot)                                                                         \
    for (const struct slot *slot = derivation_next(&kernel.all_caps); slot != NULL;                \
         slot = derivation_next(slot))

static bool is_same_name(struct cap a, struct cap b)
{
    switch (cap_type(a)) {
    case CAP_TAG_UNTYPED:
        return a.word[0] == b.word[0];
    case CAP_TAG_SGI_SIGNAL:
        return cap_type(b) == CAP_TAG_SGI_SIGNAL && cap_value(a) == cap_value(b);
    default:
        return derivation_same_object(a, b);
    }
}

/* Is this the capability that stands for its object? */
static bool is_first(const struct slot *slot)
{
    return cap_type(slot->cap) != CAP_TAG_ZOMBIE && !is_same_name(slot->prev->cap, slot->cap);
}

/* Level of the table a capability names, NO_LEVEL if it is in no address space. */
static unsigned level_of(struct cap cap)
{
    paddr_t root = cap_mapped_asid(cap) != 0 ? vspace_find(cap_mapped_asid(cap)) : 0;
    uint64_t *table = arch_phys_to_virt(root);

    for (unsigned level = 0; root != 0 && level < arch_paging.levels; level++) {
        uint64_t entry;
        if (arch_virt_to_phys(table) == cap_address(cap)) {
            return level;
        }
        entry = table[(cap_mapped_vaddr(cap) >> arch_paging.shift[level]) & (ENTRIES - 1)];
        if (arch_pte_kind(entry, level) != PTE_TABLE) {
            break;
        }
        table = arch_phys_to_virt(arch_pte_target(entry));
    }
    return NO_LEVEL;
}

static void put_table(unsigned level, paddr_t address)
{
    console_printf("%s@0x%lx", arch_paging.table_names[level], (unsigned long)address);
}

/* A table in no address space is shown as one of the last level, or as the root it was made for. */
static unsigned shown_level(struct cap cap)
{
    unsigned level = level_of(cap);

    if (level == NO_LEVEL) {
        level = cap_type(cap) == CAP_TAG_PAGE_TABLE ? arch_paging.levels - 1u : 0;
    }
    return level;
}

static void put_name(struct cap cap)
{
    static const char *const kinds[32] = {
        [CAP_TAG_FRAME] = "frame",
        [CAP_TAG_ENDPOINT] = "ep",
        [CAP_TAG_CNODE] = "cnode",
        [CAP_TAG_NOTIFICATION] = "notification",
        [CAP_TAG_TCB] = "tcb",
        [CAP_TAG_REPLY] = "tcb",
        [CAP_TAG_ASID_POOL] = "asid_pool",
    };
    unsigned long value = (unsigned long)cap_value(cap);

    if (cap_is_table(cap)) {
        put_table(shown_level(cap), cap_address(cap));
        return;
    }
    switch (cap_type(cap)) {
    case CAP_TAG_UNTYPED:
        console_printf("ut@0x%lx@%u", (unsigned long)cap_address(cap), cap_size_field(cap));
        break;
    case CAP_TAG_IRQ_HANDLER:
        console_printf("irq@%lu", value);
        break;
    case CAP_TAG_SGI_SIGNAL:
        console_printf("sgi@%lu@%lu", value & UINT32_MAX, value >> 32);
        break;
    case CAP_TAG_IRQ_CONTROL:
        console_printf("irq_control");
        break;
    case CAP_TAG_ASID_CONTROL:
        console_printf("asid_control");
        break;
    case CAP_TAG_DOMAIN:
        console_printf("domain");
        break;
    default:
        console_printf("%s@0x%lx", kinds[cap_type(cap)], (unsigned long)cap_address(cap));
        break;
    }
}

/* --- parameters: (a, b, c) --- */

/* Begins the next parameter of a list. */
static void next_param(bool *is_open)
{
    console_printf(*is_open ? ", " : " (");
    *is_open = true;
}

static void end_params(bool is_open)
{
    if (is_open) {
        console_put(')');
    }
}

static void put_rights(word_t rights, bool *is_open)
{
    static const struct {
        word_t right;
        char letter;
    } letters[] = {
        {RIGHT_READ,        'R'},
        {RIGHT_WRITE,       'W'},
        {RIGHT_GRANT,       'G'},
        {RIGHT_GRANT_REPLY, 'P'}
    };

    if ((rights & RIGHTS_ALL) == 0) {
        return;
    }
    next_param(is_open);
    for (unsigned i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if ((rights & letters[i].right) != 0) {
            console_put(letters[i].letter);
        }
    }
}

/* Numbers are decimal or hexadecimal as capDL's canonical text has them. */
static void put_number(const char *name, word_t value, bool *is_open)
{
    next_param(is_open);
    console_printf("%s: %lu", name, (unsigned long)value);
}

static void put_address(const char *name, word_t value, bool *is_open)
{
    next_param(is_open);
    console_printf("%s: 0x%lx", name, (unsigned long)value);
}

static void put_asid(struct cap cap, bool *is_open)
{
    unsigned asid = cap_mapped_asid(cap);

    if (asid != 0) {
        next_param(is_open);
        console_printf("asid: (0x%x, 0x%x)", asid >> ASID_POOL_INDEX_BITS,
                       asid & ((1u << ASID_POOL_INDEX_BITS) - 1));
    }
}

/* The table entry that the mapping of a frame capability is in, if it still is. */
static void put_mapping(struct cap cap, bool *is_open)
{
    paddr_t root = cap_mapped_asid(cap) != 0 ? vspace_find(cap_mapped_asid(cap)) : 0;
    struct vspace_walk walk;
    paddr_t entry;

    if (root == 0) {
        return;
    }
    walk = vspace_walk(arch_phys_to_virt(root), cap_mapped_vaddr(cap));
    if (arch_pte_kind(*walk.entry, walk.level) != PTE_FRAME ||
        arch_pte_target(*walk.entry) != cap_address(cap)) {
        return;
    }
    entry = arch_virt_to_phys(walk.entry);
    next_param(is_open);
    console_printf("mapping: (");
    put_table(walk.level, entry & ~((UINT64_C(1) << PAGE_TABLE_BITS) - 1));
    console_printf(", %lu)", (unsigned long)(entry % (UINT64_C(1) << PAGE_TABLE_BITS) / 8));
}

static void put_cap_params(struct cap cap)
{
    bool is_open = false;

    switch (cap_type(cap)) {
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        put_rights(cap_aux(cap), &is_open);
        if (cap_value(cap) != 0) {
            put_number("badge", cap_value(cap), &is_open);
        }
        break;
    case CAP_TAG_CNODE:
        if (cap_cnode_guard_size(cap) != 0) {
            put_number("guard", cap_cnode_guard(cap), &is_open);
            put_number("guard_size", cap_cnode_guard_size(cap), &is_open);
        }
        break;
    case CAP_TAG_REPLY:
        next_param(&is_open);
        console_printf(cap_reply_is_master(cap) ? "master_reply" : "reply");
        break;
    case CAP_TAG_FRAME:
        put_rights(cap_frame_rights(cap), &is_open);
        put_asid(cap, &is_open);
        put_mapping(cap, &is_open);
        break;
    default:
        if (cap_is_table(cap)) {
            put_asid(cap, &is_open);
        }
        break;
    }
    end_params(is_open);
}

static void put_slot(word_t index, struct cap cap)
{
    if (cap_is_null(cap)) {
        return;
    }
    if (cap_type(cap) == CAP_TAG_ZOMBIE) {
        console_printf("  -- %lu: zombie@0x%lx\n", (unsigned long)index,
                       (unsigned long)cap_address(cap));
        return;
    }
    console_printf("  %lu: ", (unsigned long)index);
    put_name(cap);
    put_cap_params(cap);
    console_put('\n');
}

/* --- objects --- */

static bool lies_in(struct cap inner, struct cap outer)
{
    return cap_type(outer) == CAP_TAG_UNTYPED &&
           cap_address(inner) - cap_address(outer) < UINT64_C(1) << cap_object_bits(outer);
}

/* The objects made from an untyped, but for those made from an untyped made from it. */
static void put_cover(const struct slot *untyped)
{
    struct cap nested = cap_null();

    console_printf(" {\n");
    for (const struct slot *slot = derivation_next(untyped);
         slot != NULL && derivation_is_parent(untyped, slot); slot = derivation_next(slot)) {
        if (!is_first(slot) || lies_in(slot->cap, nested)) {
            continue;
        }
        nested = slot->cap;
        console_printf("    ");
        put_name(slot->cap);
        console_put('\n');
    }
    console_printf("  }");
}

/* A comment to the end of the line. Users choose names: they get no line of their own. */
static void put_comment(const char *text)
{
    console_printf(" -- ");
    for (; *text != '\0'; text++) {
        console_put(*text >= ' ' && *text <= '~' ? *text : '?');
    }
}

static void put_thread(const struct tcb *thread)
{
    bool is_open = false;

    put_address("addr", thread->ipc_buffer, &is_open);
    put_address("ip", arch_context_get(&thread->context, ARCH_REG_FAULT_IP), &is_open);
    put_address("sp", arch_context_get(&thread->context, ARCH_REG_SP), &is_open);
    put_number("prio", thread->priority, &is_open);
    put_number("max_prio", thread->mcp, &is_open);
    put_number("affinity", 0, &is_open);
    next_param(&is_open);
    console_printf("resume: %s", thread->state == THREAD_INACTIVE ? "False" : "True");
    if ((thread->flags & TCB_FLAG_FPU_DISABLED) != 0) {
        next_param(&is_open);
        console_printf("fpu_disabled: True");
    }
    if (thread->fault_handler != 0) {
        put_address("fault_ep", thread->fault_handler, &is_open);
    }
    put_number("dom", thread->domain, &is_open);
    end_params(is_open);
    put_comment(thread->name);
}

static void put_untyped(const struct slot *slot)
{
    console_printf("ut (%u bits, paddr: 0x%lx)", cap_size_field(slot->cap),
                   (unsigned long)cap_address(slot->cap));
    put_cover(slot);
}

static void put_frame(struct cap cap)
{
    unsigned bits = cap_size_field(cap);

    console_printf("frame (%lu%c, paddr: 0x%lx)", 1ul << (bits < 20 ? bits - 10 : bits - 20),
                   bits < 20 ? 'k' : 'M', (unsigned long)cap_address(cap));
}

/* What stands behind `name = `. */
static void put_definition(const struct slot *slot)
{
    struct cap cap = slot->cap;

    if (cap_is_table(cap)) {
        console_printf("%s", arch_paging.table_names[shown_level(cap)]);
        return;
    }
    switch (cap_type(cap)) {
    case CAP_TAG_UNTYPED:
        put_untyped(slot);
        break;
    case CAP_TAG_FRAME:
        put_frame(cap);
        break;
    case CAP_TAG_TCB:
        console_printf("tcb");
        put_thread(cap_object(cap));
        break;
    case CAP_TAG_CNODE:
        console_printf("cnode (%u bits)", cap_cnode_radix(cap));
        break;
    case CAP_TAG_ASID_POOL:
        console_printf("asid_pool (asid_high: 0x%lx)",
                       (unsigned long)cap_value(cap) >> ASID_POOL_INDEX_BITS);
        break;
    case CAP_TAG_SGI_SIGNAL:
        console_printf("arm_sgi_signal (irq: %lu, target: %lu)",
                       (unsigned long)(cap_value(cap) & UINT32_MAX),
                       (unsigned long)(cap_value(cap) >> 32));
        break;
    case CAP_TAG_IRQ_HANDLER:
        console_printf("irq");
        break;
    default:
        console_printf(cap_type(cap) == CAP_TAG_ENDPOINT ? "ep" : "notification");
        break;
    }
}

static bool is_object(struct cap cap)
{
    return cap_is_physical(cap) || cap_type(cap) == CAP_TAG_IRQ_HANDLER ||
           cap_type(cap) == CAP_TAG_SGI_SIGNAL;
}

/* --- contents --- */

static void put_table_entries(struct cap cap)
{
    const uint64_t *table = cap_object(cap);
    unsigned level = level_of(cap);

    for (unsigned i = 0; level != NO_LEVEL && i < ENTRIES; i++) {
        bool is_open = false;
        if (level == 0 && (word_t)i << arch_paging.shift[0] >= arch_paging.user_end) {
            break; /* from here on the kernel's */
        }
        switch (arch_pte_kind(table[i], level)) {
        case PTE_FRAME:
            console_printf("  %u: frame@0x%lx", i, (unsigned long)arch_pte_target(table[i]));
            put_rights(arch_pte_is_writable(table[i]) ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ,
                       &is_open);
            console_printf(arch_pte_is_executable(table[i]) ? "X" : "");
            if (!arch_pte_is_cached(table[i])) {
                next_param(&is_open);
                console_printf("uncached");
            }
            end_params(is_open);
            console_put('\n');
            break;
        case PTE_TABLE:
            console_printf("  %u: ", i);
            put_table(level + 1, arch_pte_target(table[i]));
            console_put('\n');
            break;
        case PTE_INVALID:
            break;
        }
    }
}

static void put_pool_entries(struct cap cap)
{
    const uint64_t *pool = cap_object(cap);

    for (unsigned i = 0; i < 1u << ASID_POOL_INDEX_BITS; i++) {
        if (pool[i] != 0) {
            console_printf("  %u: ", i);
            put_table(0, pool[i]);
            console_put('\n');
        }
    }
}

static void put_thread_slots(const struct tcb *thread)
{
    for (unsigned i = 0; i < TCB_SLOT_COUNT; i++) {
        put_slot(i, thread->slots[i].cap);
    }
    if (thread->bound != NULL) {
        put_slot(SLOT_BOUND, cap_make(CAP_TAG_NOTIFICATION, RIGHT_READ | RIGHT_WRITE,
                                      arch_virt_to_phys(thread->bound), 0));
    }
}

static void put_contents(struct cap cap)
{
    const struct slot *slots;

    switch (cap_type(cap)) {
    case CAP_TAG_CNODE:
        slots = cap_object(cap);
        for (word_t i = 0; i < UINT64_C(1) << cap_cnode_radix(cap); i++) {
            put_slot(i, slots[i].cap);
        }
        break;
    case CAP_TAG_TCB:
        put_thread_slots(cap_object(cap));
        break;
    case CAP_TAG_ASID_POOL:
        put_pool_entries(cap);
        break;
    case CAP_TAG_IRQ_HANDLER:
        put_slot(0, kernel.irq_slots[cap_value(cap)].cap);
        break;
    default:
        put_table_entries(cap);
        break;
    }
}

static bool is_container(struct cap cap)
{
    return cap_is_table(cap) || cap_type(cap) == CAP_TAG_CNODE || cap_type(cap) == CAP_TAG_TCB ||
           cap_type(cap) == CAP_TAG_ASID_POOL || cap_type(cap) == CAP_TAG_IRQ_HANDLER;
}

/* Who comes from whom: the addresses of a slot and of its parent's, in comments. A CNode's name and
 * size tell which of its slots that is. Parents are found on the way down the list: the list is in
 * pre-order, so those of the next slot are among those of this one, or this one. */
static void put_derivations(void)
{
    const struct slot *parents[DEPTH_LIMIT];
    unsigned depth = 0;

    FOR_EACH_CAP(slot)
    {
        while (depth > 0 && !derivation_is_parent(parents[depth - 1], slot)) {
            depth--;
        }
        if (depth > 0) {
            console_printf("-- cdt 0x%lx 0x%lx\n", (unsigned long)arch_virt_to_phys(slot),
                           (unsigned long)arch_virt_to_phys(parents[depth - 1]));
        }
        if (depth < DEPTH_LIMIT) {
            parents[depth++] = slot;
        }
    }
}

/* The schedule up to its last entry that is no end marker; a kernel with one domain has none. */
static void put_schedule(void)
{
    unsigned count = NUM_DOMAIN_SCHEDULES;

    if (NUM_DOMAINS == 1) {
        return;
    }
    while (count > 1 && kernel.domain_schedule[count - 1].duration == 0) {
        count--;
    }
    console_printf("\ndomains {\n  schedule: [");
    for (unsigned i = 0; i < count; i++) {
        console_printf("%s(%lu, %lu)", i == 0 ? "" : ", ",
                       (unsigned long)kernel.domain_schedule[i].domain,
                       (unsigned long)kernel.domain_schedule[i].duration);
    }
    console_printf("]\n  domain_set_start: %lu\n}\n-- tick %u us\n",
                   (unsigned long)kernel.domain_start, TIMER_TICK_MS * 1000u);
}

void snapshot_print(void)
{
    console_printf("-- snapshot\narch %s\n\nobjects {\n", arch_paging.capdl_name);
    FOR_EACH_CAP(slot)
    {
        if (is_object(slot->cap) && is_first(slot)) {
            console_printf("  ");
            put_name(slot->cap);
            console_printf(" = ");
            put_definition(slot);
            console_put('\n');
        }
    }
    console_printf("}\n\ncaps {\n");
    FOR_EACH_CAP(slot)
    {
        if (is_container(slot->cap) && is_first(slot)) {
            put_name(slot->cap);
            console_printf(" {\n");
            put_contents(slot->cap);
            console_printf("}\n");
        }
    }
    console_printf("}\n\nirq maps {\n");
    FOR_EACH_CAP(slot)
    {
        if (cap_type(slot->cap) == CAP_TAG_IRQ_HANDLER && is_first(slot)) {
            console_printf("  %lu: irq@%lu\n", (unsigned long)cap_value(slot->cap),
                           (unsigned long)cap_value(slot->cap));
        }
    }
    console_printf("}\n");
    put_schedule();
    put_derivations();
    console_printf("-- end of snapshot\n");
}
