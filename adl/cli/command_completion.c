/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc completion: commands and options for the shell, from the tables that the command line is
 * read with, so that nothing can be forgotten.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/diag.h"
#include "adl/cli/command.h"

/* Prints the long options of a command, each behind a blank. */
static void print_options(enum command command)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const char *name = options_name((enum option)i);
        if (options_belongs((enum option)i, command) && name[0] != '\0' && name[1] != '\0') {
            printf(" --%s", name);
        }
    }
}

static void print_commands(void)
{
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("%s%s", i > 0 ? " " : "", options_command_name((enum command)i));
    }
}

static void print_names(void)
{
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        printf("%s%s %s", i > 0 ? " " : "", diag_kind((enum diag_id)i)->name,
               diag_rule((enum diag_id)i));
    }
}

/* bash, and zsh with its emulation of bash's completion. */
static void print_bash(void)
{
    fputs(
        "_adlc()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    local commands='",
        stdout);
    print_commands();
    fputs("' names='", stdout);
    print_names();
    fputs(
        "'\n    case $before in\n"
        "    explain | -W | -E | -A) COMPREPLY=($(compgen -W \"$names\" -- \"$word\")); return ;;\n"
        "    --format) COMPREPLY=($(compgen -W 'text json sarif github compact junit' -- \"$word\"));"
        " return ;;\n"
        "    --color) COMPREPLY=($(compgen -W 'auto always never' -- \"$word\")); return ;;\n"
        "    --platform) COMPREPLY=($(compgen -W \"$(adlc boards 2>/dev/null | cut -d' ' -f1)\" -- "
        "\"$word\")); return ;;\n"
        "    esac\n"
        "    local options\n    case ${COMP_WORDS[1]} in\n",
        stdout);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("    %s) options='", options_command_name((enum command)i));
        print_options((enum command)i);
        fputs("' ;;\n", stdout);
    }
    fputs("    *) options='", stdout);
    print_options(COMMAND_BUILD);
    fputs(
        "' ;;\n    esac\n"
        "    case $word in\n"
        "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
        "    *) [ \"$COMP_CWORD\" -eq 1 ] && COMPREPLY=($(compgen -W \"$commands\" -- \"$word\")) ;;\n"
        "    esac\n}\ncomplete -o default -F _adlc adlc\n",
        stdout);
}

static void print_fish(void)
{
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const char *name = options_command_name((enum command)i);
        printf("complete -c adlc -n __fish_use_subcommand -a %s -d '%s'\n", name,
               options_command_summary((enum command)i));
        for (int k = 0; k < OPTION_COUNT; k++) {
            const char *option = options_name((enum option)k);
            if (options_belongs((enum option)k, (enum command)i)) {
                printf("complete -c adlc -n '__fish_seen_subcommand_from %s' -%c %s\n", name,
                       option[1] == '\0' ? 's' : 'l', option);
            }
        }
    }
    fputs("complete -c adlc -n '__fish_seen_subcommand_from explain' -f -a '", stdout);
    print_names();
    fputs("'\n", stdout);
}

int command_completion(struct compilation *c, const struct options *options)
{
    const char *shell = options->operands.items[0];
    (void)c;
    if (strcmp(shell, "zsh") == 0) {
        fputs("autoload -U +X bashcompinit && bashcompinit\n", stdout);
        print_bash();
    } else if (strcmp(shell, "bash") == 0) {
        print_bash();
    } else if (strcmp(shell, "fish") == 0) {
        print_fish();
    } else {
        fprintf(stderr, "adlc: no completion for `%s`; there are bash, zsh, fish\n", shell);
        return EXIT_STATUS_USAGE;
    }
    return EXIT_STATUS_DONE;
}
