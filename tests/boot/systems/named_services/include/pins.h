/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PINS_H
#define PINS_H

#define LED 99

#endif
