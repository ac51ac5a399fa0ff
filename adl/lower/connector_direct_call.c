/* SPDX-License-Identifier: BSD-2-Clause
 *
 * seL4DirectCall: a call inside one address space.  There are no objects: generated functions of
 * both ends, whose names no other connection has, lead from the caller to the callee (adl.md 11.4).
 */
#include "adl/lower/lowering.h"

void connector_direct_call(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    const struct model_instance *instances = l->model->instances;
    for (uint32_t i = 0; i < connection->from_count; i++) {
        for (uint32_t k = 0; k < connection->to_count; k++) {
            uint32_t from = connection->from[i].instance, to = connection->to[k].instance;
            if (l->program_of[from] == l->program_of[to]) {
                continue;
            }
            struct diag *d =
                diag_report(&l->c->diags, DIAG_DIRECT_CALL_APART, connection->span,
                            "direct calls need one address space, and `%s` and `%s` do not share "
                            "one",
                            instances[from].name, instances[to].name);
            diag_label(d, instances[from].span, "this instance is in address space `%s`",
                       instances[from].address_space);
            diag_label(d, instances[to].span, "this one in `%s`", instances[to].address_space);
            diag_hint(d, "put both into one `group { ... }`, or use seL4RPCCall");
        }
    }
}
