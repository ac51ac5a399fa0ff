/* SPDX-License-Identifier: BSD-2-Clause
 *
 * seL4RPCCall: one endpoint; clients call with a badge, the server receives (glue reference,
 * section 2).  A server whose code may block between receive and reply gets a cap to its own CNode
 * and an empty slot, into which it saves the caller's reply capability.  Parameters that go through
 * a shared buffer (setting `buffer`) are guarded by a lock where several threads could call.
 */
#include <stdlib.h>
#include <string.h>

#include "adl/lower/lowering.h"

/* The badge `<iface>_attributes` asks for; 0 when it is not set. */
static uint64_t wanted_badge(struct lowering *l, const struct model_end *end)
{
    const char *target = l->model->instances[end->instance].name;
    const char *interface = model_interface_of(l->model, end)->name;
    return (uint64_t)lowering_setting(l, target, interface, "_attributes", 0, 0, INT64_MAX);
}

static bool badge_taken(const uint64_t *badges, uint32_t count, uint64_t badge)
{
    for (uint32_t i = 0; i < count; i++) {
        if (badges[i] == badge) {
            return true;
        }
    }
    return false;
}

/* Badges of the clients: the ones asked for, and for the others the smallest unused from 1 up. */
static uint64_t *client_badges(struct lowering *l, const struct model_connection *connection)
{
    uint64_t *badges = arena_array(&l->c->arena, uint64_t, connection->from_count);
    for (uint32_t i = 0; i < connection->from_count; i++) {
        badges[i] = wanted_badge(l, &connection->from[i]);
    }
    uint64_t next = 1;
    for (uint32_t i = 0; i < connection->from_count; i++) {
        if (badges[i] != 0) {
            continue;
        }
        while (badge_taken(badges, connection->from_count, next)) {
            next++;
        }
        badges[i] = next++;
    }
    return badges;
}

/* Might the server's code block on something else while it serves a call? */
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

static void add_reply_slot(struct lowering *l, struct lowering_program *p, uint32_t instance,
                           struct program_place place)
{
    struct spec_cap none = {.object = SPEC_NO_OBJECT};
    lowering_give_cnode(l, instance);
    lowering_give_cap(l, p, place, "reply_slot", none);
}

/* The lock of the buffer that a client's parameters go through. */
static void add_buffer_lock(struct lowering *l, struct lowering_program *p, uint32_t index,
                            uint32_t end)
{
    const struct model_connection *connection = &l->model->connections[index];
    bool buffered =
        model_setting(l->model, connection->name, intern_string(&l->c->interner, "buffer")) != NULL;
    if (buffered && p->threads.count > 2) { /* more than control and the fault handler */
        struct spec_object_id lock =
            lowering_object(l, SPEC_KIND_NOTIFICATION, connection->name, "lock");
        lowering_give_cap(l, p, lowering_place(index, false, end), "lock",
                          (struct spec_cap){.object = lock, .rights = SPEC_READ | SPEC_WRITE});
    }
}

void connector_rpc(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    struct spec_object_id ep = lowering_object(l, SPEC_KIND_ENDPOINT, connection->name, "ep");
    const uint64_t *badges = client_badges(l, connection);
    for (uint32_t i = 0; i < connection->from_count; i++) {
        struct lowering_program *p = lowering_end_program(l, &connection->from[i]);
        lowering_give_cap(l, p, lowering_place(index, false, i), "ep",
                          (struct spec_cap){
                              .object = ep,
                              .rights = SPEC_WRITE | SPEC_GRANT_REPLY,
                              .badge = badges[i],
                          });
        add_buffer_lock(l, p, index, i);
    }
    for (uint32_t i = 0; i < connection->to_count; i++) {
        struct lowering_program *p = lowering_end_program(l, &connection->to[i]);
        struct program_place place = lowering_place(index, true, i);
        lowering_give_cap(l, p, place, "ep", (struct spec_cap){.object = ep, .rights = SPEC_READ});
        if (might_block(model_component_of(l->model, connection->to[i].instance))) {
            add_reply_slot(l, p, connection->to[i].instance, place);
        }
    }
}
