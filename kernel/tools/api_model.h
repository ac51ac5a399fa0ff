/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The API of one kernel configuration as plain tables, read from kernel/api/ (six YAML files) for
 * one CPU, one platform and a set of options. Entries whose `when:` does not hold are left out, and
 * numbers that follow from order (labels, object types, bit positions) are worked out here, so that
 * the emitters only print.
 *
 * The model owns its tables and the files their strings live in; both go with api_model_free.
 */
#ifndef KERNEL_TOOLS_API_MODEL_H
#define KERNEL_TOOLS_API_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The conditions that hold: CPU, platform and options. */
struct api_choice {
    const char *words[16];
    size_t count;
};

struct api_syscall {
    const char *name, *kernel, *text;
    int64_t number;
    bool debug;
};

struct api_object {
    const char *name, *kernel, *enumeration, *alias, *also, *size, *text;
    uint64_t number;
};

struct api_constant {
    const char *kernel, *name, *text; /* kernel or name may be NULL */
    uint64_t value;
};

struct api_group {
    const char *name, *enumeration, *text;
    struct api_constant *items;
    size_t count;
};

struct api_bits {
    const char *name, *kernel;
    unsigned bits, shift;
};

struct api_block {
    const char *name, *kernel, *text;
    struct api_bits *fields;
    size_t count;
};

enum api_field_type { API_FIELD_WORD, API_FIELD_BYTE, API_FIELD_REGION, API_FIELD_UNTYPED };

struct api_field {
    const char *name, *kernel, *public_type; /* public_type NULL: by type */
    enum api_field_type type;
    uint64_t count; /* 0: not an array */
};

struct api_record {
    const char *name, *kernel, *text;
    uint64_t bytes;
    bool aligned;
    struct api_field *fields;
    size_t count;
};

struct api_context {
    uint64_t frame;
    const char **registers;
    size_t count;
};

struct api_word {
    const char *name, *kernel;
    uint64_t index;
};

struct api_message {
    const char *name, *kernel, *text;
    uint64_t reply, length; /* length: highest index + 1 */
    struct api_word *words;
    size_t count;
};

struct api_type {
    const char *name, *member; /* member: how to get at the word of a wrapped one, or NULL */
    unsigned bits;             /* 0 for capabilities and register frames */
    bool cap, registers;
};

struct api_param {
    const char *name;
    const struct api_type *type;
};

struct api_error {
    const char *name, *text;
};

enum api_level { API_LEVEL_COMMON, API_LEVEL_MODE, API_LEVEL_ARCH };

struct api_method {
    const char *name, *label, *kernel, *alias, *text;
    unsigned number;
    bool stub;
    struct api_param *params, *results;
    size_t param_count, result_count;
    struct api_error *errors;
    size_t error_count;
};

struct api_interface {
    const char *name, *text;
    enum api_level level;
    struct api_method *methods;
    size_t count;
};

struct api_config {
    const char *name, *value;
    bool enabled;
};

struct api_owned;

struct api_model {
    const char *cpu;
    struct api_choice choice;
    unsigned faults;
    const char **platforms; /* words that conditions of config.yaml may use */
    size_t platform_count;
    struct api_syscall *syscalls;
    size_t syscall_count;
    struct api_object *objects, *absent;
    size_t object_count, absent_count;
    struct api_group *groups;
    size_t group_count;
    struct api_block *blocks;
    size_t block_count;
    struct api_record *records;
    size_t record_count;
    struct api_context context;
    struct api_message *messages;
    size_t message_count;
    struct api_type *types;
    size_t type_count;
    struct api_interface *interfaces;
    size_t interface_count;
    unsigned label_count, first_arch_label;
    struct api_config *config;
    size_t config_count;
    struct api_owned *owned;
};

/* Reads the files in `folder`; `model` must be zero but for cpu and choice. Faults are reported and
   counted in model->faults; the tables are only to be used if it stayed 0. */
void api_model_load(struct api_model *model, const char *folder);

/* Frees what the model owns. */
void api_model_free(struct api_model *model);

/* Finds a type by name; NULL if there is none. */
const struct api_type *api_model_type(const struct api_model *model, const char *name);

/* Finds a constant by its kernel name; NULL if there is none. */
const struct api_constant *api_model_constant(const struct api_model *model, const char *kernel);

#endif
