/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Compositions and configurations. Instances are listed ungrouped ones first, then the members of
 * each group, which groups.c turns into address spaces.
 */
#include "adl/base/compilation.h"
#include "adl/model/declare.h"

static struct decl_instance declare_instance(struct decls *decls, const struct ast_instance *node,
                                             uint32_t group)
{
    struct decl_instance instance = {.name = node->name.text,
                                     .span = node->name.span,
                                     .component = DECL_NONE,
                                     .group_index = group};

    if (node->component != NULL) {
        instance.component = declare_component(decls, node->component);
    } else {
        instance.type = declare_ref(decls, &node->type);
    }
    return instance;
}

static struct decl_connection declare_connection(struct decls *decls,
                                                 const struct ast_connection *node)
{
    struct arena *arena = &decls->compilation->arena;
    struct decl_connection connection = {.name = node->name.text,
                                         .span = node->name.span,
                                         .connector = DECL_NONE,
                                         .declared = DECL_NONE};

    if (node->connector != NULL) {
        connection.connector = declare_connector(decls, node->connector);
    } else {
        connection.type = declare_ref(decls, &node->type);
    }
    for (size_t i = 0; i < node->ends.count; i++) {
        connection.to.capacity += node->ends.items[i].is_to ? 1 : 0;
    }
    connection.from.capacity = node->ends.count - connection.to.capacity;
    connection.from.items = arena_array(arena, struct decl_end, connection.from.capacity);
    connection.to.items = arena_array(arena, struct decl_end, connection.to.capacity);
    for (size_t i = 0; i < node->ends.count; i++) {
        const struct ast_end *from = &node->ends.items[i];
        struct decl_end end = {.span = from->span,
                               .ref = declare_ref(decls, &from->ref),
                               .instance = DECL_NONE,
                               .interface = DECL_NONE};

        if (from->is_to) {
            vec_push(arena, &connection.to, end);
        } else {
            vec_push(arena, &connection.from, end);
        }
    }
    return connection;
}

uint32_t declare_composition(struct decls *decls, const struct ast_composition *node,
                             uint32_t owner)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t index = (uint32_t)decls->compositions.count;
    struct decl_composition composition = {
        .name = node->name.text, .span = node->name.span, .order = decls->order, .owner = owner};

    vec_push(arena, &decls->compositions, composition);
    vec_reserve(arena, &composition.instances, node->instances.count);
    vec_reserve(arena, &composition.connections, node->connections.count);
    for (size_t i = 0; i < node->instances.count; i++) {
        vec_push(arena, &composition.instances,
                 declare_instance(decls, node->instances.items[i], DECL_NONE));
    }
    for (size_t i = 0; i < node->groups.count; i++) {
        const struct ast_group *group = node->groups.items[i];

        vec_push(arena, &composition.groups,
                 ((struct decl_group){.name = group->name.text, .span = group->name.span}));
        for (size_t k = 0; k < group->instances.count; k++) {
            vec_push(arena, &composition.instances,
                     declare_instance(decls, group->instances.items[k], (uint32_t)i));
        }
    }
    for (size_t i = 0; i < node->connections.count; i++) {
        vec_push(arena, &composition.connections,
                 declare_connection(decls, node->connections.items[i]));
    }
    for (size_t i = 0; i < node->exports.count; i++) {
        const struct ast_export *export = node->exports.items[i];

        vec_push(arena, &composition.exports,
                 ((struct decl_export){.span = export->node.span,
                                       .source = declare_ref(decls, &export->source),
                                       .target = declare_ref(decls, &export->target),
                                       .own = DECL_NONE}));
    }
    decls->compositions.items[index] = composition;
    return index;
}

static struct decl_setting declare_setting(struct decls *decls, const struct ast_setting *node)
{
    struct decl_setting setting = {.target = node->target.text,
                                   .attribute = node->attribute.text,
                                   .target_span = node->target.span,
                                   .attribute_span = node->attribute.span,
                                   .span =
                                       source_span_join(node->target.span, node->attribute.span)};
    struct model_value *keys =
        arena_array(&decls->compilation->arena, struct model_value, node->lookup.count);

    for (size_t i = 0; i < node->lookup.count; i++) {
        const struct model_value *key = declare_value(decls, node->lookup.items[i]);

        keys[i] = key != NULL ? *key : (struct model_value){.kind = MODEL_VALUE_NONE};
    }
    setting.keys = keys;
    setting.key_count = (uint32_t)node->lookup.count;
    if (node->kind == AST_SETTING_VALUE) {
        setting.kind = DECL_VALUE;
        setting.value = declare_value(decls, node->value);
    } else if (node->kind == AST_SETTING_REFERENCE) {
        setting.kind = DECL_REFERENCE;
        setting.reference = declare_ref(decls, &node->reference);
    } else {
        setting.kind = DECL_QUERY;
        setting.query = node->query.text;
        setting.query_span = node->query.span;
        setting.argument = node->argument != NULL ? declare_value(decls, node->argument) : NULL;
        setting.has_argument = node->argument != NULL;
    }
    return setting;
}

uint32_t declare_configuration(struct decls *decls, const struct ast_configuration *node)
{
    struct decl_configuration configuration = {
        .name = node->name.text, .span = node->name.span, .order = decls->order};

    vec_reserve(&decls->compilation->arena, &configuration.settings, node->settings.count);
    for (size_t i = 0; i < node->settings.count; i++) {
        vec_push(&decls->compilation->arena, &configuration.settings,
                 declare_setting(decls, node->settings.items[i]));
    }
    vec_push(&decls->compilation->arena, &decls->configurations, configuration);
    return (uint32_t)(decls->configurations.count - 1);
}
