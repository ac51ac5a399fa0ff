// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int signalled_work(int amount)
{
    signalled_emit((unsigned)signalled_get_sender_id());
    return amount + (int)signalled_get_sender_id() + signalled_largest_badge();
}

char *signalled_name(void)
{
    return strdup("server");
}

int buffered_work(int amount)
{
    seL4_Word client = buffered_get_sender_id();
    char *theirs = buffered_buf(client);
    (void)amount;
    strcpy(theirs, strcmp(theirs, "from alice") == 0 ? "hello alice" : "hello other");
    buffered_emit((unsigned)client);
    return (int)(buffered_buf_size(client) + buffered_num_badges() + buffered_enumerate_badge(1)) +
           (buffered_buf(77) == NULL);
}

char *buffered_name(void)
{
    return strdup("server");
}

uint64_t large_sum(size_t numbers_sz, const uint64_t *numbers)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < numbers_sz; i++) {
        sum += numbers[i];
    }
    return sum;
}

void ring_callback(seL4_Word badge)
{
    printf("server: rung %s\n", badge == ring_notification_badge() ? "once" : "wrongly");
}
