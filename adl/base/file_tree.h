/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Many files below one folder, written with few system calls.
 *
 * A folder that is not there yet is filled under a temporary name beside its own and then renamed:
 * it is never seen half-written, and its files need no temporary names.  In a folder that is there
 * each file is treated as file_write (file.h) does: left alone when it would not change, else
 * replaced in one step.  Files and folders that are not in the list stay.
 */
#ifndef ADL_BASE_FILE_TREE_H
#define ADL_BASE_FILE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/base/file.h"

struct file_tree_entry {
    const char *path; /* relative to the folder, without . and .. */
    const void *bytes;
    size_t size;
};

/* Makes every file hold its bytes and makes the folders for that, `folder` and those above it
 * included.  The result of the first file that could not be written, whose index is then in
 * `*failed` (errno is set; `count` when it is the folder itself), else FILE_OK; `*changed` becomes
 * true if any file was written. */
enum file_result file_tree_write(const char *folder, const struct file_tree_entry *entries,
                                 size_t count, size_t *failed, bool *changed);

#endif
