/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Rendering: the statements of a template, from tree to text.
 *
 * Scopes follow Jinja2: the top of a template, a loop pass, a macro call and a with block each open
 * one; an if does not. `set` makes or changes a name of the innermost scope only, so a loop cannot
 * change names outside of it; a namespace object can be changed from anywhere. A macro sees the
 * names around its definition.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

#include "adl/base/intern.h"
#include "adl/base/path.h"

enum jump { JUMP_NONE, JUMP_BREAK, JUMP_CONTINUE };

static enum jump render_body(struct jinja *j, struct jinja_scope *scope,
                             const struct jinja_nodes *body);

static void emit(struct jinja *j, const char *bytes, size_t size, struct span span)
{
    j->emitted += size;
    if (j->emitted > j->options.max_output) {
        jinja_fail(j, DIAG_TEMPLATE_LIMIT, span, "the template makes more than %zu bytes",
                   j->options.max_output);
    }
    strbuf_put_bytes(j->out, bytes, size);
}

static void assign(struct jinja *j, struct jinja_scope *scope, const char *name,
                   struct jinja_value value)
{
    for (vec_each (variable, &scope->variables)) {
        if (variable->name == name) {
            variable->value = value;
            return;
        }
    }
    vec_push(&j->scratch, &scope->variables, (struct jinja_variable){name, value});
}

static void assign_attribute(struct jinja *j, struct jinja_scope *scope,
                             const struct jinja_node *target, struct jinja_value value)
{
    struct jinja_value of = jinja_compute(j, scope, target->left);
    if (of.kind != JINJA_DICT || !of.as.dict->object || of.as.dict->frozen) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, target->span,
                   "only attributes of a namespace() can be set, not of %s",
                   jinja_type_name(jinja_defined(j, of, target->span)));
    }
    jinja_put(&j->scratch, of, target->name, value);
}

/* Gives `value` to a target: a name, an attribute, or as many of them as it has items. */
static void assign_target(struct jinja *j, struct jinja_scope *scope,
                          const struct jinja_node *target, struct jinja_value value)
{
    if (target->kind == NODE_NAME) {
        assign(j, scope, target->name, value);
        return;
    }
    if (target->kind == NODE_ATTRIBUTE) {
        assign_attribute(j, scope, target, value);
        return;
    }
    const struct jinja_list *items = jinja_items_of(j, value, target->span);
    if (items->count != target->items.count) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, target->span, "%zu values for %zu names", items->count,
                   target->items.count);
    }
    for (size_t i = 0; i < items->count; i++) {
        assign_target(j, scope, target->items.items[i], items->items[i]);
    }
}

/* Renders a body to a string value. */
static struct jinja_value capture(struct jinja *j, struct jinja_scope *scope,
                                  const struct jinja_nodes *body)
{
    struct strbuf *outer = j->out;
    struct strbuf buf;
    strbuf_init(&buf, &j->scratch);
    j->out = &buf;
    render_body(j, scope, body);
    j->out = outer;
    return jinja_built(&buf);
}

static enum jump render_if(struct jinja *j, struct jinja_scope *scope,
                           const struct jinja_node *node)
{
    for (;;) {
        struct jinja_value condition =
            jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
        if (jinja_is_true(condition)) {
            return render_body(j, scope, &node->body);
        }
        bool is_elif = node->otherwise.count == 1 && node->otherwise.items[0]->kind == NODE_IF;
        if (!is_elif) {
            return render_body(j, scope, &node->otherwise);
        }
        node = node->otherwise.items[0];
    }
}

/* The items of a loop that meet its condition. */
static const struct jinja_list *loop_items(struct jinja *j, struct jinja_scope *scope,
                                           const struct jinja_node *node)
{
    struct jinja_value value = jinja_compute(j, scope, node->right);
    const struct jinja_list *all = jinja_items_of(j, value, node->right->span);
    struct jinja_value kept = jinja_list_new(&j->scratch);
    for (size_t i = 0; i < all->count; i++) {
        if (node->third != NULL) {
            struct jinja_scope inner = {.outer = scope};
            assign_target(j, &inner, node->left, all->items[i]);
            struct jinja_value keep =
                jinja_defined(j, jinja_compute(j, &inner, node->third), node->third->span);
            if (!jinja_is_true(keep)) {
                continue;
            }
        }
        jinja_append(&j->scratch, kept, all->items[i]);
    }
    return kept.as.list;
}

static unsigned loop_depth(const struct jinja_scope *scope, const char *loop_name)
{
    unsigned depth = 0;
    for (; scope != NULL; scope = scope->outer) {
        for (vec_each (variable, &scope->variables)) {
            depth += variable->name == loop_name && variable->value.kind == JINJA_LOOP;
        }
    }
    return depth;
}

static enum jump render_for(struct jinja *j, struct jinja_scope *scope,
                            const struct jinja_node *node)
{
    const char *loop_name = intern_string(&j->c->interner, "loop");
    const struct jinja_list *items = loop_items(j, scope, node);
    struct jinja_loop *loop = arena_new(&j->scratch, struct jinja_loop);
    loop->items = items;
    loop->depth = loop_depth(scope, loop_name) + 1;
    for (size_t i = 0; i < items->count; i++) {
        /* in the arena, since macros defined inside keep it */
        struct jinja_scope *inner = arena_new(&j->scratch, struct jinja_scope);
        inner->outer = scope;
        loop->index = i;
        jinja_step(j, node->span);
        assign(j, inner, loop_name, (struct jinja_value){.kind = JINJA_LOOP, .as.loop = loop});
        assign_target(j, inner, node->left, items->items[i]);
        if (render_body(j, inner, &node->body) == JUMP_BREAK) {
            break;
        }
    }
    return items->count == 0 ? render_body(j, scope, &node->otherwise) : JUMP_NONE;
}

/* A macro with the scope it was defined in. */
struct macro {
    const struct jinja_node *node;
    struct jinja_scope *scope;
};

static const struct jinja_keyword *keyword_of(const struct jinja_call *call, const char *name)
{
    for (size_t i = 0; i < call->keyword_count; i++) {
        if (strcmp(call->keywords[i].name, name) == 0) {
            return &call->keywords[i];
        }
    }
    return NULL;
}

static void bind_parameters(struct jinja *j, const struct macro *macro, struct jinja_call *call,
                            struct jinja_scope *scope)
{
    const struct jinja_node *node = macro->node;
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *parameter = node->items.items[i];
        const struct jinja_keyword *named = keyword_of(call, parameter->name);
        struct jinja_value value;
        if (i < call->count) {
            if (named != NULL) {
                jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span,
                           "`%s` gets two values for its parameter `%s`", node->name,
                           parameter->name);
            }
            value = call->arguments[i];
        } else if (named != NULL) {
            value = named->value;
        } else if (parameter->left != NULL) {
            value = jinja_compute(j, scope, parameter->left);
        } else {
            value = jinja_undefined(arena_printf(
                &j->scratch, "parameter `%s` of `%s` was not given", parameter->name, node->name));
        }
        assign(j, scope, parameter->name, value);
    }
}

static bool is_parameter(const struct jinja_node *node, const char *name)
{
    for (size_t i = 0; i < node->items.count; i++) {
        if (strcmp(node->items.items[i]->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Arguments beyond the parameters: varargs, kwargs and caller, for macros that use them. */
static void bind_rest(struct jinja *j, const struct jinja_node *node, struct jinja_call *call,
                      struct jinja_scope *scope)
{
    struct jinja_value varargs = jinja_tuple_new(&j->scratch);
    struct jinja_value kwargs = jinja_dict_new(&j->scratch);
    for (size_t i = node->items.count; i < call->count; i++) {
        jinja_append(&j->scratch, varargs, call->arguments[i]);
    }
    if (varargs.as.list->count > 0 && !node->uses_varargs) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "`%s` takes at most %zu arguments, not %zu",
                   node->name, node->items.count, call->count);
    }
    for (size_t i = 0; i < call->keyword_count; i++) {
        const char *name = call->keywords[i].name;
        if (is_parameter(node, name)) {
            continue;
        }
        bool is_caller = strcmp(name, "caller") == 0;
        if (is_caller ? !node->uses_caller : !node->uses_kwargs) {
            jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "`%s` has no parameter `%s`", node->name,
                       name);
        }
        if (is_caller) {
            assign(j, scope, intern_string(&j->c->interner, "caller"), call->keywords[i].value);
        } else {
            jinja_put(&j->scratch, kwargs, name, call->keywords[i].value);
        }
    }
    if (node->uses_varargs) {
        assign(j, scope, intern_string(&j->c->interner, "varargs"), varargs);
    }
    if (node->uses_kwargs) {
        assign(j, scope, intern_string(&j->c->interner, "kwargs"), kwargs);
    }
}

static struct jinja_value call_macro(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    const struct macro *macro = call->callable->data;
    struct jinja_scope *scope = arena_new(&j->scratch, struct jinja_scope);
    struct jinja_frame frame = {call->span, macro->node->name, j->frame};
    scope->outer = macro->scope;
    j->frame = &frame;
    bind_parameters(j, macro, call, scope);
    bind_rest(j, macro->node, call, scope);
    struct jinja_value text = capture(j, scope, &macro->node->body);
    j->frame = frame.outer;
    return text;
}

static struct jinja_value make_macro(struct jinja *j, struct jinja_scope *scope,
                                     const struct jinja_node *node)
{
    struct macro *macro = arena_new(&j->scratch, struct macro);
    *macro = (struct macro){node, scope};
    return jinja_callable_new(&j->scratch, node->name, call_macro, macro);
}

/* A call block: the call gets the body as the keyword argument `caller`. */
static void render_call_block(struct jinja *j, struct jinja_scope *scope,
                              const struct jinja_node *node)
{
    struct jinja_node call = *node->left, caller = {.kind = NODE_KEYWORD, .span = node->span};
    struct jinja_node body = {.kind = NODE_LITERAL, .span = node->span};
    struct jinja_nodes items = {0};
    body.value = make_macro(j, scope, node->right);
    caller.name = "caller";
    caller.left = &body;
    vec_append(&j->scratch, &items, &node->left->items);
    vec_push(&j->scratch, &items, &caller);
    call.items = items;
    struct jinja_value text = jinja_compute(j, scope, &call);
    struct strbuf buf;
    strbuf_init(&buf, &j->scratch);
    jinja_put_str(&buf, jinja_defined(j, text, node->span));
    emit(j, buf.text, buf.size, node->span);
}

/* The template called `text` in the folders of the options; each is looked for once. */
static const struct jinja_template *named_template(struct jinja *j, const char *text,
                                                   struct span span)
{
    uint32_t index;
    if (map_string_get(&j->included_index, text, &index)) {
        return j->included.items[index];
    }
    for (const char *const *folder = j->options.folders; folder && *folder; folder++) {
        const char *path = path_normalise(&j->c->arena, path_join(&j->scratch, *folder, text));
        if (!file_exists(path)) {
            continue;
        }
        const struct jinja_template *template = jinja_load(j, path, span);
        if (template == NULL) {
            longjmp(j->escape, 1);
        }
        map_string_put(&j->included_index, &j->c->arena, arena_strdup(&j->c->arena, text),
                       (uint32_t)j->included.count);
        vec_push(&j->c->arena, &j->included, template);
        return template;
    }
    return NULL;
}

/* The template an include or import names: a name or a list of names to try, looked for in the
 * folders of the options. NULL when there is none. */
static const struct jinja_template *find_template(struct jinja *j, struct jinja_value name,
                                                  struct span span)
{
    const struct jinja_list *names;
    struct jinja_value one = jinja_list_new(&j->scratch);
    jinja_append(&j->scratch, one, name);
    names = name.kind == JINJA_STRING ? one.as.list : jinja_items_of(j, name, span);
    for (size_t i = 0; i < names->count; i++) {
        jinja_text_of(j, names->items[i], span, "the name of a template");
        const char *text = jinja_c_string(j, names->items[i]);
        const struct jinja_template *template = named_template(j, text, span);
        if (template != NULL) {
            return template;
        }
    }
    return NULL;
}

static const struct jinja_template *need_template(struct jinja *j, struct jinja_value name,
                                                  struct span span)
{
    const struct jinja_template *template = find_template(j, name, span);
    if (template == NULL) {
        struct strbuf buf;
        strbuf_init(&buf, &j->scratch);
        jinja_put_str(&buf, name);
        jinja_fail(j, DIAG_TEMPLATE_MISSING, span, "there is no template `%s`", buf.text);
    }
    return template;
}

static void render_include(struct jinja *j, struct jinja_scope *scope,
                           const struct jinja_node *node)
{
    struct jinja_value name = jinja_compute(j, scope, node->left);
    const struct jinja_template *template =
        node->flag ? find_template(j, name, node->span) : need_template(j, name, node->span);
    if (template == NULL) {
        return;
    }
    struct jinja_scope *inner = arena_new(&j->scratch, struct jinja_scope);
    struct jinja_frame frame = {node->span, "include", j->frame};
    inner->outer = node->third == NULL ? scope : NULL;
    j->frame = &frame;
    jinja_descend(j, node->span);
    render_body(j, inner, &template->body);
    jinja_ascend(j);
    j->frame = frame.outer;
}

/* Runs a template for its names; its text is dropped. */
static struct jinja_scope *run_module(struct jinja *j, struct jinja_scope *scope,
                                      const struct jinja_node *node)
{
    const struct jinja_template *template =
        need_template(j, jinja_compute(j, scope, node->left), node->span);
    struct jinja_scope *module = arena_new(&j->scratch, struct jinja_scope);
    struct jinja_frame frame = {node->span, "import", j->frame};
    module->outer = node->flag ? scope : NULL;
    j->frame = &frame;
    jinja_descend(j, node->span);
    capture(j, module, &template->body);
    jinja_ascend(j);
    j->frame = frame.outer;
    return module;
}

static void render_import(struct jinja *j, struct jinja_scope *scope, const struct jinja_node *node)
{
    struct jinja_scope *module = run_module(j, scope, node);
    struct jinja_value object = jinja_object_new(&j->scratch, "module");
    for (vec_each (variable, &module->variables)) {
        if (*variable->name != '_') {
            jinja_put(&j->scratch, object, variable->name, variable->value);
        }
    }
    object.as.dict->frozen = true;
    assign(j, scope, node->name, object);
}

static void render_from_import(struct jinja *j, struct jinja_scope *scope,
                               const struct jinja_node *node)
{
    struct jinja_scope *module = run_module(j, scope, node);
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *item = node->items.items[i];
        const struct jinja_variable *found = NULL;
        for (vec_each (variable, &module->variables)) {
            found = variable->name == item->name ? variable : found;
        }
        if (found == NULL) {
            jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, item->span,
                       "the imported template does not define `%s`", item->name);
        }
        assign(j, scope, item->left->name, found->value);
    }
}

static enum jump render_with(struct jinja *j, struct jinja_scope *scope,
                             const struct jinja_node *node)
{
    struct jinja_scope *inner = arena_new(&j->scratch, struct jinja_scope);
    inner->outer = scope;
    for (size_t i = 0; i < node->items.count; i++) {
        const struct jinja_node *set = node->items.items[i];
        assign(j, inner, set->left->name, jinja_compute(j, scope, set->right));
    }
    return render_body(j, inner, &node->body);
}

static void render_output(struct jinja *j, struct jinja_scope *scope, const struct jinja_node *node)
{
    struct jinja_value value =
        jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
    if (value.kind == JINJA_STRING) {
        emit(j, value.as.string.bytes, value.as.string.size, node->span);
        return;
    }
    struct strbuf buf;
    strbuf_init(&buf, &j->scratch);
    jinja_put_str(&buf, value);
    emit(j, buf.text, buf.size, node->span);
}

static void render_set(struct jinja *j, struct jinja_scope *scope, const struct jinja_node *node)
{
    struct jinja_value value;
    if (node->kind == NODE_SET) {
        value = jinja_compute(j, scope, node->right);
    } else {
        struct jinja_scope *inner = arena_new(&j->scratch, struct jinja_scope);
        inner->outer = scope;
        value = capture(j, inner, &node->body);
        if (node->right != NULL) {
            value = jinja_compute_filters(j, scope, node->right, value);
        }
    }
    assign_target(j, scope, node->left, value);
}

static void render_filter_block(struct jinja *j, struct jinja_scope *scope,
                                const struct jinja_node *node)
{
    struct jinja_scope *inner = arena_new(&j->scratch, struct jinja_scope);
    struct strbuf buf;
    inner->outer = scope;
    struct jinja_value text = capture(j, inner, &node->body);
    strbuf_init(&buf, &j->scratch);
    jinja_put_str(&buf, jinja_compute_filters(j, scope, node->right, text));
    emit(j, buf.text, buf.size, node->span);
}

/* Statements that neither jump nor put out text of a body of theirs. */
static void render_simple(struct jinja *j, struct jinja_scope *scope, const struct jinja_node *node)
{
    if (node->kind == NODE_TEXT) {
        emit(j, node->value.as.string.bytes, node->value.as.string.size, node->span);
    } else if (node->kind == NODE_OUTPUT) {
        render_output(j, scope, node);
    } else if (node->kind == NODE_SET || node->kind == NODE_SET_BLOCK) {
        render_set(j, scope, node);
    } else if (node->kind == NODE_MACRO) {
        assign(j, scope, node->name, make_macro(j, scope, node));
    } else if (node->kind == NODE_CALL_BLOCK) {
        render_call_block(j, scope, node);
    } else if (node->kind == NODE_FILTER_BLOCK) {
        render_filter_block(j, scope, node);
    } else if (node->kind == NODE_INCLUDE) {
        render_include(j, scope, node);
    } else if (node->kind == NODE_IMPORT) {
        render_import(j, scope, node);
    } else if (node->kind == NODE_FROM_IMPORT) {
        render_from_import(j, scope, node);
    } else if (node->kind == NODE_DO) {
        jinja_defined(j, jinja_compute(j, scope, node->left), node->left->span);
    }
}

static enum jump render_statement(struct jinja *j, struct jinja_scope *scope,
                                  const struct jinja_node *node)
{
    if (node->kind == NODE_IF) {
        return render_if(j, scope, node);
    }
    if (node->kind == NODE_FOR) {
        return render_for(j, scope, node);
    }
    if (node->kind == NODE_WITH) {
        return render_with(j, scope, node);
    }
    if (node->kind == NODE_BREAK) {
        return JUMP_BREAK;
    }
    if (node->kind == NODE_CONTINUE) {
        return JUMP_CONTINUE;
    }
    render_simple(j, scope, node);
    return JUMP_NONE;
}

static enum jump render_body(struct jinja *j, struct jinja_scope *scope,
                             const struct jinja_nodes *body)
{
    enum jump jump = JUMP_NONE;
    for (size_t i = 0; jump == JUMP_NONE && i < body->count; i++) {
        const struct jinja_node *node = body->items[i];
        jinja_step(j, node->span);
        jinja_descend(j, node->span);
        jump = render_statement(j, scope, node);
        jinja_ascend(j);
    }
    return jump;
}

/* Renders with the escapes set; false when one was taken. */
static bool render_guarded(struct jinja *j, const struct jinja_template *template)
{
    jmp_buf no_memory;
    if (setjmp(no_memory) != 0) {
        diag_report(&j->c->diags, DIAG_TEMPLATE_LIMIT, (struct span){template->file, 0, 0},
                    "the template takes more than %zu bytes of memory", j->options.max_memory);
        return false;
    }
    j->scratch.failure = &no_memory;
    j->scratch.limit = j->options.max_memory;
    if (setjmp(j->escape) != 0) {
        return false;
    }
    struct jinja_scope *top = arena_new(&j->scratch, struct jinja_scope);
    render_body(j, top, &template->body);
    return true;
}

bool jinja_render(struct jinja *jinja, const struct jinja_template *template, struct strbuf *out)
{
    arena_clear(&jinja->scratch);
    jinja->out = out;
    jinja->frame = NULL;
    jinja->steps = 0;
    jinja->emitted = 0;
    jinja->depth = 0;
    jinja->running = true;
    jinja->refused = false;
    bool good = render_guarded(jinja, template) && !jinja->refused;
    jinja->running = false;
    jinja->frame = NULL;
    jinja->scratch.failure = NULL;
    return good;
}
