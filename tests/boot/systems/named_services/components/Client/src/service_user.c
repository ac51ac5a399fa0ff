/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    strcpy((char *)(uintptr_t)packets_get_buf(), number == 1 ? "first" : "second");
    int first_byte = packets_transmit(number == 1 ? 5 : 6);
    packets_wait_notification();
    int signalled = watched_open("example");
    watched_wait_notification();
    strcpy((char *)(uintptr_t)stack_get_buf(), "by name");
    printf("client %d: mac ends in %d, %u pins, last set %d, stack %d, watched %d\n", number,
           first_byte, pins_num_allocated_pins(),
           pins_set(pins_get_allocated_pins()[pins_num_allocated_pins() - 1]), stack_open("host"),
           signalled);
    return 0;
}
