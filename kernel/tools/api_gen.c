/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * api_gen: makes the kernel's and the user's view of the kernel API out of kernel/api.
 * Exit status 0; 1 if the description or a file is at fault; 2 for a wrong command line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/tools/api_emit.h"
#include "kernel/tools/api_model.h"

struct options {
    const char *cpu, *platform, *api, *kernel_out, *user_out, *man, *json;
    const char *words[8];
    size_t word_count;
};

static const char usage[] =
    "usage: api_gen --cpu riscv64|aarch64 [--platform NAME] [--option WORD]... --api FOLDER\n"
    "               [--kernel-out FOLDER] [--user-out FOLDER] [--man FILE] [--json FILE]\n";

static const char *const cpus[] = {"riscv64", "aarch64"};

static bool take_option(struct options *options, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } table[] = {
        {"--cpu",        &options->cpu       },
        {"--platform",   &options->platform  },
        {"--api",        &options->api       },
        {"--kernel-out", &options->kernel_out},
        {"--user-out",   &options->user_out  },
        {"--man",        &options->man       },
        {"--json",       &options->json      },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(table[i].name, name) == 0) {
            *table[i].place = value;
            return true;
        }
    }
    if (strcmp(name, "--option") == 0 && options->word_count < 8) {
        options->words[options->word_count++] = value;
        return true;
    }
    fprintf(stderr, "api_gen: unknown option '%s'\n", name);
    return false;
}

static bool read_options(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 >= argc) {
            fprintf(stderr, "api_gen: '%s' needs a value\n", argv[i]);
            return false;
        }
        if (!take_option(options, argv[i], argv[i + 1])) {
            return false;
        }
    }
    bool known = false;
    for (size_t i = 0; options->cpu && i < sizeof(cpus) / sizeof(cpus[0]); i++) {
        known = known || strcmp(cpus[i], options->cpu) == 0;
    }
    if (!known || !options->api) {
        fputs("api_gen: --cpu (riscv64 or aarch64) and --api are needed\n", stderr);
        return false;
    }
    return true;
}

/* Loads the model of one CPU; a platform only counts for the CPU asked for. */
static void load(struct api_model *model, const struct options *options, const char *cpu)
{
    memset(model, 0, sizeof(*model));
    model->cpu = cpu;
    model->choice.words[model->choice.count++] = cpu;
    if (options->platform && strcmp(cpu, options->cpu) == 0) {
        model->choice.words[model->choice.count++] = options->platform;
    }
    for (size_t i = 0; i < options->word_count; i++) {
        model->choice.words[model->choice.count++] = options->words[i];
    }
    api_model_load(model, options->api);
}

static bool write_man(const struct options *options)
{
    enum { COUNT = sizeof(cpus) / sizeof(cpus[0]) };
    struct api_model models[COUNT];
    bool good = true;
    for (size_t i = 0; i < COUNT; i++) {
        load(&models[i], options, cpus[i]);
        good = good && models[i].faults == 0;
    }
    good = good && api_emit_man(models, COUNT, options->man);
    for (size_t i = 0; i < COUNT; i++) {
        api_model_free(&models[i]);
    }
    return good;
}

static bool write_all(const struct options *options, const struct api_model *model)
{
    if (options->kernel_out && !api_emit_kernel(model, options->kernel_out)) {
        return false;
    }
    if (options->user_out && !(api_emit_user(model, options->user_out) &&
                               api_emit_user_layouts(model, options->user_out) &&
                               api_emit_stubs(model, options->user_out))) {
        return false;
    }
    if (options->json && !api_emit_json(model, options->json)) {
        return false;
    }
    return !options->man || write_man(options);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(&options, argc, argv)) {
        fputs(usage, stderr);
        return 2;
    }
    struct api_model model;
    load(&model, &options, options.cpu);
    bool good = model.faults == 0 && write_all(&options, &model);
    api_model_free(&model);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
