/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "kernel/tools/api_emit.h"

static uint64_t mask_of(unsigned bits)
{
    return bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

static void emit_accessors(FILE *file, const char *block, const struct api_bits *field)
{
    uint64_t mask = mask_of(field->bits);
    fprintf(file,
            "LIBSEL4_INLINE_FUNC seL4_Uint64 %s_get_%s(%s_t block)\n{\n"
            "    return (block.words[0] >> %u) & 0x%" PRIx64 "ul;\n}\n\n",
            block, field->name, block, field->shift, mask);
    fprintf(file,
            "LIBSEL4_INLINE_FUNC %s_t %s_set_%s(%s_t block, seL4_Uint64 value)\n{\n"
            "    block.words[0] = (block.words[0] & ~(0x%" PRIx64 "ul << %u)) |\n"
            "                     ((value & 0x%" PRIx64 "ul) << %u);\n    return block;\n}\n\n",
            block, block, field->name, block, mask, field->shift, mask, field->shift);
    fprintf(file,
            "LIBSEL4_INLINE_FUNC seL4_Uint64 %s_ptr_get_%s(const %s_t *block)\n{\n"
            "    return %s_get_%s(*block);\n}\n\n",
            block, field->name, block, block, field->name);
    fprintf(file,
            "LIBSEL4_INLINE_FUNC void %s_ptr_set_%s(%s_t *block, seL4_Uint64 value)\n{\n"
            "    *block = %s_set_%s(*block, value);\n}\n\n",
            block, field->name, block, block, field->name);
}

static void emit_block(FILE *file, const struct api_block *block)
{
    fprintf(file,
            "/* %s */\nstruct %s {\n    seL4_Uint64 words[1];\n};\n"
            "typedef struct %s %s_t;\n\n",
            block->text, block->name, block->name, block->name);
    fprintf(file, "LIBSEL4_INLINE_FUNC %s_t %s_new(", block->name, block->name);
    for (size_t i = 0; i < block->count; i++) {
        fprintf(file, "%sseL4_Uint64 %s", i ? ", " : "", block->fields[i].name);
    }
    fprintf(file, ")\n{\n    %s_t block;\n    block.words[0] = 0", block->name);
    for (size_t i = 0; i < block->count; i++) {
        const struct api_bits *field = &block->fields[i];
        fprintf(file, " |\n        ((%s & 0x%" PRIx64 "ul) << %u)", field->name,
                mask_of(field->bits), field->shift);
    }
    fputs(";\n    return block;\n}\n\n", file);
    for (size_t i = 0; i < block->count; i++) {
        emit_accessors(file, block->name, &block->fields[i]);
    }
}

static void emit_record(FILE *file, const struct api_record *record)
{
    static const char *const types[] = {"seL4_Word", "seL4_Uint8", "seL4_SlotRegion",
                                        "seL4_UntypedDesc"};
    static const unsigned sizes[] = {8, 1, 16, 16};
    fprintf(file, "/* %s */\ntypedef struct %s%s {\n", record->text, record->name,
            record->aligned ? "_" : "");
    for (size_t i = 0; i < record->count; i++) {
        const struct api_field *field = &record->fields[i];
        const char *type = field->public_type ? field->public_type : types[field->type];
        bool pointer = type[strlen(type) - 1] == '*';
        fprintf(file, "    %s%s%s", type, pointer ? "" : " ", field->name);
        if (field->count) {
            fprintf(file, "[%" PRIu64 "]", field->count);
        }
        fputs(";\n", file);
    }
    fprintf(file, "} %s", record->name);
    if (record->aligned) {
        fprintf(file, " __attribute__((__aligned__(%" PRIu64 ")))", record->bytes);
    }
    fprintf(file, ";\n\nSEL4_COMPILE_ASSERT(%s_size, sizeof(%s) == %" PRIu64 ")\n", record->name,
            record->name, record->bytes);
    uint64_t offset = 0;
    for (size_t i = 0; i < record->count; i++) {
        const struct api_field *field = &record->fields[i];
        fprintf(file, "SEL4_COMPILE_ASSERT(%s_%s, __builtin_offsetof(%s, %s) == %" PRIu64 ")\n",
                record->name, field->name, record->name, field->name, offset);
        offset += sizes[field->type] * (field->count ? field->count : 1);
    }
    fputc('\n', file);
}

static void emit_context(FILE *file, const struct api_context *context)
{
    fputs("/* The registers of a thread, in the order of Read/WriteRegisters. */\n"
          "typedef struct seL4_UserContext_ {\n",
          file);
    for (size_t i = 0; i < context->count; i++) {
        fprintf(file, "    seL4_Word %s;\n", context->registers[i]);
    }
    fprintf(file,
            "} seL4_UserContext;\n\n"
            "SEL4_COMPILE_ASSERT(seL4_UserContext_size, sizeof(seL4_UserContext) == "
            "%zu * sizeof(seL4_Word))\n\n",
            context->count);
}

static void emit_message(FILE *file, const struct api_message *message)
{
    fprintf(file, "/* %s */\ntypedef enum {\n", message->text);
    for (size_t i = 0; i < message->count; i++) {
        fprintf(file, "    seL4_%s_%s = %" PRIu64 ",\n", message->name, message->words[i].name,
                message->words[i].index);
    }
    fprintf(file, "    seL4_%s_Length = %" PRIu64 "\n} seL4_%s_Msg;\n\n", message->name,
            message->length, message->name);
}

static uint64_t longest_message(const struct api_model *model)
{
    uint64_t longest = 0;
    for (size_t i = 0; i < model->message_count; i++) {
        if (model->messages[i].length > longest) {
            longest = model->messages[i].length;
        }
    }
    return longest;
}

static void emit_fault_access(FILE *file, const struct api_model *model)
{
    fprintf(file,
            "/* A fault as a value: its type, then the words of its message. */\n"
            "typedef struct seL4_Fault {\n    seL4_Uint64 words[%" PRIu64 "];\n"
            "} seL4_Fault_t;\n\n"
            "LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_Fault_get_seL4_FaultType(seL4_Fault_t "
            "fault)\n{\n    return fault.words[0];\n}\n\n",
            longest_message(model) + 1);
    fputs("/* Number of words of a fault message, 0 for an unknown type. */\n"
          "LIBSEL4_INLINE_FUNC seL4_Word seL4_Fault_length(seL4_Word type)\n{\n"
          "    switch (type) {\n",
          file);
    for (size_t i = 0; i < model->message_count; i++) {
        const char *name = model->messages[i].name;
        fprintf(file, "    case seL4_Fault_%s:\n        return seL4_%s_Length;\n", name, name);
    }
    fputs("    default:\n        return 0;\n    }\n}\n\n", file);
    for (size_t i = 0; i < model->message_count; i++) {
        const struct api_message *message = &model->messages[i];
        for (size_t k = 0; k < message->count; k++) {
            const char *word = message->words[k].name;
            fprintf(file,
                    "LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_Fault_%s_get_%s(seL4_Fault_t fault)\n"
                    "{\n    return fault.words[1 + seL4_%s_%s];\n}\n\n",
                    message->name, word, message->name, word);
        }
    }
}

static bool named_earlier(const struct api_model *model, size_t interface)
{
    const char *name = model->interfaces[interface].name;
    for (size_t i = 0; i < interface; i++) {
        if (strcmp(model->interfaces[i].name, name) == 0) {
            return true;
        }
    }
    return api_model_type(model, name) != NULL;
}

/* Every kind of capability has a type name of its own, all of them addresses. */
static void emit_cap_types(FILE *file, const struct api_model *model)
{
    for (size_t i = 0; i < model->type_count; i++) {
        const struct api_type *type = &model->types[i];
        if (type->cap && strcmp(type->name, "seL4_CPtr") != 0) {
            fprintf(file, "typedef seL4_CPtr %s;\n", type->name);
        }
    }
    for (size_t i = 0; i < model->interface_count; i++) {
        if (!named_earlier(model, i)) {
            fprintf(file, "typedef seL4_CPtr %s;\n", model->interfaces[i].name);
        }
    }
    fputc('\n', file);
}

static bool emit_blocks(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "sel4/shared_types_gen.h", "Bit fields of the API.")) {
        return false;
    }
    fputs("#include <sel4/macros.h>\n#include <sel4/simple_types.h>\n\n", out.file);
    emit_cap_types(out.file, model);
    for (size_t i = 0; i < model->block_count; i++) {
        emit_block(out.file, &model->blocks[i]);
    }
    return api_out_end_header(&out);
}

bool api_emit_user_layouts(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!emit_blocks(model, folder) ||
        !api_out_begin_header(&out, folder, "sel4/layouts_gen.h",
                              "Records, registers and fault messages of the API.")) {
        return false;
    }
    fputs("#include <sel4/constants_gen.h>\n#include <sel4/macros.h>\n"
          "#include <sel4/shared_types_gen.h>\n#include <sel4/simple_types.h>\n\n",
          out.file);
    for (size_t i = 0; i < model->record_count; i++) {
        emit_record(out.file, &model->records[i]);
    }
    emit_context(out.file, &model->context);
    for (size_t i = 0; i < model->message_count; i++) {
        emit_message(out.file, &model->messages[i]);
    }
    emit_fault_access(out.file, model);
    return api_out_end_header(&out);
}
