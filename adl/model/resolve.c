/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Gives every name its meaning (adl.md section 7): types of interfaces and attributes, of
 * instances and connections, then ends and exports of every composition that counts - those of
 * components, the merged assembly, and top-level ones that nobody uses.
 */
#include "adl/model/resolve.h"

#include "adl/base/compilation.h"
#include "adl/model/names.h"
#include "adl/model/passes.h"

/* What to write for a type of C or Python that people try. */
static void resolve_foreign_type(struct diag *diag, const char *name, struct span span)
{
    static const struct {
        const char *name, *type, *hint;
    } foreign[] = {
        {"bool",      "int",      "write `int`: true is 1 and false is 0"                         },
        {"boolean",   "int",      "write `int`: true is 1 and false is 0"                         },
        {"_Bool",     "int",      "write `int`: true is 1 and false is 0"                         },
        {"int8_t",    "int",      "write `int`"                                                   },
        {"int16_t",   "int",      "write `int`"                                                   },
        {"int32_t",   "int",      "write `int`"                                                   },
        {"long",      "int64_t",  "write `int64_t`"                                               },
        {"ssize_t",   "int64_t",  "write `int64_t`"                                               },
        {"uint8_t",   "int",      "write `int`; of the unsigned types only `uint64_t` can be set" },
        {"uint16_t",  "int",      "write `int`; of the unsigned types only `uint64_t` can be set" },
        {"uint32_t",  "uint64_t", "write `uint64_t`"                                              },
        {"size_t",    "uint64_t", "write `uint64_t`"                                              },
        {"uintptr_t", "uint64_t", "write `uint64_t`"                                              },
        {"list",      NULL,
         "declare an array of its elements' type, or nothing: settings need no declaration"       },
        {"dict",      NULL,       "declare a struct, or nothing: settings need no declaration"    },
        {"float",     NULL,       "declare nothing: settings need no declaration, and take floats"},
        {"double",    NULL,       "declare nothing: settings need no declaration, and take floats"},
    };

    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0] && diag->fixes.count == 0; i++) {
        if (strcmp(foreign[i].name, name) == 0) {
            diag_hint(diag, "%s", foreign[i].hint);
            if (foreign[i].type != NULL) {
                diag_fix(diag, span, foreign[i].type);
            }
        }
    }
}

/* An attribute type that is no basic one must be a declared struct. */
static void resolve_struct_hint(struct decls *decls, const struct decl_type_use *use)
{
    struct diag *last;

    if (decls->compilation->diags.list.count == 0) {
        return;
    }
    last = vec_last(&decls->compilation->diags.list);
    if (last->id == DIAG_UNKNOWN_NAME && last->span.start == use->ref.span.start &&
        last->span.file == use->ref.span.file) {
        diag_note(last, "an attribute's type is int, string, char, unsigned int, uint64_t, "
                        "int64_t, or a declared struct");
        resolve_foreign_type(last, use->ref.text, use->ref.span);
    }
}

static void resolve_type_use(struct decls *decls, struct decl_type_use *use)
{
    size_t errors = decls->compilation->diags.errors;
    uint32_t found = names_find(decls, use->kind, &use->ref, use->order);

    if (found == DECL_NONE) {
        if (use->kind == DECL_KIND_STRUCT && decls->compilation->diags.errors > errors) {
            resolve_struct_hint(decls, use);
        }
        return;
    }
    if (use->kind == DECL_KIND_PROCEDURE) {
        use->interface->procedure = decls->procedures.items[found];
    } else {
        use->field->type.structure = decls->structs.items[found];
        use->found = found;
    }
}

/* Ranks count per assembly for what an assembly declares. */
static uint32_t resolve_order(const struct decls *decls, const struct decl_composition *composition,
                              uint32_t assembly)
{
    return composition->in_assembly ? decls->assemblies.items[assembly].order : composition->order;
}

static void resolve_connection(struct resolve_scope *scope, struct decl_connection *connection)
{
    struct decls *decls = scope->decls;
    bool good = true;

    if (connection->type.count > 0) {
        connection->connector =
            names_find(decls, DECL_KIND_CONNECTOR, &connection->type,
                       resolve_order(decls, scope->composition, connection->assembly));
    }
    for (vec_each (end, &connection->from)) {
        good = resolve_end(scope, end, connection->assembly) && good;
    }
    for (vec_each (end, &connection->to)) {
        good = resolve_end(scope, end, connection->assembly) && good;
    }
    connection->broken = !good || connection->connector == DECL_NONE;
}

/* Of two exports to one interface the last counts; that is probably a mistake. */
static void resolve_overridden(struct resolve_scope *scope, const struct decl_export *export)
{
    for (const struct decl_export *earlier = scope->composition->exports.items; earlier < export;
         earlier++) {
        struct diag *diag;

        if (earlier->own != export->own) {
            continue;
        }
        diag = diag_report(&scope->decls->compilation->diags, DIAG_OVERRIDDEN_EXPORT, export->span,
                           "a second export to `%s`; the last one counts", export->target.text);
        diag_label(diag, earlier->span, "this one has no effect");
        return;
    }
}

/* The inner side of an export, then the component's own interface that it stands behind. */
static void resolve_export(struct resolve_scope *scope, struct decl_export *export)
{
    struct decls *decls = scope->decls;
    struct compilation *c = decls->compilation;
    struct decl_end inner = {.span = export->source.span, .ref = export->source};
    uint32_t owner = scope->composition->owner;

    export->own = DECL_NONE;
    if (owner == DECL_NONE) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_BAD_EXPORT, export->span,
                        scope->composition->in_assembly
                            ? "an assembly has no interfaces to export to"
                            : "this composition belongs to no component, so it cannot export");

        diag_hint(diag, "exports stand in the composition of a component");
        decls->faulty = true;
        return;
    }
    if (export->source.count == 1) {
        struct diag *diag = diag_report(&c->diags, DIAG_BAD_EXPORT, export->source.span,
                                        "the source of an export names an instance and its "
                                        "interface");

        diag_hint(diag, "write `instance.%s`", export->source.text);
        decls->faulty = true;
    }
    if (export->target.count != 1) {
        (void)diag_report(&c->diags, DIAG_BAD_EXPORT, export->target.span,
                          "the target of an export is an interface of the enclosing component");
        decls->faulty = true;
        return;
    }
    export->own = resolve_interface(decls, owner, export->target.text, export->target.span);
    if (export->own == DECL_NONE) {
        return;
    }
    /* Also when the source is unknown, so that nobody complains that it is open. */
    decls->component_parts.items[owner].interfaces[export->own].exported = true;
    if (export->source.count == 1 || !resolve_end(scope, &inner, 0)) {
        export->own = DECL_NONE;
        return;
    }
    export->instance = inner.instance;
    export->interface = inner.interface;
    resolve_overridden(scope, export);
}

static void resolve_composition(struct decls *decls, struct decl_composition *composition)
{
    struct resolve_scope scope = {.decls = decls, .composition = composition};
    size_t errors = decls->compilation->diags.errors;

    for (vec_each (instance, &composition->instances)) {
        if (instance->type.count > 0) {
            instance->component = names_find(decls, DECL_KIND_COMPONENT, &instance->type,
                                             resolve_order(decls, composition, instance->assembly));
        }
    }
    resolve_scope_fill(&scope);
    for (vec_each (connection, &composition->connections)) {
        resolve_connection(&scope, connection);
    }
    for (vec_each (export, &composition->exports)) {
        resolve_export(&scope, export);
    }
    decls->faulty_wiring = decls->faulty_wiring || decls->compilation->diags.errors > errors;
}

bool resolve_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    (void)c;
    for (vec_each (use, &decls->type_uses)) {
        resolve_type_use(decls, use);
    }
    for (vec_each (composition, &decls->compositions)) {
        if (!composition->used) {
            resolve_composition(decls, composition);
        }
    }
    resolve_settings(decls);
    return true;
}
