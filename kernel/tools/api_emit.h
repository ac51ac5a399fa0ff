/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Writers of the generated files. Each takes a model without faults and returns false after a
 * report if a file cannot be written. A file appears whole or not at all: it is written under
 * another name and then renamed. The text depends on nothing but the model.
 */
#ifndef KERNEL_TOOLS_API_EMIT_H
#define KERNEL_TOOLS_API_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "kernel/tools/api_model.h"

/* A file being written. */
struct api_out {
    FILE *file;
    char path[4096], temporary[4096];
};

/* Opens `folder`/`name` (folder NULL: just name), making folders as needed. False after a report.
 */
bool api_out_begin(struct api_out *out, const char *folder, const char *name);

/* Closes and puts the file in its place. False after a report. */
bool api_out_end(struct api_out *out);

/* Begins a C header: licence line, what it is, guard against a second inclusion. */
bool api_out_begin_header(struct api_out *out, const char *folder, const char *name,
                          const char *essay);

/* Ends a header. */
bool api_out_end_header(struct api_out *out);

/* Prints `text` in lower or upper case. */
void api_out_lower(FILE *file, const char *text);
void api_out_upper(FILE *file, const char *text);

/* api/syscalls.h, invocation_labels.h, object_types.h, constants.h, layouts.h below `folder`. */
bool api_emit_kernel(const struct api_model *model, const char *folder);

/* The user's tables: numbers, types, configuration. */
bool api_emit_user(const struct api_model *model, const char *folder);

/* sel4/layouts_gen.h: bit fields, records, registers and fault messages for the user. */
bool api_emit_user_layouts(const struct api_model *model, const char *folder);

/* interfaces/sel4_client.h: one function for each method. */
bool api_emit_stubs(const struct api_model *model, const char *folder);

/* The manual page of `count` models that differ in the CPU. */
bool api_emit_man(const struct api_model *models, size_t count, const char *path);

/* All numbers as JSON, for tools. */
bool api_emit_json(const struct api_model *model, const char *path);

#endif
