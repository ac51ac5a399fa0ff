/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sends 100 readings through a queue of 8; when it is full, lets the consumer run.
 */
#include <stdio.h>

#include <camkes.h>
#include <camkes/msgqueue.h>

int run(void)
{
    camkes_msgqueue_sender_t sender;
    if (camkes_msgqueue_sender_init(1, &sender) != 0) {
        printf("producer: no queue\n");
        return 1;
    }
    reading_t reading = {.unit = "mK"};
    for (reading.number = 1; reading.number <= 100; reading.number++) {
        reading.value = -(int32_t)reading.number * 10;
        while (camkes_msgqueue_send(&sender, &reading, sizeof(reading)) != 0) {
            seL4_Yield();
        }
    }
    printf("producer: a message of another size is %s\n",
           camkes_msgqueue_send(&sender, &reading, 3) != 0 ? "refused" : "sent");
    return 0;
}
