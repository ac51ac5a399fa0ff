/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Timers of all clients over one clock. A client is the badge it calls with; its timers come into
 * being with its first call. The alarm is always set for the timer that runs out first.
 */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

#include "clock_device.h"

#define TIMERS_MAX 32 /* bits of completed() */

struct timer {
    uint64_t due;    /* 0: stopped */
    uint64_t period; /* 0: once */
};

struct client {
    seL4_Word badge;
    uint32_t completed;
    struct client *next;
    struct timer timers[];
};

static const struct clock_device *device;
static uint64_t start;
static struct client *clients;

/* Of a connector that signals each client by itself. */
void the_timer_emit(unsigned int badge) __attribute__((weak));

static int timer_count(void)
{
    return timers_per_client < 1            ? 1
           : timers_per_client > TIMERS_MAX ? TIMERS_MAX
                                            : timers_per_client;
}

static uint64_t now(void)
{
    return device->now() - start;
}

void alarm__init(void)
{
    device = clock_device_find(registers_model);
    if (device == NULL) {
        printf("%s: no driver for the clock `%s`\n", get_instance_name(), registers_model);
        abort();
    }
    start = device->now();
    device->quiet();
    (void)alarm_acknowledge();
}

void post_init(void)
{
    if (putchar_putchar != NULL) {
        set_putchar(putchar_putchar);
    }
}

/* Notes what has run out by `time`, and tells; the next timer to run out, 0 when there is none. A
 * period that was missed is skipped. */
static uint64_t expire(uint64_t time)
{
    uint64_t next = 0;
    bool any = false;
    for (struct client *client = clients; client != NULL; client = client->next) {
        bool expired = false;
        for (int i = 0; i < timer_count(); i++) {
            struct timer *timer = &client->timers[i];
            if (timer->due != 0 && timer->due <= time) {
                client->completed |= UINT32_C(1) << i;
                expired = true;
                timer->due =
                    timer->period == 0
                        ? 0
                        : timer->due + ((time - timer->due) / timer->period + 1) * timer->period;
            }
            if (timer->due != 0 && (next == 0 || timer->due < next)) {
                next = timer->due;
            }
        }
        if (expired) { /* also one who has not asked what completed before */
            any = true;
            if (the_timer_emit != NULL) {
                the_timer_emit((unsigned int)client->badge);
            }
        }
    }
    if (any) {
        timer_notification_emit();
    }
    return next;
}

/* Sets the alarm for what runs out first. Time may pass it while it is being set: then it is over
 * now, whatever the device makes of it. */
static void set_alarm(void)
{
    uint64_t next;
    while ((next = expire(now())) != 0) {
        device->set_alarm(start + next);
        if (now() < next) {
            break;
        }
    }
}

void alarm_handle(void)
{
    timers_lock();
    device->quiet();
    set_alarm();
    timers_unlock();
    (void)alarm_acknowledge();
}

/* The caller, known from now on; NULL without memory. */
static struct client *caller(void)
{
    seL4_Word badge = the_timer_get_sender_id();
    struct client *client = clients;
    while (client != NULL && client->badge != badge) {
        client = client->next;
    }
    if (client == NULL) {
        client = calloc(1, sizeof(*client) + (size_t)timer_count() * sizeof(client->timers[0]));
        if (client != NULL) {
            client->badge = badge;
            client->next = clients;
            clients = client;
        }
    }
    return client;
}

/* Sets a timer of the caller. */
static int set_timer(int tid, uint64_t due, uint64_t period)
{
    timers_lock();
    struct client *client = tid >= 0 && tid < timer_count() ? caller() : NULL;
    if (client != NULL) {
        client->timers[tid] = (struct timer){.due = due, .period = period};
        set_alarm();
    }
    timers_unlock();
    return client != NULL ? 0 : -1;
}

/* The time `ns` from now; the last one there is when it lies beyond. */
static uint64_t later(uint64_t ns)
{
    uint64_t time = now();
    return ns > INT64_MAX - time ? INT64_MAX : time + ns;
}

uint32_t the_timer_completed(void)
{
    timers_lock();
    struct client *client = caller();
    uint32_t completed = client != NULL ? client->completed : 0;
    if (client != NULL) {
        client->completed = 0;
    }
    timers_unlock();
    return completed;
}

int the_timer_periodic(int tid, uint64_t ns)
{
    return ns == 0 || ns > INT64_MAX ? -1 : set_timer(tid, later(ns), ns);
}

int the_timer_oneshot_absolute(int tid, uint64_t ns)
{
    return set_timer(tid, ns == 0 ? 1 : ns > INT64_MAX ? INT64_MAX : ns, 0);
}

int the_timer_oneshot_relative(int tid, uint64_t ns)
{
    return set_timer(tid, later(ns == 0 ? 1 : ns), 0);
}

int the_timer_stop(int tid)
{
    return set_timer(tid, 0, 0);
}

uint64_t the_timer_time(void)
{
    return now();
}
