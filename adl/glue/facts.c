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

/* An empty place for regions, by name and in order, and threads. */
static void put_place(struct facts *f, struct jinja_value object)
{
    put(f, object, "region_list", jinja_list_new(&f->c->arena));
    put(f, object, "regions", jinja_object_new(&f->c->arena, "regions"));
    put(f, object, "threads", jinja_list_new(&f->c->arena));
}

/* A new object that will have so many members. */
static struct jinja_value sized_object(struct facts *f, const char *type_name, size_t members)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, type_name);
    jinja_reserve(&f->c->arena, object, members);
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

static void put_copyregions(struct facts *f, struct jinja_value object,
                            const struct model_component *component)
{
    struct jinja_value list = jinja_list_new(&f->c->arena);
    for (uint32_t i = 0; i < component->copyregion_count; i++) {
        struct jinja_value region = jinja_object_new(&f->c->arena, "copyregion");
        put_string(f, region, "name", component->copyregions[i].name);
        put_int(f, region, "size", component->copyregions[i].size);
        jinja_append(&f->c->arena, list, region);
    }
    put(f, object, "copyregions", list);
}

static void put_lists(struct facts *f, struct jinja_value object, uint32_t index)
{
    const struct model_component *component = model_component_of(f->model, index);
    const char *name = f->model->instances[index].name;
    struct arena *arena = &f->c->arena;
    struct jinja_value locks = jinja_list_new(arena);
    for (uint32_t i = 0; i < component->lock_count; i++) {
        jinja_append(arena, locks, lock_object(f, name, &component->locks[i]));
    }
    put(f, object, "locks", locks);
    put_copyregions(f, object, component);
    put(f, object, "attributes",
        facts_attributes(arena, f->model, name, component->attributes, component->attribute_count));
    const struct jinja_value *settings = jinja_get(f->configuration.as.dict, name);
    put(f, object, "settings", settings != NULL ? *settings : f->nothing);
}

static struct jinja_value instance_object(struct facts *f, uint32_t index)
{
    const struct model_instance *instance = &f->model->instances[index];
    const struct model_component *component = model_component_of(f->model, index);
    struct jinja_value object = sized_object(f, "instance", 32);
    struct jinja_value type = facts_component(f, instance->component);
    put_string(f, object, "name", instance->name);
    put_string(f, object, "symbol", facts_c_name(&f->c->arena, instance->name));
    put_int(f, object, "index", index);
    put(f, object, "type", type);
    put_string(f, object, "component", component->name);
    put_string(f, object, "address_space", instance->address_space);
    put_bool(f, object, "hardware", component->hardware);
    put_bool(f, object, "control", component->control);
    put(f, object, "interfaces", at(type, "interfaces"));
    put(f, object, "includes", at(type, "includes"));
    put(f, object, "might_block", at(type, "might_block"));
    put_lists(f, object, index);
    put_int(f, object, "heap_size",
            setting(f, instance->name, "heap_size", HEAP_SIZE_DEFAULT, HEAP_SIZE_MAX));
    put_int(f, object, "affinity", setting(f, instance->name, "affinity", 0, 255));
    put(f, object, "ends", jinja_list_new(&f->c->arena));
    put(f, object, "connected", jinja_list_new(&f->c->arena));
    put(f, object, "headers", jinja_list_new(&f->c->arena));
    put(f, object, "caps", jinja_object_new(&f->c->arena, "caps"));
    put(f, object, "cap_list", jinja_list_new(&f->c->arena));
    put_place(f, object);
    object.as.dict->span = instance->span;
    object.as.dict->shown = instance->name;
    return object;
}

/* The object of one end; it is also noted with its instance. */
static struct jinja_value end_object(struct facts *f, uint32_t connection,
                                     const struct model_end *end, bool to_side, uint32_t index)
{
    struct arena *arena = &f->c->arena;
    struct jinja_value object = sized_object(f, "end", 12);
    struct jinja_value instance = f->instances[end->instance];
    struct jinja_value interface = at(instance, "interfaces").as.list->items[end->interface];
    put_string(f, object, "side", to_side ? "to" : "from");
    put_int(f, object, "index", index);
    put(f, object, "instance", instance);
    put(f, object, "interface", interface);
    put(f, object, "parent", f->connections[connection]);
    put(f, object, "connection", f->connections[connection]);
    put(f, object, "might_block", at(instance, "might_block"));
    put_place(f, object);
    object.as.dict->span = end->span;
    object.as.dict->shown = arena_printf(arena, "%s.%s", f->model->instances[end->instance].name,
                                         model_interface_of(f->model, end)->name);
    jinja_append(arena, at(instance, "ends"), object);
    struct jinja_value connected = at(instance, "connected");
    for (size_t i = 0; i < connected.as.list->count; i++) {
        if (jinja_equal(connected.as.list->items[i], at(interface, "name"))) {
            return object;
        }
    }
    jinja_append(arena, connected, at(interface, "name"));
    return object;
}

/* The ends of one side; `first` are the names under which CAmkES knows the first one. */
static struct jinja_value side_list(struct facts *f, uint32_t connection, bool to_side)
{
    struct arena *arena = &f->c->arena;
    const struct model_connection *model = &f->model->connections[connection];
    const struct model_end *ends = to_side ? model->to : model->from;
    uint32_t count = to_side ? model->to_count : model->from_count;
    struct jinja_value list = jinja_list_new(arena), object = f->connections[connection];
    struct jinja_value *objects = arena_array(arena, struct jinja_value, count);
    for (uint32_t i = 0; i < count; i++) {
        objects[i] = end_object(f, connection, &ends[i], to_side, i);
        jinja_append(arena, list, objects[i]);
    }
    *(to_side ? &f->to[connection] : &f->from[connection]) = objects;
    put(f, object, to_side ? "to_ends" : "from_ends", list);
    if (count > 0) {
        put(f, object, to_side ? "to_end" : "from_end", objects[0]);
        put(f, object, to_side ? "to_instance" : "from_instance", at(objects[0], "instance"));
        put(f, object, to_side ? "to_interface" : "from_interface", at(objects[0], "interface"));
    }
    return list;
}

static void make_connection(struct facts *f, uint32_t index)
{
    const struct model_connection *connection = &f->model->connections[index];
    struct arena *arena = &f->c->arena;
    struct jinja_value object = sized_object(f, "connection", 16);
    struct jinja_value type = facts_connector(f, connection->connector);
    const struct jinja_value *settings = jinja_get(f->configuration.as.dict, connection->name);
    f->connections[index] = object;
    put_string(f, object, "name", connection->name);
    put_string(f, object, "symbol", facts_c_name(arena, connection->name));
    put_int(f, object, "index", index);
    put(f, object, "type", type);
    put_string(f, object, "connector", f->model->connectors[connection->connector].name);
    put(f, object, "settings", settings != NULL ? *settings : f->nothing);
    object.as.dict->span = connection->span;
    object.as.dict->shown = connection->name;
    struct jinja_value from = side_list(f, index, false), to = side_list(f, index, true);
    for (uint32_t i = 0; i < connection->from_count; i++) {
        put(f, f->from[index][i], "others", to);
    }
    for (uint32_t i = 0; i < connection->to_count; i++) {
        put(f, f->to[index][i], "others", from);
    }
}

struct jinja_value facts_place(const struct facts *f, const struct program *program,
                               struct program_place place)
{
    if (place.connection == PROGRAM_OWN) {
        return f->instances[program->instances[place.end]];
    }
    return place.to_side ? f->to[place.connection][place.end]
                         : f->from[place.connection][place.end];
}

static struct jinja_value region_object(struct facts *f, const struct program_region *region)
{
    struct jinja_value object = sized_object(f, "region", 12);
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
    jinja_reserve(&f->c->arena, frames, region->frame_count);
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
    struct jinja_value object = sized_object(f, "cap", 7);
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
    }
    return object;
}

static struct jinja_value thread_object(struct facts *f, const struct program *program,
                                        uint32_t index)
{
    const struct program_thread *thread = &program->threads[index];
    struct jinja_value object = sized_object(f, "thread", 9);
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

/* Adds to a list that templates see frozen. */
static void append_frozen(struct facts *f, struct jinja_value list, struct jinja_value item)
{
    bool frozen = list.as.list->frozen;
    list.as.list->frozen = false;
    jinja_append(&f->c->arena, list, item);
    list.as.list->frozen = frozen;
}

void facts_add_region(struct facts *f, struct jinja_value place,
                      const struct program_region *region)
{
    struct jinja_value object = region_object(f, region);
    jinja_freeze(object);
    jinja_put_frozen(&f->c->arena, at(place, "regions"), region->name, object);
    append_frozen(f, at(place, "region_list"), object);
}

void facts_add_header(struct facts *f, uint32_t instance, const char *name)
{
    append_frozen(f, at(f->instances[instance], "headers"), jinja_string(name));
}

void facts_set_cnode(struct facts *f, uint32_t instance, unsigned size_bits, uint32_t used)
{
    struct arena *arena = &f->c->arena;
    jinja_put_frozen(arena, f->instances[instance], "cnode_size_bits", jinja_int(size_bits));
    jinja_put_frozen(arena, f->instances[instance], "cnode_used", jinja_int(used));
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
    put_int(f, object, "thread_count", program->thread_count);
}

static void add_program(struct facts *f, const struct program *program)
{
    make_program(f, program);
    for (uint32_t i = 0; i < program->cap_count; i++) {
        struct jinja_value place = facts_place(f, program, program->caps[i].place);
        struct jinja_value cap = cap_object(f, &program->caps[i]);
        put(f, at(place, "caps"), program->caps[i].name, cap);
        jinja_append(&f->c->arena, at(place, "cap_list"), cap);
    }
    for (uint32_t i = 0; i < program->region_count; i++) {
        facts_add_region(f, facts_place(f, program, program->regions[i].place),
                         &program->regions[i]);
    }
    for (uint32_t i = 0; i < program->thread_count; i++) {
        struct jinja_value thread = thread_object(f, program, i);
        struct jinja_value place = facts_place(f, program, program->threads[i].place);
        bool own = program->threads[i].place.connection == PROGRAM_OWN;
        struct jinja_value instance = own ? place : at(place, "instance");
        jinja_append(&f->c->arena, at(instance, "threads"), thread);
        put(f, thread, "end", own ? jinja_none() : place);
        if (!own) {
            jinja_append(&f->c->arena, at(place, "threads"), thread);
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
    f->composition.as.dict->frozen = true;
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

/* might_block() and the like. */
static struct jinja_value say_yes(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 0, "");
    return jinja_bool(true);
}

static struct jinja_value say_no(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 0, "");
    return jinja_bool(false);
}

/* What CAmkES's templates ask of the command line. */
static struct jinja_value options_object(struct facts *f)
{
    struct jinja_value object = jinja_object_new(&f->c->arena, "options");
    put_string(f, object, "architecture", arch_names[f->spec->arch]);
    put_bool(f, object, "realtime", false);
    put_bool(f, object, "debug_fault_handlers", true);
    put_bool(f, object, "fprovide_tcb_caps", true);
    put_int(f, object, "default_priority", 254);
    put_int(f, object, "default_max_priority", 254);
    put_int(f, object, "default_affinity", 0);
    put_int(f, object, "default_stack_size", 16384);
    jinja_freeze(object);
    return object;
}

static void make_system(struct facts *f)
{
    struct arena *arena = &f->c->arena;
    struct jinja_value instances = jinja_list_new(arena), connections = jinja_list_new(arena);
    for (uint32_t i = 0; i < f->model->instance_count; i++) {
        f->instances[i] = instance_object(f, i);
        jinja_append(arena, instances, f->instances[i]);
    }
    for (uint32_t i = 0; i < f->model->connection_count; i++) {
        make_connection(f, i);
        jinja_append(arena, connections, f->connections[i]);
    }
    f->system = jinja_object_new(arena, "system");
    f->composition = jinja_object_new(arena, "composition");
    struct jinja_value *objects[] = {&f->system, &f->composition};
    for (size_t i = 0; i < 2; i++) {
        put_string(f, *objects[i], "name", f->model->assembly_name);
        put(f, *objects[i], "instances", instances);
        put(f, *objects[i], "connections", connections);
    }
    put_string(f, f->system, "arch", arch_names[f->spec->arch]);
    for (uint32_t i = 0; i < f->model->instance_count; i++) {
        put(f, f->instances[i], "parent", f->composition);
    }
}

void facts_init(struct facts *f, struct compilation *c, const struct model *model,
                const struct spec *spec, const struct program_list *programs)
{
    struct arena *arena = &c->arena;
    *f = (struct facts){.c = c, .model = model, .spec = spec, .programs = programs};
    f->procedures = arena_array(arena, struct jinja_value, model->procedure_count);
    f->components = arena_array(arena, struct jinja_value, model->component_count);
    f->connectors = arena_array(arena, struct jinja_value, model->connector_count);
    f->instances = arena_array(arena, struct jinja_value, model->instance_count);
    f->connections = arena_array(arena, struct jinja_value, model->connection_count);
    f->from = arena_array(arena, struct jinja_value *, model->connection_count);
    f->to = arena_array(arena, struct jinja_value *, model->connection_count);
    f->yes = jinja_callable_new(arena, "might_block", say_yes, NULL);
    f->no = jinja_callable_new(arena, "might_block", say_no, NULL);
    f->nothing = jinja_dict_new(arena);
    f->configuration = facts_configuration(f);
    f->options = options_object(f);
    jinja_freeze(f->nothing);
    jinja_freeze(f->configuration);
    make_system(f);
    for (uint32_t i = 0; i < programs->count; i++) {
        add_program(f, &programs->programs[i]);
    }
    freeze(f);
}
