/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The wiring of the flat system (adl.md 9.3, 9.4): there are instances, an interface is an end
 * once, and every `uses`, `consumes` and `dataport` that is not `maybe` is connected, unless an
 * export stands behind it.
 */
#include "adl/check/checks.h"

struct check_wiring {
    struct checks *checks;
    struct compilation *c;
    VEC(struct check_seen {
        struct span span;
        uint32_t connection;
        bool to;
    })
    seen;
    struct map places; /* (instance, interface) -> place in seen */
};

static void check_end_once(struct check_wiring *wiring, uint32_t connection, bool to,
                           const struct model_end *end)
{
    const struct model *model = wiring->checks->model;
    const struct model_connection *flat = &model->connections[connection];
    uint64_t key = map_key_from_pair(end->instance, end->interface);
    const struct check_seen *first;
    struct diag *diag;
    uint32_t place;

    if (!map_get(&wiring->places, key, &place)) {
        (void)map_put(&wiring->places, &wiring->c->arena, key, (uint32_t)wiring->seen.count);
        vec_push(&wiring->c->arena, &wiring->seen,
                 ((struct check_seen){.span = end->span, .connection = connection, .to = to}));
        return;
    }
    first = &wiring->seen.items[place];
    if (wiring->checks->declared_faulty[flat->declared[0]] ||
        (first->to == to && first->connection != connection)) {
        return; /* something was said about this text, or the merge was refused */
    }
    wiring->checks->declared_faulty[flat->declared[0]] = true;
    diag = diag_report(&wiring->c->diags, DIAG_DUPLICATE_END, end->span,
                       "`%s.%s` is already an end of connection `%s`",
                       model->instances[end->instance].name, model_interface_of(model, end)->name,
                       model->connections[first->connection].name);
    diag_label(diag, first->span, "it is named here first");
    if (first->connection != connection) {
        diag_note(diag, "an interface can be shared by connections on the same side only");
    }
}

bool check_duplicate_ends(struct compilation *c, void *subject)
{
    struct check_wiring wiring = {.checks = (struct checks *)subject, .c = c};
    const struct model *model = wiring.checks->model;

    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        for (uint32_t k = 0; k < connection->from_count; k++) {
            check_end_once(&wiring, i, false, &connection->from[k]);
        }
        for (uint32_t k = 0; k < connection->to_count; k++) {
            check_end_once(&wiring, i, true, &connection->to[k]);
        }
    }
    return true;
}

static bool check_must_connect(const struct model_interface *interface)
{
    return !interface->maybe && !interface->exported && interface->kind != MODEL_PROVIDES &&
           interface->kind != MODEL_EMITS;
}

/* Reports an open interface, once per text: instances of one place in a compound count as one. */
static void check_report_open(struct compilation *c, const struct model *model, uint32_t instance,
                              const struct model_interface *interface, struct map *reported)
{
    const struct model_instance *flat = &model->instances[instance];
    const char *key =
        intern_printf(&c->interner, "%u:%u:%s", flat->span.file, flat->span.start, interface->name);
    struct diag *diag;

    if (!map_put(reported, &c->arena, map_key_from_pointer(key), 0)) {
        return;
    }
    diag = diag_report(&c->diags, DIAG_UNCONNECTED_INTERFACE, flat->span,
                       "`%s.%s` must be connected", flat->name, interface->name);
    diag_label(diag, interface->span, "component `%s` %s it here",
               checks_component_name(model_component_of(model, instance)),
               interface->kind == MODEL_DATAPORT ? "declares"
                                                 : checks_interface_word(interface->kind));
    diag_hint(diag, "connect it, or declare it `maybe %s`", checks_interface_word(interface->kind));
}

bool check_unconnected(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;
    struct map connected = {0};
    struct map reported = {0};

    if (model->instance_count == 0 && !model->incomplete) {
        (void)diag_report(&c->diags, DIAG_NO_INSTANCES, model->assembly_span,
                          "the system has no instances");
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        for (uint32_t k = 0; k < connection->from_count + connection->to_count; k++) {
            const struct model_end *end = k < connection->from_count
                                              ? &connection->from[k]
                                              : &connection->to[k - connection->from_count];

            (void)map_put(&connected, &c->arena, map_key_from_pair(end->instance, end->interface),
                          0);
        }
    }
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const struct model_component *component = model_component_of(model, i);

        for (uint32_t k = 0; k < component->interface_count; k++) {
            if (check_must_connect(&component->interfaces[k]) &&
                !map_get(&connected, map_key_from_pair(i, k), NULL)) {
                check_report_open(c, model, i, &component->interfaces[k], &reported);
            }
        }
    }
    return true;
}
