/* SPDX-License-Identifier: BSD-2-Clause */
#define EXTRA 0
