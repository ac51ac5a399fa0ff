/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Waits for the clock's alarm at the notification of the instance, twice.
 */
#include <stdio.h>

#include <camkes.h>

#define clock_0        registers
#define clock_0_offset 0
#include "../../board_clock.h"

void clock_handle(void)
{
    device->quiet();
    printf("typed: handled %s\n", clock_acknowledge() == 0 ? "and acknowledged" : "only");
}

int run(void)
{
    device = clock_of_model();
    if (device == NULL) {
        printf("typed: no driver for %s\n", model);
        return 1;
    }
    for (int i = 0; i < 2; i++) {
        seL4_Word badge = 0;
        device->set();
        seL4_Wait(clock_notification(), &badge);
        clock_deliver(badge);
    }
    printf("typed: done\n");
    return 0;
}
