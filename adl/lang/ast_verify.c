/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/ast_verify.h"

#include "adl/base/compilation.h"
#include "adl/lang/ast.h"

/* With NDEBUG the assertions vanish and with them all uses of what they look at. */
#ifdef NDEBUG

void ast_verify(struct compilation *c, const struct ast_file *file)
{
    (void)c;
    (void)file;
}

#else

static void ast_verify_node(struct ast_node *node, struct span outer);

static void ast_verify_span(struct span span, struct span outer)
{
    assert(span.file == outer.file);
    assert(outer.start <= span.start && span.start <= span.end && span.end <= outer.end);
}

static void ast_verify_name(struct ast_name name, struct span outer)
{
    assert(name.text != NULL);
    ast_verify_span(name.span, outer);
    assert(name.span.end - name.span.start == intern_length(name.text));
}

/* A name that may be left out: then it has the place of the keyword. */
static void ast_verify_optional_name(struct ast_name name, struct span outer)
{
    assert(name.text == NULL || intern_length(name.text) == name.span.end - name.span.start);
    ast_verify_span(name.span, outer);
}

static void ast_verify_ref(const struct ast_ref *ref, struct span outer)
{
    assert(ref->parts.count > 0 && ref->text != NULL);
    ast_verify_span(ref->span, outer);
    for (size_t i = 0; i < ref->parts.count; i++) {
        ast_verify_name(ref->parts.items[i], ref->span);
    }
}

static void ast_verify_expr(const struct ast_expr *expr, struct span outer)
{
    ast_verify_span(expr->span, outer);
    assert((expr->kind == AST_EXPR_NUMBER) == (expr->left == NULL));
    assert((expr->kind == AST_EXPR_NUMBER) == (expr->text != NULL));
    assert((expr->kind == AST_EXPR_CONDITIONAL) == (expr->middle != NULL));
    if (expr->left != NULL) {
        assert(expr->left->depth < expr->depth);
        ast_verify_expr(expr->left, expr->span);
    }
    if (expr->middle != NULL) {
        ast_verify_expr(expr->middle, expr->span);
    }
    if (expr->right != NULL) {
        ast_verify_expr(expr->right, expr->span);
    }
}

static void ast_verify_item(const struct ast_item *item, struct span outer)
{
    ast_verify_span(item->span, outer);
    assert((item->kind == AST_ITEM_NUMBER) == (item->expr != NULL));
    assert((item->kind == AST_ITEM_STRING) == (item->string != NULL));
    if (item->expr != NULL) {
        ast_verify_expr(item->expr, item->span);
    }
    for (size_t i = 0; i < item->elements.count; i++) {
        ast_verify_item(item->elements.items[i], item->span);
    }
    for (size_t i = 0; i < item->entries.count; i++) {
        const struct ast_entry *entry = &item->entries.items[i];

        assert(entry->key->kind == AST_ITEM_NUMBER || entry->key->kind == AST_ITEM_STRING);
        ast_verify_item(entry->key, item->span);
        ast_verify_item(entry->value, item->span);
    }
}

static void ast_verify_type(const struct ast_type *type, struct span outer)
{
    ast_verify_span(type->span, outer);
    assert((type->kind == AST_TYPE_INLINE) == (type->body != NULL));
    assert((type->kind == AST_TYPE_INLINE) == (type->text == NULL));
    if (type->body != NULL) {
        ast_verify_node(&type->body->node, type->span);
    }
}

static void ast_verify_attribute(const struct ast_attribute *attribute)
{
    ast_verify_type(&attribute->type, attribute->node.span);
    ast_verify_name(attribute->name, attribute->node.span);
    if (attribute->value != NULL) {
        ast_verify_item(attribute->value, attribute->node.span);
    }
}

static void ast_verify_method(const struct ast_method *method)
{
    ast_verify_name(method->name, method->node.span);
    if (!method->is_void) {
        ast_verify_type(&method->type, method->node.span);
    }
    for (size_t i = 0; i < method->params.count; i++) {
        const struct ast_param *param = method->params.items[i];

        assert(param->node.kind == AST_PARAM);
        ast_verify_span(param->node.span, method->node.span);
        ast_verify_type(&param->type, param->node.span);
        ast_verify_name(param->name, param->node.span);
    }
}

static void ast_verify_interface(const struct ast_interface *interface)
{
    ast_verify_name(interface->name, interface->node.span);
    ast_verify_ref(&interface->type, interface->node.span);
    ast_verify_span(interface->type_span, interface->node.span);
    assert(interface->size == NULL || interface->is_buf);
    assert(!interface->is_buf || interface->kind == AST_DATAPORT);
}

static void ast_verify_members(const struct ast_nodes *members, size_t sorted, struct span outer)
{
    assert(members->count == sorted);
    for (size_t i = 0; i < members->count; i++) {
        ast_verify_node(members->items[i], outer);
    }
}

static void ast_verify_component(const struct ast_component *component)
{
    size_t flags = 0;

    for (size_t i = 0; i < component->members.count; i++) {
        flags += component->members.items[i]->kind == AST_FLAG ? 1 : 0;
    }
    assert((flags != 0) == (component->control != NULL || component->hardware != NULL));
    ast_verify_optional_name((struct ast_name){NULL, component->name.span}, component->node.span);
    ast_verify_members(
        &component->members,
        component->includes.count + component->interfaces.count + component->locks.count +
            component->copyregions.count + component->attributes.count + flags +
            (component->composition != NULL ? 1 : 0) + (component->configuration != NULL ? 1 : 0),
        component->node.span);
}

static void ast_verify_connection(const struct ast_connection *connection)
{
    struct span outer = connection->node.span;

    ast_verify_name(connection->name, outer);
    assert((connection->connector == NULL) == (connection->type.parts.count > 0));
    if (connection->connector != NULL) {
        ast_verify_node(&connection->connector->node, outer);
    } else {
        ast_verify_ref(&connection->type, outer);
    }
    for (size_t i = 0; i < connection->ends.count; i++) {
        ast_verify_span(connection->ends.items[i].span, outer);
        ast_verify_ref(&connection->ends.items[i].ref, connection->ends.items[i].span);
    }
}

static void ast_verify_instance(const struct ast_instance *instance)
{
    ast_verify_name(instance->name, instance->node.span);
    assert((instance->component == NULL) == (instance->type.parts.count > 0));
    if (instance->component != NULL) {
        ast_verify_node(&instance->component->node, instance->node.span);
    } else {
        ast_verify_ref(&instance->type, instance->node.span);
    }
}

static void ast_verify_setting(const struct ast_setting *setting)
{
    struct span outer = setting->node.span;

    ast_verify_name(setting->target, outer);
    ast_verify_name(setting->attribute, outer);
    ast_verify_span(setting->value_span, outer);
    assert((setting->kind == AST_SETTING_VALUE) == (setting->value != NULL));
    assert((setting->kind == AST_SETTING_QUERY) == (setting->query.text != NULL));
    assert((setting->kind == AST_SETTING_REFERENCE) == (setting->reference.parts.count > 0));
    if (setting->value != NULL) {
        ast_verify_item(setting->value, setting->value_span);
    }
    if (setting->argument != NULL) {
        ast_verify_item(setting->argument, setting->value_span);
    }
    for (size_t i = 0; i < setting->lookup.count; i++) {
        ast_verify_item(setting->lookup.items[i], setting->value_span);
    }
}

/* Bodies whose members all have one kind. */
static void ast_verify_list(struct ast_node *node)
{
    if (node->kind == AST_STRUCT) {
        for (size_t i = 0; i < ast_as_struct(node)->fields.count; i++) {
            ast_verify_node(&ast_as_struct(node)->fields.items[i]->node, node->span);
        }
    } else if (node->kind == AST_GROUP) {
        for (size_t i = 0; i < ast_as_group(node)->instances.count; i++) {
            ast_verify_node(&ast_as_group(node)->instances.items[i]->node, node->span);
        }
    } else if (node->kind == AST_CONFIGURATION) {
        for (size_t i = 0; i < ast_as_configuration(node)->settings.count; i++) {
            ast_verify_node(&ast_as_configuration(node)->settings.items[i]->node, node->span);
        }
    } else {
        for (size_t i = 0; i < ast_as_connector(node)->attributes.count; i++) {
            ast_verify_node(&ast_as_connector(node)->attributes.items[i]->node, node->span);
        }
    }
}

static void ast_verify_procedure(const struct ast_procedure *procedure)
{
    ast_verify_optional_name(procedure->name, procedure->node.span);
    ast_verify_members(&procedure->members,
                       procedure->methods.count + procedure->attributes.count +
                           procedure->includes.count,
                       procedure->node.span);
}

static void ast_verify_composition(const struct ast_composition *composition)
{
    ast_verify_optional_name(composition->name, composition->node.span);
    ast_verify_members(&composition->members,
                       composition->instances.count + composition->groups.count +
                           composition->connections.count + composition->exports.count,
                       composition->node.span);
}

static void ast_verify_assembly(const struct ast_assembly *assembly)
{
    ast_verify_optional_name(assembly->name, assembly->node.span);
    ast_verify_members(&assembly->members,
                       assembly->compositions.count + assembly->configurations.count +
                           assembly->schedules.count,
                       assembly->node.span);
}

static void ast_verify_node(struct ast_node *node, struct span outer)
{
    ast_verify_span(node->span, outer);
    switch ((int)node->kind) {
    case AST_ASSEMBLY:
        ast_verify_assembly(ast_as_assembly(node));
        break;
    case AST_COMPONENT:
        ast_verify_component(ast_as_component(node));
        break;
    case AST_COMPOSITION:
        ast_verify_composition(ast_as_composition(node));
        break;
    case AST_PROCEDURE:
        ast_verify_procedure(ast_as_procedure(node));
        break;
    case AST_STRUCT:
    case AST_GROUP:
    case AST_CONFIGURATION:
    case AST_CONNECTOR:
        ast_verify_list(node);
        break;
    case AST_INTERFACE:
        ast_verify_interface(ast_as_interface(node));
        break;
    case AST_ATTRIBUTE:
        ast_verify_attribute(ast_as_attribute(node));
        break;
    case AST_METHOD:
        ast_verify_method(ast_as_method(node));
        break;
    case AST_INSTANCE:
        ast_verify_instance(ast_as_instance(node));
        break;
    case AST_CONNECTION:
        ast_verify_connection(ast_as_connection(node));
        break;
    case AST_SETTING:
        ast_verify_setting(ast_as_setting(node));
        break;
    case AST_LOCK:
        ast_verify_name(ast_as_lock(node)->name, node->span);
        break;
    case AST_COPYREGION:
        ast_verify_name(ast_as_copyregion(node)->name, node->span);
        break;
    default:
        break;
    }
}

void ast_verify(struct compilation *c, const struct ast_file *file)
{
    struct span whole = {file->file, 0, (uint32_t)source_get(&c->sources, file->file)->size};

    for (size_t i = 0; i < file->decls.count; i++) {
        ast_verify_node(file->decls.items[i], whole);
    }
}

#endif
