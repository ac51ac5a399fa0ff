/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From a file name to the declarations of a whole specification: reads the main file, lets the C
 * preprocessor work on it where that is asked for (c->options.cpp), parses it, and puts the
 * declarations of imported files in place of the import statements, each file once.
 *
 * Where an import is looked for:
 *   import "path"   in the folder of the importing file, nowhere else;
 *   import <path>   in c->options.builtin_path, then in each of import_paths; the first hit wins.
 */
#ifndef ADL_LANG_LOAD_H
#define ADL_LANG_LOAD_H

#include <stddef.h>
#include <stdint.h>

struct ast_file;
struct compilation;

/* Loads the specification whose main file is `path` ("-" = standard input). Never NULL: faults are
 * reported as diagnostics and mark the result `faulty`. */
struct ast_file *load_main(struct compilation *c, const char *path);

/* The same for a text in memory; `name` is shown in messages and gives the folder for imports. */
struct ast_file *load_text(struct compilation *c, const char *name, const char *text, size_t size);

#endif
