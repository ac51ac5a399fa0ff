/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Does the running kernel have the domain schedule of the spec?  A kernel starts with one entry,
 * domain 0 for the longest time that there is; the root server writes the spec's entries from the
 * index shift on.  Where it starts is not compared: the start is set last of all, behind the moment
 * that the state is looked at.
 *
 * A kernel counts ticks, and its snapshot says how long one is; a part of a tick counts as one.
 */
#include <inttypes.h>

#include "capdl/compare/state_pairs.h"

/* The one entry of a kernel that nobody has told otherwise. */
#define FOR_EVER ((UINT64_C(1) << 56) - 1)

/* What the kernel should have at an index, before durations become ticks. */
static struct spec_domain wanted_entry(const struct spec_schedule *schedule, uint64_t index)
{
    struct spec_domain entry = {.duration = index == 0 ? FOR_EVER : 0};

    if (index >= schedule->index_shift && index - schedule->index_shift < schedule->count) {
        entry = schedule->entries[index - schedule->index_shift];
    }
    return entry;
}

/* The duration of an entry in ticks. */
static uint64_t ticks_of(const struct state *state, const struct spec_domain *entry)
{
    uint64_t tick = state->snapshot->tick;

    if (!entry->microseconds || tick == 0) {
        return entry->duration;
    }
    return entry->duration / tick + (entry->duration % tick != 0 ? 1 : 0);
}

/* Compares one entry; false after a report. */
static bool same_entry(struct state *state, uint64_t index, const struct spec_domain *wanted,
                       const struct spec_domain *found)
{
    if (wanted->domain == found->domain && ticks_of(state, wanted) == found->duration) {
        return true;
    }
    state_fault(state, wanted->span,
                "entry %" PRIu64 " of the domain schedule: domain %u for %" PRIu64
                " ticks, in the spec domain %u for %" PRIu64 " %s",
                index, found->domain, found->duration, wanted->domain, wanted->duration,
                wanted->microseconds ? "us" : "ticks");
    return false;
}

void state_schedule_check(struct state *state)
{
    const struct spec_schedule *wanted = &state->spec->schedule;
    const struct spec_schedule *found = &state->running->schedule;
    const struct spec_domain end = {0};
    bool same = true;

    if (found->count == 0) { /* a kernel with one domain */
        if (wanted->count > 0) {
            state_fault(state, wanted->entries[0].span,
                        "the running system has no domain schedule, the spec has one");
        }
        return;
    }
    for (uint32_t i = 0; i < found->count && same; i++) {
        struct spec_domain entry = wanted_entry(wanted, i);

        same = same_entry(state, i, &entry, &found->entries[i]);
    }
    for (uint32_t i = 0; i < wanted->count && same; i++) {
        if (wanted->index_shift >= found->count || i >= found->count - wanted->index_shift) {
            same = same_entry(state, wanted->index_shift + i, &wanted->entries[i], &end);
        }
    }
}
