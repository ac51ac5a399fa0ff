/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Component and connector types. A component written in place becomes a type without a name.
 */
#include "adl/base/compilation.h"
#include "adl/model/declare.h"

/* Every member once; the words are compared as pointers, so each is written in one place. */
static void declare_component_names(struct decls *decls, const struct ast_component *node)
{
    struct declare_scope scope = {.places = {0}};

    for (vec_each (member, &node->members)) {
        if ((*member)->kind == AST_INTERFACE) {
            declare_member(decls, &scope, "interface", &ast_as_interface(*member)->name);
        } else if ((*member)->kind == AST_LOCK) {
            declare_member(decls, &scope, "lock", &ast_as_lock(*member)->name);
        } else if ((*member)->kind == AST_COPYREGION) {
            declare_member(decls, &scope, "copyregion", &ast_as_copyregion(*member)->name);
        } else if ((*member)->kind == AST_ATTRIBUTE) {
            declare_member(decls, &scope, "attribute", &ast_as_attribute(*member)->name);
        }
    }
    if (node->composition != NULL && node->composition->composition != NULL &&
        node->composition->composition->name.text != NULL) {
        declare_member(decls, &scope, "composition", &node->composition->composition->name);
    }
    if (node->configuration != NULL && node->configuration->configuration != NULL &&
        node->configuration->configuration->name.text != NULL) {
        declare_member(decls, &scope, "configuration", &node->configuration->configuration->name);
    }
}

static void declare_interface(struct decls *decls, const struct ast_interface *node,
                              struct model_interface *interface)
{
    static const enum model_interface_kind kinds[] = {
        [AST_PROVIDES] = MODEL_PROVIDES, [AST_USES] = MODEL_USES,         [AST_EMITS] = MODEL_EMITS,
        [AST_CONSUMES] = MODEL_CONSUMES, [AST_DATAPORT] = MODEL_DATAPORT,
    };

    interface->kind = kinds[node->kind];
    interface->name = node->name.text;
    interface->span = node->name.span;
    interface->maybe = node->maybe;
    if (node->kind == AST_PROVIDES || node->kind == AST_USES) {
        vec_push(&decls->compilation->arena, &decls->type_uses,
                 ((struct decl_type_use){.kind = DECL_KIND_PROCEDURE,
                                         .ref = declare_ref(decls, &node->type),
                                         .order = decls->order,
                                         .interface = interface,
                                         .owner = DECL_NONE,
                                         .found = DECL_NONE}));
        return;
    }
    if (node->is_buf) {
        interface->is_buffer = true;
        interface->type = intern_string(&decls->compilation->interner, "Buf");
        interface->buffer_size = 4096;
        if (node->size != NULL) {
            interface->buffer_size_given = true;
            (void)declare_whole(decls, node->size, DIAG_BAD_SIZE, "the size of a dataport", 1,
                                INT64_MAX, &interface->buffer_size);
        }
        return;
    }
    interface->type = node->type.text; /* one name: the grammar takes no dots here */
}

static const struct model_lock *declare_locks(struct decls *decls, const struct ast_component *node)
{
    static const enum model_lock_kind kinds[] = {
        [AST_MUTEX] = MODEL_MUTEX,
        [AST_SEMAPHORE] = MODEL_SEMAPHORE,
        [AST_BINARY_SEMAPHORE] = MODEL_BINARY_SEMAPHORE,
    };
    struct model_lock *locks =
        arena_array(&decls->compilation->arena, struct model_lock, node->locks.count);

    for (size_t i = 0; i < node->locks.count; i++) {
        const struct ast_lock *lock = node->locks.items[i];

        locks[i] = (struct model_lock){
            .kind = kinds[lock->kind], .name = lock->name.text, .span = lock->name.span};
    }
    return locks;
}

static const struct model_copyregion *declare_copyregions(struct decls *decls,
                                                          const struct ast_component *node)
{
    struct model_copyregion *regions =
        arena_array(&decls->compilation->arena, struct model_copyregion, node->copyregions.count);

    for (size_t i = 0; i < node->copyregions.count; i++) {
        const struct ast_copyregion *region = node->copyregions.items[i];

        regions[i].name = region->name.text;
        regions[i].span = region->name.span;
        regions[i].size = 4096;
        if (region->size != NULL &&
            declare_whole(decls, region->size, DIAG_BAD_SIZE, "the size of a copyregion", 1,
                          INT64_MAX, &regions[i].size) &&
            regions[i].size % 4096 != 0) {
            (void)declare_fault(decls, DIAG_BAD_SIZE, region->size->span,
                                "the size of a copyregion must be a multiple of 4096");
        }
    }
    return regions;
}

/* The parts of the type that generators see, except name, file and what flags say. */
static void declare_component_lists(struct decls *decls, const struct ast_component *node,
                                    struct model_component *component,
                                    struct model_interface *interfaces)
{
    for (size_t i = 0; i < node->interfaces.count; i++) {
        declare_interface(decls, node->interfaces.items[i], &interfaces[i]);
    }
    component->interfaces = interfaces;
    component->interface_count = (uint32_t)node->interfaces.count;
    component->locks = declare_locks(decls, node);
    component->lock_count = (uint32_t)node->locks.count;
    component->copyregions = declare_copyregions(decls, node);
    component->copyregion_count = (uint32_t)node->copyregions.count;
    component->attributes =
        declare_fields(decls, node->attributes.items, node->attributes.count, true);
    component->attribute_count = (uint32_t)node->attributes.count;
    component->includes = declare_includes(decls, node->includes.items, node->includes.count);
    component->include_count = (uint32_t)node->includes.count;
}

/* Its composition and configuration, written in place or named. */
static void declare_component_body(struct decls *decls, const struct ast_component *node,
                                   uint32_t index)
{
    struct decl_component part = decls->component_parts.items[index];

    if (node->composition != NULL && node->composition->composition != NULL) {
        part.composition = declare_composition(decls, node->composition->composition, index);
    } else if (node->composition != NULL) {
        part.composition_ref = declare_ref(decls, &node->composition->ref);
    }
    if (node->configuration != NULL && node->configuration->configuration != NULL) {
        part.configuration = declare_configuration(decls, node->configuration->configuration);
    } else if (node->configuration != NULL) {
        part.configuration_ref = declare_ref(decls, &node->configuration->ref);
    }
    decls->component_parts.items[index] = part;
}

uint32_t declare_component(struct decls *decls, const struct ast_component *node)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t index = (uint32_t)decls->components.count;
    struct model_interface *interfaces =
        arena_array(arena, struct model_interface, node->interfaces.count);
    struct model_component component = {
        .name = node->name.text,
        .span = node->name.span,
        .file = node->node.span.file,
        .control = node->control != NULL,
        .hardware = node->hardware != NULL,
        .compound = node->composition != NULL,
    };

    vec_push(arena, &decls->components, component);
    vec_push(arena, &decls->component_parts,
             ((struct decl_component){.order = decls->order,
                                      .composition = DECL_NONE,
                                      .configuration = DECL_NONE,
                                      .interfaces = interfaces}));
    component.control_span = component.control ? node->control->node.span : SPAN_NONE;
    component.hardware_span = component.hardware ? node->hardware->node.span : SPAN_NONE;
    declare_component_names(decls, node);
    declare_component_lists(decls, node, &component, interfaces);
    decls->components.items[index] = component;
    declare_component_body(decls, node, index);
    return index;
}

static struct model_side declare_side(struct decls *decls, const struct ast_connector_side *node)
{
    static const enum model_end_kind kinds[] = {
        [AST_END_PROCEDURE] = MODEL_END_PROCEDURE,
        [AST_END_EVENT] = MODEL_END_EVENT,
        [AST_END_DATAPORT] = MODEL_END_DATAPORT,
    };
    struct model_side side = {.kind = kinds[node->kind],
                              .plural = node->several,
                              .hardware = node->hardware,
                              .threads = 1};
    uint64_t threads = 1;

    if (node->threads != NULL && declare_whole(decls, node->threads, DIAG_BAD_THREAD_COUNT,
                                               "a thread count", 0, 65535, &threads)) {
        side.threads = (uint32_t)threads;
    }
    return side;
}

uint32_t declare_connector(struct decls *decls, const struct ast_connector *node)
{
    uint32_t index = (uint32_t)decls->connectors.count;
    struct model_connector connector = {.name = node->name.text, .span = node->name.span};

    connector.from = declare_side(decls, &node->from);
    connector.to = declare_side(decls, &node->to);
    connector.attributes =
        declare_fields(decls, node->attributes.items, node->attributes.count, false);
    connector.attribute_count = (uint32_t)node->attributes.count;
    vec_push(&decls->compilation->arena, &decls->connectors, connector);
    return index;
}
