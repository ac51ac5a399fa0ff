/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The invariants of a finished model, asserted in builds with assertions: every id is inside its
 * list, names are unique, ends lie in the component of their instance, settings have values, and
 * explicit settings stand before defaults.
 */
#ifndef ADL_MODEL_MODEL_VERIFY_H
#define ADL_MODEL_MODEL_VERIFY_H

struct model;

/* Asserts the invariants; of a model that is incomplete only those that keep checks safe. */
void model_verify(const struct model *model);

#endif
