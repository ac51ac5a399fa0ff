/* SPDX-License-Identifier: BSD-2-Clause */
int stamp_value(void);
