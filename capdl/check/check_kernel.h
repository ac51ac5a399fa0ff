/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A graph against what one kernel has, and against the files that frames are filled from.  Neither
 * stands in a spec; the command line tells.
 */
#ifndef CAPDL_CHECK_CHECK_KERNEL_H
#define CAPDL_CHECK_CHECK_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

enum check_scheduler {
    CHECK_ANY_SCHEDULER,
    CHECK_CLASSIC,
    CHECK_MCS,
};

/* What a kernel has; 0 means that it is not known. */
struct check_kernel {
    uint32_t cores, domains;
    enum check_scheduler scheduler;
};

/* Reports threads on cores and in domains that there are not, and objects of the other scheduler;
 * true when there are none. */
bool check_kernel(struct compilation *c, const struct spec *spec,
                  const struct check_kernel *kernel);

/* Reports fills from files that are not in `folder`, and those that go past the end of theirs; true
 * when there are none. */
bool check_kernel_files(struct compilation *c, const struct spec *spec, const char *folder);

#endif
