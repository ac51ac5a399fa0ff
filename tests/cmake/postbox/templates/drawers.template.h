/* SPDX-License-Identifier: BSD-2-Clause */
unsigned box_drawers(void);
