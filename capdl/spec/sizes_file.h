/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Object sizes of another kernel: a YAML file as capDL-tool takes it (capdl reference, section 17),
 * a flat map from names like `seL4_TCBObject` to log2 of bytes.  Keys that are of no use here are
 * skipped; an object whose key is missing has no known size.
 */
#ifndef CAPDL_SPEC_SIZES_FILE_H
#define CAPDL_SPEC_SIZES_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"

/* The keys that matter. */
enum sizes_key {
    SIZES_NO_KEY,
    SIZES_SLOT,
    SIZES_TCB,
    SIZES_ENDPOINT,
    SIZES_NOTIFICATION,
    SIZES_ASID_POOL,
    SIZES_REPLY,
    SIZES_VCPU,
    SIZES_PAGE_TABLE,
    SIZES_PAGE_DIRECTORY,
    SIZES_PGD,
    SIZES_PUD,
    SIZES_IO_PAGE_TABLE,
    SIZES_PDPT,
    SIZES_PML4,
    SIZES_SCHED_CONTEXT,
    SIZES_KEY_COUNT
};

struct sizes_given {
    uint8_t bits[SIZES_KEY_COUNT];
    bool given[SIZES_KEY_COUNT];
};

/* Reads the file at `path`; NULL after diagnostics. The result lives in the arena of `c`. */
const struct sizes_given *sizes_file_read(struct compilation *c, const char *path);

#endif
