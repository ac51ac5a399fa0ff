/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "kernel/tools/api_emit.h"

static void print_value(FILE *file, uint64_t value)
{
    if (value > 0xffffffff) {
        fprintf(file, "0x%" PRIx64 "ul", value);
    } else if (value >= 4096) {
        fprintf(file, "0x%" PRIx64, value);
    } else {
        fprintf(file, "%" PRIu64, value);
    }
}

static bool emit_syscalls(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/syscall.h", "Numbers of the system calls.")) {
        return false;
    }
    fputs("typedef enum seL4_Syscall_ID {\n", out.file);
    for (size_t i = 0; i < model->syscall_count; i++) {
        fprintf(out.file, "    seL4_Sys%s = %" PRId64 "%s\n", model->syscalls[i].name,
                model->syscalls[i].number, i + 1 < model->syscall_count ? "," : "");
    }
    fputs("} seL4_Syscall_ID;\n", out.file);
    return api_out_end_header(&out);
}

/* seL4 has three enumerations, each beginning where the one before ends. */
static void emit_label_level(FILE *file, const struct api_model *model, enum api_level level,
                             unsigned *next)
{
    static const char *const names[] = {"invocation_label", "sel4_arch_invocation_label",
                                        "arch_invocation_label"};
    static const char *const ends[] = {"nInvocationLabels", "nSeL4ArchInvocationLabels",
                                       "nArchInvocationLabels"};
    fprintf(file, "enum %s {\n%s", names[level],
            level == API_LEVEL_COMMON ? "    InvalidInvocation = 0,\n" : "");
    for (size_t i = 0; i < model->interface_count; i++) {
        const struct api_interface *interface = &model->interfaces[i];
        for (size_t k = 0; interface->level == level && k < interface->count; k++) {
            fprintf(file, "    %s = %u,\n", interface->methods[k].label,
                    interface->methods[k].number);
            *next = interface->methods[k].number + 1;
        }
    }
    fprintf(file, "    %s = %u\n};\n\n", ends[level], *next);
}

static bool emit_labels(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/invocation.h",
                              "Labels of the methods of kernel objects.")) {
        return false;
    }
    unsigned next = 1;
    emit_label_level(out.file, model, API_LEVEL_COMMON, &next);
    emit_label_level(out.file, model, API_LEVEL_MODE, &next);
    emit_label_level(out.file, model, API_LEVEL_ARCH, &next);
    return api_out_end_header(&out);
}

static void emit_object_enum(FILE *file, const struct api_model *model, const char *name,
                             const char *end)
{
    uint64_t next = 0;
    fprintf(file, "typedef enum %s%s {\n", strcmp(name, "api_object") == 0 ? "" : "_", name);
    for (size_t i = 0; i < model->object_count; i++) {
        const struct api_object *object = &model->objects[i];
        if (strcmp(object->enumeration, name) == 0) {
            fprintf(file, "    %s = %" PRIu64 ", /* %s */\n", object->name, object->number,
                    object->text);
            next = object->number + 1;
        }
    }
    fprintf(file, "    %s = %" PRIu64 "\n} sel4_%s;\n\n", end, next, name);
}

static bool emit_objects(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/objecttype.h",
                              "Object types as seL4_Untyped_Retype numbers them.")) {
        return false;
    }
    fputs("#include <sel4/simple_types.h>\n\n", out.file);
    emit_object_enum(out.file, model, "api_object", "seL4_NonArchObjectTypeCount");
    emit_object_enum(out.file, model, "mode_object", "seL4_ModeObjectTypeCount");
    emit_object_enum(out.file, model, "arch_object", "seL4_ObjectTypeCount");
    fputs("typedef seL4_Word api_object_t;\ntypedef seL4_Word object_t;\n\n"
          "/* Types this configuration does not have. */\n",
          out.file);
    for (size_t i = 0; i < model->absent_count; i++) {
        fprintf(out.file, "#define %s 0x%" PRIx64 "\n", model->absent[i].name,
                model->absent[i].number);
    }
    return api_out_end_header(&out);
}

static void emit_enum_group(FILE *file, const struct api_group *group)
{
    fprintf(file, "/* %s */\ntypedef enum %s {\n", group->text, group->enumeration);
    for (size_t i = 0; i < group->count; i++) {
        if (group->items[i].name) {
            fprintf(file, "    %s = ", group->items[i].name);
            print_value(file, group->items[i].value);
            fputs(",\n", file);
        }
    }
    fprintf(file, "} %s;\n\n", group->enumeration);
}

static void emit_macro_group(FILE *file, const struct api_group *group)
{
    bool any = false;
    for (size_t i = 0; i < group->count; i++) {
        const struct api_constant *item = &group->items[i];
        if (!item->name) {
            continue;
        }
        if (!any) {
            fprintf(file, "/* %s */\n", group->text);
        }
        any = true;
        fprintf(file, "#define %s ", item->name);
        print_value(file, item->value);
        if (item->text) {
            fprintf(file, " /* %s */", item->text);
        }
        fputc('\n', file);
    }
    if (any) {
        fputc('\n', file);
    }
}

static bool emit_constants(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/constants_gen.h", "Constants of the API.")) {
        return false;
    }
    for (size_t i = 0; i < model->group_count; i++) {
        if (model->groups[i].enumeration) {
            emit_enum_group(out.file, &model->groups[i]);
        } else {
            emit_macro_group(out.file, &model->groups[i]);
        }
    }
    return api_out_end_header(&out);
}

static void emit_neutral_constant(FILE *file, const struct api_model *model, const char *kernel,
                                  const char *neutral)
{
    const struct api_constant *constant = api_model_constant(model, kernel);
    if (constant && constant->name) {
        fprintf(file, "#define %s %s\n", neutral, constant->name);
    }
}

static bool emit_neutral(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/adlc_neutral.h",
                              "One name for what each CPU names in its own way.")) {
        return false;
    }
    fputs("#include <sel4/sel4.h>\n\n", out.file);
    for (size_t i = 0; i < model->object_count; i++) {
        const struct api_object *object = &model->objects[i];
        if (object->alias) {
            fprintf(out.file, "#define ADLC_OBJ_%s %s\n", object->alias, object->name);
        }
        if (object->also) {
            fprintf(out.file, "#define ADLC_OBJ_%s %s\n", object->also, object->name);
        }
    }
    emit_neutral_constant(out.file, model, "VM_ATTR_DEFAULT", "ADLC_VM_DEFAULT");
    emit_neutral_constant(out.file, model, "VM_ATTR_EXECUTE_NEVER", "ADLC_VM_EXECUTE_NEVER");
    fputs("#define ADLC_VM_ATTRIBUTES(bits) ", out.file);
    for (size_t i = 0; i < model->type_count; i++) {
        if (strstr(model->types[i].name, "VMAttributes")) {
            fprintf(out.file, "((%s)(bits))", model->types[i].name);
        }
    }
    fputc('\n', out.file);
    for (size_t i = 0; i < model->interface_count; i++) {
        const struct api_interface *interface = &model->interfaces[i];
        for (size_t k = 0; k < interface->count; k++) {
            if (interface->methods[k].alias) {
                fputs("#define adlc_", out.file);
                api_out_lower(out.file, interface->methods[k].alias);
                fprintf(out.file, " %s_%s\n#define ADLC_LABEL_%s %s\n", interface->name,
                        interface->methods[k].name, interface->methods[k].alias,
                        interface->methods[k].label);
            }
        }
    }
    return api_out_end_header(&out);
}

static bool emit_config(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "kernel/gen_config.h",
                              "Configuration of the kernel this was made for.")) {
        return false;
    }
    for (size_t i = 0; i < model->config_count; i++) {
        const struct api_config *item = &model->config[i];
        if (item->enabled) {
            fprintf(out.file, "#define CONFIG_%s  %s\n", item->name,
                    item->value ? item->value : "1");
        } else if (!item->value) {
            fprintf(out.file, "/* disabled: CONFIG_%s */\n", item->name);
        }
    }
    if (!api_out_end_header(&out) ||
        !api_out_begin_header(&out, folder, "sel4/gen_config.h",
                              "Options of the user library: see kernel/gen_config.h.")) {
        return false;
    }
    fputs("#include <kernel/gen_config.h>\n", out.file);
    if (!api_out_end_header(&out) ||
        !api_out_begin_header(&out, folder, "autoconf.h", "All of the configuration.")) {
        return false;
    }
    fputs("#include <kernel/gen_config.h>\n#include <sel4/gen_config.h>\n", out.file);
    return api_out_end_header(&out);
}

bool api_emit_user(const struct api_model *model, const char *folder)
{
    return emit_syscalls(model, folder) && emit_labels(model, folder) &&
           emit_objects(model, folder) && emit_constants(model, folder) &&
           emit_neutral(model, folder) && emit_config(model, folder);
}
