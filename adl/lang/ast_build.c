/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/ast_build.h"

#include <string.h>

#include "adl/base/compilation.h"

static struct ast_node ast_build_node(enum ast_kind kind, struct span at)
{
    return (struct ast_node){.kind = kind, .span = at};
}

/* Reports what is well-formed for the parser but not for the language. */
static struct diag *ast_build_fault(struct parse *p, struct span at, const char *message)
{
    p->result->faulty = true;
    return diag_report(&p->c->diags, DIAG_SYNTAX_ERROR, at, "%s", message);
}

/* Was something in this piece of text lost to a syntax error? */
static bool ast_build_is_damaged(const struct parse *p, struct span at)
{
    return p->last_fault >= at.start && p->last_fault < at.end;
}

/* ---- types, attributes, structs ---- */

struct ast_type ast_build_type(struct parse *p, const char *text, struct span at)
{
    return (struct ast_type){
        .kind = AST_TYPE_BUILTIN, .span = at, .text = intern_string(&p->c->interner, text)};
}

struct ast_type ast_build_type_tag(struct parse *p, struct ast_name tag, struct span at)
{
    return (struct ast_type){
        .kind = AST_TYPE_STRUCT_TAG,
        .span = at,
        .text = intern_printf(&p->c->interner, "struct %s", tag.text),
        .ref = *ast_build_ref(p, NULL, tag),
    };
}

struct ast_type ast_build_type_ref(struct parse *p, const struct ast_ref *ref)
{
    struct ast_type type = {
        .kind = AST_TYPE_NAMED, .span = ref->span, .text = ref->text, .ref = *ref};

    if (strcmp(ref->text, "bool") == 0) {
        type.text = intern_string(&p->c->interner, "boolean");
    }
    return type;
}

struct ast_type ast_build_type_inline(struct ast_struct *body)
{
    return (struct ast_type){.kind = AST_TYPE_INLINE, .span = body->node.span, .body = body};
}

struct ast_attribute *ast_build_attribute(struct parse *p, struct span at, struct ast_type type,
                                          struct ast_name name, bool is_array,
                                          const struct ast_item *value)
{
    struct ast_attribute *attribute = arena_new(&p->c->arena, struct ast_attribute);

    attribute->node = ast_build_node(AST_ATTRIBUTE, at);
    attribute->type = type;
    attribute->name = name;
    attribute->is_array = is_array;
    attribute->value = value;
    return attribute;
}

struct ast_node *ast_build_statement(struct ast_attribute *attribute, struct span at)
{
    attribute->node.span = at;
    return &attribute->node;
}

struct ast_struct *ast_build_field(struct parse *p, struct ast_struct *body,
                                   struct ast_attribute *field)
{
    if (body == NULL) {
        body = arena_new(&p->c->arena, struct ast_struct);
    }
    if (field != NULL) {
        vec_push(&p->c->arena, &body->fields, field);
    }
    return body;
}

struct ast_struct *ast_build_struct(struct parse *p, struct ast_struct *body, struct ast_name name,
                                    struct span at)
{
    if (body->fields.count == 0 && body->node.kind != AST_STRUCT && !ast_build_is_damaged(p, at)) {
        diag_report(&p->c->diags, DIAG_EMPTY_STRUCT, at, "a struct needs at least one field");
        p->result->faulty = true;
    }
    body->node = ast_build_node(AST_STRUCT, at);
    body->name = name;
    return body;
}

/* ---- statements shared by several bodies ---- */

struct ast_node *ast_build_import(struct parse *p, struct span at, const char *path,
                                  struct span path_span, bool angle)
{
    struct ast_import *import = arena_new(&p->c->arena, struct ast_import);

    import->node = ast_build_node(AST_IMPORT, at);
    import->path = path;
    import->path_span = path_span;
    import->angle = angle;
    return &import->node;
}

struct ast_node *ast_build_include(struct parse *p, struct span at, const char *path,
                                   struct span path_span, bool angle)
{
    struct ast_include *include = arena_new(&p->c->arena, struct ast_include);

    include->node = ast_build_node(AST_INCLUDE, at);
    include->path = path;
    include->path_span = path_span;
    include->angle = angle;
    return &include->node;
}

/* ---- procedures ---- */

struct ast_method *ast_build_param(struct parse *p, struct ast_method *method,
                                   struct ast_param *param)
{
    if (method == NULL) {
        method = arena_new(&p->c->arena, struct ast_method);
    }
    if (param != NULL) {
        vec_push(&p->c->arena, &method->params, param);
    }
    return method;
}

struct ast_param *ast_build_param_named(struct parse *p, struct span at,
                                        enum ast_direction direction, struct ast_type type,
                                        struct ast_name name, bool is_array)
{
    struct ast_param *param = arena_new(&p->c->arena, struct ast_param);

    param->node = ast_build_node(AST_PARAM, at);
    param->direction = direction;
    param->type = type;
    param->name = name;
    param->is_array = is_array;
    return param;
}

struct ast_node *ast_build_method(struct parse *p, struct span at, const struct ast_type *type,
                                  struct ast_name name, struct ast_method *params)
{
    (void)p;
    params->node = ast_build_node(AST_METHOD, at);
    params->is_void = type == NULL;
    if (type != NULL) {
        params->type = *type;
    }
    params->name = name;
    return &params->node;
}

struct ast_procedure *ast_build_procedure_member(struct parse *p, struct ast_procedure *procedure,
                                                 struct ast_node *member)
{
    if (procedure == NULL) {
        procedure = arena_new(&p->c->arena, struct ast_procedure);
    }
    if (member == NULL) {
        return procedure;
    }
    vec_push(&p->c->arena, &procedure->members, member);
    if (member->kind == AST_METHOD) {
        vec_push(&p->c->arena, &procedure->methods, ast_as_method(member));
    } else if (member->kind == AST_ATTRIBUTE) {
        vec_push(&p->c->arena, &procedure->attributes, ast_as_attribute(member));
    } else {
        vec_push(&p->c->arena, &procedure->includes, ast_as_include(member));
    }
    return procedure;
}

struct ast_node *ast_build_procedure(struct ast_procedure *procedure, struct ast_name name,
                                     struct span at)
{
    procedure->node = ast_build_node(AST_PROCEDURE, at);
    procedure->name = name;
    return &procedure->node;
}

/* ---- connectors ---- */

struct ast_connector_side ast_build_end_kind(enum ast_end_kind kind, bool several, struct span at)
{
    return (struct ast_connector_side){.kind = kind, .several = several, .kind_span = at};
}

struct ast_connector_side ast_build_side(struct ast_connector_side kind, struct span at,
                                         bool hardware, const struct ast_expr *threads)
{
    kind.span = at;
    kind.hardware = hardware;
    kind.threads = threads;
    return kind;
}

struct ast_connector *ast_build_sides(struct parse *p, struct ast_connector_side from,
                                      struct ast_connector_side to)
{
    struct ast_connector *connector = arena_new(&p->c->arena, struct ast_connector);

    connector->from = from;
    connector->to = to;
    return connector;
}

struct ast_connector *ast_build_connector_attribute(struct parse *p,
                                                    struct ast_connector *connector,
                                                    struct ast_node *attribute)
{
    vec_push(&p->c->arena, &connector->attributes, ast_as_attribute(attribute));
    return connector;
}

struct ast_connector *ast_build_connector_body(struct parse *p, struct ast_connector *connector,
                                               struct span at)
{
    if (connector == NULL) {
        connector = arena_new(&p->c->arena, struct ast_connector);
        connector->from.span = at;
        connector->to.span = at;
        connector->from.kind_span = at;
        connector->to.kind_span = at;
    }
    connector->node = ast_build_node(AST_CONNECTOR, at);
    connector->name = (struct ast_name){
        .text = NULL, .span = {.file = at.file, .start = at.start, .end = at.start + 1}
    };
    return connector;
}

struct ast_node *ast_build_connector(struct ast_connector *connector, struct ast_name name,
                                     struct span at)
{
    connector->node = ast_build_node(AST_CONNECTOR, at);
    connector->name = name;
    return &connector->node;
}

/* ---- configurations ---- */

struct ast_setting *ast_build_setting_value(struct parse *p, const struct ast_item *value)
{
    struct ast_setting *setting = arena_new(&p->c->arena, struct ast_setting);

    setting->kind = AST_SETTING_VALUE;
    setting->value = value;
    setting->value_span = value->span;
    return setting;
}

struct ast_setting *ast_build_setting_ref(struct parse *p, struct span at,
                                          const struct ast_ref *ref,
                                          const struct ast_lookup *lookup)
{
    struct ast_setting *setting = arena_new(&p->c->arena, struct ast_setting);

    setting->kind = AST_SETTING_REFERENCE;
    setting->reference = *ref;
    setting->value_span = at;
    if (lookup != NULL) {
        setting->lookup = *lookup;
    }
    return setting;
}

struct ast_setting *ast_build_setting_query(struct parse *p, struct span at, struct ast_name query,
                                            const struct ast_item *argument,
                                            const struct ast_lookup *lookup)
{
    struct ast_setting *setting = arena_new(&p->c->arena, struct ast_setting);

    setting->kind = AST_SETTING_QUERY;
    setting->query = query;
    setting->argument = argument;
    setting->value_span = at;
    if (lookup != NULL) {
        setting->lookup = *lookup;
    }
    return setting;
}

struct ast_node *ast_build_setting(struct ast_setting *setting, struct span at,
                                   struct ast_name target, struct ast_name attribute)
{
    setting->node = ast_build_node(AST_SETTING, at);
    setting->target = target;
    setting->attribute = attribute;
    return &setting->node;
}

struct ast_configuration *ast_build_configuration_member(struct parse *p,
                                                         struct ast_configuration *configuration,
                                                         struct ast_node *setting)
{
    if (configuration == NULL) {
        configuration = arena_new(&p->c->arena, struct ast_configuration);
    }
    if (setting != NULL) {
        vec_push(&p->c->arena, &configuration->settings, ast_as_setting(setting));
    }
    return configuration;
}

struct ast_node *ast_build_configuration(struct ast_configuration *configuration,
                                         struct ast_name name, struct span at)
{
    configuration->node = ast_build_node(AST_CONFIGURATION, at);
    configuration->name = name;
    return &configuration->node;
}

/* ---- assemblies ---- */

struct ast_node *ast_build_composition_use(struct parse *p, struct span at,
                                           const struct ast_ref *ref, struct ast_node *inside)
{
    struct ast_composition_use *use = arena_new(&p->c->arena, struct ast_composition_use);

    use->node = ast_build_node(AST_COMPOSITION_USE, at);
    if (ref != NULL) {
        use->ref = *ref;
    } else {
        use->composition = ast_as_composition(inside);
    }
    return &use->node;
}

struct ast_node *ast_build_configuration_use(struct parse *p, struct span at,
                                             const struct ast_ref *ref, struct ast_node *inside)
{
    struct ast_configuration_use *use = arena_new(&p->c->arena, struct ast_configuration_use);

    use->node = ast_build_node(AST_CONFIGURATION_USE, at);
    if (ref != NULL) {
        use->ref = *ref;
    } else {
        use->configuration = ast_as_configuration(inside);
    }
    return &use->node;
}

struct ast_schedule *ast_build_schedule_entry(struct parse *p, struct ast_schedule *schedule,
                                              const struct ast_schedule_entry *entry)
{
    if (schedule == NULL) {
        schedule = arena_new(&p->c->arena, struct ast_schedule);
    }
    vec_push(&p->c->arena, &schedule->entries, *entry);
    return schedule;
}

struct ast_schedule_entry ast_build_schedule_pair(struct span at, const struct ast_expr *domain,
                                                  const struct ast_expr *duration,
                                                  enum ast_time_unit unit)
{
    return (struct ast_schedule_entry){
        .span = at, .domain = domain, .duration = duration, .unit = unit};
}

struct ast_node *ast_build_schedule(struct parse *p, struct ast_schedule *schedule, struct span at)
{
    schedule->node = ast_build_node(AST_SCHEDULE, at);
    if (schedule->entries.count < 2) {
        struct diag *diag = ast_build_fault(p, schedule->entries.items[0].span,
                                            "a schedule needs at least two entries");

        diag_hint(diag, "end it with the marker `(0, 0)`");
    }
    return &schedule->node;
}

struct ast_assembly *ast_build_assembly_member(struct parse *p, struct ast_assembly *assembly,
                                               struct ast_node *member)
{
    if (assembly == NULL) {
        assembly = arena_new(&p->c->arena, struct ast_assembly);
    }
    if (member == NULL) {
        return assembly;
    }
    vec_push(&p->c->arena, &assembly->members, member);
    if (member->kind == AST_COMPOSITION_USE) {
        vec_push(&p->c->arena, &assembly->compositions, ast_as_composition_use(member));
    } else if (member->kind == AST_CONFIGURATION_USE) {
        vec_push(&p->c->arena, &assembly->configurations, ast_as_configuration_use(member));
    } else {
        vec_push(&p->c->arena, &assembly->schedules, ast_as_schedule(member));
    }
    return assembly;
}

struct ast_node *ast_build_assembly(struct parse *p, struct ast_assembly *assembly,
                                    struct ast_name name, struct span at)
{
    assembly->node = ast_build_node(AST_ASSEMBLY, at);
    assembly->name = name;
    if (assembly->members.count == 0 && !ast_build_is_damaged(p, at)) {
        ast_build_fault(p, name.span, "an assembly needs a composition");
    }
    return &assembly->node;
}

/* ---- the file ---- */

void ast_build_decl(struct parse *p, struct ast_node *decl)
{
    vec_push(&p->c->arena, &p->result->decls, decl);
}

void ast_build_resumed(struct parse *p)
{
    p->recovering = false;
}
