// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

static int called;

static void on_also(void *argument)
{
    called += *(int *)argument;
}

/* Waits for so many events, which ends only if none was lost; how many there were. One more
 * would be counted, too. */
static unsigned count_counted(unsigned number)
{
    unsigned count = 0;
    while (count < number) {
        counted_wait();
        count++;
    }
    return count + (unsigned)counted_poll();
}

int run(void)
{
    static int one = 1;
    seL4_Word badge = 0;
    printf("receiver: %u counted\n", count_counted(1000));
    printf("receiver: native %d, then %d\n", native_poll(), native_poll());
    also_wait();
    printf("receiver: callback %d\n", also_reg_callback(on_also, &one));
    printf("receiver: called %d\n", called);
    seL4_Wait(bound_notification(), &badge);
    printf("receiver: badge %d\n", (int)badge);
    go_emit();
    printf("receiver: then %u\n", count_counted(65535));
    go_emit();
    native_wait();
    printf("receiver: done\n");
    return 0;
}
