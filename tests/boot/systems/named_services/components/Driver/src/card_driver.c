/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

/* The last byte of the caller's address, 0 when it has none. */
int packets_transmit(int length)
{
    seL4_Word id = packets_get_sender_id();
    uint8_t mac[6] = {0};
    packets_get_mac((unsigned)id, mac);
    printf("driver: %d bytes \"%s\" of client %d, own address %d\n", length,
           (char *)(uintptr_t)packets_buf(id), (int)id, packets_has_mac((unsigned)id));
    packets_emit((unsigned)id);
    return mac[5];
}

/* The pin, if it is the caller's. */
int pins_set(int pin)
{
    seL4_Word id = pins_get_sender_id();
    bool listed = false;
    for (gpio_id_t *at = pins_get_client_pins(id); at != NULL && *at != -1; at++) {
        listed = listed || *at == pin;
    }
    return listed && pins_get_pin_assignee(pin) == id && pins_get_pin_assignee(1) == 0 ? pin : -1;
}
