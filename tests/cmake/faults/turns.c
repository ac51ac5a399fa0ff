/* SPDX-License-Identifier: BSD-2-Clause */
// Written as other projects write it:
// clang-format off
const dschedule_t ksDomSchedule[] = {
    {.domain = 0, .length = 1},
    {.domain = TURN, .length = 1},
};
