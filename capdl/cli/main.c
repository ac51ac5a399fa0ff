/* SPDX-License-Identifier: BSD-2-Clause
 *
 * capdl: looks at capability specs, checks them and turns one form into another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_output.h"
#include "adl/base/file.h"
#include "capdl/check/check_graph.h"
#include "capdl/check/check_kernel.h"
#include "capdl/check/check_lint.h"
#include "capdl/cli/plan_command.h"
#include "capdl/cli/spec_summary.h"
#include "capdl/forms/forms.h"
#include "capdl/spec/sizes_file.h"
#include "loader/pack/read_image.h"

/* Memory one run may take, and the largest input. */
#define MEMORY_LIMIT ((size_t)4 << 30)
#define INPUT_LIMIT  ((size_t)1 << 30)

/* The command line. */
struct arguments {
    const char *command, *input, *to, *output, *sizes;
    struct plan_arguments plan;
    const char *cores, *domains, *scheduler, *files;
    struct check_kernel kernel; /* from the first three of these */
    struct diag_output diagnostics;
};

static void print_help(FILE *out)
{
    size_t count;
    const struct form *forms = forms_all(&count);

    fputs(
        "usage: capdl convert IN --to FORM [-o FILE]   write a spec in another form\n"
        "           [--object-sizes YAML]              with the sizes of another kernel\n"
        "       capdl check IN                         is this a graph that a kernel can hold?\n"
        "           [--cores N] [--domains N] [--scheduler classic|mcs]   and this one\n"
        "           [--files DIR]                      are the files there that frames are from?\n"
        "       capdl show IN                          objects and memory in a few lines\n"
        "       capdl plan IN --platform P [--kernel K]   where the root server will put it\n"
        "       capdl plan IN --memory M ...           likewise, in this memory\n"
        "           [--json]                           as JSON\n"
        "           [--static [--to FORM]]             instead, the spec that says so itself\n"
        "       capdl help | version\n"
        "\n"
        "IN is a file, or - for standard input; its form is recognised: a spec, a boot image of\n"
        "adlc with its spec inside, or what a kernel of adlc printed for DebugSnapshot. Without\n"
        "-o the result goes to standard output. Exit status: 0 done, 1 the graph has faults or\n"
        "does not fit, 2 usage, 3 input cannot be used, 4 output cannot be written.\n"
        "\n"
        "On diagnostics: --format FORM[=FILE] (text, compact, json, sarif, github, junit),\n"
        "-W NAME, -E NAME, -A NAME, --werror, --error-limit N, --fail-on LEVEL,\n"
        "--max-warnings N, --exit-zero, --color WHEN, as for adlc(1).\n"
        "\n"
        "P is a platform of adlc(1); K a kernel in place of the platform's own (or the image's).\n"
        "M is one untyped of the board: ADDRESS:BITS for 2^BITS bytes of ordinary memory,\n"
        "ADDRESS:BITS:device for device memory; --memory may be repeated.\n"
        "\n"
        "forms:\n",
        out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "  %-8s %-6s %s%s\n", forms[i].name, forms[i].extension, forms[i].help,
                forms[i].read == NULL ? " (written only)" : "");
    }
}

static int usage_fault(const char *what, const char *word)
{
    fprintf(stderr, "capdl: %s%s%s%s\n", what, word != NULL ? " `" : "", word != NULL ? word : "",
            word != NULL ? "`" : "");
    fputs("capdl: try `capdl help`\n", stderr);
    return STATUS_USAGE;
}

/* Stores the value of an option; 0, or the exit status of a fault. */
static int take_option(int argc, char **argv, int *at, const char **value)
{
    if (*value != NULL) {
        return usage_fault("given twice:", argv[*at]);
    }
    if (*at + 1 >= argc) {
        return usage_fault("a value is missing after", argv[*at]);
    }
    *value = argv[++*at];
    return STATUS_DONE;
}

/* Takes the value of --memory; 0, or the exit status of a fault. */
static int take_memory(int argc, char **argv, int *at, struct arguments *arguments)
{
    const char *text = NULL;
    int fault = take_option(argc, argv, at, &text);

    if (fault != STATUS_DONE) {
        return fault;
    }
    if (arguments->plan.memory_count == BOARD_MEMORY_UNTYPEDS) {
        return usage_fault("one untyped too many:", text);
    }
    if (!plan_command_memory(text, &arguments->plan.memory[arguments->plan.memory_count])) {
        return usage_fault("not of the form ADDRESS:BITS[:device]:", text);
    }
    arguments->plan.memory_count++;
    return STATUS_DONE;
}

/* Takes an option on diagnostics, `-X VALUE`, `-XVALUE`, `--name VALUE` or `--name=VALUE`; 0, or
 * the exit status of a fault. */
static int take_report_option(struct compilation *c, int argc, char **argv, int *at,
                              struct arguments *arguments)
{
    const char *given = argv[*at];
    bool is_long = given[1] == '-';
    size_t length = is_long ? strcspn(given + 2, "=") : 1;
    const char *name = arena_strndup(&c->arena, given + (is_long ? 2 : 1), length);
    const char *rest = given + (is_long ? 2 : 1) + length;
    const char *value = *rest == '\0' ? NULL : rest + (is_long ? 1 : 0);
    bool flag = strcmp(name, "werror") == 0 || strcmp(name, "exit-zero") == 0;
    bool known = false;

    if (value == NULL && !flag && *at + 1 < argc) {
        value = argv[++*at];
    }
    const char *wrong =
        diag_output_option(&arguments->diagnostics, c, name, value == NULL ? "" : value, &known);
    if (!known || (flag && value != NULL)) {
        return usage_fault("there is no option", given);
    }
    if (!flag && value == NULL) {
        return usage_fault("a value is missing after", given);
    }
    if (wrong != NULL) {
        fprintf(stderr, "capdl: %s %s: %s\n", given, value == NULL ? "" : value, wrong);
        return STATUS_USAGE;
    }
    return STATUS_DONE;
}

static int parse(struct compilation *c, int argc, char **argv, struct arguments *arguments)
{
    for (int i = 1; i < argc; i++) {
        int fault = STATUS_DONE;

        if (strcmp(argv[i], "--to") == 0) {
            fault = take_option(argc, argv, &i, &arguments->to);
        } else if (strcmp(argv[i], "-o") == 0) {
            fault = take_option(argc, argv, &i, &arguments->output);
        } else if (strcmp(argv[i], "--object-sizes") == 0) {
            fault = take_option(argc, argv, &i, &arguments->sizes);
        } else if (strcmp(argv[i], "--cores") == 0) {
            fault = take_option(argc, argv, &i, &arguments->cores);
        } else if (strcmp(argv[i], "--domains") == 0) {
            fault = take_option(argc, argv, &i, &arguments->domains);
        } else if (strcmp(argv[i], "--scheduler") == 0) {
            fault = take_option(argc, argv, &i, &arguments->scheduler);
        } else if (strcmp(argv[i], "--files") == 0) {
            fault = take_option(argc, argv, &i, &arguments->files);
        } else if (strcmp(argv[i], "--platform") == 0) {
            fault = take_option(argc, argv, &i, &arguments->plan.platform);
        } else if (strcmp(argv[i], "--kernel") == 0) {
            fault = take_option(argc, argv, &i, &arguments->plan.kernel);
        } else if (strcmp(argv[i], "--json") == 0) {
            arguments->plan.json = true;
        } else if (strcmp(argv[i], "--static") == 0) {
            arguments->plan.derive = true;
        } else if (strcmp(argv[i], "--memory") == 0) {
            fault = take_memory(argc, argv, &i, arguments);
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            arguments->command = "help";
            return STATUS_DONE;
        } else if (strcmp(argv[i], "--version") == 0) {
            arguments->command = "version";
            return STATUS_DONE;
        } else if (argv[i][0] == '-' && argv[i][1] != '\0') {
            fault = take_report_option(c, argc, argv, &i, arguments);
        } else if (arguments->command == NULL) {
            arguments->command = argv[i];
        } else if (arguments->input == NULL) {
            arguments->input = argv[i];
        } else {
            fault = usage_fault("one input too many:", argv[i]);
        }
        if (fault != STATUS_DONE) {
            return fault;
        }
    }
    return STATUS_DONE;
}

/* The graph in the input, whose bytes go to `input`; NULL after diagnostics. */
static struct spec *read_input(struct compilation *c, const char *path, struct pack_bytes *input)
{
    const struct form *form;
    char *bytes;
    enum file_result result = file_read(&c->arena, path, INPUT_LIMIT, &bytes, &input->size);

    if (result != FILE_OK) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` cannot be read: %s",
                          path, file_result_text(result));
        return NULL;
    }
    input->path = path;
    input->bytes = (const uint8_t *)bytes;
    if (read_image_recognise(bytes, input->size)) {
        return read_image_spec(c, bytes, input->size, path);
    }
    form = forms_guess(path, bytes, input->size);
    if (form == NULL || form->read == NULL) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE,
                          "`%s` is in no form that is known", path);
        return NULL;
    }
    source_keep(&c->sources, bytes);
    return form->read(c, bytes, input->size, path);
}

static int write_output(const char *path, const struct strbuf *text)
{
    enum file_result result = FILE_OK;

    if (path == NULL || strcmp(path, "-") == 0) {
        if (fwrite(text->text, 1, text->size, stdout) != text->size || fflush(stdout) != 0) {
            result = FILE_FAILED;
            path = "standard output";
        }
    } else {
        result = file_write(path, text->text, text->size);
    }
    if (result != FILE_OK && result != FILE_UNCHANGED) {
        fprintf(stderr, "capdl: `%s` cannot be written: %s\n", path, file_result_text(result));
        return STATUS_OUTPUT;
    }
    return STATUS_DONE;
}

/* What a form that has a title is called: the file it goes to, or comes from. */
static const char *title_of(struct compilation *c, const struct arguments *arguments)
{
    const char *path = arguments->output != NULL ? arguments->output : arguments->input;
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t size = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);

    return strcmp(name, "-") == 0 ? "spec" : arena_strndup(&c->arena, name, size);
}

static int convert(struct compilation *c, struct spec *spec, const struct arguments *arguments)
{
    const struct form *form = forms_find(arguments->to);
    struct strbuf out;

    strbuf_init(&out, &c->arena);
    spec->title = title_of(c, arguments);
    if (arguments->sizes != NULL) {
        spec->sizes = sizes_file_read(c, arguments->sizes);
        if (spec->sizes == NULL) {
            return STATUS_INPUT;
        }
    }
    if (!check_graph(c, spec) || !form->write(c, spec, &out)) {
        return STATUS_INPUT;
    }
    return write_output(arguments->output, &out);
}

static int show(struct compilation *c, struct spec *spec, const struct arguments *arguments)
{
    struct strbuf out;

    strbuf_init(&out, &c->arena);
    spec_summary(spec, &out);
    return write_output(arguments->output, &out);
}

/* Can what is in the slots be followed? Not after faults of these rules. */
static bool is_sound(const struct compilation *c)
{
    for (size_t i = 0; i < c->diags.list.count; i++) {
        enum diag_id id = c->diags.list.items[i]->id;

        if (id == DIAG_SPEC_INVALID || id == DIAG_SPEC_SLOT || id == DIAG_SPEC_CONTENT ||
            id == DIAG_SPEC_SIZE || id == DIAG_SPEC_ARCHITECTURE) {
            return false;
        }
    }
    return true;
}

static int check(struct compilation *c, struct spec *spec, const struct arguments *arguments)
{
    bool good = check_graph(c, spec);

    good = check_kernel(c, spec, &arguments->kernel) && good;
    if (arguments->files != NULL) {
        good = check_kernel_files(c, spec, arguments->files) && good;
    }
    if (is_sound(c)) {
        check_lint(c, spec);
    }
    return good ? STATUS_DONE : STATUS_FINDINGS;
}

static int plan(struct compilation *c, struct spec *spec, const struct arguments *arguments)
{
    const char *to = arguments->to != NULL ? arguments->to : "text";
    const struct form *form = arguments->plan.derive ? forms_find(to) : NULL;
    struct strbuf out;
    int status;

    strbuf_init(&out, &c->arena);
    if (!check_graph(c, spec)) {
        return STATUS_INPUT;
    }
    status = plan_command(c, &spec, &arguments->plan, &out);
    if (status != STATUS_DONE) {
        return status;
    }
    spec->title = title_of(c, arguments);
    if (form != NULL && (!check_graph(c, spec) || !form->write(c, spec, &out))) {
        return STATUS_INPUT;
    }
    return write_output(arguments->output, &out);
}

/* A command that works on a spec. */
struct command {
    const char *name;
    int (*run)(struct compilation *c, struct spec *spec, const struct arguments *arguments);
};

static const struct command commands[] = {
    {"convert", convert},
    {"check",   check  },
    {"show",    show   },
    {"plan",    plan   },
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* Reads a count of 1 to 256; 0, or the exit status of a fault. */
static int parse_count(const char *text, uint32_t *count)
{
    char *end;
    unsigned long value = text != NULL ? strtoul(text, &end, 10) : 0;

    if (text != NULL && (*text < '0' || *text > '9' || *end != '\0' || value < 1 || value > 256)) {
        return usage_fault("not a number of 1 to 256:", text);
    }
    *count = (uint32_t)value;
    return STATUS_DONE;
}

/* Reads what is said of the kernel; 0, or the exit status of a fault. */
static int parse_kernel(struct arguments *arguments)
{
    const char *scheduler = arguments->scheduler;
    int fault = parse_count(arguments->cores, &arguments->kernel.cores);

    if (fault == STATUS_DONE) {
        fault = parse_count(arguments->domains, &arguments->kernel.domains);
    }
    if (fault == STATUS_DONE && scheduler != NULL) {
        arguments->kernel.scheduler = strcmp(scheduler, "mcs") == 0 ? CHECK_MCS : CHECK_CLASSIC;
        if (strcmp(scheduler, "mcs") != 0 && strcmp(scheduler, "classic") != 0) {
            fault = usage_fault("there is no scheduler", scheduler);
        }
    }
    return fault;
}

/* Looks for what a command needs and has not, or has and does not need. */
static int check_arguments(struct arguments *arguments, const struct command *command)
{
    bool converts = command->run == convert;
    bool plans = command->run == plan;
    bool derives = plans && arguments->plan.derive;

    if (arguments->input == NULL) {
        return usage_fault("the input is missing", NULL);
    }
    if ((arguments->to == NULL) != !converts && !derives) {
        return usage_fault(converts ? "--to FORM is missing"
                                    : "--to belongs to convert and to plan --static",
                           NULL);
    }
    if (arguments->to != NULL && forms_find(arguments->to) == NULL) {
        return usage_fault("there is no form", arguments->to);
    }
    if (command->run != check && (arguments->cores != NULL || arguments->domains != NULL ||
                                  arguments->scheduler != NULL || arguments->files != NULL)) {
        return usage_fault("--cores, --domains, --scheduler and --files belong to check", NULL);
    }
    if (!converts && arguments->sizes != NULL) {
        return usage_fault("--object-sizes belongs to convert", NULL);
    }
    const char *fault = plans ? plan_command_fault(&arguments->plan)
                              : (plan_command_given(&arguments->plan)
                                     ? "--memory, --platform, --kernel, --json and --static belong "
                                       "to plan"
                                     : NULL);
    return fault != NULL ? usage_fault(fault, NULL) : parse_kernel(arguments);
}

static int run(struct compilation *c, int argc, char **argv, struct arguments *arguments)
{
    int status = parse(c, argc, argv, arguments);
    const struct command *command;
    struct spec *spec;

    if (status != STATUS_DONE) {
        return status;
    }
    if (arguments->command == NULL) {
        return usage_fault("a command is missing", NULL);
    }
    if (strcmp(arguments->command, "help") == 0) {
        print_help(stdout);
        return STATUS_DONE;
    }
    if (strcmp(arguments->command, "version") == 0) {
        puts("capdl " ADLC_VERSION);
        return STATUS_DONE;
    }
    if (c->diags.errors > 0) {
        return STATUS_USAGE; /* a -W that names nothing */
    }
    command = find_command(arguments->command);
    if (command == NULL) {
        return usage_fault("there is no command", arguments->command);
    }
    status = check_arguments(arguments, command);
    if (status != STATUS_DONE) {
        return status;
    }
    spec = read_input(c, arguments->input, &arguments->plan.input);
    return spec != NULL ? command->run(c, spec, arguments) : STATUS_INPUT;
}

int main(int argc, char **argv)
{
    static struct compilation c;
    jmp_buf out_of_memory;
    volatile int status = STATUS_MEMORY;

    compilation_init(&c);
    c.diags.max_errors = 0; /* all are told, unless --error-limit says otherwise */
    c.arena.limit = MEMORY_LIMIT;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        static const struct diag_tool tool = {"capdl", ADLC_VERSION};
        struct arguments *arguments = arena_new(&c.arena, struct arguments);
        diag_output_init(&arguments->diagnostics);
        status = run(&c, argc, argv, arguments);
        status = diag_output_finish(&arguments->diagnostics, &c, &tool, status);
    } else {
        fputs("capdl: out of memory\n", stderr);
    }
    compilation_done(&c);
    return status;
}
