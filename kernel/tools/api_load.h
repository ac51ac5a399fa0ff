/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of the model's reader share. Only api_model.c and the api_load_*.c files use it.
 */
#ifndef KERNEL_TOOLS_API_LOAD_H
#define KERNEL_TOOLS_API_LOAD_H

#include "kernel/tools/api_model.h"
#include "kernel/tools/api_yaml.h"

/* Zeroed memory for `count` items that lives as long as the model. Never NULL for the caller: when
   memory runs out the fault is counted and `count` is to be treated as 0 through *usable. */
void *api_load_array(struct api_model *model, size_t count, size_t size, size_t *usable);

/* Whether the `when` of an entry holds (absent: yes). A condition is one word or a list of words
   that must all hold; `!word` means that it must not. Unknown words are reported. */
bool api_load_when(const struct api_model *model, struct api_node entry);

/* Whether one such word holds; reports unknown ones at `place`. */
bool api_load_condition(const struct api_model *model, struct api_node place, const char *word);

/* A number, or a mapping from condition to number of which exactly one must hold. */
uint64_t api_load_value(const struct api_model *model, struct api_node node);

/* The readers of the single files; each takes the top mapping of its file. */
void api_load_layouts(struct api_model *model, struct api_node top);
void api_load_invocations(struct api_model *model, struct api_node top);

#endif
