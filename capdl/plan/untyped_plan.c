/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/untyped_plan.h"

#include <stddef.h>

#define MIN_BITS 4u /* the kernel's smallest untyped and object */
#define MAX_BITS 63u

/* Which of two entries of an index array comes first. */
typedef bool (*less_fn)(const struct untyped_plan *plan, uint32_t a, uint32_t b);

static uint64_t bytes_of(uint8_t size_bits)
{
    return UINT64_C(1) << size_bits;
}

/* Fixed objects by address, then the others from large to small, of one size by kind and then in id
 * order; those that take no memory last. */
static bool object_less(const struct untyped_plan *plan, uint32_t a, uint32_t b)
{
    const struct untyped_plan_object *x = &plan->objects[a];
    const struct untyped_plan_object *y = &plan->objects[b];
    bool x_fixed = x->fixed && x->size_bits != 0;
    bool y_fixed = y->fixed && y->size_bits != 0;

    if (x_fixed != y_fixed) {
        return x_fixed;
    }
    if (x_fixed && x->paddr != y->paddr) {
        return x->paddr < y->paddr;
    }
    if (x->size_bits != y->size_bits) {
        return x->size_bits > y->size_bits;
    }
    if (x->kind != y->kind) {
        return x->kind < y->kind;
    }
    return a < b;
}

/* Device memory first, by address; then ordinary memory from small to large. */
static bool memory_less(const struct untyped_plan *plan, uint32_t a, uint32_t b)
{
    const struct untyped_plan_memory *x = &plan->memory[a];
    const struct untyped_plan_memory *y = &plan->memory[b];

    if (x->device != y->device) {
        return x->device;
    }
    if (!x->device && x->size_bits != y->size_bits) {
        return x->size_bits < y->size_bits;
    }
    if (x->paddr != y->paddr) {
        return x->paddr < y->paddr;
    }
    return a < b;
}

static bool address_less(const struct untyped_plan *plan, uint32_t a, uint32_t b)
{
    const struct untyped_plan_memory *x = &plan->memory[a];
    const struct untyped_plan_memory *y = &plan->memory[b];

    return x->paddr != y->paddr ? x->paddr < y->paddr : a < b;
}

/* An index array that is either plain or spread over the `walk` fields of the untypeds. */
static uint32_t *entry(struct untyped_plan *plan, uint32_t *array, uint32_t i)
{
    return array != NULL ? &array[i] : &plan->memory[i].walk;
}

static void sift_down(struct untyped_plan *plan, uint32_t *array, uint32_t top, uint32_t count,
                      less_fn less)
{
    uint32_t at = top;

    while (at < count / 2) {
        uint32_t child = 2 * at + 1;
        uint32_t *a, *b;

        if (child + 1 < count &&
            less(plan, *entry(plan, array, child), *entry(plan, array, child + 1))) {
            child++;
        }
        a = entry(plan, array, at);
        b = entry(plan, array, child);
        if (!less(plan, *a, *b)) {
            return;
        }
        uint32_t kept = *a;
        *a = *b;
        *b = kept;
        at = child;
    }
}

/* Sorts the numbers 0 .. count - 1 into `array` (NULL: the walk fields): heap sort, since it needs
 * neither recursion nor memory and has no bad case. */
static void sort_indices(struct untyped_plan *plan, uint32_t *array, uint32_t count, less_fn less)
{
    for (uint32_t i = 0; i < count; i++) {
        *entry(plan, array, i) = i;
    }
    for (uint32_t i = count / 2; i > 0; i--) {
        sift_down(plan, array, i - 1, count, less);
    }
    for (uint32_t end = count; end > 1; end--) {
        uint32_t *first = entry(plan, array, 0);
        uint32_t *last = entry(plan, array, end - 1);
        uint32_t kept = *first;

        *first = *last;
        *last = kept;
        sift_down(plan, array, 0, end - 1, less);
    }
}

static enum untyped_plan_result check_sizes(struct untyped_plan *plan)
{
    for (uint32_t i = 0; i < plan->memory_count; i++) {
        if (plan->memory[i].size_bits < MIN_BITS || plan->memory[i].size_bits > MAX_BITS) {
            return UNTYPED_PLAN_BAD_SIZE;
        }
    }
    for (uint32_t i = 0; i < plan->object_count; i++) {
        uint8_t bits = plan->objects[i].size_bits;

        if (bits != 0 && (bits < MIN_BITS || bits > MAX_BITS)) {
            plan->object = i;
            return UNTYPED_PLAN_BAD_SIZE;
        }
    }
    return UNTYPED_PLAN_OK;
}

/* Finds fixed objects that no untyped could give, whatever else there is. */
static enum untyped_plan_result check_fixed(struct untyped_plan *plan)
{
    for (uint32_t i = 0; i < plan->fixed_count; i++) {
        uint32_t id = plan->order[i];
        const struct untyped_plan_object *object = &plan->objects[id];

        plan->object = id;
        if ((object->paddr & (bytes_of(object->size_bits) - 1)) != 0) {
            return UNTYPED_PLAN_MISALIGNED;
        }
        if (i > 0) {
            const struct untyped_plan_object *before = &plan->objects[plan->order[i - 1]];

            plan->other = plan->order[i - 1];
            if (object->paddr - before->paddr < bytes_of(before->size_bits)) {
                return UNTYPED_PLAN_OVERLAP;
            }
        }
    }
    plan->object = UNTYPED_PLAN_NONE;
    plan->other = UNTYPED_PLAN_NONE;
    return UNTYPED_PLAN_OK;
}

static bool holds(const struct untyped_plan_memory *memory,
                  const struct untyped_plan_object *object)
{
    uint64_t offset = object->paddr - memory->paddr;
    uint64_t size = bytes_of(object->size_bits);

    return object->paddr >= memory->paddr && size <= bytes_of(memory->size_bits) &&
           offset <= bytes_of(memory->size_bits) - size && (offset & (size - 1)) == 0 &&
           offset >= memory->taken;
}

/* Gives each fixed object to the untyped around it; both are in the order of addresses. */
static enum untyped_plan_result assign_fixed(struct untyped_plan *plan)
{
    uint32_t done = 0;

    sort_indices(plan, NULL, plan->memory_count, address_less);
    for (uint32_t i = 0; i < plan->memory_count; i++) {
        struct untyped_plan_memory *memory = &plan->memory[plan->memory[i].walk];

        memory->first_fixed = done;
        memory->fixed_count = 0;
        while (done < plan->fixed_count && holds(memory, &plan->objects[plan->order[done]])) {
            memory->fixed_count++;
            done++;
        }
    }
    if (done < plan->fixed_count) {
        plan->object = plan->order[done];
        return UNTYPED_PLAN_NO_DEVICE;
    }
    return UNTYPED_PLAN_OK;
}

/* Notes where each size begins in order[]; sets the walk back to its start. */
static void rewind_walk(struct untyped_plan *plan)
{
    for (uint32_t bits = 0; bits < 64; bits++) {
        plan->class_next[bits] = plan->class_end[bits] = 0;
    }
    for (uint32_t i = plan->fixed_count; i < plan->object_count; i++) {
        uint8_t bits = plan->objects[plan->order[i]].size_bits;

        if (plan->class_end[bits] == 0) {
            plan->class_next[bits] = i;
        }
        plan->class_end[bits] = i + 1;
    }
    for (uint32_t i = 0; i < plan->memory_count; i++) {
        plan->memory[i].used = plan->memory[i].taken;
    }
    plan->position = 0;
    plan->fixed_done = 0;
}

/* log2 of the largest block that starts at `mark`, is aligned there and ends by `end` (> mark). */
static uint8_t block_bits(uint64_t mark, uint64_t end)
{
    uint8_t bits = 0;

    while (bits < MAX_BITS && (mark & (UINT64_C(1) << bits)) == 0 &&
           (UINT64_C(2) << bits) <= end - mark) {
        bits++;
    }
    return bits;
}

/* log2 size of the largest pending object of at most 2^bits bytes; 0 when there is none. */
static uint8_t largest_pending(const struct untyped_plan *plan, uint8_t bits)
{
    for (uint8_t size = bits; size >= MIN_BITS; size--) {
        if (plan->class_next[size] < plan->class_end[size]) {
            return size;
        }
    }
    return 0;
}

/* Where the present untyped has to stop for the next fixed object in it, or ends. */
static uint64_t end_of(const struct untyped_plan *plan, const struct untyped_plan_memory *memory)
{
    if (plan->fixed_done < memory->fixed_count) {
        uint32_t fixed = plan->order[memory->first_fixed + plan->fixed_done];

        return plan->objects[fixed].paddr - memory->paddr;
    }
    return bytes_of(memory->size_bits);
}

/* The next thing to make from the untyped `index`; false when it has no more to give. */
static bool step_in(struct untyped_plan *plan, uint32_t index, struct untyped_plan_step *step)
{
    struct untyped_plan_memory *memory = &plan->memory[index];
    bool more_fixed = plan->fixed_done < memory->fixed_count;
    uint64_t end = end_of(plan, memory);
    uint8_t bits;

    *step = (struct untyped_plan_step){
        .object = UNTYPED_PLAN_NONE,
        .memory = index,
        .count = 1,
        .paddr = memory->paddr + memory->used,
    };
    if (more_fixed && memory->used == end) {
        step->objects = &plan->order[memory->first_fixed + plan->fixed_done++];
    } else {
        if (memory->used == end || (memory->device && !more_fixed)) {
            return false;
        }
        step->size_bits = block_bits(memory->used, end);
        bits = memory->device ? 0 : largest_pending(plan, step->size_bits);
        if (bits != 0) {
            step->objects = &plan->order[plan->class_next[bits]++];
        } else if (!more_fixed && largest_pending(plan, MAX_BITS) == 0) {
            return false;
        }
    }
    if (step->objects != NULL) {
        step->object = step->objects[0];
        step->size_bits = plan->objects[step->object].size_bits;
    }
    memory->used += bytes_of(step->size_bits);
    return true;
}

/* Adds to the step what would be the next one if it is of the same size and kind. */
static bool extend(struct untyped_plan *plan, struct untyped_plan_step *step)
{
    struct untyped_plan_memory *memory = &plan->memory[step->memory];
    uint64_t end = end_of(plan, memory);
    uint8_t bits = step->size_bits;

    if (memory->used == end || largest_pending(plan, block_bits(memory->used, end)) != bits ||
        plan->objects[plan->order[plan->class_next[bits]]].kind !=
            plan->objects[step->object].kind) {
        return false;
    }
    plan->class_next[bits]++;
    memory->used += bytes_of(bits);
    step->count++;
    return true;
}

/* A filler only makes sense if something follows it in the same untyped: the end of the untyped
 * is reached by leaving it. */
static bool useless_filler(const struct untyped_plan *plan, const struct untyped_plan_step *step)
{
    const struct untyped_plan_memory *memory = &plan->memory[step->memory];
    uint8_t bits = 0;

    if (step->object != UNTYPED_PLAN_NONE || plan->fixed_done < memory->fixed_count) {
        return false;
    }
    for (bits = MIN_BITS; bits < MAX_BITS; bits++) {
        uint64_t size = bytes_of(bits);
        uint64_t start = (memory->used + size - 1) & ~(size - 1);

        if (plan->class_next[bits] < plan->class_end[bits] &&
            start <= bytes_of(memory->size_bits) && size <= bytes_of(memory->size_bits) - start) {
            return false;
        }
    }
    return true;
}

bool untyped_plan_next(struct untyped_plan *plan, struct untyped_plan_step *step)
{
    while (plan->position < plan->memory_count) {
        if (step_in(plan, plan->memory[plan->position].walk, step)) {
            if (!useless_filler(plan, step)) {
                return true;
            }
            plan->memory[step->memory].used -= bytes_of(step->size_bits);
        }
        plan->position++;
        plan->fixed_done = 0;
    }
    return false;
}

bool untyped_plan_next_run(struct untyped_plan *plan, struct untyped_plan_step *step, uint32_t most)
{
    if (!untyped_plan_next(plan, step)) {
        return false;
    }
    if (step->object != UNTYPED_PLAN_NONE && !plan->objects[step->object].fixed) {
        while (step->count < most && extend(plan, step)) {
        }
    }
    return true;
}

/* Adds up what the walk left over; the bytes saturate. */
static enum untyped_plan_result count_missing(struct untyped_plan *plan)
{
    for (uint32_t bits = MAX_BITS; bits >= MIN_BITS; bits--) {
        uint32_t left = plan->class_end[bits] - plan->class_next[bits];

        if (left > 0 && plan->unplaced == 0) {
            plan->object = plan->order[plan->class_next[bits]];
        }
        plan->unplaced += left;
        plan->missing = left > (UINT64_MAX - plan->missing) >> bits
                            ? UINT64_MAX
                            : plan->missing + left * bytes_of((uint8_t)bits);
    }
    return plan->unplaced > 0 ? UNTYPED_PLAN_NO_MEMORY : UNTYPED_PLAN_OK;
}

/* What fillers take of one untyped, and the most they took of any. */
struct lost_memory {
    uint32_t memory;
    uint64_t bytes, most;
};

/* Counts a filler. Device memory is good for nothing else. */
static void count_lost(struct untyped_plan *plan, const struct untyped_plan_step *step,
                       struct lost_memory *here)
{
    if (plan->memory[step->memory].device) {
        return;
    }
    here->bytes = here->memory == step->memory ? here->bytes : 0;
    here->memory = step->memory;
    here->bytes += bytes_of(step->size_bits);
    plan->lost += bytes_of(step->size_bits);
    if (here->bytes > here->most) {
        here->most = here->bytes;
        plan->lost_in = step->memory;
    }
}

enum untyped_plan_result untyped_plan_begin(struct untyped_plan *plan)
{
    struct untyped_plan_step step;
    enum untyped_plan_result result;
    struct lost_memory lost_here = {UNTYPED_PLAN_NONE, 0, 0};

    plan->object = plan->other = plan->lost_in = UNTYPED_PLAN_NONE;
    plan->missing = plan->lost = 0;
    plan->unplaced = plan->steps = plan->fillers = plan->fixed_count = 0;
    result = check_sizes(plan);
    if (result != UNTYPED_PLAN_OK) {
        return result;
    }
    sort_indices(plan, plan->order, plan->object_count, object_less);
    while (plan->fixed_count < plan->object_count) {
        const struct untyped_plan_object *object = &plan->objects[plan->order[plan->fixed_count]];

        if (!object->fixed || object->size_bits == 0) {
            break;
        }
        plan->fixed_count++;
    }
    result = check_fixed(plan);
    if (result == UNTYPED_PLAN_OK) {
        result = assign_fixed(plan);
    }
    if (result != UNTYPED_PLAN_OK) {
        return result;
    }
    sort_indices(plan, NULL, plan->memory_count, memory_less);
    rewind_walk(plan);
    while (untyped_plan_next(plan, &step)) {
        plan->steps++;
        if (step.object == UNTYPED_PLAN_NONE) {
            plan->fillers++;
            count_lost(plan, &step, &lost_here);
        }
    }
    result = count_missing(plan);
    if (result == UNTYPED_PLAN_OK) {
        rewind_walk(plan);
    }
    return result;
}

const char *untyped_plan_text(enum untyped_plan_result result)
{
    switch (result) {
    case UNTYPED_PLAN_OK:
        return "everything fits";
    case UNTYPED_PLAN_NO_MEMORY:
        return "not enough memory";
    case UNTYPED_PLAN_NO_DEVICE:
        return "no untyped memory at this address";
    case UNTYPED_PLAN_MISALIGNED:
        return "address is not a multiple of the size";
    case UNTYPED_PLAN_OVERLAP:
        return "overlaps another object with a fixed address";
    case UNTYPED_PLAN_BAD_SIZE:
        return "size out of range";
    }
    return "unknown result";
}
