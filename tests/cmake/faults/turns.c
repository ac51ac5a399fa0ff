/* SPDX-License-Identifier: BSD-2-Clause */
const dschedule_t ksDomSchedule[] = {
    {.domain = 0, .length = 1},
    {.domain = TURN, .length = 1},
};
