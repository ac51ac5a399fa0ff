/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strict reading of YAML files: every accessor says what it wants, and whatever differs is reported
 * as `file:line: message` on stderr and counted. A wrong key, a key given twice and a value of the
 * wrong kind are faults; nothing is guessed.
 *
 * A file lives until api_yaml_close and owns every string handed out. Nodes are small values.
 */
#ifndef KERNEL_TOOLS_API_YAML_H
#define KERNEL_TOOLS_API_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct api_yaml_file;

/* A place in a file; `id` 0 means that there is nothing there. */
struct api_node {
    struct api_yaml_file *file;
    int id;
};

/* Reads a file that holds one document. Returns NULL after reporting; `faults` is counted up here
   and by every later report and must outlive the file. `shown` is the name used in reports. */
struct api_yaml_file *api_yaml_open(const char *path, const char *shown, unsigned *faults);

/* Frees the file and all its strings; NULL is allowed. */
void api_yaml_close(struct api_yaml_file *file);

/* The top of the document. */
struct api_node api_yaml_root(struct api_yaml_file *file);

/* Reports a fault at the line of the node and counts it. */
void api_yaml_fault(struct api_node node, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reports unless the node is a mapping whose keys are all among `allowed` (blanks between them) and
   each given once. Returns whether it is a mapping. */
bool api_yaml_keys(struct api_node node, const char *allowed);

/* The value of a key of a mapping; an absent node if there is none. Reports nothing. */
struct api_node api_yaml_get(struct api_node map, const char *key);

/* The number of items of a sequence; reports and returns 0 for anything else. Absent: 0. */
size_t api_yaml_count(struct api_node node);

/* Item `index` of a sequence; the index must be in range. */
struct api_node api_yaml_item(struct api_node node, size_t index);

/* Number of pairs of a mapping, 0 for anything else. */
size_t api_yaml_pairs(struct api_node node);

/* Key and value of pair `index` of a mapping. */
void api_yaml_pair(struct api_node node, size_t index, const char **key, struct api_node *value);

bool api_yaml_is_mapping(struct api_node node);
bool api_yaml_is_sequence(struct api_node node);

/* The text of a scalar; NULL after a report for anything else. */
const char *api_yaml_text(struct api_node node);

/* The text under a key; NULL if absent, with a report if it is `required` or not a scalar. */
const char *api_yaml_string(struct api_node map, const char *key, bool required);

/* The same for true or false; `otherwise` if absent. */
bool api_yaml_bool(struct api_node map, const char *key, bool otherwise);

/* A scalar that is a whole number, decimal or 0x..., at least 0. Reports and gives 0 otherwise. */
uint64_t api_yaml_number(struct api_node node);

/* The number under a key, `otherwise` if absent. */
uint64_t api_yaml_number_at(struct api_node map, const char *key, uint64_t otherwise);

/* A required whole number of either sign under a key. */
int64_t api_yaml_signed_at(struct api_node map, const char *key);

#endif
