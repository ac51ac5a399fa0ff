/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The domain capability: which threads are of which domain, and the schedule of the domains
 * (kernel/sched.h), which its holder may change while it runs.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "kernel/cap.h"
#include "kernel/sched.h"
#include "kernel/state.h"

#define MAX_DURATION_BITS 56u

static enum outcome decode_set(const struct invocation *inv)
{
    if (inv->length < 1) {
        return error_truncated_message();
    }
    if (invocation_arg(inv, 0) >= NUM_DOMAINS) {
        return error_invalid_argument(0);
    }
    if (inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (cap_type(inv->extra[0]->cap) != CAP_TAG_TCB) {
        return error_invalid_argument(1);
    }
    sched_set_domain(cap_object(inv->extra[0]->cap), (uint8_t)invocation_arg(inv, 0));
    return OUTCOME_OK;
}

static enum outcome decode_configure(const struct invocation *inv)
{
    word_t index;
    word_t domain;
    word_t duration;

    if (inv->length < 3) {
        return error_truncated_message();
    }
    index = invocation_arg(inv, 0);
    domain = invocation_arg(inv, 1);
    duration = invocation_arg(inv, 2);
    if (index >= NUM_DOMAIN_SCHEDULES - 1) {
        return error_range(0, NUM_DOMAIN_SCHEDULES - 2);
    }
    if (domain >= NUM_DOMAINS) {
        return error_range(0, NUM_DOMAINS - 1);
    }
    if (duration >> MAX_DURATION_BITS != 0) {
        return error_invalid_argument(2);
    }
    if (duration == 0 && domain != 0) {
        return error_invalid_argument(1);
    }
    if (duration == 0 && index == kernel.domain_start) {
        return error_invalid_argument(2);
    }
    kernel.domain_schedule[index].domain = domain;
    kernel.domain_schedule[index].duration = duration;
    return OUTCOME_OK;
}

static enum outcome decode_set_start(const struct invocation *inv)
{
    word_t index;

    if (inv->length < 1) {
        return error_truncated_message();
    }
    index = invocation_arg(inv, 0);
    if (index >= NUM_DOMAIN_SCHEDULES) {
        return error_range(0, NUM_DOMAIN_SCHEDULES - 1);
    }
    if (kernel.domain_schedule[index].duration == 0) {
        return error_invalid_argument(0);
    }
    sched_set_domain_start(index);
    return OUTCOME_OK;
}

enum outcome domain_decode(struct invocation *inv)
{
    switch (inv->label) {
    case LABEL_DOMAIN_SET_SET:
        return decode_set(inv);
    case LABEL_DOMAIN_SCHEDULE_CONFIGURE:
        return decode_configure(inv);
    case LABEL_DOMAIN_SCHEDULE_SET_START:
        return decode_set_start(inv);
    default:
        return error_illegal_operation();
    }
}
