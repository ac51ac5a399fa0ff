/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Builders of the syntax tree, one for each grammar rule; the parser's actions do nothing but call
 * them (private to adl/lang). A builder that takes a list adds to it and gives it back. NULL nodes
 * stand for what a syntax error destroyed and are left out.
 *
 * Where a rule of the language is about form but not worth a grammar rule (an empty struct, a
 * schedule with one entry) the builder reports it.
 */
#ifndef ADL_LANG_AST_BUILD_H
#define ADL_LANG_AST_BUILD_H

#include "adl/lang/parse_state.h"

/* ---- names, texts, references ---- */
struct ast_name ast_build_name(const char *text, struct span at);
struct ast_name ast_build_named(struct ast_name name, struct span keyword);
struct ast_ref *ast_build_ref(struct parse *p, struct ast_ref *ref, struct ast_name part);
struct ast_text *ast_build_text(struct parse *p, struct ast_text *text, const char *string,
                                struct span at);

/* ---- values ---- */
const struct ast_expr *ast_build_number(struct parse *p, const char *text, struct span at);
const struct ast_expr *ast_build_unary(struct parse *p, enum ast_operator op, struct span op_span,
                                       const struct ast_expr *operand);
const struct ast_expr *ast_build_binary(struct parse *p, enum ast_operator op, struct span op_span,
                                        const struct ast_expr *left, const struct ast_expr *right);
const struct ast_expr *ast_build_conditional(struct parse *p, const struct ast_expr *condition,
                                             const struct ast_expr *yes, const struct ast_expr *no);
const struct ast_expr *ast_build_widened(struct parse *p, const struct ast_expr *expr,
                                         struct span at);
struct ast_item *ast_build_item_number(struct parse *p, const struct ast_expr *expr);
struct ast_item *ast_build_item_text(struct parse *p, const struct ast_text *text);
struct ast_item *ast_build_item(struct parse *p, enum ast_item_kind kind);
struct ast_item *ast_build_item_at(struct ast_item *item, struct span at);
struct ast_item *ast_build_element(struct parse *p, struct ast_item *list,
                                   const struct ast_item *element);
struct ast_item *ast_build_entry(struct parse *p, struct ast_item *dict, const struct ast_item *key,
                                 const struct ast_item *value);
struct ast_lookup *ast_build_lookup(struct parse *p, struct ast_lookup *lookup,
                                    const struct ast_item *key);

/* ---- types, attributes, structs ---- */
struct ast_type ast_build_type(struct parse *p, const char *text, struct span at);
struct ast_type ast_build_type_tag(struct parse *p, struct ast_name tag, struct span at);
struct ast_type ast_build_type_ref(struct parse *p, const struct ast_ref *ref);
struct ast_type ast_build_type_inline(struct ast_struct *body);
struct ast_attribute *ast_build_attribute(struct parse *p, struct span at, struct ast_type type,
                                          struct ast_name name, bool is_array,
                                          const struct ast_item *value);
struct ast_node *ast_build_statement(struct ast_attribute *attribute, struct span at);
struct ast_struct *ast_build_field(struct parse *p, struct ast_struct *body,
                                   struct ast_attribute *field);
struct ast_struct *ast_build_struct(struct parse *p, struct ast_struct *body, struct ast_name name,
                                    struct span at);

/* ---- statements shared by several bodies ---- */
struct ast_node *ast_build_import(struct parse *p, struct span at, const char *path,
                                  struct span path_span, bool angle);
struct ast_node *ast_build_include(struct parse *p, struct span at, const char *path,
                                   struct span path_span, bool angle);
const char *ast_build_path(struct parse *p, const struct ast_text *text);

/* ---- procedures ---- */
struct ast_method *ast_build_param(struct parse *p, struct ast_method *method,
                                   struct ast_param *param);
struct ast_param *ast_build_param_named(struct parse *p, struct span at,
                                        enum ast_direction direction, struct ast_type type,
                                        struct ast_name name, bool is_array);
struct ast_node *ast_build_method(struct parse *p, struct span at, const struct ast_type *type,
                                  struct ast_name name, struct ast_method *params);
struct ast_procedure *ast_build_procedure_member(struct parse *p, struct ast_procedure *procedure,
                                                 struct ast_node *member);
struct ast_node *ast_build_procedure(struct ast_procedure *procedure, struct ast_name name,
                                     struct span at);

/* ---- components ---- */
struct ast_node *ast_build_flag(struct parse *p, struct span at, bool hardware);
struct ast_interface *ast_build_interface_type(struct parse *p, const struct ast_ref *ref);
struct ast_interface *ast_build_buf(struct parse *p, struct ast_name buf, struct span at,
                                    const struct ast_expr *size);
struct ast_interface *ast_build_interface_name(struct parse *p, struct ast_name type);
struct ast_node *ast_build_interface(struct ast_interface *typed, struct span at,
                                     enum ast_interface_kind kind, bool maybe,
                                     struct ast_name name);
struct ast_node *ast_build_lock(struct parse *p, struct span at, enum ast_lock_kind kind,
                                struct ast_name name);
struct ast_node *ast_build_copyregion(struct parse *p, struct span at, struct ast_name name,
                                      const struct ast_expr *size);
struct ast_component *ast_build_component_member(struct parse *p, struct ast_component *component,
                                                 struct ast_node *member);
struct ast_component *ast_build_component_body(struct ast_component *component, struct span at);
struct ast_node *ast_build_component(struct ast_component *component, struct ast_name name,
                                     struct span at);

/* ---- connectors ---- */
struct ast_connector_side ast_build_end_kind(enum ast_end_kind kind, bool several, struct span at);
struct ast_connector_side ast_build_side(struct ast_connector_side kind, struct span at,
                                         bool hardware, const struct ast_expr *threads);
struct ast_connector *ast_build_sides(struct parse *p, struct ast_connector_side from,
                                      struct ast_connector_side to);
struct ast_connector *ast_build_connector_attribute(struct parse *p,
                                                    struct ast_connector *connector,
                                                    struct ast_node *attribute);
struct ast_connector *ast_build_connector_body(struct parse *p, struct ast_connector *connector,
                                               struct span at);
struct ast_node *ast_build_connector(struct ast_connector *connector, struct ast_name name,
                                     struct span at);

/* ---- compositions ---- */
struct ast_node *ast_build_instance(struct parse *p, struct span at, const struct ast_ref *type,
                                    struct ast_component *component, struct ast_name name);
struct ast_connection *ast_build_end(struct parse *p, struct ast_connection *connection,
                                     const struct ast_end *end);
struct ast_end ast_build_end_ref(struct span at, bool is_to, const struct ast_ref *ref);
struct ast_node *ast_build_connection(struct ast_connection *connection, struct span at,
                                      const struct ast_ref *type, struct ast_connector *connector,
                                      struct ast_name name);
struct ast_group *ast_build_group_member(struct parse *p, struct ast_group *group,
                                         struct ast_node *instance);
struct ast_node *ast_build_group(struct ast_group *group, struct ast_name name, struct span at);
struct ast_node *ast_build_export(struct parse *p, struct span at, const struct ast_ref *source,
                                  const struct ast_ref *target);
struct ast_composition *ast_build_composition_member(struct parse *p,
                                                     struct ast_composition *composition,
                                                     struct ast_node *member);
struct ast_node *ast_build_composition(struct ast_composition *composition, struct ast_name name,
                                       struct span at);

/* ---- configurations ---- */
struct ast_setting *ast_build_setting_value(struct parse *p, const struct ast_item *value);
struct ast_setting *ast_build_setting_ref(struct parse *p, struct span at,
                                          const struct ast_ref *ref,
                                          const struct ast_lookup *lookup);
struct ast_setting *ast_build_setting_query(struct parse *p, struct span at, struct ast_name query,
                                            const struct ast_item *argument,
                                            const struct ast_lookup *lookup);
struct ast_node *ast_build_setting(struct ast_setting *setting, struct span at,
                                   struct ast_name target, struct ast_name attribute);
struct ast_configuration *ast_build_configuration_member(struct parse *p,
                                                         struct ast_configuration *configuration,
                                                         struct ast_node *setting);
struct ast_node *ast_build_configuration(struct ast_configuration *configuration,
                                         struct ast_name name, struct span at);

/* ---- assemblies ---- */
struct ast_node *ast_build_composition_use(struct parse *p, struct span at,
                                           const struct ast_ref *ref, struct ast_node *inside);
struct ast_node *ast_build_configuration_use(struct parse *p, struct span at,
                                             const struct ast_ref *ref, struct ast_node *inside);
struct ast_schedule *ast_build_schedule_entry(struct parse *p, struct ast_schedule *schedule,
                                              const struct ast_schedule_entry *entry);
struct ast_schedule_entry ast_build_schedule_pair(struct span at, const struct ast_expr *domain,
                                                  const struct ast_expr *duration,
                                                  enum ast_time_unit unit);
struct ast_node *ast_build_schedule(struct parse *p, struct ast_schedule *schedule, struct span at);
struct ast_assembly *ast_build_assembly_member(struct parse *p, struct ast_assembly *assembly,
                                               struct ast_node *member);
struct ast_node *ast_build_assembly(struct parse *p, struct ast_assembly *assembly,
                                    struct ast_name name, struct span at);

/* ---- the file ---- */
void ast_build_decl(struct parse *p, struct ast_node *decl);

/* The parser resumed after a syntax error, at a `;` or `}` of the body it is in. */
void ast_build_resumed(struct parse *p);

#endif
