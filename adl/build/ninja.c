/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/ninja.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adl/base/map.h"
#include "adl/base/path.h"
#include "adl/base/process.h"
#include "adl/base/strbuf.h"

#define NINJA_FILE ".adlc/build.ninja"

/* A path as it stands in a build line. A bar has no escape there and comes out of a variable. */
static void put_path(struct strbuf *out, const char *path)
{
    for (; *path != '\0'; path++) {
        if (*path == '|') {
            strbuf_puts(out, "${bar}");
            continue;
        }
        if (strchr("$ :", *path) != NULL) {
            strbuf_putc(out, '$');
        }
        strbuf_putc(out, *path);
    }
}

/* An argument of a command: quoted for the shell, then for ninja. */
static void put_argument(struct strbuf *out, const char *argument)
{
    bool plain = *argument != '\0';
    for (const char *at = argument; *at != '\0'; at++) {
        plain = plain && (isalnum((unsigned char)*at) || strchr("-_=+,./:@%", *at) != NULL);
    }
    strbuf_puts(out, plain ? " " : " '");
    for (; *argument != '\0'; argument++) {
        if (*argument == '$') {
            strbuf_puts(out, "$$");
        } else if (*argument == '\'') {
            strbuf_puts(out, "'\\''");
        } else {
            strbuf_putc(out, *argument);
        }
    }
    if (!plain) {
        strbuf_putc(out, '\'');
    }
}

static void put_list(struct strbuf *out, const char *const *arguments)
{
    for (; *arguments != NULL; arguments++) {
        put_argument(out, *arguments);
    }
}

/* What stays visible of an instance that shares its program with others. */
static const char *const global_names[] = {"adlc_*",           "camkes_program",
                                           "camkes_dataports", "camkes_dataport_count",
                                           "camkes_vmas",      "camkes_vmas_size"};

static void put_rules(struct compilation *c, const struct ninja_build *build, struct strbuf *out)
{
    strbuf_puts(out, "# Made by adlc; do not edit.\nninja_required_version = 1.10\n"
                     "builddir = .adlc\nbar = |\n\ncflags =");
    put_list(out, build->toolchain->compile_flags);
    for (vec_each (prefix, &build->prefixes)) {
        put_argument(out,
                     arena_printf(&c->arena, "-ffile-prefix-map=%s=%s", prefix->from, prefix->to));
    }
    strbuf_puts(out, "\nconly =");
    put_list(out, build->toolchain->c_flags);
    strbuf_puts(out, "\ncxxonly =");
    put_list(out, build->toolchain->cxx_flags);
    strbuf_puts(out, "\nmergeflags =");
    put_list(out, build->toolchain->merge_flags);
    strbuf_puts(out, "\nldflags =");
    put_list(out, build->toolchain->link_flags);
    put_argument(out, "-T");
    put_argument(out, build->linker_script);
    strbuf_printf(
        out,
        "\n\nrule cc\n  command = %s $cflags $conly $unit -MMD -MF $out.d -c $in -o $out\n"
        "  depfile = $out.d\n  deps = gcc\n  description = compiling $in\n\n"
        "rule cxx\n  command = %s $cflags $cxxonly $unit -MMD -MF $out.d -c $in -o $out\n"
        "  depfile = $out.d\n  deps = gcc\n  description = compiling $in\n\n"
        "rule link\n  command = %s $ldflags $in $libs -o $out\n"
        "  description = linking $out\n\n"
        "rule merge\n  command = %s $mergeflags $in $libs -o $out && %s -w",
        build->toolchain->compiler, build->toolchain->cxx_compiler, build->toolchain->compiler,
        build->toolchain->compiler, build->toolchain->objcopy);
    for (size_t i = 0; i < sizeof(global_names) / sizeof(global_names[0]); i++) {
        put_argument(out, "-G");
        put_argument(out, global_names[i]);
    }
    strbuf_puts(out, " $out\n  description = merging $out\n");
}

/* Name of the object of source `index` of a unit: base names that repeat get a number. */
static const char *object_name(struct compilation *c, const struct ninja_unit *unit, size_t index)
{
    const char *base = path_base(unit->sources.items[index]);
    size_t before = 0;
    for (size_t i = 0; i < index; i++) {
        before += strcmp(path_base(unit->sources.items[i]), base) == 0;
    }
    return before == 0 ? arena_printf(&c->arena, ".adlc/obj/%s/%s.o", unit->object_folder, base)
                       : arena_printf(&c->arena, ".adlc/obj/%s/%s.%zu.o", unit->object_folder, base,
                                      before);
}

static void put_unit(struct compilation *c, const struct ninja_unit *unit, struct strbuf *out)
{
    for (size_t i = 0; i < unit->sources.count; i++) {
        strbuf_puts(out, "\nbuild ");
        put_path(out, object_name(c, unit, i));
        strbuf_puts(out, toolchain_is_cxx(unit->sources.items[i]) ? ": cxx " : ": cc ");
        put_path(out, unit->sources.items[i]);
        strbuf_puts(out, "\n  unit =");
        for (vec_each (folder, &unit->includes)) {
            put_argument(out, "-I");
            put_argument(out, *folder);
        }
        for (vec_each (flag, &unit->flags)) {
            put_argument(out, *flag);
        }
        if (toolchain_is_cxx(unit->sources.items[i])) {
            for (vec_each (flag, &unit->cxx_flags)) {
                put_argument(out, *flag);
            }
        }
        if (strcmp(path_extension(unit->sources.items[i]), ".S") == 0) {
            put_argument(out, "-g0"); /* the assembler knows no prefix maps */
        }
        strbuf_putc(out, '\n');
    }
}

/* Is there any source in C++? */
static bool has_cxx(const struct ninja_build *build)
{
    for (vec_each (unit, &build->units)) {
        for (vec_each (source, &(*unit)->sources)) {
            if (toolchain_is_cxx(*source)) {
                return true;
            }
        }
    }
    return false;
}

static void put_objects(struct compilation *c, const struct ninja_unit *unit, struct strbuf *out)
{
    for (size_t i = 0; i < unit->sources.count; i++) {
        strbuf_putc(out, ' ');
        put_path(out, object_name(c, unit, i));
    }
}

static void put_part_objects(struct compilation *c, const struct ninja_part *part,
                             struct strbuf *out)
{
    for (vec_each (unit, &part->units)) {
        put_objects(c, *unit, out);
    }
}

/* Is this a file that belongs to one part, rather than a library of the toolchain? */
static bool is_file(const char *library)
{
    return library[0] == '/';
}

static void put_library_files(const struct ninja_part *part, struct strbuf *out)
{
    for (vec_each (library, &part->libraries)) {
        if (is_file(*library)) {
            strbuf_putc(out, ' ');
            put_path(out, *library);
        }
    }
}

static const char *merged_name(struct compilation *c, const struct ninja_part *part)
{
    return arena_printf(&c->arena, ".adlc/obj/%s/merged.o", part->name);
}

/* One object of a part, with its own libraries in it. */
static void put_merge(struct compilation *c, const struct ninja_part *part, struct strbuf *out)
{
    strbuf_puts(out, "\nbuild ");
    put_path(out, merged_name(c, part));
    strbuf_puts(out, ": merge");
    put_part_objects(c, part, out);
    strbuf_puts(out, " |");
    put_library_files(part, out);
    strbuf_puts(out, "\n  libs =");
    for (vec_each (library, &part->libraries)) {
        if (is_file(*library)) {
            put_argument(out, *library);
        }
    }
    strbuf_putc(out, '\n');
}

static void put_program(struct compilation *c, const struct ninja_build *build,
                        const struct ninja_program *program, struct strbuf *out)
{
    bool several = program->parts.count > 1;
    for (vec_each (part, &program->parts)) {
        if (several) {
            put_merge(c, part, out);
        }
    }
    strbuf_puts(out, "\nbuild ");
    put_path(out, arena_printf(&c->arena, "elf/%s.elf", program->name));
    strbuf_puts(out, ": link");
    for (vec_each (part, &program->parts)) {
        if (several) {
            strbuf_putc(out, ' ');
            put_path(out, merged_name(c, part));
        } else {
            put_part_objects(c, part, out);
        }
    }
    put_objects(c, program->common, out);
    strbuf_puts(out, " | ");
    put_path(out, build->linker_script);
    for (vec_each (part, &program->parts)) {
        if (!several) {
            put_library_files(part, out);
        }
    }
    strbuf_puts(out, "\n  libs =");
    for (vec_each (part, &program->parts)) {
        for (vec_each (library, &part->libraries)) {
            if (!several || !is_file(*library)) {
                put_argument(out, *library);
            }
        }
    }
    strbuf_putc(out, '\n');
}

void ninja_write(struct compilation *c, const struct ninja_build *build, struct strbuf *out)
{
    put_rules(c, build, out);
    for (vec_each (unit, &build->units)) {
        put_unit(c, *unit, out);
    }
    for (vec_each (program, &build->programs)) {
        put_program(c, build, program, out);
    }
}

/* Build files have no way to write a line break; more such text could even end up as a rule. */
static bool is_one_line(struct compilation *c, const char *text)
{
    if (strpbrk(text, "\n\r") == NULL) {
        return true;
    }
    struct diag *d = diag_report(&c->diags, DIAG_COMPILE_FAILED, SPAN_NONE,
                                 "cannot compile with `%s`: it contains a line break", text);
    diag_hint(d, "rename the file or folder, or correct the text in adlc.yaml");
    return false;
}

static bool are_one_line(struct compilation *c, const struct ninja_texts *texts)
{
    bool good = true;
    for (vec_each (text, texts)) {
        good = is_one_line(c, *text) && good;
    }
    return good;
}

/* Can a build file hold every name and flag of the build? */
static bool is_expressible(struct compilation *c, const struct ninja_build *build)
{
    bool good = is_one_line(c, build->linker_script);
    for (vec_each (prefix, &build->prefixes)) {
        good = is_one_line(c, prefix->from) && is_one_line(c, prefix->to) && good;
    }
    for (vec_each (unit, &build->units)) {
        good = are_one_line(c, &(*unit)->sources) && good;
        good = are_one_line(c, &(*unit)->includes) && good;
        good = are_one_line(c, &(*unit)->flags) && good;
        good = are_one_line(c, &(*unit)->cxx_flags) && good;
    }
    for (vec_each (program, &build->programs)) {
        for (vec_each (part, &program->parts)) {
            good = are_one_line(c, &part->libraries) && good;
        }
    }
    return good;
}

/* Is there a program of that name in PATH? */
static bool in_path(struct compilation *c, const char *program)
{
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");
        const char *folder = arena_strndup(&c->arena, path, length);
        if (access(path_join(&c->arena, folder, program), X_OK) == 0) {
            return true;
        }
        path += length + (path[length] == ':');
    }
    return false;
}

static bool have_tool(struct compilation *c, const char *program, const char *package)
{
    if (in_path(c, program)) {
        return true;
    }
    struct diag *d = diag_report(&c->diags, DIAG_TOOL_MISSING, SPAN_NONE,
                                 "the program `%s` is needed but not installed", program);
    diag_hint(d, "on Debian: apt-get install %s", package);
    return false;
}

/* When the program was last written; 0 when it is not there. */
static struct timespec program_time(struct compilation *c, const struct ninja_build *build,
                                    const struct ninja_program *program)
{
    struct stat status;
    const char *path = arena_printf(&c->arena, "%s/elf/%s.elf", build->out, program->name);
    return stat(path, &status) == 0 ? status.st_mtim : (struct timespec){0, 0};
}

/* What the compilers said. ninja adds a line `FAILED: ...` and the command, which only matter when
 * commands are to be shown. */
static void show_output(const struct process_result *result, bool verbose)
{
    const char *text = result->output != NULL ? result->output : "";
    bool is_command = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        bool failed = strncmp(text, "FAILED: ", 8) == 0;
        bool ours = failed || is_command || strncmp(text, "ninja: ", 7) == 0;
        if (verbose || !ours) {
            fwrite(text, 1, length, stderr);
        }
        is_command = failed;
        text += length;
    }
}

static bool run(struct compilation *c, const struct ninja_build *build)
{
    const char *argv[16] = {"ninja", "-C", build->out, "-f", NINJA_FILE, "--quiet"};
    size_t count = 6;
    if (build->jobs > 0) {
        argv[count++] = "-j";
        argv[count++] = arena_printf(&c->arena, "%u", build->jobs);
    }
    if (build->verbose) {
        argv[5] = "-v";
    }
    argv[count] = NULL;
    struct process_request request = {.argv = argv, .output_limit = 4 * 1024 * 1024};
    struct process_result result;
    bool good = process_run(&c->arena, &request, &result);
    show_output(&result, build->verbose);
    if (result.errors != NULL) {
        fputs(result.errors, stderr);
    }
    if (!good) {
        struct diag *d = diag_report(&c->diags, DIAG_COMPILE_FAILED, SPAN_NONE,
                                     "compiling the components failed");
        diag_hint(d, "the compiler's own messages are above; -v shows the commands");
    }
    return good;
}

bool ninja_run(struct compilation *c, const struct ninja_build *build, bool *worked)
{
    bool ready = have_tool(c, "ninja", "ninja-build");
    ready = have_tool(c, build->toolchain->compiler, build->toolchain->package) && ready;
    if (has_cxx(build)) {
        ready =
            have_tool(c, build->toolchain->cxx_compiler, build->toolchain->cxx_package) && ready;
    }
    if (!ready || !is_expressible(c, build)) {
        return false;
    }
    struct strbuf text;
    strbuf_init(&text, &c->arena);
    ninja_write(c, build, &text);
    const char *path = path_join(&c->arena, build->out, NINJA_FILE);
    bool made = file_make_directories(path_directory(&c->arena, path));
    enum file_result written = made ? file_write(path, text.text, text.size) : FILE_FAILED;
    if (written != FILE_OK && written != FILE_UNCHANGED) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`: %s", path,
                    file_result_text(written));
        return false;
    }
    size_t count = build->programs.count;
    struct timespec *before = arena_array(&c->arena, struct timespec, count);
    for (size_t i = 0; i < count; i++) {
        before[i] = program_time(c, build, &build->programs.items[i]);
    }
    if (!run(c, build)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct timespec after = program_time(c, build, &build->programs.items[i]);
        *worked = *worked || after.tv_sec != before[i].tv_sec || after.tv_nsec != before[i].tv_nsec;
    }
    return true;
}
