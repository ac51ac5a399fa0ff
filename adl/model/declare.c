/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Top level: each declaration gets the next rank, is read by its kind's function and entered under
 * its name. Members that share a body's name space are checked here too.
 */
#include "adl/model/declare.h"

#include "adl/base/compilation.h"
#include "adl/model/names.h"
#include "adl/model/passes.h"

struct diag *declare_fault(struct decls *decls, enum diag_id id, struct span span,
                           const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = arena_vprintf(&decls->compilation->arena, format, arguments);
    va_end(arguments);
    decls->faulty = true;
    return diag_report(&decls->compilation->diags, id, span, "%s", text);
}

void declare_member(struct decls *decls, struct declare_scope *scope, const char *what,
                    const struct ast_name *name)
{
    struct arena *arena = &decls->compilation->arena;
    uint64_t key = map_key_from_pointer(name->text);
    uint32_t place;

    if (map_get(&scope->places, key, &place)) {
        const char *first = scope->members.items[place].what;
        struct diag *diag =
            first == what
                ? declare_fault(decls, DIAG_DUPLICATE_NAME, name->span,
                                "a second %s is called `%s`", what, name->text)
                : declare_fault(decls, DIAG_DUPLICATE_NAME, name->span,
                                "%s `%s` has the name of another member", what, name->text);

        if (first == what) {
            diag_label(diag, scope->members.items[place].span, "first declared here");
        } else {
            diag_label(diag, scope->members.items[place].span, "%s `%s` is declared here", first,
                       name->text);
        }
        return;
    }
    (void)map_put(&scope->places, arena, key, (uint32_t)scope->members.count);
    vec_push(arena, &scope->members, ((struct declare_member){.what = what, .span = name->span}));
}

struct decl_ref declare_ref(struct decls *decls, const struct ast_ref *ref)
{
    struct decl_ref result = {.span = ref->span, .text = ref->text};
    const char **parts;

    if (ref->parts.count == 0) {
        return (struct decl_ref){.count = 0};
    }
    parts = arena_array(&decls->compilation->arena, const char *, ref->parts.count);
    for (size_t i = 0; i < ref->parts.count; i++) {
        parts[i] = ref->parts.items[i].text;
    }
    result.parts = parts;
    result.count = (uint32_t)ref->parts.count;
    return result;
}

/* An assembly has at most one of each part; more are reported at the second. */
static void declare_once(struct decls *decls, const char *what, struct span first,
                         struct span second)
{
    struct diag *diag =
        declare_fault(decls, DIAG_REPEATED_PART, second, "an assembly has only one %s", what);

    diag_label(diag, first, "the first %s is here", what);
}

static struct decl_schedule declare_schedule(struct decls *decls, const struct ast_schedule *node)
{
    struct decl_schedule schedule = {.span = node->node.span};

    for (size_t i = 0; i < node->entries.count; i++) {
        const struct ast_schedule_entry *entry = &node->entries.items[i];
        struct model_schedule_item item = {.in_microseconds = entry->unit == AST_UNIT_US,
                                           .span = entry->domain->span};

        if (declare_whole(decls, entry->domain, DIAG_BAD_SCHEDULE, "a domain", 0, UINT32_MAX,
                          &item.domain) &&
            declare_whole(decls, entry->duration, DIAG_BAD_SCHEDULE, "a duration", 0, UINT64_MAX,
                          &item.duration)) {
            vec_push(&decls->compilation->arena, &schedule.entries, item);
        }
    }
    return schedule;
}

/* The span that stands for the assembly in messages: its name, or the keyword. */
static void declare_assembly(struct decls *decls, const struct ast_assembly *node)
{
    struct decl_assembly assembly = {.name = node->name.text,
                                     .span = node->name.span,
                                     .order = decls->order,
                                     .composition = DECL_NONE,
                                     .configuration = DECL_NONE};

    if (assembly.name != NULL) {
        (void)names_declare(decls, DECL_KIND_ASSEMBLY, assembly.name, assembly.span,
                            (uint32_t)decls->assemblies.count);
    }
    if (node->compositions.count == 0) {
        struct diag *diag = declare_fault(decls, DIAG_NO_COMPOSITION, assembly.span,
                                          "the assembly has no composition");

        diag_hint(diag, "say what it consists of: `composition { ... }`");
        decls->faulty_wiring = true;
    }
    for (size_t i = 0; i < node->compositions.count; i++) {
        const struct ast_composition_use *use = node->compositions.items[i];

        if (i > 0) {
            declare_once(decls, "composition", node->compositions.items[0]->node.span,
                         use->node.span);
        } else if (use->composition != NULL) {
            assembly.composition = declare_composition(decls, use->composition, DECL_NONE);
            decls->compositions.items[assembly.composition].used = true;
        } else {
            assembly.composition_ref = declare_ref(decls, &use->ref);
        }
    }
    for (size_t i = 0; i < node->configurations.count; i++) {
        const struct ast_configuration_use *use = node->configurations.items[i];

        if (i > 0) {
            declare_once(decls, "configuration", node->configurations.items[0]->node.span,
                         use->node.span);
        } else if (use->configuration != NULL) {
            assembly.configuration = declare_configuration(decls, use->configuration);
        } else {
            assembly.configuration_ref = declare_ref(decls, &use->ref);
        }
    }
    for (size_t i = 0; i < node->schedules.count; i++) {
        if (i > 0) {
            declare_once(decls, "schedule", node->schedules.items[0]->node.span,
                         node->schedules.items[i]->node.span);
            continue;
        }
        assembly.schedule = declare_schedule(decls, node->schedules.items[i]);
        assembly.has_schedule = true;
    }
    vec_push(&decls->compilation->arena, &decls->assemblies, assembly);
}

/* Enters a named declaration of the kind under its name. */
static void declare_name(struct decls *decls, enum decl_kind kind, const struct ast_name *name,
                         uint32_t index)
{
    if (name->text != NULL) {
        (void)names_declare(decls, kind, name->text, name->span, index);
    }
}

static void declare_top(struct decls *decls, struct ast_node *node)
{
    if (node->kind == AST_COMPONENT) {
        const struct ast_component *component = ast_as_component(node);

        declare_name(decls, DECL_KIND_COMPONENT, &component->name,
                     declare_component(decls, component));
    } else if (node->kind == AST_CONNECTOR) {
        const struct ast_connector *connector = ast_as_connector(node);

        declare_name(decls, DECL_KIND_CONNECTOR, &connector->name,
                     declare_connector(decls, connector));
    } else if (node->kind == AST_PROCEDURE) {
        const struct ast_procedure *procedure = ast_as_procedure(node);

        declare_name(decls, DECL_KIND_PROCEDURE, &procedure->name,
                     declare_procedure(decls, procedure));
    } else if (node->kind == AST_STRUCT) {
        const struct ast_struct *structure = ast_as_struct(node);

        declare_name(decls, DECL_KIND_STRUCT, &structure->name, declare_struct(decls, structure));
    } else if (node->kind == AST_COMPOSITION) {
        const struct ast_composition *composition = ast_as_composition(node);

        declare_name(decls, DECL_KIND_COMPOSITION, &composition->name,
                     declare_composition(decls, composition, DECL_NONE));
    } else if (node->kind == AST_CONFIGURATION) {
        const struct ast_configuration *configuration = ast_as_configuration(node);

        declare_name(decls, DECL_KIND_CONFIGURATION, &configuration->name,
                     declare_configuration(decls, configuration));
    } else if (node->kind == AST_ASSEMBLY) {
        declare_assembly(decls, ast_as_assembly(node));
    }
}

bool declare_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    for (vec_each (node, &decls->file->decls)) {
        decls->order++;
        declare_top(decls, *node);
    }
    if (decls->assemblies.count == 0) {
        struct diag *diag = diag_report(&c->diags, DIAG_NO_ASSEMBLY, decls->file_span,
                                        "the specification has no assembly");

        diag_hint(diag, "an `assembly { composition { ... } }` says which instances there are");
        decls->faulty = true;
    }
    return true;
}
