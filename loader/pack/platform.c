/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/platform.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adl/base/path.h"
#include "adl/base/suggest.h"
#include "adl/base/yaml.h"

bool platform_installation(struct compilation *c, struct installation *installation)
{
    struct arena *arena = &c->arena;
    const char *home = getenv("ADLC_HOME");
    if (home == NULL || *home == '\0') {
        char self[PATH_MAX];
        ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
        self[length > 0 ? length : 0] = '\0';
        home = path_directory(arena, path_directory(arena, self));
    }
    installation->platforms = path_join(arena, home, "lib/adlc");
    installation->templates = path_join(arena, home, "share/adlc/templates");
    const char *missing = NULL;
    if (!file_is_directory(installation->platforms)) {
        missing = installation->platforms;
    } else if (!file_is_directory(installation->templates)) {
        missing = installation->templates;
    }
    if (missing == NULL) {
        return true;
    }
    struct diag *d = diag_report(&c->diags, DIAG_INSTALLATION, SPAN_NONE,
                                 "adlc's own files are missing: no folder `%s`", missing);
    diag_hint(d, "reinstall adlc, or set ADLC_HOME to the folder that has lib/adlc and share/adlc");
    return false;
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

const char **platform_names(struct compilation *c, const struct installation *installation,
                            size_t *count)
{
    VEC(const char *) names = {0};
    DIR *folder = opendir(installation->platforms);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        const char *board =
            arena_printf(&c->arena, "%s/%s/plat.yaml", installation->platforms, entry->d_name);
        if (entry->d_name[0] != '.' && file_exists(board)) {
            vec_push(&c->arena, &names, arena_strdup(&c->arena, entry->d_name));
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    if (names.count > 0) {
        qsort(names.items, names.count, sizeof(*names.items), compare_names);
    }
    *count = names.count;
    return names.items;
}

static void report_unknown(struct compilation *c, const struct installation *installation,
                           const char *name, struct span from)
{
    size_t count = 0;
    const char **names = platform_names(c, installation, &count);
    struct diag *d =
        diag_report(&c->diags, DIAG_PLATFORM_UNKNOWN, from, "there is no platform `%s`", name);
    const char *near = suggest_from_array(name, names, count);
    if (near != NULL) {
        diag_hint(d, "did you mean `%s`?", near);
    }
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        list = arena_printf(&c->arena, "%s%s%s", list, i > 0 ? ", " : "", names[i]);
    }
    diag_hint(d, "installed platforms: %s", count > 0 ? list : "none");
}

static bool read_cpu(struct compilation *c, const struct yaml_node *root, struct platform *platform)
{
    platform->cpu = yaml_text(c, root, "cpu");
    if (platform->cpu == NULL) {
        return false;
    }
    if (strcmp(platform->cpu, "riscv64") == 0) {
        platform->arch = SPEC_ARCH_RISCV64;
    } else if (strcmp(platform->cpu, "aarch64") == 0) {
        platform->arch = SPEC_ARCH_AARCH64;
    } else {
        diag_report(&c->diags, DIAG_PLATFORM_UNKNOWN, yaml_get(root, "cpu")->span,
                    "no programs can be built for CPU `%s`", platform->cpu);
        return false;
    }
    return true;
}

const struct platform *platform_load(struct compilation *c, const struct installation *installation,
                                     const char *name, struct span from)
{
    struct arena *arena = &c->arena;
    const char *folder = path_join(arena, installation->platforms, name);
    const char *board = path_join(arena, folder, "plat.yaml");
    if (strchr(name, '/') != NULL || *name == '.' || *name == '\0' || !file_exists(board)) {
        report_unknown(c, installation, name, from);
        return NULL;
    }
    const struct yaml_node *root = yaml_read(c, board, from);
    struct platform *platform = arena_new(arena, struct platform);
    if (root == NULL || !read_cpu(c, root, platform)) {
        return NULL;
    }
    const struct yaml_node *qemu = yaml_get(root, "qemu");
    platform->name = intern_string(&c->interner, name);
    platform->title = yaml_text(c, root, "title");
    platform->qemu = qemu != NULL ? yaml_text(c, qemu, "program") : NULL;
    platform->qemu_args = yaml_texts(c, qemu, "args", &platform->qemu_arg_count);
    platform->kernel = path_join(arena, folder, "kernel.elf");
    platform->boot = path_join(arena, folder, "boot.elf");
    platform->init = path_join(arena, folder, "init.elf");
    platform->include = path_join(arena, folder, "include");
    platform->kernel_domains = path_join(arena, folder, "kernel_domains.elf");
    platform->include_domains = path_join(arena, folder, "include_domains");
    const char *dtb = path_join(arena, folder, "board.dtb");
    platform->dtb = file_exists(dtb) ? dtb : NULL;
    const char *devices = path_join(arena, folder, "devices.dtb");
    platform->devices = file_exists(devices) ? devices : platform->dtb;
    return platform->title != NULL ? platform : NULL;
}
