/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The model as JSON for other tools, in the form that shared/oracle/README.md describes:
 * {"instances", "connections", "settings", "schedule"} in declared order, ends as
 * "instance.interface", defaults among the settings, integers of any size in full.
 */
#ifndef ADL_MODEL_MODEL_JSON_H
#define ADL_MODEL_MODEL_JSON_H

struct model;
struct strbuf;

/* Appends the model and a newline. */
void model_json(const struct model *model, struct strbuf *out);

#endif
