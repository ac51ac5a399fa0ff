/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc: makes the compilation object, calls one command, shows its diagnostics, frees everything.
 */
#include <signal.h>
#include <stdio.h>

#include "adl/base/diag_output.h"
#include "adl/cli/command.h"

/* Memory one run may take, so that hostile input cannot eat the machine. */
#define MEMORY_LIMIT ((size_t)4 * 1024 * 1024 * 1024)

/* How often the input may be changed and looked at again. */
#define MOST_ROUNDS 20

static command_function *const functions[COMMAND_COUNT] = {
#define COMMAND(upper, name, function, least, most, operands, summary) function,
#include "adl/cli/commands.def"
#undef COMMAND
};

int command_help(struct compilation *c, const struct options *options)
{
    (void)c;
    if (options->operands.count == 0) {
        options_help(stdout);
        return EXIT_STATUS_DONE;
    }
    enum command command = options_command(options->operands.items[0]);
    if (command == COMMAND_COUNT) {
        const char *near = options_near_command(options->operands.items[0]);
        fprintf(stderr, "adlc: there is no command `%s`", options->operands.items[0]);
        if (near != NULL) {
            fprintf(stderr, "; did you mean `%s`?", near);
        }
        fputc('\n', stderr);
        options_help(stderr);
        return EXIT_STATUS_USAGE;
    }
    options_help_command(stdout, command);
    return EXIT_STATUS_DONE;
}

int command_version(struct compilation *c, const struct options *options)
{
    (void)c;
    (void)options;
    puts("adlc " ADLC_VERSION);
    return EXIT_STATUS_DONE;
}

/* The options on diagnostics, as diag_output.h has them; false (said on stderr) if one is wrong. */
static bool take_output_options(struct compilation *c, const struct options *options,
                                struct diag_output *output)
{
    diag_output_init(output);
    for (int i = 0; i < OPTION_COUNT; i++) {
        for (vec_each (value, &options->values[i])) {
            const char *name = options_name((enum option)i);
            bool known = false;
            const char *wrong = diag_output_option(output, c, name, *value, &known);
            if (wrong != NULL) {
                fprintf(stderr, "adlc: --%s %s: %s\n", name, *value, wrong);
                return false;
            }
        }
    }
    return true;
}

/* One round; the `last` one does not ask for another. */
static int run(struct compilation *c, int argc, char **argv, bool last)
{
    struct options *options = arena_new(&c->arena, struct options);
    if (!options_parse(&c->arena, argc, argv, options)) {
        return EXIT_STATUS_USAGE;
    }
    if (options_has(options, OPTION_HELP)) {
        options_help_command(stdout, options->command);
        return EXIT_STATUS_DONE;
    }
    struct diag_output output;
    if (!take_output_options(c, options, &output)) {
        return EXIT_STATUS_USAGE;
    }
    int status = c->diags.errors == 0 ? functions[options->command](c, options) : EXIT_STATUS_USAGE;
    static const struct diag_tool tool = {"adlc", ADLC_VERSION};
    if (status == EXIT_STATUS_AGAIN && !last) {
        return status;
    }
    status = status == EXIT_STATUS_AGAIN ? EXIT_STATUS_DONE : status;
    status = diag_output_finish(&output, c, &tool, status);
    if (options_has(options, OPTION_TIMINGS)) {
        pass_show_timings(c, stderr);
    }
    return status;
}

/* One round with a compilation of its own. */
static int run_alone(int argc, char **argv, bool last)
{
    static struct compilation c;
    jmp_buf out_of_memory;
    volatile int status = EXIT_STATUS_INTERNAL;
    compilation_init(&c);
    c.arena.limit = MEMORY_LIMIT;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        status = run(&c, argc, argv, last);
    } else {
        fputs("adlc: out of memory\n", stderr);
    }
    compilation_done(&c);
    return status;
}

int main(int argc, char **argv)
{
    int status = EXIT_STATUS_AGAIN;
    /* A file over the limit of the user is a failed write, reported and cleaned up like others. */
    signal(SIGXFSZ, SIG_IGN);
    for (int round = 1; round <= MOST_ROUNDS && status == EXIT_STATUS_AGAIN; round++) {
        status = run_alone(argc, argv, round == MOST_ROUNDS);
    }
    return status;
}
