/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <model/statedata.h>
#include <object/structures.h>

/* Lengths are ticks of the kernel's timer, { 9, 9 } would be an entry of a comment. */
// Written as other projects write it:
// clang-format off
const dschedule_t ksDomSchedule[] = {
    { .domain = 0, .length = 5 }, // start-up; then the two in turn
    { .domain = 1, .length = 2u, },
    { 2, 2 },
};
// clang-format on

const word_t ksDomScheduleLength = sizeof(ksDomSchedule) / sizeof(dschedule_t);
