/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The stage of adlc build that compiles: from generated code and the components' own sources to
 * the programs.  The sources of a component type, and generated ones that are the same for several
 * instances, are compiled once for all instances that see the same headers; the runtime once for
 * all; only what is left of the generated code for each instance.
 */
#ifndef ADL_CLI_BUILD_PROGRAMS_H
#define ADL_CLI_BUILD_PROGRAMS_H

#include "adl/cli/command.h"
#include "adl/glue/glue.h"

struct build_programs {
    const struct front *front;
    const struct model *model;
    const struct program_list *programs;
    const struct project_component *components; /* by component type */
    const struct glue_outputs *glue;
    const char *out;
    bool has_domains; /* the headers of the kernel with domains come first */
    unsigned jobs;    /* 0: ninja's choice */
    bool verbose;
};

/* Compiles and links; `*compiled` becomes true when some program is new. False (reported) when it
 * did not work. */
bool build_programs_run(struct compilation *c, const struct build_programs *request,
                        bool *compiled);

#endif
