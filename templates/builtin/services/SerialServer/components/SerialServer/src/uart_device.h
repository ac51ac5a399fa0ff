/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The UARTs of the boards, as the serial server wants them. Firmware has set the line up; only
 * the interrupt for what comes in is turned on here.
 */
#ifndef UART_DEVICE_H
#define UART_DEVICE_H

#include <stdbool.h>

struct uart_device {
    const char *model; /* attribute `model` of the hardware component: registers_model */
    void (*start)(void);
    bool (*can_send)(void);
    void (*send)(unsigned char c);
    int (*receive)(void); /* -1: nothing there; taking the last one takes the interrupt back */
};

/* The device of that model at the component's `registers`; NULL when there is none. */
const struct uart_device *uart_device_find(const char *model);

#endif
