/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader needs of a board where the CPU's firmware interface does not offer it: console
 * and power. One file of drivers/ each, chosen by plat/<board>.cmake. Called with the MMU off.
 */
#ifndef LOADER_BOOT_BOOT_BOARD_H
#define LOADER_BOOT_BOOT_BOARD_H

/* Writes one byte to the console, which needs no preparation; LF is not translated. */
void board_put_char(char c);

/* Switches the machine off; returns if it cannot. */
void board_power_off(void);

#endif
