/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc: makes the compilation object, calls one command, shows its diagnostics, frees everything.
 */
#include <signal.h>
#include <stdio.h>

#include "adl/base/diag_show.h"
#include "adl/base/strbuf.h"
#include "adl/cli/command.h"

/* Memory one run may take, so that hostile input cannot eat the machine. */
#define MEMORY_LIMIT ((size_t)4 * 1024 * 1024 * 1024)

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
        fprintf(stderr, "adlc: there is no command `%s`\n", options->operands.items[0]);
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

/* Is a fault not in the input but in a tool that we call or in what we write? */
static bool is_tool_fault(enum diag_id id)
{
    return id == DIAG_TOOL_MISSING || id == DIAG_COMPILE_FAILED || id == DIAG_OUTPUT_FAILED ||
           id == DIAG_GLUE_WRITE;
}

/* Shows what was found; the exit status that follows from it. */
static int finish(struct compilation *c, const struct options *options, int status)
{
    const char *colour = options_value(options, OPTION_COLOUR, "auto");
    struct diag_show_style style = {.colour = diag_show_wants_colour(colour, stderr)};
    fflush(stdout);
    diag_show(stderr, &c->diags, &c->sources, style);
    if (options_has(options, OPTION_TIMINGS)) {
        pass_show_timings(c, stderr);
    }
    if (c->diags.errors == 0) {
        return status;
    }
    struct strbuf counts;
    strbuf_init(&counts, &c->arena);
    diag_show_counts(&counts, &c->diags);
    fprintf(stderr, "adlc: %s\n", counts.text);
    int fault = EXIT_STATUS_INPUT;
    for (vec_each (diag, &c->diags.list)) {
        if ((*diag)->severity == SEVERITY_ERROR && is_tool_fault((*diag)->id)) {
            fault = EXIT_STATUS_TOOL;
        }
    }
    return status != EXIT_STATUS_DONE ? status : fault;
}

static int run(struct compilation *c, int argc, char **argv)
{
    struct options *options = arena_new(&c->arena, struct options);
    if (!options_parse(&c->arena, argc, argv, options)) {
        return EXIT_STATUS_USAGE;
    }
    if (options_has(options, OPTION_HELP)) {
        options_help_command(stdout, options->command);
        return EXIT_STATUS_DONE;
    }
    return finish(c, options, functions[options->command](c, options));
}

int main(int argc, char **argv)
{
    static struct compilation c;
    jmp_buf out_of_memory;
    volatile int status = EXIT_STATUS_INTERNAL;
    /* A file over the limit of the user is a failed write, reported and cleaned up like others. */
    signal(SIGXFSZ, SIG_IGN);
    compilation_init(&c);
    c.arena.limit = MEMORY_LIMIT;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        status = run(&c, argc, argv);
    } else {
        fputs("adlc: out of memory\n", stderr);
    }
    compilation_done(&c);
    return status;
}
