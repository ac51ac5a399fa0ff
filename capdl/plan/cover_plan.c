/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/cover_plan.h"

#define MIN_BITS 4u
#define MAX_BITS 63u

/* Where the next object of 2^bits bytes goes, from the start of the untyped; at most 2^64 - 1,
 * since a mark is at most 2^63. */
static uint64_t aligned(uint64_t mark, uint8_t bits)
{
    uint64_t size = UINT64_C(1) << bits;

    return (mark + size - 1) & ~(size - 1);
}

/* Is there room for 2^bits bytes at `start`? */
static bool fits(const struct cover_plan *plan, uint64_t start, uint8_t bits)
{
    uint64_t total = UINT64_C(1) << plan->size_bits;
    uint64_t size = UINT64_C(1) << bits;

    return size <= total && start <= total - size;
}

/* Where the member goes if those in front of it end at plan->used. */
static enum untyped_plan_result place(const struct cover_plan *plan,
                                      const struct untyped_plan_object *member, uint64_t *start)
{
    *start = aligned(plan->used, member->size_bits);
    if (!member->fixed) {
        return fits(plan, *start, member->size_bits) ? UNTYPED_PLAN_OK : UNTYPED_PLAN_NO_MEMORY;
    }
    if ((member->paddr & ((UINT64_C(1) << member->size_bits) - 1)) != 0) {
        return UNTYPED_PLAN_MISALIGNED;
    }
    if (member->paddr < plan->paddr ||
        !fits(plan, member->paddr - plan->paddr, member->size_bits)) {
        return UNTYPED_PLAN_NO_DEVICE;
    }
    *start = member->paddr - plan->paddr;
    return *start >= plan->used ? UNTYPED_PLAN_OK : UNTYPED_PLAN_OVERLAP;
}

/* Adds up what the members from plan->next on need; saturates. */
static uint64_t bytes_missing(const struct cover_plan *plan)
{
    uint64_t total = UINT64_C(1) << plan->size_bits;
    uint64_t need = plan->used;

    for (uint32_t i = plan->next; i < plan->count && need <= UINT64_MAX / 4; i++) {
        uint8_t bits = plan->members[i].size_bits;

        need = aligned(need, bits) + (UINT64_C(1) << bits);
    }
    return need > total ? need - total : 0;
}

enum untyped_plan_result cover_plan_begin(struct cover_plan *plan)
{
    plan->object = plan->other = UNTYPED_PLAN_NONE;
    plan->missing = plan->used = 0;
    plan->next = 0;
    if (plan->size_bits < MIN_BITS || plan->size_bits > MAX_BITS) {
        return UNTYPED_PLAN_BAD_SIZE;
    }
    for (; plan->next < plan->count; plan->next++) {
        const struct untyped_plan_object *member = &plan->members[plan->next];
        enum untyped_plan_result result = UNTYPED_PLAN_BAD_SIZE;
        uint64_t start = 0;

        if (member->size_bits >= MIN_BITS && member->size_bits <= MAX_BITS) {
            result = place(plan, member, &start);
        }
        if (result != UNTYPED_PLAN_OK) {
            plan->object = plan->next;
            plan->other = plan->next == 0 ? UNTYPED_PLAN_NONE : plan->next - 1;
            plan->missing = result == UNTYPED_PLAN_NO_MEMORY ? bytes_missing(plan) : 0;
            return result;
        }
        plan->used = start + (UINT64_C(1) << member->size_bits);
    }
    plan->used = 0;
    plan->next = 0;
    return UNTYPED_PLAN_OK;
}

/* log2 of the largest block that begins at the mark, is aligned there, and ends by `end`. */
static uint8_t filler_bits(uint64_t mark, uint64_t end)
{
    uint8_t bits = MIN_BITS;

    while (bits < MAX_BITS && (mark & (UINT64_C(1) << bits)) == 0 &&
           (UINT64_C(2) << bits) <= end - mark) {
        bits++;
    }
    return bits;
}

/* Is the member made by the same call as the one in front of it? */
static bool continues(const struct cover_plan *plan, const struct untyped_plan_object *first)
{
    const struct untyped_plan_object *member = &plan->members[plan->next];

    return plan->next < plan->count && !member->fixed && member->kind == first->kind &&
           member->size_bits == first->size_bits;
}

bool cover_plan_next(struct cover_plan *plan, struct untyped_plan_step *step, uint32_t most)
{
    const struct untyped_plan_object *member = &plan->members[plan->next];
    uint64_t start = 0;

    if (plan->next == plan->count) {
        return false;
    }
    (void)place(plan, member, &start);
    if (member->fixed && start > plan->used) {
        *step = (struct untyped_plan_step){
            .object = UNTYPED_PLAN_NONE,
            .count = 1,
            .paddr = plan->paddr + plan->used,
            .size_bits = filler_bits(plan->used, start),
        };
        plan->used += UINT64_C(1) << step->size_bits;
        return true;
    }
    *step = (struct untyped_plan_step){
        .object = plan->next,
        .count = 0,
        .paddr = plan->paddr + start,
        .size_bits = member->size_bits,
    };
    do {
        plan->next++;
        step->count++;
    } while (step->count < most && !member->fixed && continues(plan, member));
    plan->used = start + ((uint64_t)step->count << member->size_bits);
    return true;
}
