/* SPDX-License-Identifier: BSD-2-Clause */
/* The board of the drivers' unit tests: offsets into the test's model of registers. */
#ifndef PLAT_BOARD_H
#define PLAT_BOARD_H

#define BOARD_LOCAL_OFFSET 0x0ul
#define BOARD_INTC_OFFSET  0x1000ul
#define BOARD_IRQ_MAX      127ul
#define BOARD_IRQ_TIMER    3ul
#define BOARD_IRQ_TRIGGER  0

#endif
