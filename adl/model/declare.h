/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From syntax tree to declarations, split by what is read: declare.c (top level, assemblies),
 * declare_types.c (values, attributes, structs, procedures), declare_component.c (components,
 * connectors), declare_composition.c (compositions, configurations). What the grammar lets through
 * but the language does not have is reported here, and names of members that clash.
 */
#ifndef ADL_MODEL_DECLARE_H
#define ADL_MODEL_DECLARE_H

#include "adl/lang/ast.h"
#include "adl/model/decl.h"

/* The member names of one body: every name once, whatever it names (adl.md 7.1). */
struct declare_scope {
    struct map places;
    VEC(struct declare_member {
        const char *what;
        struct span span;
    })
    members;
};

/* Takes `name` for a `what` ("method"); reports a clash. */
void declare_member(struct decls *decls, struct declare_scope *scope, const char *what,
                    const struct ast_name *name);

/* Reports a fault and marks the declarations faulty. */
struct diag *declare_fault(struct decls *decls, enum diag_id id, struct span span,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));

struct decl_ref declare_ref(struct decls *decls, const struct ast_ref *ref);

/* The value written, or NULL when an expression in it is faulty. */
const struct model_value *declare_value(struct decls *decls, const struct ast_item *item);

/* A number that must be whole and in [low, UINT32_MAX or given high]: false, with a report under
 * `id`, if it is not; quietly false if its expression was faulty. */
bool declare_whole(struct decls *decls, const struct ast_expr *expr, enum diag_id id,
                   const char *what, uint64_t low, uint64_t high, uint64_t *value);

/* Fields of a struct, attributes of a component, connector or procedure. Connectors' attribute
 * types are never looked up (adl.md 6.6). */
const struct model_field *declare_fields(struct decls *decls, struct ast_attribute *const *list,
                                         size_t count, bool look_up);

/* C headers named by `include`. */
const struct model_include *declare_includes(struct decls *decls, struct ast_include *const *list,
                                             size_t count);

/* Each enters one declaration and gives its index in the list of its kind. */
uint32_t declare_struct(struct decls *decls, const struct ast_struct *node);
uint32_t declare_procedure(struct decls *decls, const struct ast_procedure *node);
uint32_t declare_component(struct decls *decls, const struct ast_component *node);
uint32_t declare_connector(struct decls *decls, const struct ast_connector *node);
uint32_t declare_composition(struct decls *decls, const struct ast_composition *node,
                             uint32_t owner);
uint32_t declare_configuration(struct decls *decls, const struct ast_configuration *node);

#endif
