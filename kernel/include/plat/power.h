/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Board contract: switching off, for CPUs whose boards differ in it (riscv64 has the SBI for all).
 */
#ifndef PLAT_POWER_H
#define PLAT_POWER_H

/* Switches the machine off; called by arch_halt. May trap, if what it tries does not exist here:
 * then it is called again, and tries the next way. Returns when there is no way left. */
void plat_power_off(void);

#endif
