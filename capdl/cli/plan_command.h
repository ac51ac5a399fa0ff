/* SPDX-License-Identifier: BSD-2-Clause
 *
 * `capdl plan`: where the root server will put the objects of a spec, on a platform or in untyped
 * memory given on the command line; or the spec that says so itself.
 */
#ifndef CAPDL_CLI_PLAN_COMMAND_H
#define CAPDL_CLI_PLAN_COMMAND_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/plan/board_memory.h"
#include "capdl/spec/spec.h"
#include "loader/pack/pack.h"

/* Exit statuses of capdl (reference checks-policy-cli, 3.4). */
enum exit_status {
    STATUS_DONE = 0,
    STATUS_FINDINGS = 1, /* the graph has faults, or does not fit */
    STATUS_USAGE = 2,
    STATUS_INPUT = 3,  /* an input is missing or cannot be used */
    STATUS_OUTPUT = 4, /* an output cannot be written */
    STATUS_MEMORY = 70,
};

struct plan_arguments {
    struct untyped_plan_memory memory[BOARD_MEMORY_UNTYPEDS];
    uint32_t memory_count;
    const char *platform, *kernel;
    bool json, derive;
    struct pack_bytes input; /* what the spec was read from: an image has a kernel and more */
};

/* Reads "ADDRESS:BITS" or "ADDRESS:BITS:device" (numbers as in C). False if it is neither. */
bool plan_command_memory(const char *text, struct untyped_plan_memory *memory);

/* Was any of the options given? */
bool plan_command_given(const struct plan_arguments *arguments);

/* What is wrong with the options together; NULL: nothing. */
const char *plan_command_fault(const struct plan_arguments *arguments);

/* Appends the layout to `out`; or puts the spec that says it in place of `*spec`. Returns an exit
 * status, after reporting where it is not 0. */
int plan_command(struct compilation *c, struct spec **spec, const struct plan_arguments *arguments,
                 struct strbuf *out);

#endif
