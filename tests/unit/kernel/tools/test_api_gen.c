/* SPDX-License-Identifier: BSD-2-Clause */
/* api_gen: the numbers of the ABI, faults in the description, and that the output depends on
   nothing else. */
// link: PkgConfig::YAML
// sources: kernel/tools/api_docs.c kernel/tools/api_kernel.c kernel/tools/api_load_invocations.c
// sources: kernel/tools/api_load_layouts.c kernel/tools/api_model.c kernel/tools/api_out.c
// sources: kernel/tools/api_stubs.c kernel/tools/api_user.c kernel/tools/api_user_layouts.c
// sources: kernel/tools/api_yaml.c
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kernel/tools/api_emit.h"
#include "kernel/tools/api_model.h"

#define API ADLC_SOURCE_DIR "/kernel/api"

static char work[] = "/tmp/test_api_gen_XXXXXX";

static void load(struct api_model *model, const char *cpu, const char *folder)
{
    memset(model, 0, sizeof(*model));
    model->cpu = cpu;
    model->choice.words[model->choice.count++] = cpu;
    api_model_load(model, folder);
}

static char *read_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, in) > 0);
    fclose(in);
    return text;
}

static void write_text(const char *path, const char *text)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static unsigned label_of(const struct api_model *model, const char *label)
{
    for (size_t i = 0; i < model->interface_count; i++) {
        for (size_t k = 0; k < model->interfaces[i].count; k++) {
            if (strcmp(model->interfaces[i].methods[k].label, label) == 0) {
                return model->interfaces[i].methods[k].number;
            }
        }
    }
    return 0;
}

struct number {
    const char *name;
    unsigned riscv64, aarch64; /* 0: not there */
};

/* From the ABI's tables, not from our description. */
static void labels_are_those_of_the_abi(void **state)
{
    static const struct number expected[] = {
        {"UntypedRetype",                  1,  1 },
        {"TCBReadRegisters",               2,  2 },
        {"TCBConfigure",                   5,  5 },
        {"TCBSetSpace",                    10, 10},
        {"TCBSetFlags",                    16, 16},
        {"CNodeRevoke",                    17, 17},
        {"CNodeCopy",                      20, 20},
        {"CNodeSaveCaller",                25, 25},
        {"IRQIssueIRQHandler",             26, 26},
        {"IRQClearIRQHandler",             29, 29},
        {"DomainSetSet",                   30, 30},
        {"DomainScheduleSetStart",         32, 32},
        {"RISCVPageTableMap",              33, 0 },
        {"RISCVPageMap",                   35, 0 },
        {"RISCVASIDPoolAssign",            39, 0 },
        {"RISCVIRQIssueIRQHandlerTrigger", 40, 0 },
        {"ARMVSpaceClean_Data",            0,  33},
        {"ARMSMCCall",                     0,  37},
        {"ARMPageMap",                     0,  40},
        {"ARMASIDPoolAssign",              0,  48},
        {"ARMIRQIssueSGISignal",           0,  50},
    };
    (void)state;
    struct api_model riscv64, aarch64;
    load(&riscv64, "riscv64", API);
    load(&aarch64, "aarch64", API);
    assert_int_equal(riscv64.faults + aarch64.faults, 0);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(label_of(&riscv64, expected[i].name), expected[i].riscv64);
        assert_int_equal(label_of(&aarch64, expected[i].name), expected[i].aarch64);
    }
    assert_int_equal(riscv64.label_count, 41);
    assert_int_equal(aarch64.label_count, 51);
    assert_int_equal(riscv64.object_count, 9);
    assert_int_equal(aarch64.object_count, 10);
    assert_int_equal(aarch64.first_arch_label, 33);
    api_model_free(&riscv64);
    api_model_free(&aarch64);
}

static void options_leave_entries_out(void **state)
{
    (void)state;
    struct api_model model;
    memset(&model, 0, sizeof(model));
    model.cpu = "riscv64";
    model.choice.words[model.choice.count++] = "riscv64";
    model.choice.words[model.choice.count++] = "smp";
    api_model_load(&model, API);
    assert_int_equal(model.faults, 0);
    bool found = false;
    for (size_t i = 0; i < model.config_count; i++) {
        if (strcmp(model.config[i].name, "ENABLE_SMP_SUPPORT") == 0) {
            found = model.config[i].enabled;
        }
    }
    assert_true(found);
    api_model_free(&model);
}

static const char *const files[] = {"syscalls.yaml", "objects.yaml",     "constants.yaml",
                                    "layouts.yaml",  "invocations.yaml", "config.yaml"};

/* Copies the description with the first `from` in one file replaced by `to`, loads it, and gives
   the faults; what was reported goes into `report`. */
static unsigned faults_of(const char *file, const char *from, const char *to, char *report)
{
    char path[512], source[512], captured[512];
    for (size_t i = 0; i < 6; i++) {
        snprintf(source, sizeof(source), "%s/%s", API, files[i]);
        snprintf(path, sizeof(path), "%s/%s", work, files[i]);
        char *text = read_text(source);
        if (strcmp(files[i], file) == 0) {
            char *place = strstr(text, from);
            assert_non_null(place);
            char *changed = calloc(1, 1 << 20);
            assert_non_null(changed);
            snprintf(changed, 1 << 20, "%.*s%s%s", (int)(place - text), text, to,
                     place + strlen(from));
            write_text(path, changed);
            free(changed);
        } else {
            write_text(path, text);
        }
        free(text);
    }
    snprintf(captured, sizeof(captured), "%s/stderr", work);
    fflush(stderr);
    int saved = dup(2);
    assert_non_null(freopen(captured, "wb", stderr));
    struct api_model model;
    load(&model, "riscv64", work);
    unsigned faults = model.faults;
    api_model_free(&model);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    FILE *in = fopen(captured, "rb");
    assert_non_null(in);
    report[fread(report, 1, 2000, in)] = '\0';
    fclose(in);
    return faults;
}

struct fault {
    const char *file, *from, *to, *report;
};

static void faults_are_told_with_their_line(void **state)
{
    static const struct fault cases[] = {
        {"syscalls.yaml",    "kernel: CALL",               "kernal: CALL",              "unknown key 'kernal'"                 },
        {"syscalls.yaml",    "number: -1,",                "number: one,",              "must be a whole number, not 'one'"    },
        {"syscalls.yaml",    "number: -1,",                "number: -1, number: -1,",   "is given twice"                       },
        {"syscalls.yaml",    "when: \"!mcs\"",             "when: \"!mcz\"",            "unknown condition 'mcz'"              },
        {"syscalls.yaml",    "syscalls:",                  "syscalls: [",               "syscalls.yaml:"                       },
        {"objects.yaml",     "kernel: OBJ_TCB,",           "",                          "key 'kernel' is missing"              },
        {"constants.yaml",   "{riscv64: 38, aarch64: 47}", "{aarch64: 47}",             "0 conditions hold"                    },
        {"constants.yaml",   "{riscv64: 38, aarch64: 47}", "{riscv64: 3, \"!mcs\": 4}",
         "2 conditions hold"                                                                                                   },
        {"constants.yaml",   "value: 64",                  "value: 6x4",                "'6x4' is not a whole number"          },
        {"layouts.yaml",     "bits: 52",                   "bits: 60",                  "1 to 64 bits together"                },
        {"layouts.yaml",     "bytes: 1024",                "bytes: 1000",               "the fields take 1024 bytes, not 1000" },
        {"layouts.yaml",     "type: region",               "type: ragion",              "type is word, byte, region or untyped"},
        {"layouts.yaml",     "reply: 10",                  "reply: 12",                 "the reply is longer than the message" },
        {"invocations.yaml", "type: seL4_Word",            "type: seL4_Wort",           "unknown type 'seL4_Wort'"             },
        {"invocations.yaml", "error: TruncatedMessage",    "error: Truncated",
         "unknown error 'Truncated'"                                                                                           },
        {"invocations.yaml", "level: arch",                "level: arc",                "level is common, mode or arch"        },
        {"invocations.yaml", "bits: 8}",                   "bits: 9}",                  "a power of two up to 64"              },
        {"config.yaml",      "config:",                    "konfig:",                   "unknown key 'konfig'"                 },
    };
    (void)state;
    char report[2048];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned faults = faults_of(cases[i].file, cases[i].from, cases[i].to, report);
        if (faults == 0 || !strstr(report, cases[i].report) ||
            strncmp(report, cases[i].file, strlen(cases[i].file)) != 0) {
            print_error("case %zu: %u faults: %s\n", i, faults, report);
        }
        assert_true(faults > 0);
        assert_non_null(strstr(report, cases[i].report));
        assert_int_equal(strncmp(report, cases[i].file, strlen(cases[i].file)), 0);
        assert_int_equal(report[strlen(cases[i].file)], ':');
    }
    assert_int_equal(faults_of("config.yaml", "config:", "config:", report), 0);
    assert_string_equal(report, "");
}

static void a_missing_file_is_a_fault(void **state)
{
    (void)state;
    struct api_model model;
    load(&model, "riscv64", "/nonexistent");
    assert_int_equal(model.faults, 6);
    api_model_free(&model);
}

static void emit(const char *cpu, const char *folder)
{
    char path[512];
    struct api_model model;
    load(&model, cpu, API);
    assert_true(api_emit_kernel(&model, folder));
    assert_true(api_emit_user(&model, folder));
    assert_true(api_emit_user_layouts(&model, folder));
    assert_true(api_emit_stubs(&model, folder));
    snprintf(path, sizeof(path), "%s/api.json", folder);
    assert_true(api_emit_json(&model, path));
    api_model_free(&model);
}

static void output_is_the_same_twice(void **state)
{
    static const char *const made[] = {
        "api/syscalls.h",
        "api/invocation_labels.h",
        "api/object_types.h",
        "api/constants.h",
        "api/layouts.h",
        "sel4/syscall.h",
        "sel4/invocation.h",
        "sel4/objecttype.h",
        "sel4/constants_gen.h",
        "sel4/layouts_gen.h",
        "sel4/shared_types_gen.h",
        "sel4/adlc_neutral.h",
        "kernel/gen_config.h",
        "interfaces/sel4_client.h",
        "api.json",
    };
    (void)state;
    char one[512], two[512], path[600];
    snprintf(one, sizeof(one), "%s/one", work);
    snprintf(two, sizeof(two), "%s/two/deeper", work);
    emit("aarch64", one);
    emit("aarch64", two);
    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", one, made[i]);
        char *first = read_text(path);
        snprintf(path, sizeof(path), "%s/%s", two, made[i]);
        char *second = read_text(path);
        assert_string_equal(first, second);
        assert_null(strstr(first, work));
        free(first);
        free(second);
    }
}

static void assert_in_file(const char *name, const char *text)
{
    char path[600];
    snprintf(path, sizeof(path), "%s/one/%s", work, name);
    char *whole = read_text(path);
    if (!strstr(whole, text)) {
        print_error("%s lacks: %s\n", name, text);
    }
    assert_non_null(strstr(whole, text));
    free(whole);
}

/* Small parameters share a word, capabilities go beside, frames follow. */
static void stubs_marshal_as_the_abi_says(void **state)
{
    char folder[512];
    (void)state;
    snprintf(folder, sizeof(folder), "%s/one", work);
    emit("aarch64", folder);
    assert_in_file("interfaces/sel4_client.h", "seL4_MessageInfo_new(TCBWriteRegisters, 0, 0, 38)");
    assert_in_file("interfaces/sel4_client.h",
                   "    seL4_Word mr0 = (((seL4_Word)resume_target & 0x1ul) << 0) |\n"
                   "        (((seL4_Word)arch_flags & 0xfful) << 8);\n"
                   "    seL4_Word mr1 = (seL4_Word)count;\n");
    assert_in_file("interfaces/sel4_client.h",
                   "(((seL4_Word)suspend_source & 0x1ul) << 0) |\n"
                   "        (((seL4_Word)resume_target & 0x1ul) << 1) |\n"
                   "        (((seL4_Word)transfer_frame & 0x1ul) << 2) |\n"
                   "        (((seL4_Word)transfer_integer & 0x1ul) << 3) |\n"
                   "        (((seL4_Word)arch_flags & 0xfful) << 8);");
    assert_in_file("interfaces/sel4_client.h", "seL4_MessageInfo_new(CNodeMint, 0, 1, 6)");
    assert_in_file("interfaces/sel4_client.h", "seL4_SetMR(4, (seL4_Word)rights.words[0]);");
    assert_in_file("interfaces/sel4_client.h", "seL4_SetMR(5, (seL4_Word)badge);");
    assert_in_file("interfaces/sel4_client.h", "seL4_MessageInfo_new(CNodeRotate, 0, 2, 8)");
    assert_in_file("interfaces/sel4_client.h", "seL4_MessageInfo_new(UntypedRetype, 0, 1, 6)");
    assert_in_file("api/layouts.h", "_Static_assert(offsetof(struct boot_info, untyped) == 152");
    assert_in_file("api/constants.h", "#define USER_TOP API_UL(0x7fffffffffff)");
}

static void the_manual_is_up_to_date(void **state)
{
    (void)state;
    char path[512];
    struct api_model models[2];
    load(&models[0], "riscv64", API);
    load(&models[1], "aarch64", API);
    snprintf(path, sizeof(path), "%s/page.7", work);
    assert_true(api_emit_man(models, 2, path));
    char *made = read_text(path);
    char *kept = read_text(ADLC_SOURCE_DIR "/man/kernel-api.7");
    assert_string_equal(made, kept);
    free(made);
    free(kept);
    api_model_free(&models[0]);
    api_model_free(&models[1]);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(work) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[600];
    snprintf(command, sizeof(command), "rm -rf '%s'", work);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_those_of_the_abi),
        cmocka_unit_test(options_leave_entries_out),
        cmocka_unit_test(faults_are_told_with_their_line),
        cmocka_unit_test(a_missing_file_is_a_fault),
        cmocka_unit_test(output_is_the_same_twice),
        cmocka_unit_test(stubs_marshal_as_the_abi_says),
        cmocka_unit_test(the_manual_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
