/* SPDX-License-Identifier: BSD-2-Clause */
const word_t ksDomScheduleLength = 0;
