/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The clocks of the boards, as the timer server wants them: a time that never goes back, in
 * nanoseconds since the start, and one alarm. An alarm may come early (the server looks at the time
 * and sets it again) and must not come late for being set too late.
 */
#ifndef CLOCK_DEVICE_H
#define CLOCK_DEVICE_H

#include <stdint.h>

struct clock_device {
    const char *model; /* attribute `model` of the hardware component: registers_model */
    uint64_t (*now)(void);
    void (*set_alarm)(uint64_t when); /* interrupt at that time or soon after */
    void (*quiet)(void);              /* takes the interrupt back */
};

/* The device of that model at the component's `registers`; NULL when there is none. */
const struct clock_device *clock_device_find(const char *model);

#endif
