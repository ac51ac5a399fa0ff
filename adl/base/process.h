/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs another program to its end, without a shell: feeds it text, collects what it prints.
 */
#ifndef ADL_BASE_PROCESS_H
#define ADL_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct process_request {
    const char *const *argv; /* NULL-terminated; argv[0] is searched in PATH */
    const char *directory;   /* where to run it, or NULL for here */
    const char *input;       /* text for its standard input, or NULL for none */
    size_t input_size;
    size_t output_limit; /* most bytes collected from each stream; 0 = no limit */
    bool pass_output;    /* let it print on our own stdout and stderr; nothing is collected */
};

struct process_result {
    char *output; /* its standard output, NUL-terminated, in the arena */
    size_t output_size;
    char *errors; /* its standard error output */
    size_t errors_size;
    int status;      /* exit status, or 128 + number of the signal that ended it */
    bool not_found;  /* the program could not be started (status 127) */
    bool over_limit; /* it printed more than output_limit and was ended */
};

/* Runs the program and waits for it. True if it ran and exited with status 0; otherwise the result
 * says why. False with status -1 if no process could be made. */
bool process_run(struct arena *arena, const struct process_request *request,
                 struct process_result *result);

#endif
