/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The domain schedule: at most one list, one start and one shift in the whole text.
 */
#include <inttypes.h>
#include <string.h>

#include "capdl/text/expand.h"

#define MAX_DOMAIN   255u
#define MAX_DURATION ((UINT64_C(1) << 56) - 1)

struct domain_items {
    const struct cdl_domain_item *schedule, *start, *shift;
};

/* Notes the item that `*place` is for; reports a second one. */
static void note(struct expand *e, const struct cdl_domain_item **place,
                 const struct cdl_domain_item *item, bool fits)
{
    if (!fits) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, item->value_span, "`%s` cannot be this",
                           item->key);
    } else if (*place != NULL) {
        struct diag *diag =
            expand_fault(e, DIAG_CAPDL_SCHEDULE, item->span, "`%s` is given twice", item->key);

        diag_label(diag, (*place)->span, "first here");
    } else {
        *place = item;
    }
}

static void find_items(struct expand *e, struct domain_items *items)
{
    for (const struct cdl_domain_item *at = e->tree->domain_items; at != NULL; at = at->next) {
        if (strcmp(at->key, "schedule") == 0) {
            note(e, &items->schedule, at, at->schedule != NULL);
        } else if (strcmp(at->key, "domain_set_start") == 0) {
            note(e, &items->start, at,
                 at->is_number || (at->word != NULL && strcmp(at->word, "no_start") == 0));
        } else if (strcmp(at->key, "index_shift") == 0) {
            note(e, &items->shift, at, at->is_number);
        } else {
            (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, at->span,
                               "there is nothing called `%s` here", at->key);
        }
    }
}

static void check_entry(struct expand *e, const struct cdl_domain *at)
{
    bool us = at->unit != NULL && strcmp(at->unit, "us") == 0;

    if (at->unit != NULL && !us && strcmp(at->unit, "ticks") != 0) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, at->span, "a duration is in `ticks` or `us`");
    }
    if (at->domain > MAX_DOMAIN) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, at->span, "a domain is at most %u, not %" PRIu64,
                           MAX_DOMAIN, at->domain);
    }
    if (at->duration > MAX_DURATION) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, at->span, "a duration has at most 56 bits");
    }
    if (at->duration == 0 && at->domain != 0) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, at->span,
                           "a duration of 0 is only in the end marker (0, 0)");
    }
}

static void make_schedule(struct expand *e, const struct cdl_domain *first)
{
    struct spec_schedule *schedule = &e->spec->schedule;

    for (const struct cdl_domain *at = first; at != NULL; at = at->next) {
        schedule->count++;
    }
    schedule->entries = arena_array(&e->c->arena, struct spec_domain, schedule->count);
    schedule->count = 0;
    for (const struct cdl_domain *at = first; at != NULL; at = at->next) {
        check_entry(e, at);
        schedule->entries[schedule->count++] = (struct spec_domain){
            .domain = (uint8_t)at->domain,
            .microseconds = at->duration != 0 && at->unit != NULL && strcmp(at->unit, "us") == 0,
            .duration = at->duration,
            .span = at->span,
        };
    }
}

void expand_domains(struct expand *e)
{
    struct domain_items items = {NULL, NULL, NULL};
    struct spec_schedule *schedule = &e->spec->schedule;
    const struct cdl_domain_item *start;

    find_items(e, &items);
    start = items.start;
    if (items.schedule == NULL) {
        if (start != NULL || items.shift != NULL) {
            (void)diag_report(&e->c->diags, DIAG_CAPDL_IGNORED,
                              start != NULL ? start->span : items.shift->span,
                              "without a schedule this means nothing");
        }
        return;
    }
    make_schedule(e, items.schedule->schedule);
    schedule->index_shift = items.shift != NULL ? items.shift->number : 0;
    schedule->no_start = start != NULL && !start->is_number;
    schedule->start = start != NULL ? start->number : 0;
    if (schedule->no_start) {
        return;
    }
    if (start != NULL && schedule->start >= schedule->count) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE, start->value_span,
                           "the schedule has %" PRIu32
                           " entries: none to start at is number %" PRIu64,
                           schedule->count, schedule->start);
    } else if (schedule->entries[schedule->start].duration == 0 &&
               schedule->entries[schedule->start].domain == 0) {
        (void)expand_fault(e, DIAG_CAPDL_SCHEDULE,
                           start != NULL ? start->value_span : schedule->entries[0].span,
                           "the schedule cannot start at an end marker");
    }
}
