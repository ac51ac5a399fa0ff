/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sends what it prints to the serial server, and lets others run after each character, so that
 * lines would mix if nobody took care.
 */
#include <stdio.h>

#include <camkes.h>

static void put(int c)
{
    serial_putchar(c);
    seL4_Yield();
}

int run(void)
{
    set_putchar(put);
    for (int i = 1; i <= lines; i++) {
        printf("%s: line %d of %d, in one piece\n", get_instance_name(), i, lines);
    }
    return 0;
}
