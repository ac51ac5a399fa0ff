/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "kernel/tools/api_emit.h"

static void print_value(FILE *file, uint64_t value)
{
    if (value > 0x7fffffff) {
        fprintf(file, "API_UL(0x%" PRIx64 ")", value);
    } else if (value >= 4096) {
        fprintf(file, "0x%" PRIx64, value);
    } else {
        fprintf(file, "%" PRIu64, value);
    }
}

static bool emit_syscalls(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "api/syscalls.h", "Numbers of the system calls.")) {
        return false;
    }
    int64_t lowest = 0;
    for (size_t i = 0; i < model->syscall_count; i++) {
        const struct api_syscall *call = &model->syscalls[i];
        fprintf(out.file, "#define SYS_%s (%" PRId64 ")\n", call->kernel, call->number);
        if (!call->debug && call->number < lowest) {
            lowest = call->number;
        }
    }
    fprintf(out.file,
            "\n/* The numbers from SYS_API_MIN to SYS_API_MAX belong to the API proper. */\n"
            "#define SYS_API_MIN (%" PRId64 ")\n#define SYS_API_MAX (-1)\n",
            lowest);
    return api_out_end_header(&out);
}

static bool emit_labels(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "api/invocation_labels.h",
                              "Labels of the methods of kernel objects.")) {
        return false;
    }
    fputs("enum invocation_label {\n    LABEL_INVALID_INVOCATION = 0,\n", out.file);
    for (size_t i = 0; i < model->interface_count; i++) {
        for (size_t k = 0; k < model->interfaces[i].count; k++) {
            const struct api_method *method = &model->interfaces[i].methods[k];
            fprintf(out.file, "    LABEL_%s = %u,\n", method->kernel, method->number);
        }
    }
    fprintf(out.file, "    LABEL_COUNT = %u,\n    LABEL_FIRST_ARCH = %u\n};\n\n",
            model->label_count, model->first_arch_label);
    fputs("/* Names of this CPU's labels for code that knows no CPU. */\n", out.file);
    for (size_t i = 0; i < model->interface_count; i++) {
        for (size_t k = 0; k < model->interfaces[i].count; k++) {
            const struct api_method *method = &model->interfaces[i].methods[k];
            if (method->alias) {
                fprintf(out.file, "#define LABEL_%s LABEL_%s\n", method->alias, method->kernel);
            }
        }
    }
    return api_out_end_header(&out);
}

static bool emit_objects(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "api/object_types.h",
                              "Object types as Untyped_Retype numbers them.")) {
        return false;
    }
    uint64_t first_arch = model->object_count;
    fputs("enum object_type {\n", out.file);
    for (size_t i = 0; i < model->object_count; i++) {
        const struct api_object *object = &model->objects[i];
        fprintf(out.file, "    %s = %" PRIu64 ", /* %s */\n", object->kernel, object->number,
                object->text);
        if (first_arch == model->object_count && strcmp(object->enumeration, "api_object") != 0) {
            first_arch = object->number;
        }
    }
    fprintf(out.file, "    OBJ_COUNT = %zu\n};\n\n#define OBJ_FIRST_ARCH %" PRIu64 "\n\n",
            model->object_count, first_arch);
    fputs("/* Names of this CPU's types for code that knows no CPU. */\n", out.file);
    for (size_t i = 0; i < model->object_count; i++) {
        const struct api_object *object = &model->objects[i];
        if (object->alias) {
            fprintf(out.file, "#define OBJ_%s %s\n", object->alias, object->kernel);
        }
        if (object->also) {
            fprintf(out.file, "#define OBJ_%s %s\n", object->also, object->kernel);
        }
    }
    return api_out_end_header(&out);
}

static void emit_group(FILE *file, const struct api_group *group)
{
    fprintf(file, "/* %s: %s */\n", group->name, group->text);
    for (size_t i = 0; i < group->count; i++) {
        const struct api_constant *item = &group->items[i];
        if (!item->kernel) {
            continue;
        }
        fprintf(file, "#define %s ", item->kernel);
        print_value(file, item->value);
        if (item->text) {
            fprintf(file, " /* %s */", item->text);
        }
        fputc('\n', file);
    }
    fputc('\n', file);
}

static bool emit_constants(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "api/constants.h",
                              "Constants of the API; usable in assembler files too.")) {
        return false;
    }
    fputs("#ifdef __ASSEMBLER__\n#define API_UL(value) value\n#else\n"
          "#define API_UL(value) value##ul\n#endif\n\n",
          out.file);
    for (size_t i = 0; i < model->group_count; i++) {
        emit_group(out.file, &model->groups[i]);
    }
    for (size_t i = 0; i < model->message_count; i++) {
        const struct api_message *message = &model->messages[i];
        fprintf(out.file, "/* %s: %s */\n", message->name, message->text);
        for (size_t k = 0; k < message->count; k++) {
            fprintf(out.file, "#define %s_%s %" PRIu64 "\n", message->kernel,
                    message->words[k].kernel, message->words[k].index);
        }
        fprintf(out.file, "#define %s_LENGTH %" PRIu64 "\n", message->kernel, message->length);
        fprintf(out.file, "#define %s_REPLY_LENGTH %" PRIu64 "\n\n", message->kernel,
                message->reply);
    }
    fprintf(out.file,
            "/* The registers of a thread. */\n#define USER_CONTEXT_FRAME_COUNT %" PRIu64
            "\n#define USER_CONTEXT_COUNT %zu\n",
            model->context.frame, model->context.count);
    return api_out_end_header(&out);
}

static uint64_t mask_of(unsigned bits)
{
    return bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

static void emit_block(FILE *file, const struct api_block *block)
{
    fprintf(file, "/* %s */\n", block->text);
    for (size_t i = 0; i < block->count; i++) {
        const struct api_bits *field = &block->fields[i];
        fputs("#define ", file);
        api_out_upper(file, block->kernel);
        fputc('_', file);
        api_out_upper(file, field->kernel);
        fprintf(file, "_BITS %u\n#define ", field->bits);
        api_out_upper(file, block->kernel);
        fputc('_', file);
        api_out_upper(file, field->kernel);
        fprintf(file, "_SHIFT %u\n", field->shift);
    }
    for (size_t i = 0; i < block->count; i++) {
        const struct api_bits *field = &block->fields[i];
        uint64_t mask = mask_of(field->bits);
        fprintf(file,
                "\nstatic inline uint64_t %s_get_%s(uint64_t word)\n"
                "{\n    return (word >> %u) & 0x%" PRIx64 "ul;\n}\n"
                "\nstatic inline uint64_t %s_set_%s(uint64_t word, uint64_t value)\n"
                "{\n    return (word & ~(0x%" PRIx64 "ul << %u)) |\n"
                "           ((value & 0x%" PRIx64 "ul) << %u);\n}\n",
                block->kernel, field->kernel, field->shift, mask, block->kernel, field->kernel,
                mask, field->shift, mask, field->shift);
    }
    fprintf(file, "\nstatic inline uint64_t %s_make(", block->kernel);
    for (size_t i = 0; i < block->count; i++) {
        fprintf(file, "%suint64_t %s", i ? ", " : "", block->fields[i].kernel);
    }
    fputs(")\n{\n    uint64_t word = 0;\n", file);
    for (size_t i = 0; i < block->count; i++) {
        fprintf(file, "    word = %s_set_%s(word, %s);\n", block->kernel, block->fields[i].kernel,
                block->fields[i].kernel);
    }
    fputs("    return word;\n}\n\n", file);
}

static void emit_record(FILE *file, const struct api_record *record)
{
    static const char *const types[] = {"uint64_t ", "uint8_t ", "struct slot_region ",
                                        "struct untyped_desc "};
    static const unsigned sizes[] = {8, 1, 16, 16};
    fprintf(file, "/* %s */\nstruct %s {\n", record->text, record->kernel);
    for (size_t i = 0; i < record->count; i++) {
        const struct api_field *field = &record->fields[i];
        fprintf(file, "    %s%s", types[field->type], field->kernel);
        if (field->count) {
            fprintf(file, "[%" PRIu64 "]", field->count);
        }
        fputs(";\n", file);
    }
    fprintf(file, "};\n\n_Static_assert(sizeof(struct %s) == %" PRIu64 ", \"layout\");\n",
            record->kernel, record->bytes);
    uint64_t offset = 0;
    for (size_t i = 0; i < record->count; i++) {
        const struct api_field *field = &record->fields[i];
        fprintf(file, "_Static_assert(offsetof(struct %s, %s) == %" PRIu64 ", \"layout\");\n",
                record->kernel, field->kernel, offset);
        offset += sizes[field->type] * (field->count ? field->count : 1);
    }
    fputc('\n', file);
}

static void emit_orders(FILE *file, const struct api_model *model)
{
    fputs("/* The registers of a thread in the order of Read/WriteRegisters. */\n"
          "#define USER_CONTEXT_REGISTERS(X)",
          file);
    for (size_t i = 0; i < model->context.count; i++) {
        fputs(i % 8 == 0 ? " \\\n    X(" : " X(", file);
        api_out_upper(file, model->context.registers[i]);
        fputc(')', file);
    }
    fputs("\n\n", file);
    for (size_t i = 0; i < model->message_count; i++) {
        const struct api_message *message = &model->messages[i];
        if (message->reply == 0) {
            continue;
        }
        fprintf(file, "/* The words of the message %s in order. */\n#define %s_REGISTERS(X)",
                message->name, message->kernel);
        for (size_t k = 0; k < message->count; k++) {
            fprintf(file, "%sX(%s)", k % 8 == 0 ? " \\\n    " : " ", message->words[k].kernel);
        }
        fputs("\n\n", file);
    }
}

static bool emit_layouts(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "api/layouts.h",
                              "Bit fields, records and register orders of the API.")) {
        return false;
    }
    fputs("#include <stddef.h>\n#include <stdint.h>\n\n", out.file);
    for (size_t i = 0; i < model->block_count; i++) {
        emit_block(out.file, &model->blocks[i]);
    }
    for (size_t i = 0; i < model->record_count; i++) {
        emit_record(out.file, &model->records[i]);
    }
    emit_orders(out.file, model);
    return api_out_end_header(&out);
}

bool api_emit_kernel(const struct api_model *model, const char *folder)
{
    return emit_syscalls(model, folder) && emit_labels(model, folder) &&
           emit_objects(model, folder) && emit_constants(model, folder) &&
           emit_layouts(model, folder);
}
