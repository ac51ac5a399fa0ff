/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Glue: the C code that stands between a component's own code and the kernel, made from templates
 * (Jinja2, see man/adlc-templates.7).
 *
 * The templates of the connections come first, from ends before to ends: they claim what their
 * connections need of the system in the making (claims.h).  Connections between dataports come
 * before all others, which may use their memory.  Then those that the index adds to components of a
 * type, which can claim too.  When the CNodes have their sizes, then come the files that every
 * component has, and those that the index calls late.  For every software instance I these are
 * `I/camkes.c` and one `I/<iface>_<Connector>_<end>.c` per connection end.  Its headers `camkes.h`,
 * `camkes-component-T.h` and those of connectors are in `types/T/` where all instances of the type
 * T see the same, else (or also, see headers.h) in `I/`.  What is the same for several instances of
 * a type is in `types/T/` once (placement.h).  The code that does not depend on the
 * system is not generated: it is in templates/runtime and listed here for the build.
 *
 * Ownership: all lists and strings live in the compilation's arena.
 */
#ifndef ADL_GLUE_GLUE_H
#define ADL_GLUE_GLUE_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/model/model.h"
#include "capdl/spec/program.h"
#include "capdl/spec/system_build.h"

/* The files of one instance. Paths are relative to the output folder. */
struct glue_instance {
    uint32_t instance;       /* index in the model */
    const uint32_t *sources; /* generated .c files, indices into the list of files */
    uint32_t source_count, varying_count;
    uint32_t values;     /* number of the set of headers in `include` */
    const char *include; /* folder of its headers, written only if needed (glue_need_values) */
    /* Folder of headers for all instances of the type that have the same headers but for
     * attributes whose values vary: it lacks the macros `<attribute>_DEF` of those. Equal to
     * `include` when none does. */
    const char *type_include;
    const char *const *varying;
};

/* A file to be written. */
struct glue_file {
    const char *path; /* relative to the output folder */
    const char *text;
    size_t size;
    uint32_t values; /* of the set of headers it belongs to; UINT32_MAX: it is always written */
    bool own;        /* made from adlc's templates of components: it looks at no values */
    bool shared;     /* several instances with the same `type_include` have it */
};

struct glue_outputs {
    const struct glue_instance *instances; /* program by program, in the order of their lists */
    uint32_t instance_count;
    const struct glue_file *files;
    uint32_t file_count;
    bool *needed;                       /* sets of headers that are to be written */
    const char *const *runtime_sources; /* .c and .S of adlc's templates, the same for every
                                         * program: compile once */
    uint32_t runtime_source_count;
    const char *runtime_include; /* folder with <camkes/...> headers, for -I */
    const char *linker_script;   /* for -T */
};

/* Renders the templates of all connections of `model` and those that components have beside the
 * usual ones; `build` gets what they claim. `folders` are
 * the folders with templates, adlc's own last, NULL after it. NULL (reported) when there was a
 * fault: a connector without a template, an error in a template, a system that one refuses. */
struct glue;
struct glue *glue_connect(const struct model *model, struct system_build *build,
                          const char *const *folders);

/* Renders what every component has, once the CNodes have their sizes. False (reported) when
 * there was a fault. `glue` cannot be used again. */
bool glue_complete(struct glue *glue, struct glue_outputs *out);

/* Notes that some code of the instance, generated or its own, is to be compiled with the values of
 * all attributes. */
void glue_need_values(const struct glue_outputs *out, const struct glue_instance *instance);

/* The folder of headers that the instance's code is to be compiled with. */
const char *glue_include(const struct glue_outputs *out, const struct glue_instance *instance);

/* Writes the files below `folder`, which is made when it is not there. A file whose content would
 * not change is left alone. False (reported) when one cannot be written. */
bool glue_write(struct compilation *c, const struct glue_outputs *out, const char *folder);

#endif
