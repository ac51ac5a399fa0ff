/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/facts.h"

#include <string.h>

#include "adl/base/intern.h"

#define HEAP_SIZE_DEFAULT (1024 * 1024)
#define HEAP_SIZE_MAX     (512ll * 1024 * 1024)

static const char *const arch_names[] = {
    [SPEC_ARCH_RISCV64] = "riscv64",
    [SPEC_ARCH_AARCH64] = "aarch64",
    [SPEC_ARCH_X86_64] = "x86_64",
};

static void put_string(struct facts *f, struct jinja_value object, const char *key,
                       const char *text)
{
    jinja_put(&f->c->arena, object, key, text != NULL ? jinja_string(text) : jinja_none());
}

static void put_int(struct facts *f, struct jinja_value object, const char *key, __int128 integer)
{
    jinja_put(&f->c->arena, object, key, jinja_int(integer));
}

static void put_bool(struct facts *f, struct jinja_value object, const char *key, bool boolean)
{
    jinja_put(&f->c->arena, object, key, jinja_bool(boolean));
}

static void put(struct facts *f, struct jinja_value object, const char *key,
                struct jinja_value value)
{
    jinja_put(&f->c->arena, object, key, value);
}

static struct jinja_value at(struct jinja_value object, const char *key)
{
    return *jinja_get(object.as.dict, key);
}

/* An integer setting `<prefix><suffix>` with a default. */
static int64_t setting(struct facts *f, const char *target, const char *name, int64_t fallback,
                       int64_t high)
{
    return model_integer(f->model, target, intern_string(&f->c->interner, name), fallback, 0, high);
}

/* An empty place for caps and regions, by name and in order. */
static void put_place(struct facts *f, struct jinja_value object)
{
    put(f, object, "caps", jinja_object_new(&f->c->arena, "caps"));
    put(f, object, "regions", jinja_object_new(&f->c->arena, "regions"));
    put(f, object, "cap_list", jinja_list_new(&f->c->arena));
    put(f, object, "region_list", jinja_list_new(&f->c->arena));
    put(f, object, "threads", jinja_list_new(&f->c->arena));
}

/* The model's list has copies of the procedures that interfaces point to. */
static bool same_procedure(const struct model_procedure *a, const struct model_procedure *b)
{
    return a->span.file == b->span.file && a->span.start == b->span.start && a->name == b->name;
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
    put_bool(f, object, "maybe", interface->maybe);
    put_string(f, object, "type", interface->type);
    put_bool(f, object, "is_buffer", interface->is_buffer);
    put_bool(f, object, "buffer_size_given", interface->buffer_size_given);
    put_int(f, object, "buffer_size", interface->buffer_size);
    put(f, object, "procedure", jinja_none());
    for (uint32_t i = 0; i < f->model->procedure_count; i++) {
        if (interface->procedure != NULL &&
            same_procedure(interface->procedure, &f->model->procedures[i])) {
            put(f, object, "procedure", f->procedures[i]);
        }
    }
    if (interface->procedure != NULL && at(object, "procedure").kind == JINJA_NONE) {
        put(f, object, "procedure", facts_procedure(&f->c->arena, interface->procedure));
    }
    return object;
}

static struct jinja_value lock_object(struct facts *f, const char *instance,
                                      const struct model_lock *lock)
{
    static const char *const kinds[] = {
        [MODEL_MUTEX] = "mutex",
        [MODEL_SEMAPHORE] = "semaphore",
        [MODEL_BINARY_SEMAPHORE] = "binary_semaphore",
    };
    struct jinja_value object = jinja_object_new(&f->c->arena, "lock");
    bool binary = lock->kind == MODEL_BINARY_SEMAPHORE;
    const char *name = arena_printf(&f->c->arena, "%s_value", lock->name);
    put_string(f, object, "name", lock->name);
    put_string(f, object, "kind", kinds[lock->kind]);
    put_int(f, object, "value", setting(f, instance, name, binary ? 0 : 1, binary ? 1 : INT32_MAX));
    return object;
}

static void put_lists(struct facts *f, struct jinja_value object, uint32_t index)
{
    const struct model_component *component = model_component_of(f->model, index);
    const char *name = f->model->instances[index].name;
    struct arena *arena = &f->c->arena;
    struct jinja_value interfaces = jinja_list_new(arena), locks = jinja_list_new(arena);
    for (uint32_t i = 0; i < component->interface_count; i++) {
        jinja_append(arena, interfaces, interface_object(f, &component->interfaces[i]));
    }
    for (uint32_t i = 0; i < component->lock_count; i++) {
        jinja_append(arena, locks, lock_object(f, name, &component->locks[i]));
    }
    put(f, object, "interfaces", interfaces);
    put(f, object, "locks", locks);
    put(f, object, "includes",
        facts_includes(arena, component->includes, component->include_count));
    put(f, object, "attributes",
        facts_attributes(arena, f->model, name, component->attributes, component->attribute_count));
    put(f, object, "settings", facts_settings(arena, f->model, name));
}

static struct jinja_value instance_object(struct facts *f, uint32_t index)
{
    const struct model_instance *instance = &f->model->instances[index];
    const struct model_component *component = model_component_of(f->model, index);
    struct jinja_value object = jinja_object_new(&f->c->arena, "instance");
    put_string(f, object, "name", instance->name);
    put_string(f, object, "symbol", facts_c_name(&f->c->arena, instance->name));
    put_int(f, object, "index", index);
    put_string(f, object, "component", component->name);
    put_string(f, object, "address_space", instance->address_space);
    put_bool(f, object, "hardware", component->hardware);
    put_bool(f, object, "control", component->control);
    put_lists(f, object, index);
    put_int(f, object, "heap_size",
            setting(f, instance->name, "heap_size", HEAP_SIZE_DEFAULT, HEAP_SIZE_MAX));
    put_int(f, object, "affinity", setting(f, instance->name, "affinity", 0, 255));
    put(f, object, "ends", jinja_list_new(&f->c->arena));
    put_place(f, object);
    return object;
}

/* The object of one end; it is also noted with its instance. */
static struct jinja_value end_object(struct facts *f, uint32_t connection,
                                     const struct model_end *end, bool to_side, uint32_t index)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, "end");
    struct jinja_value instance = f->instances[end->instance];
    put_string(f, object, "side", to_side ? "to" : "from");
    put_int(f, object, "index", index);
    put(f, object, "instance", instance);
    put(f, object, "interface", at(instance, "interfaces").as.list->items[end->interface]);
    put(f, object, "connection", f->connections[connection]);
    put_place(f, object);
    jinja_append(&f->c->arena, at(instance, "ends"), object);
    return object;
}

static void make_connection(struct facts *f, uint32_t index)
{
    const struct model_connection *connection = &f->model->connections[index];
    const struct model_connector *connector = &f->model->connectors[connection->connector];
    struct arena *arena = &f->c->arena;
    struct jinja_value object = jinja_object_new(arena, "connection");
    struct jinja_value from = jinja_list_new(arena), to = jinja_list_new(arena);
    f->connections[index] = object;
    put_string(f, object, "name", connection->name);
    put_string(f, object, "symbol", facts_c_name(arena, connection->name));
    put_int(f, object, "index", index);
    put_string(f, object, "connector", connector->name);
    put(f, object, "settings", facts_settings(arena, f->model, connection->name));
    put(f, object, "from_ends", from);
    put(f, object, "to_ends", to);
    f->from[index] = arena_array(arena, struct jinja_value, connection->from_count);
    f->to[index] = arena_array(arena, struct jinja_value, connection->to_count);
    for (uint32_t i = 0; i < connection->from_count; i++) {
        f->from[index][i] = end_object(f, index, &connection->from[i], false, i);
        jinja_append(arena, from, f->from[index][i]);
    }
    for (uint32_t i = 0; i < connection->to_count; i++) {
        f->to[index][i] = end_object(f, index, &connection->to[i], true, i);
        jinja_append(arena, to, f->to[index][i]);
    }
    for (uint32_t i = 0; i < connection->from_count; i++) {
        put(f, f->from[index][i], "others", to);
    }
    for (uint32_t i = 0; i < connection->to_count; i++) {
        put(f, f->to[index][i], "others", from);
    }
}

/* The object a place belongs to: an end, or an instance of the program. */
static struct jinja_value place_object(struct facts *f, const struct program *program,
                                       const struct program_place *place)
{
    if (place->connection == PROGRAM_OWN) {
        return f->instances[program->instances[place->end]];
    }
    return place->to_side ? f->to[place->connection][place->end]
                          : f->from[place->connection][place->end];
}

static struct jinja_value region_object(struct facts *f, const struct program_region *region)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, "region");
    put_string(f, object, "name", region->name);
    put_string(f, object, "symbol", region->symbol);
    put_int(f, object, "size", region->size);
    put_int(f, object, "guard_before", region->guard_before);
    put_int(f, object, "guard_after", region->guard_after);
    put_int(f, object, "total",
            (__int128)region->guard_before + region->size + region->guard_after);
    put_bool(f, object, "readable", (region->rights & SPEC_READ) != 0);
    put_bool(f, object, "writable", (region->rights & SPEC_WRITE) != 0);
    put_bool(f, object, "executable", region->executable);
    put_bool(f, object, "uncached", region->uncached);
    struct jinja_value frames = jinja_list_new(&f->c->arena);
    for (uint32_t i = 0; i < region->frame_count; i++) {
        const struct spec_object *frame = spec_object(f->spec, region->frames[i]);
        jinja_append(&f->c->arena, frames,
                     frame->has_paddr ? jinja_int(frame->paddr) : jinja_none());
    }
    put(f, object, "paddrs", frames);
    return object;
}

static struct jinja_value cap_object(struct facts *f, const struct program_cap *cap)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, "cap");
    put_string(f, object, "name", cap->name);
    put_int(f, object, "cptr", cap->cptr);
    put_int(f, object, "badge", cap->badge);
    const struct spec_object *to =
        cap->object.index != SPEC_NO_OBJECT.index ? spec_object(f->spec, cap->object) : NULL;
    put_string(f, object, "object", to != NULL ? to->name : NULL);
    put_int(f, object, "size_bits", to != NULL ? to->size_bits : 0);
    put(f, object, "paddr", to != NULL && to->has_paddr ? jinja_int(to->paddr) : jinja_none());
    if (to != NULL && to->kind == SPEC_KIND_IRQ) {
        put_int(f, object, "irq", to->irq->number);
        put_string(f, object, "trigger",
                   !to->irq->trigger_given ? NULL
                   : to->irq->edge         ? "edge"
                                           : "level");
    }
    return object;
}

static struct jinja_value thread_object(struct facts *f, const struct program *program,
                                        uint32_t index)
{
    const struct program_thread *thread = &program->threads[index];
    struct jinja_value object = jinja_object_new(&f->c->arena, "thread");
    const struct spec_tcb *tcb = spec_object(f->spec, thread->tcb)->tcb;
    put_string(f, object, "name", thread->name);
    put_int(f, object, "index", index);
    put_string(f, object, "kind",
               thread->interface != NULL ? "interface"
               : thread->fault_handler   ? "fault_handler"
                                         : "control");
    put_string(f, object, "interface", thread->interface);
    put_int(f, object, "tcb", thread->tcb_cptr);
    put_int(f, object, "priority", tcb->prio);
    put_int(f, object, "max_priority", tcb->max_prio);
    put(f, object, "stack", region_object(f, &program->regions[thread->stack]));
    put(f, object, "ipc_buffer", region_object(f, &program->regions[thread->ipc_buffer]));
    return object;
}

/* The object of a program, which its instances share. */
static void make_program(struct facts *f, const struct program *program)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, "program");
    struct jinja_value instances = jinja_list_new(&f->c->arena);
    __int128 heap_size = 0;
    for (uint32_t i = 0; i < program->instance_count; i++) {
        struct jinja_value instance = f->instances[program->instances[i]];
        put(f, instance, "program", object);
        put_int(f, instance, "position", i);
        put_string(f, instance, "entry", program->entry);
        heap_size += at(instance, "heap_size").as.integer;
        jinja_append(&f->c->arena, instances, instance);
    }
    put_string(f, object, "name", program->name);
    put(f, object, "instances", instances);
    put_int(f, object, "heap_size", heap_size);
}

static void add_program(struct facts *f, const struct program *program)
{
    make_program(f, program);
    uint64_t used = 1; /* slot 0 is empty */
    for (uint32_t i = 0; i < program->cap_count; i++) {
        used = program->caps[i].cptr >= used ? program->caps[i].cptr + 1 : used;
        struct jinja_value place = place_object(f, program, &program->caps[i].place);
        struct jinja_value cap = cap_object(f, &program->caps[i]);
        put(f, at(place, "caps"), program->caps[i].name, cap);
        jinja_append(&f->c->arena, at(place, "cap_list"), cap);
    }
    for (uint32_t i = 0; i < program->instance_count; i++) {
        struct jinja_value instance = f->instances[program->instances[i]];
        put_int(f, instance, "cnode_size_bits", spec_object(f->spec, program->cspace)->size_bits);
        put_int(f, instance, "cnode_used", used);
    }
    for (uint32_t i = 0; i < program->region_count; i++) {
        struct jinja_value place = place_object(f, program, &program->regions[i].place);
        struct jinja_value region = region_object(f, &program->regions[i]);
        put(f, at(place, "regions"), program->regions[i].name, region);
        jinja_append(&f->c->arena, at(place, "region_list"), region);
    }
    for (uint32_t i = 0; i < program->thread_count; i++) {
        struct jinja_value thread = thread_object(f, program, i);
        struct jinja_value place = place_object(f, program, &program->threads[i].place);
        bool own = program->threads[i].place.connection == PROGRAM_OWN;
        struct jinja_value instance = own ? place : at(place, "instance");
        jinja_append(&f->c->arena, at(instance, "threads"), thread);
        put(f, thread, "end", own ? jinja_none() : place);
        if (!own) {
            jinja_append(&f->c->arena, at(place, "threads"), thread);
        }
    }
}

/* Marks the interfaces that have an end, so that the others can get weak stand-ins. */
static void mark_connected(struct facts *f)
{
    for (uint32_t i = 0; i < f->model->instance_count; i++) {
        struct jinja_value list = at(f->instances[i], "interfaces");
        for (size_t k = 0; k < list.as.list->count; k++) {
            put_bool(f, list.as.list->items[k], "connected", false);
        }
        struct jinja_value ends = at(f->instances[i], "ends");
        for (size_t k = 0; k < ends.as.list->count; k++) {
            put_bool(f, at(ends.as.list->items[k], "interface"), "connected", true);
        }
    }
}

static void freeze_children(struct jinja_value object)
{
    for (size_t i = 0; i < object.as.dict->count; i++) {
        jinja_freeze(object.as.dict->entries[i].value);
    }
}

/* Freezes everything. Objects that refer to each other come first and one by one: following the
 * references would go as deep as the system has parts. */
static void freeze(struct facts *f)
{
    f->system.as.dict->frozen = true;
    for (uint32_t i = 0; i < f->programs->count; i++) {
        struct jinja_value first = f->instances[f->programs->programs[i].instances[0]];
        at(first, "program").as.dict->frozen = true;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < f->model->instance_count; i++) {
            f->instances[i].as.dict->frozen = true;
            struct jinja_value ends = at(f->instances[i], "ends");
            for (size_t k = 0; k < ends.as.list->count; k++) {
                ends.as.list->items[k].as.dict->frozen = true;
                if (pass == 1) {
                    freeze_children(ends.as.list->items[k]);
                }
            }
            if (pass == 1) {
                freeze_children(f->instances[i]);
            }
        }
        for (uint32_t i = 0; i < f->model->connection_count; i++) {
            f->connections[i].as.dict->frozen = true;
            if (pass == 1) {
                freeze_children(f->connections[i]);
            }
        }
    }
    for (uint32_t i = 0; i < f->programs->count; i++) {
        struct jinja_value first = f->instances[f->programs->programs[i].instances[0]];
        freeze_children(at(first, "program"));
    }
    freeze_children(f->system);
}

void facts_init(struct facts *f, struct compilation *c, const struct model *model,
                const struct spec *spec, const struct program_list *programs)
{
    struct arena *arena = &c->arena;
    *f = (struct facts){.c = c, .model = model, .spec = spec, .programs = programs};
    f->procedures = arena_array(arena, struct jinja_value, model->procedure_count);
    f->instances = arena_array(arena, struct jinja_value, model->instance_count);
    f->connections = arena_array(arena, struct jinja_value, model->connection_count);
    f->from = arena_array(arena, struct jinja_value *, model->connection_count);
    f->to = arena_array(arena, struct jinja_value *, model->connection_count);
    struct jinja_value instances = jinja_list_new(arena), connections = jinja_list_new(arena);
    for (uint32_t i = 0; i < model->procedure_count; i++) {
        f->procedures[i] = facts_procedure(arena, &model->procedures[i]);
    }
    for (uint32_t i = 0; i < model->instance_count; i++) {
        f->instances[i] = instance_object(f, i);
        jinja_append(arena, instances, f->instances[i]);
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        make_connection(f, i);
        jinja_append(arena, connections, f->connections[i]);
    }
    for (uint32_t i = 0; i < programs->count; i++) {
        add_program(f, &programs->programs[i]);
    }
    mark_connected(f);
    f->system = jinja_object_new(arena, "system");
    put_string(f, f->system, "name", model->assembly_name);
    put_string(f, f->system, "arch", arch_names[spec->arch]);
    put(f, f->system, "instances", instances);
    put(f, f->system, "connections", connections);
    freeze(f);
}
