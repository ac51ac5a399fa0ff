/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The command line, from one table of commands and one of options (commands.def, options.def).
 * Long options take their value as `--name=value` or in the next argument, short ones as `-ovalue`
 * or `-o value`; `--` ends options.
 *
 * Ownership: strings are those of argv; lists live in the arena given.
 */
#ifndef ADL_CLI_OPTIONS_H
#define ADL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "adl/base/compilation.h"
#include "adl/base/vec.h"

enum command {
#define COMMAND(upper, name, function, least, most, operands, summary) COMMAND_##upper,
#include "adl/cli/commands.def"
#undef COMMAND
    COMMAND_COUNT
};

enum option {
#define OPTION(upper, short_name, long_name, argument, commands, help) OPTION_##upper,
#include "adl/cli/options.def"
#undef OPTION
    OPTION_COUNT
};

VEC_STRUCT(option_values, const char *);
VEC_STRUCT(option_places, size_t);

struct options {
    enum command command;
    struct option_values values[OPTION_COUNT]; /* in the order given; flags have "" */
    struct option_places places[OPTION_COUNT]; /* of each value on the command line, ascending */
    struct option_values operands;
};

/* Reads the command line. False when it is wrong: what and what to do is said on stderr. */
bool options_parse(struct arena *arena, int argc, char **argv, struct options *options);

/* The long name of an option, or the short one if it has no other; without dashes. */
const char *options_name(enum option option);

/* Does the option belong to the command? */
bool options_belongs(enum option option, enum command command);

/* Name of a command, and what it does in a line. */
const char *options_command_name(enum command command);
const char *options_command_summary(enum command command);

/* Was the option given? */
bool options_has(const struct options *options, enum option option);

/* The last value given, or `fallback`. */
const char *options_value(const struct options *options, enum option option, const char *fallback);

/* The value as a number; false (said on stderr) when it is no number from 0 to `most`. */
bool options_number(const struct options *options, enum option option, unsigned most,
                    unsigned *value);

/* Prints the overview of all commands, or help for one. */
void options_help(FILE *out);
void options_help_command(FILE *out, enum command command);

/* The command of that name; COMMAND_COUNT when there is none. */
enum command options_command(const char *name);

/* The command with a name like that; NULL when there is none. */
const char *options_near_command(const char *name);

#endif
