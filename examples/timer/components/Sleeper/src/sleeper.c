/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sleeps some times with a timer of its own, then stops a periodic one. An event says that some
 * client's timer has run out; the server says whose.
 */
#include <inttypes.h>
#include <stdio.h>

#include <camkes.h>

/* Waits until one of the timers in `wanted` has run out. */
static void wait_for(uint32_t wanted)
{
    while ((timer_completed() & wanted) == 0) {
        tick_wait();
    }
}

int run(void)
{
    const uint64_t pause = (uint64_t)milliseconds * NS_IN_MS;
    for (int i = 1; i <= times; i++) {
        uint64_t before = timer_time();
        if (timer_oneshot_relative(2, pause) != 0) {
            printf("%s: no timer\n", get_instance_name());
        }
        wait_for(1 << 2);
        uint64_t slept = timer_time() - before;
        printf("%s: sleep %d was %s\n", get_instance_name(), i,
               slept >= pause ? "long enough" : "too short");
    }
    if (timer_periodic(0, pause) != 0) {
        printf("%s: no periodic timer\n", get_instance_name());
    }
    wait_for(1 << 0);
    wait_for(1 << 0);
    for (int i = 0; i < 4; i++) {
        tick_wait(); /* comes each time, also to who does not ask which timer it is of */
    }
    timer_stop(0);
    printf("%s: a timer too many %s\n", get_instance_name(),
           timer_stop(99) == -1 ? "is refused" : "is there");
    printf("%s: done\n", get_instance_name());
    return 0;
}
