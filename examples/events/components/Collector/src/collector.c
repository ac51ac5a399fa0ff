/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

static void on_called(void *argument)
{
    printf("collector: called back with \"%s\"\n", (const char *)argument);
    done_post();
}

int run(void)
{
    printf("collector: nothing yet, polling says %d\n", polled_poll());

    go_emit();
    waited_wait();
    printf("collector: waited for an event\n");

    go_emit();
    while (!polled_poll()) {
        seL4_Yield();
    }
    printf("collector: polling found an event\n");

    static char argument[] = "the argument";
    if (called_reg_callback(on_called, argument) != 0) {
        printf("collector: could not register\n");
        return 1;
    }
    go_emit();
    done_wait();
    printf("collector: all events seen\n");
    return 0;
}
