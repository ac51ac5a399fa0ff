// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static void check_signals(void)
{
    seL4_Word badge = 0;
    int result = signalled_work(10 * number);
    seL4_Wait(signalled_notification(), &badge);
    printf("%s: work %d, signal %s\n", get_instance_name(), result,
           (badge & signalled_notification_badge()) == signalled_notification_badge() &&
                   signalled_notification_badge() != buffered_notification_badge()
               ? "right"
               : "wrong");
}

static void check_buffers(void)
{
    char *mine = (char *)buffered_get_buf();
    sprintf(mine, "from %s", get_instance_name());
    int length = buffered_work((int)strlen(mine));
    buffered_wait_notification();
    printf("%s: %d of %d, %s\n", get_instance_name(), length, (int)buffered_get_size(), mine);
    sprintf((char *)single_buffer_get_buf(), "single from %d", number);
    printf("%s: single buffer %d\n", get_instance_name(), single_buffer_work(0));
}

static void check_large(void)
{
    static uint64_t numbers[8000];
    for (int i = 0; i < 8000; i++) {
        numbers[i] = (uint64_t)number;
    }
    printf("%s: sum %d\n", get_instance_name(), (int)large_sum(8000, numbers));
}

int run(void)
{
    check_signals();
    check_buffers();
    check_large();
    printf("%s: single %d\n", get_instance_name(), single_work(number));
    ring_emit();
    char *name = single_name();
    printf("%s: served by %s\n", get_instance_name(), name);
    free(name);
    return 0;
}
