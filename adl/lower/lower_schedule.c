/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The domain schedule: the assembly's entries as the graph's, in order, with the kernel's bounds
 * (adl.md 6.12). (0, 0) marks the end of a round; the schedule starts at its first entry.
 */
#include <inttypes.h>

#include "adl/lower/lowering.h"

#define DOMAIN_MAX   255u
#define DURATION_MAX ((UINT64_C(1) << 56) - 1)

/* Reports an entry that no kernel takes: false. */
static bool is_possible(struct lowering *l, const struct model_schedule_item *item)
{
    struct diag *d;
    if (item->domain > DOMAIN_MAX) {
        d = diag_report(&l->c->diags, DIAG_BAD_SCHEDULE, item->span,
                        "a domain is at most %u, not %" PRIu64, DOMAIN_MAX, item->domain);
        diag_hint(d, "domains count from 0");
        return false;
    }
    if (item->duration > DURATION_MAX) {
        d = diag_report(&l->c->diags, DIAG_BAD_SCHEDULE, item->span,
                        "a duration has at most 56 bits");
        diag_hint(d, "the longest is %" PRIu64, DURATION_MAX);
        return false;
    }
    if (item->duration == 0 && item->domain != 0) {
        d = diag_report(&l->c->diags, DIAG_BAD_SCHEDULE, item->span,
                        "domain %" PRIu64 " gets no time", item->domain);
        diag_hint(d, "only the end marker, (0, 0), has no duration");
        return false;
    }
    return true;
}

void lower_schedule(struct lowering *l)
{
    const struct model *model = l->model;
    struct spec_schedule *schedule = &l->spec->schedule;
    schedule->entries = arena_array(&l->c->arena, struct spec_domain, model->schedule_count);
    for (uint32_t i = 0; i < model->schedule_count; i++) {
        const struct model_schedule_item *item = &model->schedule[i];
        if (!is_possible(l, item)) {
            continue;
        }
        if (i == 0 && item->duration == 0) {
            struct diag *d = diag_report(&l->c->diags, DIAG_BAD_SCHEDULE, item->span,
                                         "the schedule begins with its end marker");
            diag_hint(d, "put an entry with a duration first");
        }
        schedule->entries[schedule->count++] = (struct spec_domain){
            .domain = (uint8_t)item->domain,
            .microseconds = item->in_microseconds && item->duration != 0,
            .duration = item->duration,
            .span = item->span,
        };
    }
}
