/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Glue: the C code that stands between a component's own code and the kernel, made from the
 * templates of templates/ (Jinja2, see man/adlc-templates.7).
 *
 * For every software instance I the files `I/camkes.c` and one `I/<iface>_<Connector>_<end>.c` per
 * connection end are written below the output folder; its headers `camkes.h` and
 * `camkes-component-T.h` are in `types/T/` where all instances of the type T see the same, else (or
 * also, see headers.h) in `I/`.  A file whose content would not change is left alone.  The code
 * that does not depend on the system is not generated: it is in templates/runtime and listed here
 * for the build.
 *
 * Ownership: all lists and strings live in the compilation's arena.
 */
#ifndef ADL_GLUE_GLUE_H
#define ADL_GLUE_GLUE_H

#include <stdbool.h>

#include "adl/model/model.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

struct glue_options {
    const char *templates; /* folder with index.yaml */
    const char *out;       /* folder to write into; made when it is not there */
};

/* The files of one instance. Paths are relative to the output folder. */
struct glue_instance {
    uint32_t instance;          /* index in the model */
    const char *const *sources; /* generated .c files, to be compiled for this instance only */
    uint32_t source_count, varying_count;
    const char *include; /* folder of its headers, searched before all others */
    /* Folder of headers for all instances of the type that have the same headers but for
     * attributes whose values vary: it lacks the macros `<attribute>_DEF` of those. Equal to
     * `include` when none does. */
    const char *type_include;
    const char *const *varying;
};

struct glue_outputs {
    const struct glue_instance *instances; /* program by program, in the order of their lists */
    uint32_t instance_count;
    const char *const *runtime_sources; /* .c and .S below `templates`, the same for every program:
                                         * compile once; path includes options.templates */
    uint32_t runtime_source_count;
    const char *runtime_include; /* folder with <camkes/...> headers, for -I */
    const char *linker_script;   /* for -T */
    const char *const *read;     /* every template and index file read, for depfiles */
    uint32_t read_count;
};

/* Writes the glue of all programs. Faults (a connector without a template, an error in a template,
 * a file that cannot be written) are reported; false when there was one. Nothing is written unless
 * all of it could be made. */
bool glue_emit(struct compilation *c, const struct model *model, const struct spec *spec,
               const struct program_list *programs, const struct glue_options *options,
               struct glue_outputs *out);

#endif
