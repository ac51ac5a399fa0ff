/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The value of an expression. Any fault leaves the rendering through jinja_fail, so that no caller
 * has to look for one.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

#include "adl/base/suggest.h"

void jinja_step(struct jinja *j, struct span span)
{
    if (++j->steps > j->options.max_steps) {
        jinja_fail(j, DIAG_TEMPLATE_LIMIT, span, "the template takes more than %llu steps",
                   (unsigned long long)j->options.max_steps);
    }
}

void jinja_descend(struct jinja *j, struct span span)
{
    if (++j->depth > j->options.max_depth) {
        jinja_fail(j, DIAG_TEMPLATE_LIMIT, span, "calls and expressions nested more than %u deep",
                   j->options.max_depth);
    }
}

void jinja_ascend(struct jinja *j)
{
    j->depth--;
}

struct jinja_value jinja_defined(struct jinja *j, struct jinja_value value, struct span span)
{
    if (value.kind == JINJA_UNDEFINED) {
        jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, span, "%s", jinja_reason(j, value));
    }
    return value;
}

static struct jinja_value lookup(struct jinja *j, struct jinja_scope *scope, const char *name)
{
    struct suggest near;
    uint32_t global;
    for (struct jinja_scope *at = scope; at != NULL; at = at->outer) {
        for (vec_each (variable, &at->variables)) {
            if (variable->name == name) {
                return variable->value;
            }
        }
    }
    if (map_string_get(&j->global_index, name, &global)) {
        return j->globals.items[global].value;
    }
    suggest_start(&near, name);
    for (struct jinja_scope *at = scope; at != NULL; at = at->outer) {
        for (vec_each (variable, &at->variables)) {
            suggest_consider(&near, variable->name);
        }
    }
    for (vec_each (it, &j->globals)) {
        suggest_consider(&near, it->name);
    }
    const char *best = suggest_result(&near);
    return jinja_undefined(
        best == NULL
            ? arena_printf(&j->scratch, "`%s` is not defined", name)
            : arena_printf(&j->scratch, "`%s` is not defined; did you mean `%s`?", name, best));
}

static struct jinja_value loop_attribute(struct jinja *j, struct jinja_value of, const char *name)
{
    const struct jinja_loop *loop = of.as.loop;
    size_t count = loop->items->count, index = loop->index;
    const struct {
        const char *name;
        struct jinja_value value;
    } known[] = {
        {"index",     jinja_int((__int128)index + 1)                                                 },
        {"index0",    jinja_int((__int128)index)                                                     },
        {"revindex",  jinja_int((__int128)(count - index))                                           },
        {"revindex0", jinja_int((__int128)(count - index) - 1)                                       },
        {"first",     jinja_bool(index == 0)                                                         },
        {"last",      jinja_bool(index + 1 == count)                                                 },
        {"length",    jinja_int((__int128)count)                                                     },
        {"depth",     jinja_int(loop->depth)                                                         },
        {"depth0",    jinja_int((__int128)loop->depth - 1)                                           },
        {"previtem",
         index > 0 ? loop->items->items[index - 1] : jinja_undefined("there is no previous item")    },
        {"nextitem",  index + 1 < count ? loop->items->items[index + 1]
                                       : jinja_undefined("there is no next item")},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].value;
        }
    }
    return jinja_undefined(arena_printf(&j->scratch, "`loop` has no attribute `%s`", name));
}

const char *jinja_reason(struct jinja *j, struct jinja_value value)
{
    const char *name = value.as.missing.text;
    struct jinja_value of = {.kind = JINJA_DICT, .as.dict = value.as.missing.of};
    if (of.as.dict == NULL) {
        return name != NULL ? name : "an undefined value is used";
    }
    struct suggest near;
    suggest_start(&near, name);
    for (size_t i = 0; i < of.as.dict->count; i++) {
        if (of.as.dict->entries[i].key.kind == JINJA_STRING) {
            suggest_consider(&near, jinja_c_string(j, of.as.dict->entries[i].key));
        }
    }
    const char *type = jinja_type_name(of), *best = suggest_result(&near);
    return best == NULL ? arena_printf(&j->scratch, "%s has no attribute `%s`", type, name)
                        : arena_printf(&j->scratch, "%s has no attribute `%s`; did you mean `%s`?",
                                       type, name, best);
}

/* An undefined value, whose reason is only worked out when somebody asks for it. */
static struct jinja_value missing_attribute(struct jinja *j, struct jinja_value of,
                                            const char *name)
{
    if (of.kind != JINJA_DICT) {
        return jinja_undefined(
            arena_printf(&j->scratch, "%s has no attribute `%s`", jinja_type_name(of), name));
    }
    struct jinja_value value = jinja_undefined(name);
    value.as.missing.of = of.as.dict;
    return value;
}

struct jinja_value jinja_attribute(struct jinja *j, struct jinja_value of, const char *name,
                                   struct span span)
{
    jinja_defined(j, of, span);
    if (of.kind == JINJA_LOOP) {
        return loop_attribute(j, of, name);
    }
    if (of.kind == JINJA_DICT) {
        const struct jinja_value *found = jinja_get(of.as.dict, name);
        struct jinja_value made;
        if (found != NULL) {
            return *found;
        }
        if (of.as.dict->missing != NULL &&
            of.as.dict->missing(j, of.as.dict, jinja_string(name), &made)) {
            return made;
        }
    }
    return missing_attribute(j, of, name);
}

struct jinja_value jinja_item(struct jinja *j, struct jinja_value of, struct jinja_value key,
                              struct span span)
{
    jinja_defined(j, of, span);
    jinja_defined(j, key, span);
    if (of.kind == JINJA_DICT) {
        const struct jinja_value *found = jinja_get_value(of.as.dict, key);
        struct jinja_value made;
        if (found != NULL) {
            return *found;
        }
        if (of.as.dict->missing != NULL && of.as.dict->missing(j, of.as.dict, key, &made)) {
            return made;
        }
        struct strbuf buf;
        strbuf_init(&buf, &j->scratch);
        jinja_put_repr(&buf, key);
        return jinja_undefined(
            arena_printf(&j->scratch, "%s has no entry %s", jinja_type_name(of), buf.text));
    }
    if (key.kind == JINJA_STRING) {
        return jinja_attribute(j, of, jinja_c_string(j, key), span);
    }
    if (of.kind != JINJA_STRING && of.kind != JINJA_LIST && of.kind != JINJA_TUPLE) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s cannot be indexed", jinja_type_name(of));
    }
    const struct jinja_list *items = jinja_items_of(j, of, span);
    __int128 at = jinja_integer(j, key, span, "an index");
    at = at < 0 ? at + (__int128)items->count : at;
    if (at < 0 || at >= (__int128)items->count) {
        return jinja_undefined(arena_printf(&j->scratch, "there is no item %lld in a %s of %zu",
                                            (long long)at, jinja_type_name(of), items->count));
    }
    return items->items[at];
}

/* Positional and named arguments of a call, after `first` (the subject of a filter) if given. */
static void compute_arguments(struct jinja *j, struct jinja_scope *scope,
                              const struct jinja_node *node, const struct jinja_value *first,
                              struct jinja_call *call)
{
    VEC(struct jinja_value) positional = {0};
    VEC(struct jinja_keyword) named = {0};
    if (first != NULL) {
        vec_push(&j->scratch, &positional, *first);
    }
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *argument = node->items.items[i];
        bool wrapped = argument->kind == NODE_KEYWORD || argument->kind == NODE_STAR ||
                       argument->kind == NODE_STAR_STAR;
        struct jinja_value value = jinja_compute(j, scope, wrapped ? argument->left : argument);
        if (argument->kind == NODE_KEYWORD) {
            vec_push(&j->scratch, &named, (struct jinja_keyword){argument->name, value});
        } else if (argument->kind == NODE_STAR) {
            vec_append(&j->scratch, &positional, jinja_items_of(j, value, argument->span));
        } else if (argument->kind == NODE_STAR_STAR) {
            if (value.kind != JINJA_DICT) {
                jinja_fail(j, DIAG_TEMPLATE_TYPE, argument->span, "`**` needs a dict, not %s",
                           jinja_type_name(jinja_defined(j, value, argument->span)));
            }
            for (size_t k = 0; k < value.as.dict->count; k++) {
                struct jinja_entry *entry = &value.as.dict->entries[k];
                jinja_text_of(j, entry->key, argument->span, "the name of an argument");
                vec_push(&j->scratch, &named,
                         (struct jinja_keyword){jinja_c_string(j, entry->key), entry->value});
            }
        } else {
            vec_push(&j->scratch, &positional, value);
        }
    }
    *call = (struct jinja_call){
        .jinja = j,
        .span = node->span,
        .arguments = positional.items,
        .count = positional.count,
        .keywords = named.items,
        .keyword_count = named.count,
    };
}

struct jinja_value jinja_call_value(struct jinja *j, struct jinja_value callable,
                                    struct jinja_call *call)
{
    if (callable.kind != JINJA_CALLABLE) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "%s cannot be called",
                   jinja_type_name(jinja_defined(j, callable, call->span)));
    }
    call->callable = callable.as.callable;
    jinja_descend(j, call->span);
    struct jinja_value result = callable.as.callable->function(call);
    jinja_ascend(j);
    return result;
}

/* loop.cycle(a, b ...) and loop.changed(x). */
static struct jinja_value call_loop(struct jinja *j, struct jinja_loop *loop, const char *name,
                                    struct jinja_call *call)
{
    if (strcmp(name, "cycle") == 0) {
        jinja_check_arguments(call, 1, SIZE_MAX, "");
        return call->arguments[loop->index % call->count];
    }
    if (strcmp(name, "changed") == 0) {
        jinja_check_arguments(call, 1, 1, "");
        bool changed =
            !loop->changed_before || !jinja_equal(loop->last_changed, call->arguments[0]);
        loop->changed_before = true;
        loop->last_changed = call->arguments[0];
        return jinja_bool(changed);
    }
    jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, call->span, "`loop` has no method `%s`", name);
}

static struct jinja_value compute_call(struct jinja *j, struct jinja_scope *scope,
                                       const struct jinja_node *node)
{
    struct jinja_call call;
    const struct jinja_node *callee = node->left;
    if (callee->kind != NODE_ATTRIBUTE) {
        struct jinja_value callable = jinja_compute(j, scope, callee);
        compute_arguments(j, scope, node, NULL, &call);
        return jinja_call_value(j, callable, &call);
    }
    struct jinja_value result;
    struct jinja_value subject =
        jinja_defined(j, jinja_compute(j, scope, callee->left), callee->left->span);
    compute_arguments(j, scope, node, NULL, &call);
    call.span = callee->span;
    if (subject.kind == JINJA_LOOP) {
        return call_loop(j, subject.as.loop, callee->name, &call);
    }
    if (jinja_call_method(j, subject, callee->name, &call, &result)) {
        return result;
    }
    struct jinja_value callable = jinja_attribute(j, subject, callee->name, callee->span);
    if (callable.kind == JINJA_UNDEFINED) {
        jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, callee->span, "%s has no method `%s`",
                   jinja_type_name(subject), callee->name);
    }
    return jinja_call_value(j, callable, &call);
}

static struct jinja_value apply_filter_node(struct jinja *j, struct jinja_scope *scope,
                                            const struct jinja_node *node,
                                            struct jinja_value subject)
{
    struct jinja_call call;
    struct jinja_value result;
    compute_arguments(j, scope, node, &subject, &call);
    if (!jinja_apply_filter(j, node->name, &call, &result)) {
        jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, node->span, "there is no filter `%s`", node->name);
    }
    return result;
}

struct jinja_value jinja_compute_filters(struct jinja *j, struct jinja_scope *scope,
                                         const struct jinja_node *node, struct jinja_value subject)
{
    if (node->left != NULL) {
        jinja_descend(j, node->span);
        subject = jinja_compute_filters(j, scope, node->left, subject);
        jinja_ascend(j);
    }
    return apply_filter_node(j, scope, node, subject);
}

static struct jinja_value compute_test(struct jinja *j, struct jinja_scope *scope,
                                       const struct jinja_node *node)
{
    struct jinja_call call;
    bool result;
    struct jinja_value subject = jinja_compute(j, scope, node->left);
    compute_arguments(j, scope, node, &subject, &call);
    if (!jinja_apply_test(j, node->name, &call, &result)) {
        jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, node->span, "there is no test `%s`", node->name);
    }
    return jinja_bool(result);
}

static bool compare(struct jinja *j, const char *op, struct jinja_value left,
                    struct jinja_value right, struct span span)
{
    jinja_defined(j, left, span);
    jinja_defined(j, right, span);
    if (strcmp(op, "==") == 0) {
        return jinja_equal(left, right);
    }
    if (strcmp(op, "!=") == 0) {
        return !jinja_equal(left, right);
    }
    if (strcmp(op, "in") == 0) {
        return jinja_contains(j, right, left, span);
    }
    if (strcmp(op, "not in") == 0) {
        return !jinja_contains(j, right, left, span);
    }
    int order = jinja_order(j, left, right, span);
    return *op == '<' ? order < (op[1] == '=' ? 1 : 0) : order > (op[1] == '=' ? -1 : 0);
}

static struct jinja_value compute_comparison(struct jinja *j, struct jinja_scope *scope,
                                             const struct jinja_node *node)
{
    struct jinja_value left = jinja_compute(j, scope, node->left);
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *step = node->items.items[i];
        struct jinja_value right = jinja_compute(j, scope, step->left);
        if (!compare(j, step->name, left, right, step->span)) {
            return jinja_bool(false);
        }
        left = right;
    }
    return jinja_bool(true);
}

static struct jinja_value compute_unary(struct jinja *j, struct jinja_scope *scope,
                                        const struct jinja_node *node)
{
    struct jinja_value value =
        jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
    if (*node->name == 'n') {
        return jinja_bool(!jinja_is_true(value));
    }
    if (!jinja_is_number(value)) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, node->span, "`%s` does not work on %s", node->name,
                   jinja_type_name(value));
    }
    if (value.kind == JINJA_FLOAT) {
        return jinja_float(*node->name == '-' ? -value.as.real : value.as.real);
    }
    __int128 integer = jinja_integer(j, value, node->span, "operand");
    return *node->name == '-' ? jinja_binary(j, "-", jinja_int(0), jinja_int(integer), node->span)
                              : jinja_int(integer);
}

static struct jinja_value compute_items(struct jinja *j, struct jinja_scope *scope,
                                        const struct jinja_node *node)
{
    struct jinja_value list = jinja_list_new(&j->scratch);
    list.kind = node->kind == NODE_LIST ? JINJA_LIST : JINJA_TUPLE;
    for (size_t i = 0; i < node->items.count; i++) {
        jinja_append(&j->scratch, list, jinja_compute(j, scope, node->items.items[i]));
    }
    return list;
}

static struct jinja_value compute_dict(struct jinja *j, struct jinja_scope *scope,
                                       const struct jinja_node *node)
{
    struct jinja_value dict = jinja_dict_new(&j->scratch);
    for (size_t i = 0; i + 1 < node->items.count; i += 2) {
        struct jinja_value key = jinja_compute(j, scope, node->items.items[i]);
        if (!jinja_hashable(key)) {
            jinja_fail(j, DIAG_TEMPLATE_TYPE, node->items.items[i]->span,
                       "%s cannot be a key of a dict",
                       jinja_type_name(jinja_defined(j, key, node->items.items[i]->span)));
        }
        jinja_put_value(&j->scratch, dict, key, jinja_compute(j, scope, node->items.items[i + 1]));
    }
    return dict;
}

static struct jinja_value compute_item(struct jinja *j, struct jinja_scope *scope,
                                       const struct jinja_node *node)
{
    struct jinja_value of = jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
    if (node->right->kind != NODE_SLICE) {
        return jinja_item(j, of, jinja_compute(j, scope, node->right), node->span);
    }
    struct jinja_value bounds[3];
    for (size_t i = 0; i < 3; i++) {
        const struct jinja_node *bound = node->right->items.items[i];
        bounds[i] = bound == NULL ? jinja_none() : jinja_compute(j, scope, bound);
    }
    return jinja_slice(j, of, bounds, node->span);
}

static struct jinja_value compute_concat(struct jinja *j, struct jinja_scope *scope,
                                         const struct jinja_node *node)
{
    struct strbuf buf;
    strbuf_init(&buf, &j->scratch);
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *part = node->items.items[i];
        jinja_put_str(&buf, jinja_defined(j, jinja_compute(j, scope, part), part->span));
    }
    return jinja_built(&buf);
}

/* and, or, a if b else c: only what is needed is computed. */
static struct jinja_value compute_choice(struct jinja *j, struct jinja_scope *scope,
                                         const struct jinja_node *node)
{
    if (node->kind == NODE_CONDITION) {
        struct jinja_value choice =
            jinja_defined(j, jinja_compute(j, scope, node->right), node->right->span);
        if (jinja_is_true(choice)) {
            return jinja_compute(j, scope, node->left);
        }
        return node->third != NULL
                   ? jinja_compute(j, scope, node->third)
                   : jinja_undefined("the condition is false and there is no else part");
    }
    struct jinja_value left =
        jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
    return jinja_is_true(left) == (node->kind == NODE_AND) ? jinja_compute(j, scope, node->right)
                                                           : left;
}

/* The kinds with operands; see jinja_compute for the rest. */
static struct jinja_value compute_operation(struct jinja *j, struct jinja_scope *scope,
                                            const struct jinja_node *node)
{
    if (node->kind == NODE_UNARY) {
        return compute_unary(j, scope, node);
    }
    if (node->kind == NODE_BINARY) {
        struct jinja_value left = jinja_compute(j, scope, node->left);
        return jinja_binary(j, node->name, left, jinja_compute(j, scope, node->right), node->span);
    }
    if (node->kind == NODE_COMPARE) {
        return compute_comparison(j, scope, node);
    }
    if (node->kind == NODE_CONCAT) {
        return compute_concat(j, scope, node);
    }
    return compute_choice(j, scope, node);
}

static struct jinja_value compute_kind(struct jinja *j, struct jinja_scope *scope,
                                       const struct jinja_node *node)
{
    if (node->kind == NODE_LITERAL) {
        return node->value;
    }
    if (node->kind == NODE_NAME) {
        return lookup(j, scope, node->name);
    }
    if (node->kind == NODE_LIST || node->kind == NODE_TUPLE) {
        return compute_items(j, scope, node);
    }
    if (node->kind == NODE_DICT) {
        return compute_dict(j, scope, node);
    }
    if (node->kind == NODE_ATTRIBUTE) {
        struct jinja_value of =
            jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
        return jinja_attribute(j, of, node->name, node->span);
    }
    if (node->kind == NODE_ITEM) {
        return compute_item(j, scope, node);
    }
    if (node->kind == NODE_CALL) {
        return compute_call(j, scope, node);
    }
    if (node->kind == NODE_FILTER) {
        return apply_filter_node(j, scope, node, jinja_compute(j, scope, node->left));
    }
    if (node->kind == NODE_TEST) {
        return compute_test(j, scope, node);
    }
    return compute_operation(j, scope, node);
}

struct jinja_value jinja_compute(struct jinja *j, struct jinja_scope *scope,
                                 const struct jinja_node *node)
{
    jinja_step(j, node->span);
    jinja_descend(j, node->span);
    struct jinja_value value = compute_kind(j, scope, node);
    jinja_ascend(j);
    return value;
}
