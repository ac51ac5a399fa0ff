/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The passes of adl/model (passes.def lists them in order). Each is a function for the pass
 * runner: its subject is the `struct decls` that the passes before it left. A pass reports the
 * user's faults, marks `decls->faulty` and returns true as long as what remains can be worked on.
 */
#ifndef ADL_MODEL_PASSES_H
#define ADL_MODEL_PASSES_H

#include <stdbool.h>

#include "adl/model/decl.h"

#define PASS(name, ...) bool name##_run(struct compilation *c, void *subject);
#include "adl/model/passes.def"
#undef PASS

#endif
