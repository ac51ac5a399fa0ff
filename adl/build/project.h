/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a system is built from: the optional project file adlc.yaml beside the main description, and
 * the convention that finds component sources without it.
 *
 *     platform: qemu-arm-virt        # default of --platform
 *     imports: [interfaces]          # as -I, relative to this file
 *     defines: [DEBUG, SIZE=3]       # as -D
 *     templates: [connectors]        # as --templates, relative to this file
 *     defaults: {_stack_size: 65536} # values of standard settings where the description has none
 *     schedule:                      # of the domains, where the description has none; unit: ticks
 *       - {domain: 0, duration: 10}
 *       - {domain: 1, duration: 500, unit: us}
 *     cpp_flags: [-include, x.h]     # further arguments of the C preprocessor
 *     components:
 *       Adder:
 *         sources: [src/adder.c, src/extra.c]
 *         includes: [include]
 *         flags: [-DFOO]
 *         libraries: [m]             # -lm; a path with a slash or ending in .a is linked as it is
 *         link_flags: ["-Wl,--wrap=x"]
 *         cxx_flags: [-std=c++20]    # for C++ sources
 *         convention: false          # only what stands here, nothing by convention
 *         parts:                     # libraries: sources with flags of their own
 *           - {sources: [lib/less.c], includes: [lib], flags: [-w]}
 *         unsupported: [...]         # what a generator could not express: an error if it is used
 *     instances:                     # more of the same for single instances
 *       adder2: {flags: [-DSECOND]}
 *
 * A file of another name or place is given by --project; paths in it are relative to its folder.
 * By convention the sources of component type T, declared in file F, are, first match wins:
 * every .c, .cc, .cpp and .cxx file of <dir of F>/components/T/src; those of <dir of F>/src if <dir
 * of F> is called T; its includes are the `include` folder beside that `src`, and `include` beside
 * F and beside the main description.
 *
 * Ownership: everything lives in the compilation's arena. Paths are absolute.
 */
#ifndef ADL_BUILD_PROJECT_H
#define ADL_BUILD_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/base/compilation.h"
#include "adl/base/vec.h"
#include "adl/model/model.h"

struct yaml_node;

struct project {
    const char *folder;           /* of the project file or main description */
    const struct yaml_node *root; /* adlc.yaml; NULL when there is none */
    const char *platform;         /* NULL: not given */
    struct span platform_span;
    /* Folders with templates: `templates` beside the main description where there is one, then
     * those of adlc.yaml. */
    VEC(const char *) templates;
};

VEC_STRUCT(project_texts, const char *);

/* What one component type is compiled from. */
struct project_component {
    VEC(const char *) sources;  /* sorted */
    VEC(const char *) includes; /* folders, in search order */
    struct project_texts flags;
    struct project_texts cxx_flags;        /* in addition, for C++ */
    struct project_texts libraries;        /* linker arguments */
    VEC(struct project_component *) parts; /* sources compiled by themselves: no parts, libraries */
};

/* Reads the project file `path`, or, if that is NULL, adlc.yaml beside `main_path`, if there is
 * one, and puts its imports, defines and flags into the compilation's options. False when it has
 * faults (reported). */
bool project_read(struct compilation *c, const char *main_path, const char *path,
                  struct project *project);

/* Finds what component type `component` of `model` is built from. With `reporting` a named source
 * that is missing, and a component that must have code but has none, are reported: false. */
bool project_component(struct compilation *c, const struct project *project,
                       const struct model *model, uint32_t component, bool reporting,
                       struct project_component *result);

/* What the project file has for the instance of that name beyond its component. False when there is
 * nothing, or something named is missing (reported). */
bool project_instance(struct compilation *c, const struct project *project, const char *instance,
                      struct project_component *result);

/* Does the project file have more for the instance of that name than its component has? */
bool project_has_instance(const struct project *project, const char *instance);

/* Reports component types and instances in adlc.yaml that the model does not have. */
void project_check(struct compilation *c, const struct project *project, const struct model *model);

#endif
