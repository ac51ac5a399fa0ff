/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Booting an image in QEMU.  With an expectation the serial output is watched line by line and QEMU
 * is ended as soon as the outcome is known; without one QEMU has the terminal to itself.
 */
#ifndef ADL_BUILD_RUN_H
#define ADL_BUILD_RUN_H

#include <stddef.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "loader/pack/platform.h"

/* Outcomes; the exit statuses of `adlc run`. */
enum run_outcome {
    RUN_SEEN = 0,
    RUN_BAD_EXPECTATION = 2,
    RUN_TOOL_FAILED = 4,
    RUN_GUEST_FAILED = 5, /* it stopped or panicked before the expectation was met */
    RUN_TIMED_OUT = 124,
};

/* Text to be typed into the guest's serial line when `after` expectations have been met. */
struct run_send {
    const char *text;
    size_t after;
};

struct run_options {
    const struct platform *platform;
    const char *image;
    const char *const *expect; /* extended regular expressions, to be met in this order */
    size_t expect_count;
    const struct run_send *sends; /* in the order of `after` */
    size_t send_count;
    unsigned timeout;         /* seconds; 0: none */
    const char *const *extra; /* further QEMU arguments */
    size_t extra_count;
    struct strbuf *capture; /* gets what the guest prints, instead of stdout; NULL: nobody */
};

/* Boots the image; what the guest prints goes to stdout (or to `capture`) as it comes. A malformed
 * expression (RUN_BAD_EXPECTATION) and a QEMU that cannot be started (RUN_TOOL_FAILED) are
 * reported. */
enum run_outcome run_image(struct compilation *c, const struct run_options *options);

/* Prints the QEMU command, one line, quoted for a shell. */
void run_print(struct compilation *c, const struct run_options *options);

#endif
