/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Facts about declared types: components with their interfaces and locks, connectors.
 */
#include <string.h>

#include "adl/glue/facts.h"

static void put(struct facts *f, struct jinja_value object, const char *key,
                struct jinja_value value)
{
    jinja_put(&f->c->arena, object, key, value);
}

static void put_string(struct facts *f, struct jinja_value object, const char *key,
                       const char *text)
{
    put(f, object, key, text != NULL ? jinja_string(text) : jinja_none());
}

/* The procedure's object, the same for all interfaces of it. The model's list has copies of the
 * procedures that interfaces point to, so they are known by where they are declared. */
static struct jinja_value procedure_object(struct facts *f, const struct model_procedure *procedure)
{
    for (uint32_t i = 0; i < f->model->procedure_count; i++) {
        const struct model_procedure *known = &f->model->procedures[i];
        if (known->name != procedure->name || known->span.file != procedure->span.file ||
            known->span.start != procedure->span.start) {
            continue;
        }
        if (f->procedures[i].kind == JINJA_UNDEFINED) {
            f->procedures[i] = facts_procedure(&f->c->arena, procedure);
        }
        return f->procedures[i];
    }
    return facts_procedure(&f->c->arena, procedure);
}

static struct jinja_value interface_object(struct facts *f, const struct model_interface *interface)
{
    static const char *const kinds[] = {
        [MODEL_PROVIDES] = "provides", [MODEL_USES] = "uses",         [MODEL_EMITS] = "emits",
        [MODEL_CONSUMES] = "consumes", [MODEL_DATAPORT] = "dataport",
    };
    struct jinja_value object = jinja_object_new(&f->c->arena, "interface");
    put_string(f, object, "name", interface->name);
    put_string(f, object, "kind", kinds[interface->kind]);
    put(f, object, "maybe", jinja_bool(interface->maybe));
    put(f, object, "optional", jinja_bool(interface->maybe));
    put(f, object, "is_buffer", jinja_bool(interface->is_buffer));
    put(f, object, "buffer_size_given", jinja_bool(interface->buffer_size_given));
    put(f, object, "buffer_size", jinja_int(interface->buffer_size));
    struct jinja_value procedure = jinja_none(), type = jinja_none();
    if (interface->procedure != NULL) {
        type = procedure = procedure_object(f, interface->procedure);
    } else if (interface->is_buffer && interface->buffer_size_given) {
        type = jinja_string(
            arena_printf(&f->c->arena, "Buf(%llu)", (unsigned long long)interface->buffer_size));
    } else if (interface->type != NULL) {
        type = jinja_string(interface->type);
    }
    put(f, object, "procedure", procedure);
    put(f, object, "type", type);
    object.as.dict->span = interface->span;
    return object;
}

static void put_interfaces(struct facts *f, struct jinja_value object,
                           const struct model_component *component)
{
    static const char *const lists[] = {
        [MODEL_PROVIDES] = "provides", [MODEL_USES] = "uses",          [MODEL_EMITS] = "emits",
        [MODEL_CONSUMES] = "consumes", [MODEL_DATAPORT] = "dataports",
    };
    struct arena *arena = &f->c->arena;
    struct jinja_value all = jinja_list_new(arena), by_kind[5];
    for (size_t i = 0; i < 5; i++) {
        by_kind[i] = jinja_list_new(arena);
        put(f, object, lists[i], by_kind[i]);
    }
    for (uint32_t i = 0; i < component->interface_count; i++) {
        struct jinja_value interface = interface_object(f, &component->interfaces[i]);
        jinja_append(arena, all, interface);
        jinja_append(arena, by_kind[component->interfaces[i].kind], interface);
    }
    put(f, object, "interfaces", all);
}

static void put_locks(struct facts *f, struct jinja_value object,
                      const struct model_component *component)
{
    static const char *const lists[] = {
        [MODEL_MUTEX] = "mutexes",
        [MODEL_SEMAPHORE] = "semaphores",
        [MODEL_BINARY_SEMAPHORE] = "binary_semaphores",
    };
    struct arena *arena = &f->c->arena;
    struct jinja_value by_kind[3];
    for (size_t i = 0; i < 3; i++) {
        by_kind[i] = jinja_list_new(arena);
        put(f, object, lists[i], by_kind[i]);
    }
    for (uint32_t i = 0; i < component->lock_count; i++) {
        struct jinja_value lock = jinja_object_new(arena, "lock");
        put_string(f, lock, "name", component->locks[i].name);
        lock.as.dict->span = component->locks[i].span;
        jinja_append(arena, by_kind[component->locks[i].kind], lock);
    }
}

/* Might code of the component block on something else while it serves a call? CAmkES's rule. */
static bool might_block(const struct model_component *component)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < component->interface_count; i++) {
        enum model_interface_kind kind = component->interfaces[i].kind;
        count += kind == MODEL_PROVIDES || kind == MODEL_USES || kind == MODEL_CONSUMES;
    }
    for (uint32_t i = 0; i < component->lock_count; i++) {
        count += component->locks[i].kind != MODEL_BINARY_SEMAPHORE;
    }
    return count > 1;
}

static struct jinja_value fields_list(struct facts *f, const struct model_field *fields,
                                      uint32_t count)
{
    struct jinja_value list = jinja_list_new(&f->c->arena);
    for (uint32_t i = 0; i < count; i++) {
        jinja_append(&f->c->arena, list, facts_field(&f->c->arena, &fields[i]));
    }
    return list;
}

struct jinja_value facts_component(struct facts *f, uint32_t index)
{
    if (f->components[index].kind != JINJA_UNDEFINED) {
        return f->components[index];
    }
    const struct model_component *component = &f->model->components[index];
    struct jinja_value object = jinja_object_new(&f->c->arena, "component");
    put_string(f, object, "name", component->name);
    put(f, object, "hardware", jinja_bool(component->hardware));
    put(f, object, "control", jinja_bool(component->control));
    put(f, object, "includes",
        facts_includes(&f->c->arena, component->includes, component->include_count));
    put(f, object, "attributes", fields_list(f, component->attributes, component->attribute_count));
    put(f, object, "might_block", might_block(component) ? f->yes : f->no);
    put_interfaces(f, object, component);
    put_locks(f, object, component);
    object.as.dict->span = component->span;
    object.as.dict->shown = component->name;
    jinja_freeze(object);
    f->components[index] = object;
    return object;
}

/* get_attribute(name) of a connector: the attribute's object, or None. */
static struct jinja_value get_attribute(struct jinja_call *call)
{
    const struct jinja_dict *attributes = call->callable->data;
    jinja_check_arguments(call, 1, 1, "");
    const struct jinja_value *found =
        jinja_get(attributes, jinja_argument_string(call, 0, "name", NULL));
    return found != NULL ? *found : jinja_none();
}

static void put_side(struct facts *f, struct jinja_value object, const char *prefix,
                     const struct model_side *side)
{
    static const char *const kinds[] = {
        [MODEL_END_PROCEDURE] = "Procedure",
        [MODEL_END_EVENT] = "Event",
        [MODEL_END_DATAPORT] = "Dataport",
    };
    struct arena *arena = &f->c->arena;
    put_string(f, object, arena_printf(arena, "%s_type", prefix), kinds[side->kind]);
    put(f, object, arena_printf(arena, "%s_multiple", prefix), jinja_bool(side->plural));
    put(f, object, arena_printf(arena, "%s_hardware", prefix), jinja_bool(side->hardware));
    put(f, object, arena_printf(arena, "%s_threads", prefix), jinja_int(side->threads));
}

struct jinja_value facts_connector(struct facts *f, uint32_t index)
{
    if (f->connectors[index].kind != JINJA_UNDEFINED) {
        return f->connectors[index];
    }
    const struct model_connector *connector = &f->model->connectors[index];
    struct arena *arena = &f->c->arena;
    struct jinja_value object = jinja_object_new(arena, "connector");
    struct jinja_value attributes = jinja_dict_new(arena);
    put_string(f, object, "name", connector->name);
    put_side(f, object, "from", &connector->from);
    put_side(f, object, "to", &connector->to);
    struct jinja_value list = fields_list(f, connector->attributes, connector->attribute_count);
    for (uint32_t i = 0; i < connector->attribute_count; i++) {
        put(f, attributes, connector->attributes[i].name, list.as.list->items[i]);
    }
    put(f, object, "attributes", list);
    put(f, object, "get_attribute",
        jinja_callable_new(arena, "get_attribute", get_attribute, attributes.as.dict));
    object.as.dict->span = connector->span;
    object.as.dict->shown = connector->name;
    jinja_freeze(object);
    f->connectors[index] = object;
    return object;
}
