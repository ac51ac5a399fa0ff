/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Builders for components and compositions and what is in them (see ast_build.h).
 */
#include "adl/base/compilation.h"
#include "adl/lang/ast_build.h"

/* ---- components ---- */

struct ast_node *ast_build_flag(struct parse *p, struct span at, bool hardware)
{
    struct ast_flag *flag = arena_new(&p->c->arena, struct ast_flag);

    flag->node = (struct ast_node){AST_FLAG, at};
    flag->hardware = hardware;
    return &flag->node;
}

struct ast_interface *ast_build_interface_type(struct parse *p, const struct ast_ref *ref)
{
    struct ast_interface *interface = arena_new(&p->c->arena, struct ast_interface);

    interface->type = *ref;
    interface->type_span = ref->span;
    return interface;
}

struct ast_interface *ast_build_interface_name(struct parse *p, struct ast_name type)
{
    struct ast_interface *interface = ast_build_interface_type(p, ast_build_ref(p, NULL, type));

    interface->is_buf = type.text == intern_string(&p->c->interner, "Buf");
    return interface;
}

struct ast_interface *ast_build_buf(struct parse *p, struct ast_name buf, struct span at,
                                    const struct ast_expr *size)
{
    struct ast_interface *interface = ast_build_interface_name(p, buf);

    interface->type_span = at;
    interface->size = size;
    return interface;
}

struct ast_node *ast_build_interface(struct ast_interface *typed, struct span at,
                                     enum ast_interface_kind kind, bool maybe, struct ast_name name)
{
    typed->node = (struct ast_node){AST_INTERFACE, at};
    typed->kind = kind;
    typed->maybe = maybe;
    typed->name = name;
    typed->is_buf = typed->is_buf && kind == AST_DATAPORT;
    return &typed->node;
}

struct ast_node *ast_build_lock(struct parse *p, struct span at, enum ast_lock_kind kind,
                                struct ast_name name)
{
    struct ast_lock *lock = arena_new(&p->c->arena, struct ast_lock);

    lock->node = (struct ast_node){AST_LOCK, at};
    lock->kind = kind;
    lock->name = name;
    return &lock->node;
}

struct ast_node *ast_build_copyregion(struct parse *p, struct span at, struct ast_name name,
                                      const struct ast_expr *size)
{
    struct ast_copyregion *region = arena_new(&p->c->arena, struct ast_copyregion);

    region->node = (struct ast_node){AST_COPYREGION, at};
    region->name = name;
    region->size = size;
    return &region->node;
}

static void ast_build_component_flag(struct ast_component *component, const struct ast_flag *flag)
{
    const struct ast_flag **place = flag->hardware ? &component->hardware : &component->control;

    if (*place == NULL) {
        *place = flag;
    }
}

/* Puts a member into the list of its kind. */
static void ast_build_sort_member(struct arena *arena, struct ast_component *component,
                                  struct ast_node *member)
{
    switch ((int)member->kind) {
    case AST_FLAG:
        ast_build_component_flag(component, ast_as_flag(member));
        break;
    case AST_INCLUDE:
        vec_push(arena, &component->includes, ast_as_include(member));
        break;
    case AST_INTERFACE:
        vec_push(arena, &component->interfaces, ast_as_interface(member));
        break;
    case AST_LOCK:
        vec_push(arena, &component->locks, ast_as_lock(member));
        break;
    case AST_COPYREGION:
        vec_push(arena, &component->copyregions, ast_as_copyregion(member));
        break;
    case AST_ATTRIBUTE:
        vec_push(arena, &component->attributes, ast_as_attribute(member));
        break;
    case AST_COMPOSITION_USE:
        component->composition = ast_as_composition_use(member);
        break;
    default:
        component->configuration = ast_as_configuration_use(member);
        break;
    }
}

struct ast_component *ast_build_component_member(struct parse *p, struct ast_component *component,
                                                 struct ast_node *member)
{
    if (component == NULL) {
        component = arena_new(&p->c->arena, struct ast_component);
    }
    if (member != NULL) {
        vec_push(&p->c->arena, &component->members, member);
        ast_build_sort_member(&p->c->arena, component, member);
    }
    return component;
}

struct ast_component *ast_build_component_body(struct ast_component *component, struct span at)
{
    component->node = (struct ast_node){AST_COMPONENT, at};
    component->name = (struct ast_name){
        .text = NULL, .span = {.file = at.file, .start = at.start, .end = at.start + 1}
    };
    return component;
}

struct ast_node *ast_build_component(struct ast_component *component, struct ast_name name,
                                     struct span at)
{
    component->node = (struct ast_node){AST_COMPONENT, at};
    component->name = name;
    return &component->node;
}

/* ---- compositions ---- */

struct ast_node *ast_build_instance(struct parse *p, struct span at, const struct ast_ref *type,
                                    struct ast_component *component, struct ast_name name)
{
    struct ast_instance *instance = arena_new(&p->c->arena, struct ast_instance);

    instance->node = (struct ast_node){AST_INSTANCE, at};
    instance->name = name;
    instance->component = component;
    if (type != NULL) {
        instance->type = *type;
    }
    return &instance->node;
}

struct ast_end ast_build_end_ref(struct span at, bool is_to, const struct ast_ref *ref)
{
    return (struct ast_end){.span = at, .is_to = is_to, .ref = *ref};
}

struct ast_connection *ast_build_end(struct parse *p, struct ast_connection *connection,
                                     const struct ast_end *end)
{
    if (connection == NULL) {
        connection = arena_new(&p->c->arena, struct ast_connection);
    }
    if (end != NULL) {
        vec_push(&p->c->arena, &connection->ends, *end);
    }
    return connection;
}

struct ast_node *ast_build_connection(struct ast_connection *connection, struct span at,
                                      const struct ast_ref *type, struct ast_connector *connector,
                                      struct ast_name name)
{
    connection->node = (struct ast_node){AST_CONNECTION, at};
    connection->connector = connector;
    connection->name = name;
    if (type != NULL) {
        connection->type = *type;
    }
    return &connection->node;
}

struct ast_group *ast_build_group_member(struct parse *p, struct ast_group *group,
                                         struct ast_node *instance)
{
    if (group == NULL) {
        group = arena_new(&p->c->arena, struct ast_group);
    }
    if (instance != NULL) {
        vec_push(&p->c->arena, &group->instances, ast_as_instance(instance));
    }
    return group;
}

struct ast_node *ast_build_group(struct ast_group *group, struct ast_name name, struct span at)
{
    group->node = (struct ast_node){AST_GROUP, at};
    group->name = name;
    return &group->node;
}

struct ast_node *ast_build_export(struct parse *p, struct span at, const struct ast_ref *source,
                                  const struct ast_ref *target)
{
    struct ast_export *export = arena_new(&p->c->arena, struct ast_export);

    export->node = (struct ast_node){AST_EXPORT, at};
    export->source = *source;
    export->target = *target;
    return &export->node;
}

struct ast_composition *ast_build_composition_member(struct parse *p,
                                                     struct ast_composition *composition,
                                                     struct ast_node *member)
{
    struct arena *arena = &p->c->arena;

    if (composition == NULL) {
        composition = arena_new(arena, struct ast_composition);
    }
    if (member == NULL) {
        return composition;
    }
    vec_push(arena, &composition->members, member);
    switch ((int)member->kind) {
    case AST_INSTANCE:
        vec_push(arena, &composition->instances, ast_as_instance(member));
        break;
    case AST_CONNECTION:
        vec_push(arena, &composition->connections, ast_as_connection(member));
        break;
    case AST_GROUP:
        vec_push(arena, &composition->groups, ast_as_group(member));
        break;
    default:
        vec_push(arena, &composition->exports, ast_as_export(member));
        break;
    }
    return composition;
}

struct ast_node *ast_build_composition(struct ast_composition *composition, struct ast_name name,
                                       struct span at)
{
    composition->node = (struct ast_node){AST_COMPOSITION, at};
    composition->name = name;
    return &composition->node;
}
