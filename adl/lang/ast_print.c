/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/ast_print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"

/* A node is printed as "(kind ...", then its members on lines of their own, then ")". */
struct printer {
    struct strbuf *out;
    unsigned indent;
};

static void ast_print_node(struct printer *p, struct ast_node *node);

/* Begins a line and a bracket; ended by ast_print_close. */
static void ast_print_open(struct printer *p, const char *word)
{
    if (p->out->size != 0) {
        strbuf_putc(p->out, '\n');
    }
    strbuf_fill(p->out, ' ', (size_t)p->indent * 2);
    strbuf_printf(p->out, "(%s", word);
    p->indent++;
}

static void ast_print_close(struct printer *p)
{
    strbuf_putc(p->out, ')');
    p->indent--;
}

static void ast_print_name(struct printer *p, struct ast_name name)
{
    strbuf_printf(p->out, " %s", name.text == NULL ? "-" : name.text);
}

static void ast_print_string(struct printer *p, const char *text)
{
    strbuf_putc(p->out, '"');
    strbuf_put_c_escaped(p->out, text, strlen(text));
    strbuf_putc(p->out, '"');
}

/* ---- values ---- */

static void ast_print_integer(struct strbuf *out, __int128 value)
{
    char digits[48];
    size_t at = sizeof(digits);
    unsigned __int128 rest = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;

    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    strbuf_put_bytes(out, digits + at, sizeof(digits) - at);
}

/* The shortest text that reads back as the same double, with a point or exponent in it. */
static void ast_print_real(struct strbuf *out, double value)
{
    char text[40];

    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, value);
        if (fpclassify(strtod(text, NULL) - value) == FP_ZERO) {
            break;
        }
    }
    strbuf_puts(out, text);
    if (strpbrk(text, ".e") == NULL) {
        strbuf_puts(out, ".0");
    }
}

static void ast_print_number(struct strbuf *out, const struct ast_number *number)
{
    if (number->faulty) {
        strbuf_puts(out, "fault");
    } else if (number->is_real) {
        ast_print_real(out, number->real);
    } else {
        ast_print_integer(out, number->integer);
    }
}

/* The tree of operators: depth is bounded by the parser. */
static void ast_print_tree(struct strbuf *out, const struct ast_expr *expr)
{
    switch (expr->kind) {
    case AST_EXPR_NUMBER:
        strbuf_puts(out, expr->text);
        break;
    case AST_EXPR_UNARY:
        strbuf_printf(out, "(%s ", ast_operator_text(expr->op));
        ast_print_tree(out, expr->left);
        strbuf_putc(out, ')');
        break;
    case AST_EXPR_BINARY:
        strbuf_printf(out, "(%s ", ast_operator_text(expr->op));
        ast_print_tree(out, expr->left);
        strbuf_putc(out, ' ');
        ast_print_tree(out, expr->right);
        strbuf_putc(out, ')');
        break;
    case AST_EXPR_CONDITIONAL:
        strbuf_puts(out, "(? ");
        ast_print_tree(out, expr->left);
        strbuf_putc(out, ' ');
        ast_print_tree(out, expr->middle);
        strbuf_putc(out, ' ');
        ast_print_tree(out, expr->right);
        strbuf_putc(out, ')');
        break;
    }
}

/* A literal as its value; an operation also as its tree. */
static void ast_print_expr(struct printer *p, const struct ast_expr *expr)
{
    ast_print_number(p->out, &expr->number);
    if (expr->kind != AST_EXPR_NUMBER) {
        strbuf_puts(p->out, " {");
        ast_print_tree(p->out, expr);
        strbuf_putc(p->out, '}');
    }
}

static void ast_print_item(struct printer *p, const struct ast_item *item)
{
    switch (item->kind) {
    case AST_ITEM_NUMBER:
        ast_print_expr(p, item->expr);
        break;
    case AST_ITEM_STRING:
        ast_print_string(p, item->string);
        break;
    case AST_ITEM_LIST:
        strbuf_puts(p->out, "(list");
        for (size_t i = 0; i < item->elements.count; i++) {
            strbuf_putc(p->out, ' ');
            ast_print_item(p, item->elements.items[i]);
        }
        strbuf_putc(p->out, ')');
        break;
    case AST_ITEM_DICT:
        strbuf_puts(p->out, "(dict");
        for (size_t i = 0; i < item->entries.count; i++) {
            strbuf_puts(p->out, " (");
            ast_print_item(p, item->entries.items[i].key);
            strbuf_putc(p->out, ' ');
            ast_print_item(p, item->entries.items[i].value);
            strbuf_putc(p->out, ')');
        }
        strbuf_putc(p->out, ')');
        break;
    }
}

static void ast_print_lookup(struct printer *p, const struct ast_lookup *lookup)
{
    for (size_t i = 0; i < lookup->count; i++) {
        strbuf_puts(p->out, " [");
        ast_print_item(p, lookup->items[i]);
        strbuf_putc(p->out, ']');
    }
}

/* ---- types and attributes ---- */

static void ast_print_fields(struct printer *p, const struct ast_struct *body)
{
    for (size_t i = 0; i < body->fields.count; i++) {
        ast_print_node(p, &body->fields.items[i]->node);
    }
}

static void ast_print_type(struct printer *p, const struct ast_type *type, bool is_array)
{
    static const char *const kinds[] = {
        [AST_TYPE_BUILTIN] = "builtin",
        [AST_TYPE_STRUCT_TAG] = "tag",
        [AST_TYPE_NAMED] = "named",
        [AST_TYPE_INLINE] = "struct",
    };

    strbuf_printf(p->out, " (%s%s", is_array ? "array " : "", kinds[type->kind]);
    if (type->kind == AST_TYPE_INLINE) {
        p->indent++;
        ast_print_fields(p, type->body);
        p->indent--;
    } else {
        strbuf_printf(p->out, " \"%s\"", type->text);
    }
    strbuf_putc(p->out, ')');
}

static void ast_print_attribute(struct printer *p, const struct ast_attribute *attribute)
{
    ast_print_name(p, attribute->name);
    ast_print_type(p, &attribute->type, attribute->is_array);
    if (attribute->value != NULL) {
        strbuf_puts(p->out, " = ");
        ast_print_item(p, attribute->value);
    }
}

static void ast_print_path(struct printer *p, const char *path, bool angle)
{
    strbuf_puts(p->out, angle ? " angle " : " ");
    ast_print_string(p, path);
}

static void ast_print_method(struct printer *p, const struct ast_method *method)
{
    ast_print_name(p, method->name);
    if (method->is_void) {
        strbuf_puts(p->out, " void");
    } else {
        ast_print_type(p, &method->type, false);
    }
    for (size_t i = 0; i < method->params.count; i++) {
        ast_print_node(p, &method->params.items[i]->node);
    }
}

static void ast_print_param(struct printer *p, const struct ast_param *param)
{
    static const char *const directions[] = {
        [AST_IN] = "in", [AST_OUT] = "out", [AST_INOUT] = "inout", [AST_REFIN] = "refin"};

    ast_print_name(p, param->name);
    strbuf_printf(p->out, " %s", directions[param->direction]);
    ast_print_type(p, &param->type, param->is_array);
}

/* ---- members ---- */

static void ast_print_interface(struct printer *p, const struct ast_interface *interface)
{
    static const char *const kinds[] = {
        [AST_PROVIDES] = "provides", [AST_USES] = "uses",         [AST_EMITS] = "emits",
        [AST_CONSUMES] = "consumes", [AST_DATAPORT] = "dataport",
    };

    ast_print_name(p, interface->name);
    strbuf_printf(p->out, " %s%s %s", interface->maybe ? "maybe " : "", kinds[interface->kind],
                  interface->type.text);
    if (interface->size != NULL) {
        strbuf_puts(p->out, " size ");
        ast_print_expr(p, interface->size);
    }
}

static void ast_print_lock(struct printer *p, const struct ast_lock *lock)
{
    static const char *const kinds[] = {
        [AST_MUTEX] = "mutex",
        [AST_SEMAPHORE] = "semaphore",
        [AST_BINARY_SEMAPHORE] = "binary_semaphore",
    };

    ast_print_name(p, lock->name);
    strbuf_printf(p->out, " %s", kinds[lock->kind]);
}

static void ast_print_side(struct printer *p, const char *word,
                           const struct ast_connector_side *side)
{
    static const char *const kinds[] = {
        [AST_END_PROCEDURE] = "Procedure",
        [AST_END_EVENT] = "Event",
        [AST_END_DATAPORT] = "Dataport",
    };

    ast_print_open(p, word);
    strbuf_printf(p->out, " %s%s%s", side->hardware ? "hardware " : "", kinds[side->kind],
                  side->several ? "s" : "");
    if (side->threads != NULL) {
        strbuf_puts(p->out, " threads ");
        ast_print_expr(p, side->threads);
    }
    ast_print_close(p);
}

static void ast_print_connector(struct printer *p, const struct ast_connector *connector)
{
    ast_print_name(p, connector->name);
    ast_print_side(p, "from", &connector->from);
    ast_print_side(p, "to", &connector->to);
    for (size_t i = 0; i < connector->attributes.count; i++) {
        ast_print_node(p, &connector->attributes.items[i]->node);
    }
}

static void ast_print_connection(struct printer *p, const struct ast_connection *connection)
{
    ast_print_name(p, connection->name);
    if (connection->connector != NULL) {
        ast_print_node(p, &connection->connector->node);
    } else {
        strbuf_printf(p->out, " %s", connection->type.text);
    }
    for (size_t i = 0; i < connection->ends.count; i++) {
        const struct ast_end *end = &connection->ends.items[i];

        ast_print_open(p, end->is_to ? "to" : "from");
        strbuf_printf(p->out, " %s", end->ref.text);
        ast_print_close(p);
    }
}

static void ast_print_instance(struct printer *p, const struct ast_instance *instance)
{
    ast_print_name(p, instance->name);
    if (instance->component != NULL) {
        ast_print_node(p, &instance->component->node);
    } else {
        strbuf_printf(p->out, " %s", instance->type.text);
    }
}

static void ast_print_setting(struct printer *p, const struct ast_setting *setting)
{
    strbuf_printf(p->out, " %s.%s ", setting->target.text, setting->attribute.text);
    switch (setting->kind) {
    case AST_SETTING_VALUE:
        strbuf_puts(p->out, "= ");
        ast_print_item(p, setting->value);
        break;
    case AST_SETTING_REFERENCE:
        strbuf_printf(p->out, "<- %s", setting->reference.text);
        break;
    case AST_SETTING_QUERY:
        strbuf_printf(p->out, "= (query %s", setting->query.text);
        if (setting->argument != NULL) {
            strbuf_putc(p->out, ' ');
            ast_print_item(p, setting->argument);
        }
        strbuf_putc(p->out, ')');
        break;
    }
    ast_print_lookup(p, &setting->lookup);
}

static void ast_print_schedule(struct printer *p, const struct ast_schedule *schedule)
{
    static const char *const units[] = {
        [AST_UNIT_NONE] = "", [AST_UNIT_TICKS] = " ticks", [AST_UNIT_US] = " us"};

    for (size_t i = 0; i < schedule->entries.count; i++) {
        const struct ast_schedule_entry *entry = &schedule->entries.items[i];

        ast_print_open(p, "entry");
        strbuf_putc(p->out, ' ');
        ast_print_expr(p, entry->domain);
        strbuf_putc(p->out, ' ');
        ast_print_expr(p, entry->duration);
        strbuf_puts(p->out, units[entry->unit]);
        ast_print_close(p);
    }
}

static void ast_print_members(struct printer *p, struct ast_name name,
                              const struct ast_nodes *members)
{
    ast_print_name(p, name);
    for (size_t i = 0; i < members->count; i++) {
        ast_print_node(p, members->items[i]);
    }
}

/* A composition or configuration, written in place or named. */
static void ast_print_use(struct printer *p, struct ast_node *node)
{
    struct ast_node *inside = NULL;
    const struct ast_ref *ref;

    if (node->kind == AST_COMPOSITION_USE) {
        ref = &ast_as_composition_use(node)->ref;
        if (ref->parts.count == 0) {
            inside = &ast_as_composition_use(node)->composition->node;
        }
    } else {
        ref = &ast_as_configuration_use(node)->ref;
        if (ref->parts.count == 0) {
            inside = &ast_as_configuration_use(node)->configuration->node;
        }
    }
    if (inside != NULL) {
        ast_print_node(p, inside);
    } else {
        strbuf_printf(p->out, " %s", ref->text);
    }
}

/* ---- dispatch ---- */

static void ast_print_declaration(struct printer *p, struct ast_node *node)
{
    switch ((int)node->kind) {
    case AST_ASSEMBLY:
        ast_print_members(p, ast_as_assembly(node)->name, &ast_as_assembly(node)->members);
        break;
    case AST_COMPONENT:
        ast_print_members(p, ast_as_component(node)->name, &ast_as_component(node)->members);
        break;
    case AST_COMPOSITION:
        ast_print_members(p, ast_as_composition(node)->name, &ast_as_composition(node)->members);
        break;
    case AST_PROCEDURE:
        ast_print_members(p, ast_as_procedure(node)->name, &ast_as_procedure(node)->members);
        break;
    case AST_CONFIGURATION:
        ast_print_name(p, ast_as_configuration(node)->name);
        for (size_t i = 0; i < ast_as_configuration(node)->settings.count; i++) {
            ast_print_node(p, &ast_as_configuration(node)->settings.items[i]->node);
        }
        break;
    case AST_CONNECTOR:
        ast_print_connector(p, ast_as_connector(node));
        break;
    case AST_STRUCT:
        ast_print_name(p, ast_as_struct(node)->name);
        ast_print_fields(p, ast_as_struct(node));
        break;
    default:
        ast_print_path(p, ast_as_import(node)->path, ast_as_import(node)->angle);
        break;
    }
}

static void ast_print_component_part(struct printer *p, struct ast_node *node)
{
    switch ((int)node->kind) {
    case AST_FLAG:
        strbuf_puts(p->out, ast_as_flag(node)->hardware ? " hardware" : " control");
        break;
    case AST_INTERFACE:
        ast_print_interface(p, ast_as_interface(node));
        break;
    case AST_LOCK:
        ast_print_lock(p, ast_as_lock(node));
        break;
    default:
        ast_print_name(p, ast_as_copyregion(node)->name);
        if (ast_as_copyregion(node)->size != NULL) {
            strbuf_putc(p->out, ' ');
            ast_print_expr(p, ast_as_copyregion(node)->size);
        }
        break;
    }
}

static void ast_print_composition_part(struct printer *p, struct ast_node *node)
{
    switch ((int)node->kind) {
    case AST_INSTANCE:
        ast_print_instance(p, ast_as_instance(node));
        break;
    case AST_CONNECTION:
        ast_print_connection(p, ast_as_connection(node));
        break;
    case AST_GROUP:
        ast_print_name(p, ast_as_group(node)->name);
        for (size_t i = 0; i < ast_as_group(node)->instances.count; i++) {
            ast_print_node(p, &ast_as_group(node)->instances.items[i]->node);
        }
        break;
    default:
        strbuf_printf(p->out, " %s -> %s", ast_as_export(node)->source.text,
                      ast_as_export(node)->target.text);
        break;
    }
}

static void ast_print_node(struct printer *p, struct ast_node *node)
{
    ast_print_open(p, ast_kind_words(node->kind));
    switch (node->kind) {
    case AST_IMPORT:
    case AST_ASSEMBLY:
    case AST_COMPONENT:
    case AST_COMPOSITION:
    case AST_CONFIGURATION:
    case AST_CONNECTOR:
    case AST_PROCEDURE:
    case AST_STRUCT:
        ast_print_declaration(p, node);
        break;
    case AST_FLAG:
    case AST_INTERFACE:
    case AST_LOCK:
    case AST_COPYREGION:
        ast_print_component_part(p, node);
        break;
    case AST_INSTANCE:
    case AST_CONNECTION:
    case AST_GROUP:
    case AST_EXPORT:
        ast_print_composition_part(p, node);
        break;
    case AST_INCLUDE:
        ast_print_path(p, ast_as_include(node)->path, ast_as_include(node)->angle);
        break;
    case AST_ATTRIBUTE:
        ast_print_attribute(p, ast_as_attribute(node));
        break;
    case AST_METHOD:
        ast_print_method(p, ast_as_method(node));
        break;
    case AST_PARAM:
        ast_print_param(p, ast_as_param(node));
        break;
    case AST_COMPOSITION_USE:
    case AST_CONFIGURATION_USE:
        ast_print_use(p, node);
        break;
    case AST_SCHEDULE:
        ast_print_schedule(p, ast_as_schedule(node));
        break;
    case AST_SETTING:
        ast_print_setting(p, ast_as_setting(node));
        break;
    case AST_KIND_COUNT:
        break;
    }
    ast_print_close(p);
}

void ast_print(struct strbuf *out, const struct ast_file *file)
{
    struct printer printer = {.out = out};

    for (size_t i = 0; i < file->decls.count; i++) {
        ast_print_node(&printer, file->decls.items[i]);
    }
    if (file->decls.count != 0) {
        strbuf_putc(out, '\n');
    }
}
