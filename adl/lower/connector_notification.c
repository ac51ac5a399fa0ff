/* SPDX-License-Identifier: BSD-2-Clause
 *
 * seL4Notification: each receiver has a notification of its own, which the sender signals; the
 * receiver's thread hands events on through an endpoint used as a counting semaphore, and guards
 * its callback with a notification used as a lock.
 */
#include "adl/lower/lowering.h"

void connector_notification(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    for (uint32_t k = 0; k < connection->to_count; k++) {
        const char *name = arena_printf(&l->c->arena, "notification_%u", k);
        struct spec_object_id notification =
            lowering_object(l, SPEC_KIND_NOTIFICATION, connection->name, name);
        for (uint32_t i = 0; i < connection->from_count; i++) {
            struct lowering_program *sender = lowering_end_program(l, &connection->from[i]);
            lowering_give_cap(l, sender, lowering_place(index, false, i), name,
                              (struct spec_cap){.object = notification, .rights = SPEC_WRITE});
        }
        struct lowering_program *receiver = lowering_end_program(l, &connection->to[k]);
        struct program_place place = lowering_place(index, true, k);
        lowering_give_cap(l, receiver, place, "notification",
                          (struct spec_cap){.object = notification, .rights = SPEC_READ});
        struct spec_cap both = {.rights = SPEC_READ | SPEC_WRITE};
        both.object = lowering_object(l, SPEC_KIND_ENDPOINT, connection->name,
                                      arena_printf(&l->c->arena, "handoff_%u", k));
        lowering_give_cap(l, receiver, place, "handoff", both);
        both.object = lowering_object(l, SPEC_KIND_NOTIFICATION, connection->name,
                                      arena_printf(&l->c->arena, "lock_%u", k));
        lowering_give_cap(l, receiver, place, "lock", both);
    }
}
