/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/board_memory.h"

#include "capdl/include/root_place.h"
#include "capdl/plan/page_tables.h"

#define PAGE          UINT64_C(4096)
#define SLOT_BITS     5u /* log2 bytes of a slot */
#define ROOT_BITS     12u
#define EMPTY_SLOTS   256u /* the first CNode grows rather than have fewer */
#define FIXED_SLOTS   16u
#define FIXED_PAGES   4u    /* VSpace, IPC buffer, boot information, a page with the TCB */
#define RECLAIM_CHUNK 1064u /* private chunk of boot information: the first thread's memory */
#define HEADER_SIZE   16u   /* of a chunk of boot information */
#define UNTYPED_LEAST 4u

/* Free memory while it is carved up; as many ranges as a kernel keeps. */
struct free_memory {
    struct board_memory_range ranges[2 * BOARD_MEMORY_RANGES];
    uint32_t count;
};

static uint64_t page_up(uint64_t value)
{
    return (value + PAGE - 1) & ~(PAGE - 1);
}

static void add_free(struct free_memory *memory, uint64_t start, uint64_t end)
{
    if (start < end && memory->count < 2 * BOARD_MEMORY_RANGES) {
        memory->ranges[memory->count++] = (struct board_memory_range){start, end};
    }
}

/* Takes [start, end) out. */
static void take(struct free_memory *memory, uint64_t start, uint64_t end)
{
    struct free_memory old = *memory;

    memory->count = 0;
    for (uint32_t i = 0; i < old.count; i++) {
        if (end <= old.ranges[i].start || start >= old.ranges[i].end) {
            add_free(memory, old.ranges[i].start, old.ranges[i].end);
        } else {
            add_free(memory, old.ranges[i].start, start);
            add_free(memory, end, old.ranges[i].end);
        }
    }
}

/* Where the kernel sees physical memory, whose addresses it aligns, and its largest untyped. */
static uint64_t window_of(enum spec_arch arch)
{
    return arch == SPEC_ARCH_RISCV64 ? UINT64_C(0xffffffc000000000) : UINT64_C(0xffffff8000000000);
}

static uint64_t device_top(enum spec_arch arch)
{
    return arch == SPEC_ARCH_RISCV64 ? UINT64_C(1) << 39 : UINT64_C(1) << 40;
}

/* log2 of the piece that begins at `start`. */
static uint8_t piece_bits(enum spec_arch arch, uint64_t start, uint64_t end)
{
    uint64_t aligned = start + window_of(arch);
    uint8_t most = arch == SPEC_ARCH_RISCV64 ? 38 : 47;
    uint8_t bits = 0;

    while (bits < most && (UINT64_C(2) << bits) <= end - start &&
           (aligned & (UINT64_C(1) << bits)) == 0) {
        bits++;
    }
    return bits;
}

static void cut(const struct board_memory *board, struct board_memory_plan *plan, uint64_t start,
                uint64_t end, bool device)
{
    while (start < end) {
        uint8_t bits = piece_bits(board->arch, start, end);

        if (bits >= UNTYPED_LEAST && plan->count == BOARD_MEMORY_UNTYPEDS) {
            plan->lost++;
        } else if (bits >= UNTYPED_LEAST) {
            plan->untypeds[plan->count++] =
                (struct untyped_plan_memory){.paddr = start, .size_bits = bits, .device = device};
        }
        start += UINT64_C(1) << bits;
    }
}

static void cut_pieces(const struct board_memory *board, struct board_memory_plan *plan,
                       uint64_t start, uint64_t end)
{
    while (start < end) {
        uint8_t bits = piece_bits(board->arch, start, end);

        if (plan->piece_count < BOARD_MEMORY_PIECES) {
            plan->pieces[plan->piece_count++] =
                (struct untyped_plan_memory){.paddr = start, .size_bits = bits};
        }
        start += UINT64_C(1) << bits;
    }
}

/* The range that `address` lies in, of RAM or of the kernel's devices; NULL: none. `*next` is where
 * the next one begins, if it is below. */
static const struct board_memory_range *taken_at(const struct board_memory *board, uint64_t address,
                                                 uint64_t *next)
{
    for (uint32_t i = 0; i < board->ram_count + board->reserved_count; i++) {
        const struct board_memory_range *range =
            i < board->ram_count ? &board->ram[i] : &board->reserved[i - board->ram_count];

        if (range->start <= address && address < range->end) {
            return range;
        }
        if (range->start > address && range->start < *next) {
            *next = range->start;
        }
    }
    return NULL;
}

static void cut_devices(const struct board_memory *board, struct board_memory_plan *plan)
{
    uint64_t top = device_top(board->arch);

    for (uint64_t at = 0; at < top;) {
        uint64_t next = top;
        const struct board_memory_range *taken = taken_at(board, at, &next);

        if (taken == NULL) {
            cut(board, plan, at, next, true);
        }
        at = taken != NULL ? taken->end : next;
    }
}

/* Page tables below the root for [start, end). */
static uint64_t tables_for(enum spec_arch arch, uint64_t start, uint64_t end)
{
    const struct page_tables_shape *shape = page_tables_shape((uint32_t)arch);
    uint64_t count = 0;

    for (uint8_t level = 1; level < shape->levels; level++) {
        uint8_t shift = page_tables_entry_bits(shape, (uint8_t)(level - 1));

        count += ((end - 1) >> shift) - (start >> shift) + 1;
    }
    return count;
}

static bool is_free(const struct free_memory *memory, uint64_t start, uint64_t end)
{
    for (uint32_t i = 0; i < memory->count; i++) {
        if (memory->ranges[i].start <= start && end <= memory->ranges[i].end) {
            return true;
        }
    }
    return false;
}

/* log2 of the slots of the first CNode, given the slots that hold page tables and frames. */
static uint8_t cnode_bits(uint64_t pages)
{
    uint64_t slots =
        FIXED_SLOTS + pages + BOARD_MEMORY_PIECES + BOARD_MEMORY_UNTYPEDS + EMPTY_SLOTS;
    uint8_t bits = ROOT_BITS;

    while (UINT64_C(1) << bits < slots) {
        bits++;
    }
    return bits;
}

/* Where `size` bytes for the first thread's objects are taken, aligned; 0: nowhere. */
static uint64_t place_objects(const struct free_memory *memory, uint64_t size, uint64_t align)
{
    for (uint32_t i = memory->count; i-- > 0;) {
        const struct board_memory_range *range = &memory->ranges[i];
        uint64_t at = (range->end - size) & ~(align - 1);

        if (range->end - range->start >= size && at >= range->start) {
            return at;
        }
    }
    return 0;
}

/* Free RAM without kernel and device tree; false: they and the root server do not fit. */
static bool take_programs(const struct board_memory *board, uint64_t root_start, uint64_t root,
                          struct free_memory *memory)
{
    uint64_t dtb = page_up(board->kernel.end);

    for (uint32_t i = 0; i < board->ram_count; i++) {
        add_free(memory, board->ram[i].start, board->ram[i].end);
    }
    if (!is_free(memory, board->kernel.start, page_up(dtb + board->dtb_size)) ||
        !is_free(memory, root_start, root_start + root + PAGE)) {
        return false;
    }
    take(memory, board->kernel.start, board->kernel.end);
    if (board->dtb_size != 0) {
        take(memory, dtb, dtb + board->dtb_size);
    }
    take(memory, root_start, root_start + root);
    return true;
}

const char *board_memory_plan(const struct board_memory *board, struct board_memory_plan *plan)
{
    uint64_t extra = RECLAIM_CHUNK + (board->dtb_size != 0 ? HEADER_SIZE + board->dtb_size : 0);
    uint64_t root = page_up(board->root_size);
    uint64_t end = board->root_vaddr + root + 2 * PAGE + page_up(extra);
    uint64_t tables = tables_for(board->arch, board->root_vaddr, end);
    uint64_t slots = tables + (page_up(extra) + root) / PAGE;
    uint64_t cnode, objects, place;
    struct free_memory memory = {.count = 0};

    *plan = (struct board_memory_plan){
        .root_start = root_place_beside(page_up(page_up(board->kernel.end) + board->dtb_size),
                                        board->root_own, root + PAGE, board->loader.start,
                                        page_up(board->loader.end)),
        .root_bits = cnode_bits(slots),
    };
    cnode = UINT64_C(1) << (plan->root_bits + SLOT_BITS);
    objects = cnode + (FIXED_PAGES + tables + 1) * PAGE + page_up(extra);
    if (!take_programs(board, plan->root_start, root, &memory)) {
        return "kernel, device tree and root server do not fit into the board's memory";
    }
    place = place_objects(&memory, objects, cnode);
    if (place == 0) {
        return "the objects of the first thread do not fit into the board's memory";
    }
    take(&memory, place, place + objects);
    cut_devices(board, plan);
    for (uint32_t i = 0; i < memory.count; i++) {
        cut(board, plan, memory.ranges[i].start, memory.ranges[i].end, false);
    }
    plan->reclaimable = (board->root_own != 0 ? board->root_own : root) + objects - PAGE;
    cut_pieces(board, plan, plan->root_start, plan->root_start + root);
    cut_pieces(board, plan, place, place + objects - PAGE);
    plan->used_slots = FIXED_SLOTS + slots + plan->count + plan->piece_count;
    plan->empty_slots = (UINT64_C(1) << plan->root_bits) - plan->used_slots;
    return NULL;
}
