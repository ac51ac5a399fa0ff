/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/msgqueue.h>

int run(void)
{
    camkes_msgqueue_receiver_t receiver;
    if (camkes_msgqueue_receiver_init(0, &receiver) != 0) {
        printf("consumer: no queue\n");
        return 1;
    }
    int good = 0;
    long sum = 0;
    for (uint32_t expected = 1; expected <= 100; expected++) {
        reading_t reading;
        camkes_msgqueue_wait(&receiver);
        if (camkes_msgqueue_get(&receiver, &reading, sizeof(reading)) == 0 &&
            reading.number == expected && strcmp(reading.unit, "mK") == 0) {
            good++;
            sum += reading.value;
        }
    }
    printf("consumer: %d of 100 readings in order, sum %ld, %s\n", good, sum,
           camkes_msgqueue_poll(&receiver) ? "and more" : "no more");
    return 0;
}
