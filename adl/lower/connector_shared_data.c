/* SPDX-License-Identifier: BSD-2-Clause
 *
 * seL4SharedData: frames mapped into every end, with the rights that `<iface>_access` of the
 * instance says (adl.md 11.9).  No caps in the CSpaces.
 */
#include <string.h>

#include "adl/lower/lowering.h"

#define SHARED_DATA_MAX (1024ll * 1024 * 1024)

/* Bytes shared: Buf(n) decides, else the connection's `size`; checked to be whole pages. */
static uint64_t shared_size(struct lowering *l, const struct model_connection *connection)
{
    const struct model_interface *port = model_interface_of(l->model, &connection->from[0]);
    struct span span = port->span;
    int64_t size = (int64_t)port->buffer_size;
    if (!port->is_buffer || !port->buffer_size_given) {
        size = lowering_setting(l, connection->name, "size", "", LOWERING_PAGE, 1, SHARED_DATA_MAX);
        const struct model_setting *setting =
            model_setting(l->model, connection->name, intern_string(&l->c->interner, "size"));
        span = setting != NULL ? setting->span : span;
    }
    if (size <= 0 || size > SHARED_DATA_MAX || size % LOWERING_PAGE != 0) {
        struct diag *d = diag_report(&l->c->diags, DIAG_DATAPORT_SIZE, span,
                                     "dataport `%s` has a size of %lld bytes, which is not a "
                                     "multiple of %u up to 1 GiB",
                                     port->name, (long long)size, LOWERING_PAGE);
        diag_hint(d, "round it up: memory is shared in whole pages");
        return LOWERING_PAGE;
    }
    return (uint64_t)size;
}

/* The rights of an end: letters R, W, X (and P, which has no meaning here) in this order; unset or
 * empty means read and write. W^X: a dataport is executable only when asked for. That the value is
 * made of these letters was checked with the model (setting-value). */
static void end_rights(struct lowering *l, const struct model_end *end,
                       struct program_region *region)
{
    const char *target = l->model->instances[end->instance].name;
    const char *attribute =
        intern_printf(&l->c->interner, "%s_access", model_interface_of(l->model, end)->name);
    const char *access = model_string(l->model, target, attribute, "");
    region->rights = SPEC_READ | SPEC_WRITE;
    if (*access == '\0') {
        return;
    }
    region->rights = (uint8_t)((strchr(access, 'R') != NULL ? SPEC_READ : 0u) |
                               (strchr(access, 'W') != NULL ? SPEC_WRITE : 0u));
    region->executable = strchr(access, 'X') != NULL;
}

/* Maps the frames at one end. */
static void share_with(struct lowering *l, const struct model_end *end, struct program_place place,
                       const struct spec_object_id *frames, uint32_t frame_count)
{
    struct program_region region = {
        .place = place,
        .name = "dataport",
        .symbol = lowering_data_symbol(l, end),
        .size = (uint64_t)frame_count * LOWERING_PAGE,
        .frames = frames,
        .frame_count = frame_count,
        .frame_bits = 12,
    };
    end_rights(l, end, &region);
    lowering_add_region(l, lowering_end_program(l, end), region);
}

void connector_shared_data(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    uint32_t count = (uint32_t)(shared_size(l, connection) / LOWERING_PAGE);
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, count);
    for (uint32_t k = 0; k < count; k++) {
        frames[k] = lowering_object(l, SPEC_KIND_FRAME, connection->name,
                                    arena_printf(&l->c->arena, "data_%u_obj", k));
        spec_object(l->spec, frames[k])->size_bits = 12;
    }
    for (uint32_t i = 0; i < connection->from_count; i++) {
        share_with(l, &connection->from[i], lowering_place(index, false, i), frames, count);
    }
    for (uint32_t i = 0; i < connection->to_count; i++) {
        share_with(l, &connection->to[i], lowering_place(index, true, i), frames, count);
    }
}
