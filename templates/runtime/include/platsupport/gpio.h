/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Pins of a GPIO controller by their numbers. What the pins of a board are called, and a driver
 * for them, is the component's.
 */
#ifndef PLATSUPPORT_GPIO_H
#define PLATSUPPORT_GPIO_H

typedef int gpio_id_t;

#endif
