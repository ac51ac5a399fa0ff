/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <object/structures.h>
#include <model/statedata.h>

/* Lengths are ticks of the kernel's timer, { 9, 9 } would be an entry of a comment. */
const dschedule_t ksDomSchedule[] = {
    { .domain = 0, .length = 5 }, // start-up; then the two in turn
    { .domain = 1, .length = 2u, },
    { 2, 2 },
};

const word_t ksDomScheduleLength = sizeof(ksDomSchedule) / sizeof(dschedule_t);
