/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The domain schedule. Its entries are written before anything runs, the start is set when all
 * threads are ready: from then on the root server has only the turns of domain 0, and all it still
 * has to do is to suspend itself.
 */
#include "loader/init/include/init.h"
#include "loader/init/include/init_report.h"

#define MICROSECONDS_PER_TICK (CONFIG_TIMER_TICK_MS * UINT64_C(1000))

/* The duration in ticks; a part of a tick counts as one. */
static seL4_Word ticks(const struct capdl_domain *entry)
{
    if ((entry->flags & CAPDL_DOMAIN_MICROSECONDS) == 0) {
        return entry->duration;
    }
    return entry->duration / MICROSECONDS_PER_TICK +
           (entry->duration % MICROSECONDS_PER_TICK != 0 ? 1 : 0);
}

void init_domains_configure(struct init *init)
{
    const struct capdl_header *spec = init->view.spec;

    for (uint32_t i = 0; i < spec->schedule.count; i++) {
        const struct capdl_domain *entry = &capdl_schedule(spec)[i];

        init_report_check(init, CAPDL_NONE, "seL4_DomainSet_ScheduleConfigure",
                          seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, spec->schedule_shift + i,
                                                           (seL4_Uint8)entry->domain,
                                                           ticks(entry)));
    }
}

void init_domains_start(struct init *init)
{
    const struct capdl_header *spec = init->view.spec;

    if (spec->schedule.count != 0 && (spec->schedule_flags & CAPDL_SCHEDULE_NO_START) == 0) {
        init_report_check(init, CAPDL_NONE, "seL4_DomainSet_ScheduleSetStart",
                          seL4_DomainSet_ScheduleSetStart(
                              seL4_CapDomain, spec->schedule_shift + spec->schedule_start));
    }
}
