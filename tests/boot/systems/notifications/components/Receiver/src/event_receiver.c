// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

static int called;

static void on_also(void *argument)
{
    called += *(int *)argument;
}

static unsigned count_counted(void)
{
    unsigned count = 0;
    while (counted_poll()) {
        count++;
    }
    return count;
}

int run(void)
{
    static int one = 1;
    seL4_Word badge = 0;
    counted_wait();
    printf("receiver: %u counted\n", 1 + count_counted());
    printf("receiver: native %d, then %d\n", native_poll(), native_poll());
    also_wait();
    printf("receiver: callback %d\n", also_reg_callback(on_also, &one));
    printf("receiver: called %d\n", called);
    seL4_Wait(bound_notification(), &badge);
    printf("receiver: badge %d\n", (int)badge);
    go_emit();
    counted_wait();
    printf("receiver: then %u\n", 1 + count_counted());
    go_emit();
    native_wait();
    printf("receiver: done\n");
    return 0;
}
