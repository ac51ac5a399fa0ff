/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Dissolves the hierarchy (adl.md 8.2): what is inside a compound instance `i` is hoisted with
 * names prefixed `i.`; each instance of a compound type gets its own copy. Order: a composition's
 * own instances, connections and settings, then for each of its instances in order what is inside
 * that one. The walk has a stack of its own and is linear in its result.
 */
#include "adl/base/compilation.h"
#include "adl/model/passes.h"

/* Bounds against descriptions that double at every level. */
#define FLATTEN_MAX_DEPTH     200
#define FLATTEN_MAX_INSTANCES 100000

/* One composition being hoisted. */
struct flatten_frame {
    uint32_t composition;
    uint32_t owner;         /* the flat instance it is inside of, or DECL_NONE */
    const char *prefix;     /* that instance's name, or NULL */
    const uint32_t *places; /* local instance -> flat instance */
    uint32_t next;          /* next local instance to go into */
};

VEC_STRUCT(flatten_stack, struct flatten_frame);

static const char *flatten_name(struct decls *decls, const char *prefix, const char *name)
{
    return prefix == NULL ? name
                          : intern_printf(&decls->compilation->interner, "%s.%s", prefix, name);
}

/* Adds the composition's instances to the flat list; fills the frame's places. */
static void flatten_instances(struct decls *decls, struct flatten_frame *frame)
{
    struct arena *arena = &decls->compilation->arena;
    const struct decl_composition *composition = vec_at(&decls->compositions, frame->composition);
    uint32_t *places = arena_array(arena, uint32_t, composition->instances.count);

    for (uint32_t i = 0; i < composition->instances.count; i++) {
        const struct decl_instance *instance = vec_at(&composition->instances, i);
        struct model_instance flat = {.span = instance->span, .component = instance->component};

        if (instance->component == DECL_NONE) {
            places[i] = DECL_NONE;
            continue;
        }
        flat.name = flatten_name(decls, frame->prefix, instance->name);
        flat.address_space = instance->group == NULL
                                 ? flat.name
                                 : flatten_name(decls, frame->prefix, instance->group);
        places[i] = (uint32_t)decls->instances.count;
        vec_push(arena, &decls->instances, flat);
        vec_push(arena, &decls->children, NULL);
    }
    frame->places = places;
}

static struct model_end flatten_end(const struct flatten_frame *frame, const struct decl_end *end)
{
    return (struct model_end){
        .instance = end->instance == DECL_OWN ? frame->owner : frame->places[end->instance],
        .interface = end->interface,
        .span = end->span,
    };
}

static void flatten_connections(struct decls *decls, const struct flatten_frame *frame)
{
    struct arena *arena = &decls->compilation->arena;
    const struct decl_composition *composition = vec_at(&decls->compositions, frame->composition);

    for (vec_each (connection, &composition->connections)) {
        struct flat_connection flat = {
            .connection = {
                           .span = connection->span, .connector = connection->connector, .declared_count = 1}
        };
        uint32_t *declared;

        if (connection->broken) {
            continue;
        }
        declared = arena_new(arena, uint32_t);
        *declared = connection->declared;
        flat.connection.declared = declared;
        flat.connection.name = flatten_name(decls, frame->prefix, connection->name);
        flat.from.capacity = connection->from.count;
        flat.from.items = arena_array(arena, struct model_end, flat.from.capacity);
        flat.to.capacity = connection->to.count;
        flat.to.items = arena_array(arena, struct model_end, flat.to.capacity);
        for (vec_each (end, &connection->from)) {
            vec_push(arena, &flat.from, flatten_end(frame, end));
        }
        for (vec_each (end, &connection->to)) {
            vec_push(arena, &flat.to, flatten_end(frame, end));
        }
        vec_push(arena, &decls->flat_connections, flat);
    }
}

/* The two halves of `a.b.attribute`, seen from inside the instance `prefix`; a bare name there is
 * that instance's own attribute. */
static void flatten_reference(struct decls *decls, const char *prefix,
                              const struct decl_ref *reference, struct flat_setting *flat)
{
    struct interner *interner = &decls->compilation->interner;
    size_t length = intern_length(reference->text);
    const char *attribute = reference->parts[reference->count - 1];
    const char *target;

    flat->from_attribute = attribute;
    if (reference->count == 1) {
        flat->from_target = prefix;
        return;
    }
    target = intern_bytes(interner, reference->text, length - intern_length(attribute) - 1);
    flat->from_target = flatten_name(decls, prefix, target);
}

static void flatten_settings(struct decls *decls, const char *prefix, uint32_t configuration)
{
    if (configuration == DECL_NONE) {
        return;
    }
    for (vec_each (setting, &decls->configurations.items[configuration].settings)) {
        struct flat_setting flat = {.target = flatten_name(decls, prefix, setting->target),
                                    .attribute = setting->attribute,
                                    .declared = setting};

        if (setting->kind == DECL_REFERENCE) {
            flatten_reference(decls, prefix, &setting->reference, &flat);
        }
        vec_push(&decls->compilation->arena, &decls->flat_settings, flat);
    }
}

/* Hoists one composition and puts it on the stack, so that its instances are gone into. */
static void flatten_enter(struct decls *decls, struct flatten_stack *stack,
                          struct flatten_frame frame, uint32_t configuration)
{
    flatten_instances(decls, &frame);
    flatten_connections(decls, &frame);
    flatten_settings(decls, frame.prefix, configuration);
    if (frame.owner != DECL_NONE) {
        decls->children.items[frame.owner] = frame.places;
    }
    vec_push(&decls->compilation->arena, stack, frame);
}

static bool flatten_too_large(struct decls *decls, const struct flatten_stack *stack,
                              struct span span)
{
    struct diag *diag;

    if (stack->count < FLATTEN_MAX_DEPTH && decls->instances.count < FLATTEN_MAX_INSTANCES) {
        return false;
    }
    diag =
        diag_report(&decls->compilation->diags, DIAG_SYSTEM_TOO_LARGE, span,
                    stack->count >= FLATTEN_MAX_DEPTH ? "components are nested more than %d deep"
                                                      : "the system has more than %d instances",
                    stack->count >= FLATTEN_MAX_DEPTH ? FLATTEN_MAX_DEPTH : FLATTEN_MAX_INSTANCES);
    diag_note(diag, "nothing beyond this instance was looked at");
    decls->faulty = true;
    decls->faulty_wiring = true;
    return true;
}

/* Goes into the next instance of the composition on top of the stack; false at its end. */
static bool flatten_descend(struct decls *decls, struct flatten_stack *stack)
{
    struct flatten_frame *top = &vec_last(stack);
    const struct decl_composition *composition = vec_at(&decls->compositions, top->composition);
    const struct decl_component *part;
    uint32_t flat;

    if (top->next == composition->instances.count) {
        stack->count--;
        return true;
    }
    flat = top->places[top->next++];
    if (flat == DECL_NONE) {
        return true;
    }
    part = vec_at(&decls->component_parts, decls->instances.items[flat].component);
    if (part->recursive) {
        return true;
    }
    if (part->composition == DECL_NONE) {
        flatten_settings(decls, decls->instances.items[flat].name, part->configuration);
        return true;
    }
    if (flatten_too_large(decls, stack, decls->instances.items[flat].span)) {
        return false;
    }
    flatten_enter(decls, stack,
                  (struct flatten_frame){.composition = part->composition,
                                         .owner = flat,
                                         .prefix = decls->instances.items[flat].name},
                  part->configuration);
    return true;
}

/* Per component: which export stands behind each interface; of several the last one. */
static void flatten_note_exports(struct decls *decls, uint32_t component)
{
    struct decl_component *part = vec_at(&decls->component_parts, component);
    uint32_t count = decls->components.items[component].interface_count;
    const struct decl_composition *composition;
    uint32_t *exports;

    if (part->composition == DECL_NONE ||
        decls->compositions.items[part->composition].exports.count == 0) {
        return;
    }
    composition = vec_at(&decls->compositions, part->composition);
    exports = arena_array(&decls->compilation->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        exports[i] = DECL_NONE;
    }
    for (uint32_t i = 0; i < composition->exports.count; i++) {
        if (composition->exports.items[i].own != DECL_NONE) {
            exports[composition->exports.items[i].own] = i;
        }
    }
    part->exports = exports;
}

/* Replaces an end at an exported interface by what stands behind it, level by level. */
static bool flatten_follow(struct decls *decls, struct model_end *end)
{
    bool moved = false;

    for (;;) {
        const uint32_t *children = decls->children.items[end->instance];
        const struct decl_component *part =
            vec_at(&decls->component_parts, decls->instances.items[end->instance].component);
        const struct decl_export *export;

        if (children == NULL || part->exports == NULL ||
            part->exports[end->interface] == DECL_NONE) {
            return moved;
        }
        export = vec_at(&decls->compositions.items[part->composition].exports,
                        part->exports[end->interface]);
        end->interface = export->interface;
        end->instance = children[export->instance];
        moved = true;
    }
}

static void flatten_exports(struct decls *decls)
{
    for (vec_each (flat, &decls->flat_connections)) {
        bool moved = false;

        for (vec_each (end, &flat->from)) {
            moved = flatten_follow(decls, end) || moved;
        }
        for (vec_each (end, &flat->to)) {
            moved = flatten_follow(decls, end) || moved;
        }
        flat->connection.rewritten = moved;
    }
}

bool flatten_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;
    struct flatten_stack stack = {0};

    (void)c;
    if (decls->main_composition == DECL_NONE) {
        return true;
    }
    for (uint32_t i = 0; i < decls->components.count; i++) {
        flatten_note_exports(decls, i);
    }
    flatten_enter(
        decls, &stack,
        (struct flatten_frame){.composition = decls->main_composition, .owner = DECL_NONE},
        decls->main_configuration);
    while (stack.count > 0) {
        if (!flatten_descend(decls, &stack)) {
            break;
        }
    }
    flatten_exports(decls);
    return true;
}
