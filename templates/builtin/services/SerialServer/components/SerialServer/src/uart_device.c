/* SPDX-License-Identifier: BSD-2-Clause */
#include "uart_device.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <camkes.h>

static volatile uint8_t *byte(unsigned int offset)
{
    return (volatile uint8_t *)registers + offset;
}

static volatile uint32_t *word(unsigned int offset)
{
    return (volatile uint32_t *)((uintptr_t)registers + offset);
}

/* ---- 16550 (National Semiconductor NS16550A): registers of one byte ---- */

enum {
    NS16550_DATA = 0,
    NS16550_INTERRUPT_ENABLE = 1, /* bit 0: something came in */
    NS16550_FIFO = 2,
    NS16550_LINE_STATUS = 5,
    NS16550_RECEIVED = 0x01,
    NS16550_EMPTY = 0x20,
};

static void ns16550_start(void)
{
    *byte(NS16550_FIFO) = 1;
    *byte(NS16550_INTERRUPT_ENABLE) = 1;
}

static bool ns16550_can_send(void)
{
    return (*byte(NS16550_LINE_STATUS) & NS16550_EMPTY) != 0;
}

static void ns16550_send(unsigned char c)
{
    *byte(NS16550_DATA) = c;
}

static int ns16550_receive(void)
{
    return (*byte(NS16550_LINE_STATUS) & NS16550_RECEIVED) != 0 ? *byte(NS16550_DATA) : -1;
}

/* ---- PL011 (Arm DDI 0183) ---- */

enum {
    PL011_DATA = 0x00,
    PL011_FLAGS = 0x18,
    PL011_CONTROL = 0x30,
    PL011_INTERRUPT_MASK = 0x38,
    PL011_INTERRUPT_CLEAR = 0x44,
    PL011_FULL = 1 << 5,  /* nothing can be sent */
    PL011_EMPTY = 1 << 4, /* nothing came in */
    PL011_ENABLED = 1 << 9 | 1 << 8 | 1 << 0,
    PL011_RECEIVED = 1 << 4 | 1 << 6, /* some, or some and then a pause */
};

static void pl011_start(void)
{
    *word(PL011_CONTROL) |= PL011_ENABLED;
    *word(PL011_INTERRUPT_MASK) |= PL011_RECEIVED;
}

static bool pl011_can_send(void)
{
    return (*word(PL011_FLAGS) & PL011_FULL) == 0;
}

static void pl011_send(unsigned char c)
{
    *word(PL011_DATA) = c;
}

static int pl011_receive(void)
{
    if ((*word(PL011_FLAGS) & PL011_EMPTY) != 0) {
        *word(PL011_INTERRUPT_CLEAR) = PL011_RECEIVED;
        /* one may have come in between */
        if ((*word(PL011_FLAGS) & PL011_EMPTY) != 0) {
            return -1;
        }
    }
    return (int)(*word(PL011_DATA) & 0xff);
}

/* ---- BCM2835 mini UART (BCM2835 peripherals, chapter 2.2), at an offset in its page ---- */

enum {
    MINI_DATA = 0x40,
    MINI_INTERRUPT_ENABLE = 0x44, /* bit 0: something came in (errata: not bit 1) */
    MINI_LINE_STATUS = 0x54,
    MINI_RECEIVED = 0x01,
    MINI_CAN_SEND = 0x20,
};

static void mini_start(void)
{
    *word(MINI_INTERRUPT_ENABLE) |= 1;
}

static bool mini_can_send(void)
{
    return (*word(MINI_LINE_STATUS) & MINI_CAN_SEND) != 0;
}

static void mini_send(unsigned char c)
{
    *word(MINI_DATA) = c;
}

static int mini_receive(void)
{
    return (*word(MINI_LINE_STATUS) & MINI_RECEIVED) != 0 ? (int)(*word(MINI_DATA) & 0xff) : -1;
}

static const struct uart_device devices[] = {
    {"ns16550",           ns16550_start, ns16550_can_send, ns16550_send, ns16550_receive},
    {"arm-pl011",         pl011_start,   pl011_can_send,   pl011_send,   pl011_receive  },
    {"bcm2835-mini-uart", mini_start,    mini_can_send,    mini_send,    mini_receive   },
};

const struct uart_device *uart_device_find(const char *model)
{
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
        if (strcmp(devices[i].model, model) == 0) {
            return &devices[i];
        }
    }
    return NULL;
}
