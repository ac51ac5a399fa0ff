/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Queries: settings whose value is asked of a device tree or a list of pins (adl.md section 13).
 * What is asked is read once, when the first query needs it.
 *
 * A query gives a list of dicts, one for each dict of its argument; the setting becomes a dict that
 * has them under `query`, with names made fit for `<-` references (every character that is no
 * letter or digit is `_`).  With a lookup `[key]...` the setting is the list of what the keys,
 * spelled as in the tree, find in each.
 *
 * Ownership: everything lives in the compilation's arena.
 */
#ifndef ADL_MODEL_QUERY_H
#define ADL_MODEL_QUERY_H

#include "adl/model/decl.h"
#include "adl/model/query_tree.h"

/* The data that queries ask. */
struct query_data {
    bool tree_read, pins_read; /* tried */
    struct query_tree *tree;   /* NULL: none, or faulty (reported) */
    struct map answered;       /* setting as declared -> place in values: once asked is enough */
    VEC(const struct model_value *) values;
    const struct model_value *pins;
};

/* The dicts of a query's answer before names are made fit. */
struct query_answer {
    VEC(struct model_value) results; /* one dict for each of the argument */
    const char *extra_name;          /* a value beside them: "dtb-size", "all-pins" */
    struct model_value extra;
};

/* The value of the query that `setting` is; NULL (reported) when there is none. `data` is kept from
 * query to query. */
const struct model_value *query_run(struct decls *decls, struct query_data *data,
                                    const struct decl_setting *setting);

/* One query each; false (reported) when it cannot be answered. `arguments` are `count` dicts. */
bool query_dtb(struct decls *decls, struct query_data *data, const struct decl_setting *setting,
               const struct model_value *arguments, uint32_t count, struct query_answer *answer);
bool query_gpio(struct decls *decls, struct query_data *data, const struct decl_setting *setting,
                const struct model_value *arguments, uint32_t count, struct query_answer *answer);

/* Warns of keys of the dict that are not in `known` (NULL-terminated). */
void query_check_keys(struct decls *decls, const struct decl_setting *setting,
                      const struct model_value *dict, const char *const *known);

/* A fault of a query: reported at the setting, which has its line. */
struct diag *query_fault(struct decls *decls, enum diag_id id, const struct decl_setting *setting,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
