// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <camkes.h>

static int modules, rings;

static int start(ps_io_ops_t *io_ops)
{
    modules += io_ops != NULL;
    return 0;
}
CAMKES_ENV_INIT_MODULE_DEFINE(single_start, start);

static void on_ring(seL4_Word badge, void *cookie)
{
    rings += badge == ring_notification_badge();
    printf("%s: ring %d\n", (const char *)cookie, rings);
}

static int more(ps_io_ops_t *io_ops)
{
    (void)io_ops;
    modules++;
    return single_threaded_component_register_handler(ring_notification_badge(), "ring", on_ring,
                                                      "single");
}
CAMKES_POST_INIT_MODULE_DEFINE(single_more, more);

/* Calls another component while it serves, so that its caller's reply has to be kept. */
int work_work(int amount)
{
    uint64_t numbers[] = {1, 2, 3};
    return 100 * amount + 10 * modules + (int)large_sum(3, numbers);
}

char *work_name(void)
{
    return strdup(rings > 0 ? "single, rung" : "single");
}

int buffer_work(int amount)
{
    const char *theirs = buffer_buf(buffer_get_sender_id());
    return amount + theirs[strlen("single from ")] - '0';
}

char *buffer_name(void)
{
    return strdup("buffer");
}
