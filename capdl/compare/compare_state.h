/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Is a running system its spec?  Compares the graph that a kernel printed (capdl/forms/
 * form_snapshot.h) with the spec that the root server was given, once it is done and before
 * anything has run.
 *
 * Objects have no names in a kernel. Which object of the snapshot stands for which of the spec is
 * found by walking both graphs side by side: from the root server's slots, which it told, on to
 * everything that containers hold. That is a proposal only; what counts is the comparison that
 * follows, of each pair and each slot in both directions. If it finds nothing, then there is a
 * one-to-one map under which the two graphs agree, and it does not matter who proposed it.
 *
 * What has to agree: kinds, sizes, fixed addresses; registers, priorities, domain, fault endpoint
 * and IPC buffer of threads, and whether they run; every slot of every CNode, page table, thread
 * and interrupt, with rights, badge, guard, mapping and cacheability, and that no other slot is
 * full; for capabilities in CNodes, which comes from which; the domain schedule. What only the
 * running system has must be the root server's own: its thread, its CSpace, its address space,
 * untyped memory and the frames of its image. No thread of the spec may hold any of that, but for
 * what a hand-off gives away on purpose.
 */
#ifndef CAPDL_COMPARE_COMPARE_STATE_H
#define CAPDL_COMPARE_COMPARE_STATE_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/forms/form_snapshot.h"
#include "capdl/spec/spec.h"

/* No address was planned. */
#define COMPARE_STATE_ANYWHERE UINT64_MAX

/* Compares; every difference is a diagnostic (state-differs) up to a limit, after which the rest is
 * counted. True when there is none: `summary` then gets a few lines on what was compared and what
 * belongs to the root server. `spec` has passed check_graph. `planned` may be NULL; otherwise it
 * has for each object the address it was planned to lie at: another one is a warning
 * (plan-differs), since planning knows less of a machine than its kernel does. */
bool compare_state(struct compilation *c, const struct spec *spec,
                   const struct form_snapshot *snapshot, const uint64_t *planned,
                   struct strbuf *summary);

#endif
