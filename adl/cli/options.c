/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "adl/base/suggest.h"

/* Sets of commands, for the table of options. */
enum command_bit {
#define COMMAND(upper, name, function, least, most, operands, summary)                             \
    ON_##upper = 1 << COMMAND_##upper,
#include "adl/cli/commands.def"
#undef COMMAND
    ON_ALL = (1 << COMMAND_COUNT) - 1,
};

struct command_entry {
    const char *name;
    size_t least, most;
    const char *operands, *summary;
};

struct option_entry {
    char short_name;
    const char *long_name;
    const char *argument;
    int commands;
    const char *help;
};

static const struct command_entry commands[COMMAND_COUNT] = {
#define COMMAND(upper, name, function, least, most, operands, summary)                             \
    {name, least, most, operands, summary},
#include "adl/cli/commands.def"
#undef COMMAND
};

static const struct option_entry table[OPTION_COUNT] = {
#define OPTION(upper, short_name, long_name, argument, commands, help)                             \
    {short_name, long_name, argument, commands, help},
#include "adl/cli/options.def"
#undef OPTION
};

/* A command line being read. */
struct reader {
    struct arena *arena;
    struct options *options;
    int argc, at;
    char **argv;
};

enum command options_command(const char *name)
{
    int i = 0;
    while (i < COMMAND_COUNT && strcmp(commands[i].name, name) != 0) {
        i++;
    }
    return (enum command)i;
}

static bool belongs(const struct reader *r, const struct option_entry *entry)
{
    return (entry->commands & (1 << r->options->command)) != 0;
}

static bool usage(const struct reader *r)
{
    fprintf(stderr, "see `adlc help %s`\n", commands[r->options->command].name);
    return false;
}

static bool unknown_option(const struct reader *r, const char *given, size_t length)
{
    const char *name = arena_strndup(r->arena, given, length);
    struct suggest near;
    suggest_start(&near, name);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (belongs(r, &table[i]) && table[i].long_name != NULL) {
            suggest_consider(&near, arena_printf(r->arena, "--%s", table[i].long_name));
        }
    }
    fprintf(stderr, "adlc: `%s` is no option of `adlc %s`", name,
            commands[r->options->command].name);
    if (suggest_result(&near) != NULL) {
        fprintf(stderr, "; did you mean `%s`?", suggest_result(&near));
    }
    fputc('\n', stderr);
    return usage(r);
}

/* Stores a value: `attached` (after = or right behind a short name), or the next argument. */
static bool store(struct reader *r, enum option option, const char *attached, const char *shown)
{
    const char *value = "";
    if (table[option].argument != NULL) {
        value = attached;
        if (value == NULL && r->at < r->argc) {
            value = r->argv[r->at++];
        }
        if (value == NULL) {
            fprintf(stderr, "adlc: option %s needs a value (%s)\n", shown, table[option].argument);
            return usage(r);
        }
    } else if (attached != NULL) {
        fprintf(stderr, "adlc: option %s takes no value\n", shown);
        return usage(r);
    }
    vec_push(r->arena, &r->options->values[option], value);
    vec_push(r->arena, &r->options->places[option], (size_t)r->at);
    return true;
}

static bool take_long(struct reader *r, const char *text)
{
    const char *name = text + 2;
    size_t length = strcspn(name, "=");
    const char *attached = name[length] == '=' ? name + length + 1 : NULL;
    for (int i = 0; i < OPTION_COUNT; i++) {
        const char *known = table[i].long_name;
        if (known != NULL && belongs(r, &table[i]) && strlen(known) == length &&
            strncmp(known, name, length) == 0) {
            return store(r, (enum option)i, attached, text);
        }
    }
    return unknown_option(r, text, length + 2);
}

static bool take_short(struct reader *r, const char *text)
{
    for (const char *at = text + 1; *at != '\0'; at++) {
        int found = 0;
        while (found < OPTION_COUNT &&
               (table[found].short_name != *at || !belongs(r, &table[found]))) {
            found++;
        }
        if (found == OPTION_COUNT) {
            return unknown_option(r, text, strlen(text));
        }
        bool takes_value = table[found].argument != NULL;
        const char *attached = takes_value && at[1] != '\0' ? at + 1 : NULL;
        if (!store(r, (enum option)found, attached, text)) {
            return false;
        }
        if (takes_value) {
            break;
        }
    }
    return true;
}

const char *options_near_command(const char *name)
{
    struct suggest near;
    suggest_start(&near, name);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        suggest_consider(&near, commands[i].name);
    }
    return suggest_result(&near);
}

/* Is the first word a misspelt command rather than the description to build? */
static bool is_misspelt_command(const struct reader *r)
{
    const char *first = r->options->operands.items[0];
    return r->options->command == COMMAND_BUILD && strpbrk(first, "./") == NULL &&
           options_near_command(first) != NULL;
}

static bool check_operands(const struct reader *r)
{
    const struct command_entry *command = &commands[r->options->command];
    size_t count = r->options->operands.count;
    if (options_has(r->options, OPTION_HELP) ||
        (count >= command->least && count <= command->most)) {
        return true;
    }
    if (count > command->most && is_misspelt_command(r)) {
        fprintf(stderr, "adlc: there is no command `%s`; did you mean `%s`?\n",
                r->options->operands.items[0], options_near_command(r->options->operands.items[0]));
    } else if (count > command->most) {
        fprintf(stderr, "adlc: `%s` is one operand too many for `adlc %s`\n",
                r->options->operands.items[command->most], command->name);
    } else {
        fprintf(stderr, "adlc: `adlc %s` needs %s\n", command->name, command->operands);
    }
    return usage(r);
}

bool options_parse(struct arena *arena, int argc, char **argv, struct options *options)
{
    *options = (struct options){.command = COMMAND_BUILD};
    struct reader r = {.arena = arena, .options = options, .argc = argc, .at = 1, .argv = argv};
    if (argc < 2) {
        options_help(stderr);
        return false;
    }
    enum command named = options_command(argv[1]);
    if (named != COMMAND_COUNT) {
        options->command = named;
        r.at++;
    } else if (strcmp(argv[1], "--version") == 0) {
        options->command = COMMAND_VERSION;
        return true;
    } else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        options->command = COMMAND_HELP;
        return true;
    }
    bool only_operands = false;
    while (r.at < argc) {
        const char *text = argv[r.at++];
        bool good = true;
        if (only_operands || text[0] != '-' || text[1] == '\0') {
            vec_push(arena, &options->operands, text);
        } else if (strcmp(text, "--") == 0) {
            only_operands = true;
        } else if (text[1] == '-') {
            good = take_long(&r, text);
        } else {
            good = take_short(&r, text);
        }
        if (!good) {
            return false;
        }
    }
    return check_operands(&r);
}

const char *options_name(enum option option)
{
    static const char *const names[OPTION_COUNT] = {
#define OPTION(upper, short_name, long_name, argument, commands, help) long_name,
#include "adl/cli/options.def"
#undef OPTION
    };
    static const char letters[OPTION_COUNT][2] = {
#define OPTION(upper, short_name, long_name, argument, commands, help) {short_name, '\0'},
#include "adl/cli/options.def"
#undef OPTION
    };
    return names[option] != NULL ? names[option] : letters[option];
}

bool options_belongs(enum option option, enum command command)
{
    return (table[option].commands & (1 << command)) != 0;
}

const char *options_command_name(enum command command)
{
    return commands[command].name;
}

const char *options_command_summary(enum command command)
{
    return commands[command].summary;
}

bool options_has(const struct options *options, enum option option)
{
    return options->values[option].count > 0;
}

const char *options_value(const struct options *options, enum option option, const char *fallback)
{
    return options_has(options, option) ? vec_last(&options->values[option]) : fallback;
}

bool options_number(const struct options *options, enum option option, unsigned most,
                    unsigned *value)
{
    const char *text = options_value(options, option, NULL);
    if (text == NULL) {
        return true;
    }
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || number > most) {
        fprintf(stderr, "adlc: --%s: `%s` is not a number from 0 to %u\n", table[option].long_name,
                text, most);
        return false;
    }
    *value = (unsigned)number;
    return true;
}

void options_help(FILE *out)
{
    fputs("adlc - from an architecture description to a running system\n\n"
          "usage: adlc FILE.camkes -o DIR [options]\n"
          "       adlc COMMAND [options] [operands]\n\ncommands:\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(out, "  %-8s %-27s %s\n", commands[i].name, commands[i].operands,
                commands[i].summary);
    }
    fputs("\n`adlc help COMMAND` lists a command's options; the manual is adlc(1).\n", out);
}

static void help_option(FILE *out, const struct option_entry *entry)
{
    char name[64];
    const char *argument = entry->argument != NULL ? entry->argument : "";
    if (entry->long_name == NULL) {
        snprintf(name, sizeof(name), "-%c %s", entry->short_name, argument);
    } else if (entry->short_name == 0) {
        snprintf(name, sizeof(name), "    --%s %s", entry->long_name, argument);
    } else {
        snprintf(name, sizeof(name), "-%c, --%s %s", entry->short_name, entry->long_name, argument);
    }
    fprintf(out, "  %-26s %s\n", name, entry->help);
}

void options_help_command(FILE *out, enum command command)
{
    const struct command_entry *entry = &commands[command];
    fprintf(out, "adlc %s - %s\n\nusage: adlc %s [options]%s%s\n", entry->name, entry->summary,
            entry->name, *entry->operands != '\0' ? " " : "", entry->operands);
    fputs("\noptions:\n", out);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((table[i].commands & (1 << command)) != 0) {
            help_option(out, &table[i]);
        }
    }
}
