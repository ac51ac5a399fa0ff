/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "kernel/tools/api_emit.h"

/* Text for a manual page: backslashes and hyphens keep their meaning, lines end at about 70
   columns, and a dot or quote at the start of a line is no request. */
static void man_text(FILE *file, const char *text)
{
    unsigned column = 0;
    for (; *text; text++) {
        if (column == 0 && (*text == '.' || *text == '\'')) {
            fputs("\\&", file);
        }
        column++;
        if (*text == '\\') {
            fputs("\\e", file);
        } else if (*text == '-') {
            fputs("\\-", file);
        } else if (*text == ' ' && column > 60) {
            fputc('\n', file);
            column = 0;
        } else {
            fputc(*text, file);
        }
    }
}

static void man_line(FILE *file, const char *text)
{
    man_text(file, text);
    fputc('\n', file);
}

static void man_syscalls(FILE *file, const struct api_model *model)
{
    fputs(".SH SYSTEM CALLS\nThe number goes into a7 (riscv64) or x7 (aarch64),\nthe capability "
          "into a0 or x0,\nthe message info into a1 or x1, message words 0 to 3 into a2 to a5 or "
          "x2 to x5.\nAll other registers keep their values.\n",
          file);
    for (size_t i = 0; i < model->syscall_count; i++) {
        const struct api_syscall *call = &model->syscalls[i];
        fprintf(file, ".TP\n.BR %s \" (\\%" PRId64 ")\"\n", call->name, call->number);
        man_line(file, call->text);
    }
}

static void man_objects(FILE *file, const struct api_model *models, size_t count)
{
    fputs(".SH OBJECT TYPES\nThe type number of\n.BR seL4_Untyped_Retype .\n", file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, ".SS %s\n", models[i].cpu);
        for (size_t k = 0; k < models[i].object_count; k++) {
            const struct api_object *object = &models[i].objects[k];
            const struct api_constant *size = api_model_constant(&models[i], object->size);
            fprintf(file, ".TP\n.BR %s \" (%" PRIu64 ")\"\n", object->name, object->number);
            man_text(file, object->text);
            if (size) {
                fprintf(file, " 2^%" PRIu64 " bytes.", size->value);
            }
            fputc('\n', file);
        }
    }
}

static void man_method(FILE *file, const struct api_interface *interface,
                       const struct api_method *method)
{
    fprintf(file, ".TP\n.BI %s_%s( _service", interface->name, method->name);
    for (size_t i = 0; i < method->param_count; i++) {
        fprintf(file, " \", \" %s", method->params[i].name);
    }
    fprintf(file, " )\nLabel %u.\n", method->number);
    man_line(file, method->text);
    if (method->result_count) {
        fputs("Results:", file);
        for (size_t i = 0; i < method->result_count; i++) {
            fprintf(file, " %s", method->results[i].name);
        }
        fputs(".\n", file);
    }
    for (size_t i = 0; i < method->error_count; i++) {
        fprintf(file, ".RS\n.TP\n.B %s\n", method->errors[i].name);
        man_line(file, method->errors[i].text);
        fputs(".RE\n", file);
    }
}

static void man_methods(FILE *file, const struct api_model *model, bool common)
{
    for (size_t i = 0; i < model->interface_count; i++) {
        const struct api_interface *interface = &model->interfaces[i];
        if ((interface->level == API_LEVEL_COMMON) != common) {
            continue;
        }
        fprintf(file, ".SS %s\n", interface->name);
        man_line(file, interface->text);
        for (size_t k = 0; k < interface->count; k++) {
            man_method(file, interface, &interface->methods[k]);
        }
    }
}

static void man_groups(FILE *file, const struct api_model *model)
{
    static const char *const shown[] = {"errors", "lookup failures", "faults", "initial slots"};
    fputs(".SH NUMBERS\n", file);
    for (size_t i = 0; i < model->group_count; i++) {
        const struct api_group *group = &model->groups[i];
        for (size_t k = 0; k < sizeof(shown) / sizeof(shown[0]); k++) {
            if (strcmp(shown[k], group->name) != 0) {
                continue;
            }
            fprintf(file, ".SS %s\n", group->name);
            man_line(file, group->text);
            for (size_t n = 0; n < group->count; n++) {
                if (group->items[n].name) {
                    fprintf(file, ".br\n%" PRIu64 " %s\n", group->items[n].value,
                            group->items[n].name);
                }
            }
        }
    }
}

/* A number of the API by its kernel name; such a constant must be there. */
static uint64_t man_constant(const struct api_model *model, const char *name)
{
    const struct api_constant *constant = api_model_constant(model, name);
    return constant ? constant->value : 0;
}

/* What the kernel adds to the boot information of seL4. */
static void man_boot(FILE *file, const struct api_model *model)
{
    fprintf(file,
            ".SH BOOT INFORMATION\nThe extra boot information holds the device tree and, behind "
            "it,\none chunk that only this kernel makes,\n.B ADLC_BOOTINFO_HEADER_RECLAIM\n"
            "(0x%" PRIx64 "), with an\n.B adlc_BootInfoReclaim\n"
            "as body. Chunks are back to back, so it may stand at any address.\n",
            man_constant(model, "BOOT_INFO_ID_RECLAIM"));
    fputs("It names the untypeds, in slots between those of\n.I userImageFrames\nand\n"
          ".I untyped ,\n"
          "that the initial thread's own objects and image frames are children of.\n"
          "Whoever gets these capabilities can revoke them and has all of the memory\n"
          "when the initial thread has done its work.\n"
          "Before, everything that is to stay has to leave the initial CNode:\n"
          "a capability to the initial ASID pool, without which all address spaces of\n"
          "the pool end, and one to each object, frame and page table of others.\n"
          ".I kernelReserved\nis the number of bytes of RAM the kernel keeps for good.\n",
          file);
    fprintf(file,
            ".P\nThe initial CNode has 2^%" PRIu64 " slots, or more when the pages of the user\n"
            "image, of which each takes a slot, leave fewer than 256 empty:\n"
            ".I initThreadCNodeSizeBits\nsays how many.\n",
            man_constant(model, "ROOT_CNODE_BITS"));
}

/* An operation whose duration a user can influence, and what bounds it: a number of the API, with
   what stands before and behind it. */
static void man_bound(FILE *file, const char *operation, const char *before, uint64_t number,
                      const char *behind)
{
    fputs(".TP\n.I ", file);
    man_line(file, operation);
    fprintf(file, "%s%" PRIu64 "\n", before, number);
    man_text(file, behind);
    fputs(".\n", file);
}

/* The same where the bound is no number of the API. */
static void man_bound_text(FILE *file, const char *operation, const char *bound)
{
    fputs(".TP\n.I ", file);
    man_line(file, operation);
    man_line(file, bound);
}

/* What is known of the kernel by other means than tests. */
static void man_analysis(FILE *file)
{
    fputs(
        ".SH WHAT IS CHECKED\n"
        "The kernel is not verified. Besides tests, on small worlds:\n"
        ".TP\n.I all sequences up to a bound\nof derivation, move, delete and revoke; of look\\-ups "
        "in CSpaces;\nof operations on untyped memory and of messages, against naive models\n"
        "(tests/property/kernel).\n"
        ".TP\n.I Frama\\-C Eva: no run\\-time error is possible\nin look\\-ups, derivation, the "
        "scheduler, all CNode methods other than\nDelete and Revoke, and Untyped_Retype, with "
        "arbitrary rights, badges,\nguards and data words (tests/slow/frama_c.sh).\n"
        ".TP\n.I not covered by Frama\\-C\ndeletion (its recursion, though bounded, is beyond "
        "Eva), giving back memory, messages and faults,\naddress spaces, interrupts, the fast path, boot, and all "
        "that belongs to\na CPU or board.\n",
        file);
}

static void man_bounds(FILE *file, const struct api_model *model)
{
    fprintf(file,
            ".SH BOUNDS\nInterrupts are off in the kernel. Preemptible operations look for a\n"
            "waiting interrupt every %" PRIu64
            " steps; then they stop, and the thread makes\nthe same system call again, which goes "
            "on where it stopped.\nAll others are bounded as stated. There is no unbounded "
            "recursion,\nand after boot the kernel allocates nothing.\n",
            man_constant(model, "MAX_WORK_UNITS_PER_PREEMPTION"));
    man_bound_text(file, "seL4_CNode_Revoke, seL4_CNode_Delete",
                   "A step is one capability, one slot of a dying CNode or TCB, or one thread that "
                   "waits for a dying endpoint or notification. Preemptible.");
    man_bound_text(file, "seL4_IRQHandler_SetNotification, seL4_IRQHandler_Clear",
                   "The same, for the notification that goes. Preemptible.");
    man_bound_text(file, "seL4_CNode_CancelBadgedSends",
                   "A step is one thread that waits to send when the call begins. Preemptible; "
                   "threads that begin to wait later are left alone.");
    man_bound(file, "seL4_Untyped_Retype, giving back old memory", "2^",
              man_constant(model, "RESET_CHUNK_BITS"), "bytes are cleared in a step. Preemptible");
    man_bound(file, "seL4_Untyped_Retype, making objects", "",
              man_constant(model, "RETYPE_FAN_OUT_LIMIT"), "objects");
    man_bound(file, "message transfer", "", man_constant(model, "MSG_MAX_LENGTH"), "words");
    man_bound(file, "capabilities in a message", "", man_constant(model, "MSG_MAX_EXTRA_CAPS"),
              "capabilities, each found by a look-up");
    man_bound(file, "look-up of a capability address", "", man_constant(model, "WORD_BITS"),
              "CNodes on the way: each resolves at least one bit");
    man_bound(file, "page table walk", "", man_constant(model, "PAGE_TABLE_LEVELS"),
              "levels on aarch64, one less on riscv64");
    man_bound(file, "clearing a page table that is unmapped", "2^",
              man_constant(model, "PAGE_TABLE_BITS"), "bytes");
    man_bound(file, "seL4_ASIDPool_Assign, end of an ASID pool", "2^",
              man_constant(model, "ASID_POOL_INDEX_BITS"), "entries are looked at");
    man_bound(file, "choice of the next thread", "", man_constant(model, "NUM_PRIORITIES"),
              "bits of a map, word by word");
    man_bound(file, "cache operations (aarch64)", "2^", man_constant(model, "RESET_CHUNK_BITS"),
              "bytes are a step. Preemptible");
    man_bound_text(file, "debug system calls that print",
                   "Everything there is to print; they are not for systems in use.");
    fputs(".PP\n.B make bench\nmeasures the longest stretch with interrupts off, for the worst "
          "cases of each:\nthe longest of all is the making of 256 threads,\nabout 65\\ 000 "
          "instructions on riscv64 and 57\\ 000 on aarch64.\n",
          file);
}

static void man_messages(FILE *file, const struct api_model *models, size_t count)
{
    fputs(".SH FAULT MESSAGES\nThe message words in order; words after \\(bqreply\\(cq are not "
          "written back.\n",
          file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, ".SS %s\n", models[i].cpu);
        for (size_t k = 0; k < models[i].message_count; k++) {
            const struct api_message *message = &models[i].messages[k];
            fprintf(file, ".TP\n.B %s\n", message->name);
            man_text(file, message->text);
            for (size_t n = 0; n < message->count; n++) {
                fprintf(file, "%s %" PRIu64 " %s%s", n ? "," : "\nWords:", message->words[n].index,
                        message->words[n].name, n + 1 == message->count ? "." : "");
            }
            if (message->reply) {
                fprintf(file, "\nReply: %" PRIu64 " words.", message->reply);
            }
            fputc('\n', file);
        }
    }
}

bool api_emit_man(const struct api_model *models, size_t count, const char *path)
{
    struct api_out out;
    if (!api_out_begin(&out, NULL, path)) {
        return false;
    }
    fputs(".\\\" SPDX-License-Identifier: BSD-2-Clause\n"
          ".\\\" Made by api_gen from kernel/api; do not edit.\n"
          ".TH KERNEL\\-API 7 2026-11-20 adlc \"adlc manual\"\n.SH NAME\n"
          "kernel-api \\- system calls and objects of the adlc kernel\n.SH DESCRIPTION\n"
          "The kernel has the interface of seL4 16.0 in its classic configuration,\non one core.\n"
          "Errors stand in the order in which the kernel checks;\nnumbers before a colon are the "
          "argument or capability the answer names.\n",
          out.file);
    man_syscalls(out.file, &models[0]);
    man_objects(out.file, models, count);
    fputs(".SH METHODS\n", out.file);
    man_methods(out.file, &models[0], true);
    for (size_t i = 0; i < count; i++) {
        fputs(".SH METHODS OF ", out.file);
        api_out_upper(out.file, models[i].cpu);
        fputc('\n', out.file);
        man_methods(out.file, &models[i], false);
    }
    man_groups(out.file, &models[0]);
    man_messages(out.file, models, count);
    man_boot(out.file, &models[0]);
    man_bounds(out.file, &models[count - 1]);
    man_analysis(out.file);
    fputs(".SH SEE ALSO\n.BR adlc (1),\n.BR adlc\\-internals (7)\n", out.file);
    return api_out_end(&out);
}

static void json_labels(FILE *file, const struct api_model *model)
{
    bool first = true;
    fputs("  \"labels\": {", file);
    for (size_t i = 0; i < model->interface_count; i++) {
        for (size_t k = 0; k < model->interfaces[i].count; k++) {
            const struct api_method *method = &model->interfaces[i].methods[k];
            fprintf(file, "%s\n    \"%s\": %u", first ? "" : ",", method->label, method->number);
            first = false;
        }
    }
    fputs("\n  },\n", file);
}

static void json_constants(FILE *file, const struct api_model *model)
{
    bool first = true;
    fputs("  \"constants\": {", file);
    for (size_t i = 0; i < model->group_count; i++) {
        for (size_t k = 0; k < model->groups[i].count; k++) {
            const struct api_constant *item = &model->groups[i].items[k];
            fprintf(file, "%s\n    \"%s\": %" PRIu64, first ? "" : ",",
                    item->name ? item->name : item->kernel, item->value);
            first = false;
        }
    }
    fputs("\n  },\n", file);
}

bool api_emit_json(const struct api_model *model, const char *path)
{
    struct api_out out;
    if (!api_out_begin(&out, NULL, path)) {
        return false;
    }
    fprintf(out.file, "{\n  \"cpu\": \"%s\",\n  \"syscalls\": {", model->cpu);
    for (size_t i = 0; i < model->syscall_count; i++) {
        fprintf(out.file, "%s\n    \"%s\": %" PRId64, i ? "," : "", model->syscalls[i].name,
                model->syscalls[i].number);
    }
    fputs("\n  },\n", out.file);
    json_labels(out.file, model);
    json_constants(out.file, model);
    fputs("  \"object_types\": {", out.file);
    for (size_t i = 0; i < model->object_count; i++) {
        fprintf(out.file, "%s\n    \"%s\": %" PRIu64, i ? "," : "", model->objects[i].name,
                model->objects[i].number);
    }
    fputs("\n  }\n}\n", out.file);
    return api_out_end(&out);
}
