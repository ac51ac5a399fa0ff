/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "kernel/tools/api_emit.h"

enum { REGISTERS = 4, MAX_PARAMS = 16 };

/* Where the parameters of a method go. */
struct marshalling {
    unsigned bit[MAX_PARAMS]; /* first bit of a scalar parameter, counted over all words */
    unsigned words, caps;
    unsigned frame;         /* first word of a register frame */
    const char *frame_name; /* its parameter, NULL if there is none */
};

static struct marshalling marshal(const struct api_model *model, const struct api_method *method)
{
    struct marshalling result = {0};
    unsigned bit = 0;
    for (size_t i = 0; i < method->param_count && i < MAX_PARAMS; i++) {
        const struct api_type *type = method->params[i].type;
        if (type->cap) {
            result.caps++;
            continue;
        }
        unsigned align = type->registers ? 64 : type->bits;
        bit = (bit + align - 1) / align * align;
        result.bit[i] = bit;
        if (type->registers) {
            result.frame = bit / 64;
            result.frame_name = method->params[i].name;
            bit += 64 * (unsigned)model->context.count;
        } else {
            bit += type->bits;
        }
    }
    result.words = (bit + 63) / 64;
    return result;
}

static bool frame_result(const struct api_method *method)
{
    return method->result_count == 1 && method->results[0].type->registers;
}

static bool struct_result(const struct api_method *method)
{
    return method->result_count > 0 && !frame_result(method);
}

static void emit_prototype(FILE *file, const struct api_interface *interface,
                           const struct api_method *method)
{
    const char *name = method->name;
    if (struct_result(method)) {
        fprintf(file, "struct %s_%s {\n    int error;\n", interface->name, name);
        for (size_t i = 0; i < method->result_count; i++) {
            fprintf(file, "    %s %s;\n", method->results[i].type->name, method->results[i].name);
        }
        fprintf(file, "};\ntypedef struct %s_%s %s_%s_t;\n\n", interface->name, name,
                interface->name, name);
    }
    fprintf(file, "/* %s */\n", method->text);
    if (struct_result(method)) {
        fprintf(file, "LIBSEL4_INLINE %s_%s_t ", interface->name, name);
    } else {
        fputs("LIBSEL4_INLINE seL4_Error ", file);
    }
    fprintf(file, "%s_%s(%s _service", interface->name, name, interface->name);
    for (size_t i = 0; i < method->param_count; i++) {
        const struct api_type *type = method->params[i].type;
        fprintf(file, ",\n    %s %s%s", type->name, type->registers ? "*" : "",
                method->params[i].name);
    }
    if (frame_result(method)) {
        fprintf(file, ",\n    %s *%s", method->results[0].type->name, method->results[0].name);
    }
    fputs(")\n{\n", file);
}

/* The expression of one message word that holds scalar parameters or one register. */
static void emit_word(FILE *file, const struct api_method *method, const struct marshalling *plan,
                      unsigned word)
{
    if (plan->frame_name && word >= plan->frame) {
        fprintf(file, "((const seL4_Word *)(const void *)%s)[%u]", plan->frame_name,
                word - plan->frame);
        return;
    }
    bool first = true;
    for (size_t i = 0; i < method->param_count && i < MAX_PARAMS; i++) {
        const struct api_type *type = method->params[i].type;
        if (type->cap || type->registers || plan->bit[i] / 64 != word) {
            continue;
        }
        fputs(first ? "" : " |\n        ", file);
        first = false;
        if (type->bits == 64) {
            fprintf(file, "(seL4_Word)%s%s%s", method->params[i].name, type->member ? "." : "",
                    type->member ? type->member : "");
        } else {
            fprintf(file, "(((seL4_Word)%s & 0x%" PRIx64 "ul) << %u)", method->params[i].name,
                    ((uint64_t)1 << type->bits) - 1, plan->bit[i] % 64);
        }
    }
}

static void emit_sending(FILE *file, const struct api_method *method,
                         const struct marshalling *plan)
{
    fprintf(file, "    seL4_MessageInfo_t tag = seL4_MessageInfo_new(%s, 0, %u, %u);\n",
            method->label, plan->caps, plan->words);
    unsigned cap = 0;
    for (size_t i = 0; i < method->param_count; i++) {
        if (method->params[i].type->cap) {
            fprintf(file, "    seL4_SetCap(%u, %s);\n", cap++, method->params[i].name);
        }
    }
    for (unsigned word = 0; word < REGISTERS; word++) {
        fprintf(file, "    seL4_Word mr%u = ", word);
        if (word < plan->words) {
            emit_word(file, method, plan, word);
        } else {
            fputc('0', file);
        }
        fputs(";\n", file);
    }
    for (unsigned word = REGISTERS; word < plan->words; word++) {
        fprintf(file, "    seL4_SetMR(%u, ", word);
        emit_word(file, method, plan, word);
        fputs(");\n", file);
    }
    fputs("    seL4_MessageInfo_t output_tag =\n"
          "        seL4_CallWithMRs(_service, tag, &mr0, &mr1, &mr2, &mr3);\n"
          "    seL4_Error error = (seL4_Error)seL4_MessageInfo_get_label(output_tag);\n",
          file);
}

static void emit_result_word(FILE *file, size_t word)
{
    if (word < REGISTERS) {
        fprintf(file, "mr%zu", word);
    } else {
        fprintf(file, "seL4_GetMR(%zu)", word);
    }
}

/* Only the registers the kernel sent are written; the rest of the frame stays. */
static void emit_frame_result(FILE *file, const struct api_model *model, const char *name)
{
    fprintf(file,
            "    seL4_Word *registers = (seL4_Word *)(void *)%s;\n"
            "    seL4_Word length = seL4_MessageInfo_get_length(output_tag);\n",
            name);
    for (size_t i = 0; i < model->context.count; i++) {
        fprintf(file, "    if (length > %zu) {\n        registers[%zu] = ", i, i);
        emit_result_word(file, i);
        fputs(";\n    }\n", file);
    }
}

static void emit_method(FILE *file, const struct api_model *model,
                        const struct api_interface *interface, const struct api_method *method)
{
    struct marshalling plan = marshal(model, method);
    emit_prototype(file, interface, method);
    emit_sending(file, method, &plan);
    if (struct_result(method)) {
        fprintf(file, "    %s_%s_t result;\n    result.error = (int)error;\n", interface->name,
                method->name);
    }
    fputs("    if (error != seL4_NoError) {\n        seL4_SetMR(0, mr0);\n"
          "        seL4_SetMR(1, mr1);\n        seL4_SetMR(2, mr2);\n"
          "        seL4_SetMR(3, mr3);\n",
          file);
    if (frame_result(method)) {
        fputs("        return error;\n", file);
    }
    fputs("    }\n", file);
    if (frame_result(method)) {
        emit_frame_result(file, model, method->results[0].name);
    }
    for (size_t i = 0; struct_result(method) && i < method->result_count; i++) {
        fprintf(file, "    result.%s = (%s)", method->results[i].name,
                method->results[i].type->name);
        emit_result_word(file, i);
        fputs(";\n", file);
    }
    fprintf(file, "    return %s;\n}\n\n", struct_result(method) ? "result" : "error");
}

bool api_emit_stubs(const struct api_model *model, const char *folder)
{
    struct api_out out;
    if (!api_out_begin_header(&out, folder, "interfaces/sel4_client.h",
                              "Functions that invoke kernel objects. On an error MR 0 to 3 of the "
                              "answer\n * are left in the IPC buffer.")) {
        return false;
    }
    fputs("#include <sel4/functions.h>\n#include <sel4/invocation.h>\n"
          "#include <sel4/syscalls.h>\n#include <sel4/types.h>\n\n",
          out.file);
    for (size_t i = 0; i < model->interface_count; i++) {
        const struct api_interface *interface = &model->interfaces[i];
        for (size_t k = 0; k < interface->count; k++) {
            if (interface->methods[k].stub) {
                emit_method(out.file, model, interface, &interface->methods[k]);
            }
        }
    }
    return api_out_end_header(&out);
}
