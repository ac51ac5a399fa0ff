/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a sub-command is: a function that runs the stages it needs in order, reports faults as
 * diagnostics and returns an exit status.  main() shows the diagnostics; a status of 0 becomes 1
 * (warnings that count), 3 (the input is at fault) or 4 (a tool or the disk is) accordingly.
 */
#ifndef ADL_CLI_COMMAND_H
#define ADL_CLI_COMMAND_H

#include "adl/base/compilation.h"
#include "adl/build/project.h"
#include "adl/cli/options.h"
#include "adl/lower/lower.h"
#include "adl/model/model.h"
#include "loader/pack/platform.h"

/* Exit statuses (reference checks-policy-cli, 3.4). */
enum exit_status {
    EXIT_STATUS_DONE = 0,
    EXIT_STATUS_FINDINGS = 1,
    EXIT_STATUS_USAGE = 2,
    EXIT_STATUS_INPUT = 3,
    EXIT_STATUS_TOOL = 4,
    EXIT_STATUS_INTERNAL = 70,
    EXIT_STATUS_AGAIN = -1, /* the input was changed: start over, and say nothing yet */
};

typedef int command_function(struct compilation *c, const struct options *options);

#define COMMAND(upper, name, function, least, most, operands, summary) command_function function;
#include "adl/cli/commands.def"
#undef COMMAND

/* Where a compilation starts: adlc's own files, the project file, the board. */
struct front {
    struct installation installation;
    struct project project;
    const struct platform *platform; /* of the command line, else of adlc.yaml, else the default */
    const char *const *templates;    /* folders: --templates, adlc.yaml's, adlc's own, then NULL */
};

/* Finds the installation, reads adlc.yaml (where there is a description), loads the platform, and
 * takes the options of the description's reader over into the compilation; the platform's own
 * declarations (builtin/plat/<platform>) are last in the search path, behind builtin/services.
 * False when there are faults. */
bool front_start(struct compilation *c, const struct options *options, struct front *front);

/* Reads the description and resolves it; runs the checks. NULL when there are errors. */
struct model *front_model(struct compilation *c, const struct options *options);

/* What the component types in use are built from, by type; `reporting` says whether a type that
 * lacks code it must have is a fault. */
struct project_component *front_components(struct compilation *c, const struct front *front,
                                           const struct model *model, bool reporting);

/* Lowers the model for the platform; false when there were errors. */
bool front_lower(struct compilation *c, const struct front *front, const struct model *model,
                 const struct project_component *components, struct lower_result *result);

/* Writes an output file below `folder`; reports a failure. Adds to `*changed` if it was new. */
struct strbuf;
bool front_write(struct compilation *c, const char *folder, const char *name, const void *bytes,
                 size_t size, bool *changed);

#endif
