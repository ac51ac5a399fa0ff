/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root server's words on the console. A failure is one line that names object, call and
 * reason, then "adlc-init: stopped"; after that the machine does nothing any more, visibly.
 */
#ifndef LOADER_INIT_INIT_REPORT_H
#define LOADER_INIT_INIT_REPORT_H

#include <sel4/sel4.h>
#include <stdint.h>

struct init;

/* Prints a text, or a number in decimal. Nothing appears if the kernel has no console. */
void init_report_text(const char *text);
void init_report_number(uint64_t value);

/* Prints " `name` (object 12)", or nothing for CAPDL_NONE. */
void init_report_object(const struct init *init, uint32_t object);

/* Ends the line with "stopped" and stops the machine, or at least the root server. */
_Noreturn void init_report_stop(void);

/* Prints "adlc-init: TEXT `object`" and stops. */
_Noreturn void init_report_fail(const struct init *init, uint32_t object, const char *text);

/* Does nothing if `error` is seL4_NoError; else prints what call failed for which object, with the
   error's name and the numbers the kernel gave with it, and stops. */
void init_report_check(const struct init *init, uint32_t object, const char *call,
                       seL4_Error error);

/* Prints where the capabilities of all objects are, then the kernel's snapshot of the system, if
   the kernel can do that. */
void init_report_snapshot(const struct init *init);

#endif
