/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a kernel of adlc prints for DebugSnapshot: the capability state of a running system
 * (kernel/snapshot.h), as it stands in what came over a serial line, with whatever was printed
 * around it.  The text between `-- snapshot` and `-- end of snapshot` is capDL; derivations are the
 * `-- cdt` comments behind it, of which those between slots of CNodes are taken; `-- tick` says how
 * long a tick of the domain schedule is.
 *
 * Where adlc's root server asked for the snapshot it printed before where it holds a capability to
 * each object of its spec (loader/include/init_payload.h).
 *
 * Nothing in the input is trusted; memory is in proportion to it.
 */
#ifndef CAPDL_FORMS_FORM_SNAPSHOT_H
#define CAPDL_FORMS_FORM_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/vec.h"
#include "capdl/spec/spec.h"

struct form_snapshot {
    struct spec *spec;
    VEC(uint64_t)
    slots;         /* per object of the spec that was loaded: CPtr of the root server, 0: none;
                    * empty when the root server did not say */
    uint64_t tick; /* of the domain schedule, in microseconds; 0: unknown, or there is none */
};

/* Reads the last snapshot in the input; false after a diagnostic. */
bool form_snapshot_parse(struct compilation *c, const void *bytes, size_t size,
                         const char *shown_name, struct form_snapshot *out);

/* The same for the table of forms: the graph alone, NULL after a diagnostic. */
struct spec *form_snapshot_read(struct compilation *c, const void *bytes, size_t size,
                                const char *shown_name);

/* Is there the first line of a snapshot in it? */
bool form_snapshot_recognise(const void *bytes, size_t size);

#endif
