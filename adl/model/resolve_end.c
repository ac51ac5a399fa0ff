/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What an end or the source of an export names:
 *   i        an interface of the enclosing component (not in an assembly)
 *   a.i      interface i of instance a
 *   g.m.i    interface i of member m of group g
 * Nothing deeper exists: what is inside a compound instance is its own business.
 */
#include "adl/base/compilation.h"
#include "adl/base/suggest.h"
#include "adl/model/names.h"
#include "adl/model/resolve.h"

/* The part of a dotted reference, for the caret: parts are separated by single dots unless there
 * is white space between them, in which case the whole reference is marked. */
static struct span resolve_part_span(const struct decl_ref *ref, uint32_t part)
{
    uint32_t length = ref->span.end - ref->span.start;
    struct span span = ref->span;

    if (length != intern_length(ref->text)) {
        return span;
    }
    for (uint32_t i = 0; i < part; i++) {
        span.start += (uint32_t)intern_length(ref->parts[i]) + 1;
    }
    span.end = span.start + (uint32_t)intern_length(ref->parts[part]);
    return span;
}

/* Labels what else in the component has that name; suggests a near interface. */
static void resolve_interface_hints(struct diag *diag, const struct model_component *component,
                                    const char *name, struct span span)
{
    struct suggest suggest;

    suggest_start(&suggest, name);
    for (uint32_t i = 0; i < component->interface_count; i++) {
        suggest_consider(&suggest, component->interfaces[i].name);
    }
    for (uint32_t i = 0; i < component->attribute_count; i++) {
        if (component->attributes[i].name == name) {
            diag_label(diag, component->attributes[i].span, "this is an attribute");
        }
    }
    for (uint32_t i = 0; i < component->lock_count; i++) {
        if (component->locks[i].name == name) {
            diag_label(diag, component->locks[i].span, "this is a lock");
        }
    }
    diag_label(diag, component->span, "the component is declared here");
    (void)diag_suggest(diag, span, &suggest);
}

uint32_t resolve_interface(struct decls *decls, uint32_t component, const char *name,
                           struct span span)
{
    const struct model_component *type = vec_at(&decls->components, component);
    uint32_t found = model_interface_named(type, name);
    struct diag *diag;

    if (found != UINT32_MAX) {
        return found;
    }
    diag = diag_report(&decls->compilation->diags, DIAG_UNKNOWN_NAME, span,
                       "component `%s` has no interface `%s`",
                       type->name != NULL ? type->name : "(unnamed)", name);
    resolve_interface_hints(diag, type, name, span);
    decls->faulty = true;
    return DECL_NONE;
}

/* An instance is named without an interface: says how to go on. */
static void resolve_bare_instance(struct resolve_scope *scope, const struct decl_end *end,
                                  uint32_t index)
{
    const struct decl_instance *instance = vec_at(&scope->composition->instances, index);
    const struct model_component *component =
        instance->component == DECL_NONE ? NULL
                                         : vec_at(&scope->decls->components, instance->component);
    struct diag *diag =
        diag_report(&scope->decls->compilation->diags, DIAG_UNQUALIFIED_END, end->ref.span,
                    "instance `%s` is named without an interface", end->ref.text);

    diag_label(diag, instance->span, "the instance is declared here");
    diag_hint(diag, "write `%s.%s`", end->ref.text,
              component != NULL && component->interface_count == 1 ? component->interfaces[0].name
                                                                   : "interface");
    scope->decls->faulty = true;
}

/* `i`: the enclosing component's own interface. */
static bool resolve_own_end(struct resolve_scope *scope, struct decl_end *end)
{
    uint32_t owner = scope->composition->owner;
    const char *name = end->ref.parts[0];
    bool own = owner != DECL_NONE &&
               model_interface_named(vec_at(&scope->decls->components, owner), name) != UINT32_MAX;
    struct diag *diag;
    uint32_t instance;

    if (!own && map_get(&scope->instances, map_key_from_pointer(name), &instance)) {
        resolve_bare_instance(scope, end, instance);
        return false;
    }
    if (owner == DECL_NONE) {
        diag = diag_report(&scope->decls->compilation->diags, DIAG_UNQUALIFIED_END, end->ref.span,
                           "`%s` must name an instance and its interface", name);
        diag_note(diag, scope->composition->in_assembly
                            ? "an assembly has no interfaces of its own"
                            : "this composition belongs to no component");
        diag_hint(diag, "write `instance.%s`", name);
        scope->decls->faulty = true;
        return false;
    }
    end->instance = DECL_OWN;
    end->interface = resolve_interface(scope->decls, owner, name, end->ref.span);
    return end->interface != DECL_NONE;
}

/* Nothing outside groups is called like the first part: says what is near or meant. */
static void resolve_unknown_instance(struct resolve_scope *scope, const struct decl_end *end)
{
    const struct decl_ref *ref = &end->ref;
    struct decl_composition *composition = scope->composition;
    struct span span = resolve_part_span(ref, 0);
    struct diag *diag = diag_report(&scope->decls->compilation->diags, DIAG_UNKNOWN_NAME, span,
                                    "no instance is called `%s`", ref->parts[0]);
    struct suggest suggest;
    uint32_t member;

    scope->decls->faulty = true;
    if (map_get(&scope->any_member, map_key_from_pointer(ref->parts[0]), &member)) {
        const struct decl_instance *instance = vec_at(&composition->instances, member);
        const char *group = composition->groups.items[instance->group_index].name;

        diag_label(diag, instance->span, "this instance is inside a group");
        if (group != NULL) {
            diag_hint(diag, "write `%s.%s`", group, ref->text);
            diag_fix(
                diag, ref->span,
                intern_printf(&scope->decls->compilation->interner, "%s.%s", group, ref->text));
        } else {
            diag_hint(diag, "give the group a name, so that its members can be connected");
        }
        return;
    }
    suggest_start(&suggest, ref->parts[0]);
    for (vec_each (instance, &composition->instances)) {
        suggest_consider(&suggest, instance->group_index == DECL_NONE ? instance->name : NULL);
    }
    for (vec_each (group, &composition->groups)) {
        suggest_consider(&suggest, group->name);
    }
    names_show_other_kinds(scope->decls, diag, DECL_KIND_COUNT, ref->parts[0]);
    (void)diag_suggest(diag, span, &suggest);
}

/* `g.m...`: the member, or DECL_NONE with a report. */
static uint32_t resolve_member(struct resolve_scope *scope, const struct decl_end *end,
                               uint32_t group)
{
    const struct decl_ref *ref = &end->ref;
    struct compilation *c = scope->decls->compilation;
    const char *key = intern_printf(&c->interner, "%u.%s", group, ref->parts[1]);
    struct suggest suggest;
    struct diag *diag;
    uint32_t found;

    if (map_get(&scope->members, map_key_from_pointer(key), &found)) {
        return found;
    }
    diag = diag_report(&c->diags, DIAG_UNKNOWN_NAME, resolve_part_span(ref, 1),
                       "group `%s` has no member `%s`", ref->parts[0], ref->parts[1]);
    diag_label(diag, scope->composition->groups.items[group].span, "the group is declared here");
    suggest_start(&suggest, ref->parts[1]);
    for (vec_each (instance, &scope->composition->instances)) {
        suggest_consider(&suggest, instance->group_index == group ? instance->name : NULL);
    }
    (void)diag_suggest(diag, resolve_part_span(ref, 1), &suggest);
    scope->decls->faulty = true;
    return DECL_NONE;
}

/* The parts after those that name the instance must be exactly one, the interface. */
static bool resolve_end_depth(struct resolve_scope *scope, const struct decl_end *end,
                              uint32_t used, uint32_t instance)
{
    const struct decl_ref *ref = &end->ref;
    struct diag *diag;

    if (ref->count == used + 1) {
        return true;
    }
    if (ref->count == used) {
        resolve_bare_instance(scope, end, instance);
        return false;
    }
    diag = diag_report(&scope->decls->compilation->diags, DIAG_INNER_INSTANCE, ref->span,
                       "instances inside a component cannot be named from outside");
    scope->decls->faulty = true;
    diag_hint(diag, "export the inner interface and connect the component's own one");
    return false;
}

bool resolve_end(struct resolve_scope *scope, struct decl_end *end, uint32_t assembly)
{
    const struct decl_ref *ref = &end->ref;
    struct compilation *c = scope->decls->compilation;
    uint32_t found;
    uint32_t used = 1;
    const struct decl_instance *instance;

    end->instance = DECL_NONE;
    end->interface = DECL_NONE;
    if (ref->count == 1) {
        return resolve_own_end(scope, end);
    }
    if (!map_get(&scope->instances, map_key_from_pointer(ref->parts[0]), &found)) {
        if (!map_get(&scope->groups, map_key_from_pointer(ref->parts[0]), &found)) {
            resolve_unknown_instance(scope, end);
            return false;
        }
        found = resolve_member(scope, end, found);
        used = 2;
    }
    if (found == DECL_NONE || !resolve_end_depth(scope, end, used, found)) {
        return false;
    }
    instance = vec_at(&scope->composition->instances, found);
    if (instance->assembly > assembly && !c->options.forward_references) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_USED_BEFORE_DECLARED, ref->span,
                        "instance `%s` belongs to a later assembly", instance->name);

        diag_label(diag, instance->span, "declared here");
        diag_hint(diag, "move the connection to that assembly, or use --forward-references");
        scope->decls->faulty = true;
        return false;
    }
    end->instance = found;
    if (instance->component == DECL_NONE) {
        return false; /* its type was reported */
    }
    end->interface = resolve_interface(scope->decls, instance->component, ref->parts[used],
                                       resolve_part_span(ref, used));
    return end->interface != DECL_NONE;
}
