/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Every connection (adl.md 9.4): it has ends on both sides, not several where one is allowed; each
 * end is an interface of the kind, direction and hardware-ness that its side takes; all interface
 * types agree unless the connector says otherwise. Looked at twice: as written, in every
 * composition, and in the flat system where merging or exports changed the ends.
 */
#include "adl/check/checks.h"

/* An end, wherever it comes from. */
struct check_end {
    const char *text;
    struct span span;
    const struct model_component *component;
    const struct model_interface *interface;
};

struct check_connection {
    const char *name;
    struct span span;
    const struct model_connector *connector;
    VEC(struct check_end) from;
    VEC(struct check_end) to;
};

static const char *const check_end_kinds[] = {[MODEL_END_PROCEDURE] = "procedure",
                                              [MODEL_END_EVENT] = "event",
                                              [MODEL_END_DATAPORT] = "dataport"};

static enum model_end_kind check_kind_of(const struct model_interface *interface)
{
    return interface->kind == MODEL_DATAPORT ? MODEL_END_DATAPORT
           : interface->kind == MODEL_PROVIDES || interface->kind == MODEL_USES
               ? MODEL_END_PROCEDURE
               : MODEL_END_EVENT;
}

/* The two interface kinds that a side takes, by connector end kind. */
static bool check_direction_fits(const struct model_interface *interface, bool to)
{
    if (interface->kind == MODEL_DATAPORT) {
        return true;
    }
    return to == (interface->kind == MODEL_PROVIDES || interface->kind == MODEL_CONSUMES);
}

static const char *check_connector_name(const struct model_connector *connector)
{
    return connector->name != NULL ? connector->name : "(unnamed)";
}

static bool check_counts(struct compilation *c, const struct check_connection *connection)
{
    bool good = true;

    if (connection->from.count + connection->to.count == 0) {
        struct diag *none = diag_report(&c->diags, DIAG_MISSING_END, connection->span,
                                        "connection `%s` has no ends", connection->name);

        diag_hint(none, "write `%s(from instance.interface, to instance.interface)`",
                  connection->name);
        return false;
    }
    for (int side = 0; side < 2; side++) {
        size_t count = side == 0 ? connection->from.count : connection->to.count;
        const struct check_end *ends = side == 0 ? connection->from.items : connection->to.items;
        const struct model_side *limits =
            side == 0 ? &connection->connector->from : &connection->connector->to;
        const char *word = side == 0 ? "from" : "to";
        struct diag *diag;

        if (count == 0) {
            diag = diag_report(&c->diags, DIAG_MISSING_END, connection->span,
                               "connection `%s` has no `%s` end", connection->name, word);
            diag_hint(diag, "add `%s instance.interface`", word);
            good = false;
        } else if (count > 1 && !limits->plural) {
            diag = diag_report(&c->diags, DIAG_TOO_MANY_ENDS, ends[1].span,
                               "connector `%s` takes one `%s` end, and `%s` is another",
                               check_connector_name(connection->connector), word, ends[1].text);
            diag_label(diag, ends[0].span, "the first one is here");
            diag_label(diag, connection->connector->span, "the connector is declared here");
            good = false;
        }
    }
    return good;
}

static bool check_side(struct compilation *c, const struct check_connection *connection, bool to)
{
    const struct model_side *side = to ? &connection->connector->to : &connection->connector->from;
    const struct check_end *ends = to ? connection->to.items : connection->from.items;
    size_t count = to ? connection->to.count : connection->from.count;
    const char *connector = check_connector_name(connection->connector);
    const char *word = to ? "to" : "from";
    bool good = true;

    for (size_t i = 0; i < count; i++) {
        const struct check_end *end = &ends[i];
        struct diag *diag = NULL;

        if (check_kind_of(end->interface) != side->kind) {
            diag = diag_report(&c->diags, DIAG_WRONG_END, end->span,
                               "connector `%s` joins %ss, but `%s` is %s %s", connector,
                               check_end_kinds[side->kind], end->text,
                               check_kind_of(end->interface) == MODEL_END_EVENT ? "an" : "a",
                               check_end_kinds[check_kind_of(end->interface)]);
            diag_label(diag, connection->connector->span, "the connector is declared here");
        } else if (!check_direction_fits(end->interface, to)) {
            diag = diag_report(&c->diags, DIAG_WRONG_END, end->span,
                               "`%s` cannot be a `%s` end: the component %s it", end->text, word,
                               checks_interface_word(end->interface->kind));
            diag_hint(diag, "`from` is who uses or emits, `to` is who provides or consumes");
        }
        if (diag != NULL) {
            diag_label(diag, end->interface->span, "the interface is declared here");
            good = false;
        }
        if (side->hardware != end->component->hardware) {
            diag = diag_report(&c->diags, DIAG_HARDWARE_MISMATCH, end->span,
                               side->hardware ? "the `%s` side of connector `%s` is for hardware, "
                                                "but component `%s` is software"
                                              : "the `%s` side of connector `%s` is for software, "
                                                "but component `%s` is hardware",
                               word, connector, checks_component_name(end->component));
            diag_label(diag, end->component->span, "the component is declared here");
            diag_label(diag, connection->connector->span, "the connector is declared here");
            good = false;
        }
    }
    return good;
}

/* The connector's own default decides; a setting of that name has no effect (adl.md 6.8). */
static bool check_types_relaxed(const struct model_connector *connector)
{
    for (uint32_t i = 0; i < connector->attribute_count; i++) {
        const struct model_field *attribute = &connector->attributes[i];

        if (strcmp(attribute->name, "disable_interface_type_checking") == 0) {
            return attribute->fallback != NULL &&
                   (attribute->fallback->kind != MODEL_VALUE_INTEGER ||
                    attribute->fallback->integer != 0);
        }
    }
    return false;
}

static bool check_same_type(const struct model_interface *first,
                            const struct model_interface *second)
{
    if (check_kind_of(first) != check_kind_of(second)) {
        return true; /* reported as a wrong end */
    }
    if (first->kind == MODEL_PROVIDES || first->kind == MODEL_USES) {
        return first->procedure == second->procedure || first->procedure == NULL ||
               second->procedure == NULL; /* unknown ones were reported */
    }
    if (first->is_buffer != second->is_buffer) {
        return false;
    }
    return first->is_buffer ? first->buffer_size_given == second->buffer_size_given &&
                                  first->buffer_size == second->buffer_size
                            : first->type == second->type;
}

/* The type as the user wrote it. */
static const char *check_type_text(struct compilation *c, const struct model_interface *interface)
{
    if (interface->procedure != NULL) {
        return interface->procedure->name != NULL ? interface->procedure->name : "(unnamed)";
    }
    if (interface->buffer_size_given) {
        return intern_printf(&c->interner, "Buf(%llu)", (unsigned long long)interface->buffer_size);
    }
    return interface->type != NULL ? interface->type : "(unknown)";
}

static bool check_types(struct compilation *c, const struct check_connection *connection)
{
    const struct check_end *first = &connection->from.items[0];
    size_t count = connection->from.count + connection->to.count;

    if (check_types_relaxed(connection->connector)) {
        return true;
    }
    for (size_t i = 1; i < count; i++) {
        const struct check_end *end = i < connection->from.count
                                          ? &connection->from.items[i]
                                          : &connection->to.items[i - connection->from.count];
        struct diag *diag;

        if (check_same_type(first->interface, end->interface)) {
            continue;
        }
        diag = diag_report(&c->diags, DIAG_TYPES_DIFFER, end->span,
                           "`%s` has type `%s`, but `%s` has type `%s`", end->text,
                           check_type_text(c, end->interface), first->text,
                           check_type_text(c, first->interface));
        diag_label(diag, end->interface->span, "this one is declared with `%s`",
                   check_type_text(c, end->interface));
        diag_label(diag, first->interface->span, "this one is declared with `%s`",
                   check_type_text(c, first->interface));
        if (end->interface->is_buffer && first->interface->is_buffer &&
            end->interface->buffer_size == first->interface->buffer_size) {
            diag_hint(diag, "plain `Buf` and `Buf(4096)` are different types; write the same");
        }
        return false;
    }
    return true;
}

static bool check_one(struct compilation *c, const struct check_connection *connection)
{
    bool counted = check_counts(c, connection);
    bool from = check_side(c, connection, false);
    bool to = check_side(c, connection, true);
    bool typed =
        connection->from.count == 0 || connection->to.count == 0 || check_types(c, connection);

    return counted && from && to && typed;
}

bool check_connections(struct compilation *c, void *subject)
{
    struct checks *checks = (struct checks *)subject;
    const struct model *model = checks->model;

    for (uint32_t i = 0; i < model->declared_count; i++) {
        const struct model_declared_connection *declared = &model->declared[i];
        struct check_connection connection = {.name = declared->name,
                                              .span = declared->span,
                                              .connector = &model->connectors[declared->connector]};

        for (uint32_t k = 0; k < declared->from_count + declared->to_count; k++) {
            bool to = k >= declared->from_count;
            const struct model_declared_end *end =
                to ? &declared->to[k - declared->from_count] : &declared->from[k];
            const struct model_component *component = &model->components[end->component];
            struct check_end view = {.text = end->text,
                                     .span = end->span,
                                     .component = component,
                                     .interface = &component->interfaces[end->interface]};

            if (to) {
                vec_push(&c->arena, &connection.to, view);
            } else {
                vec_push(&c->arena, &connection.from, view);
            }
        }
        checks->declared_faulty[i] = !check_one(c, &connection);
    }
    return true;
}

/* Was a part of the connection reported on, as written or for another instance of its text? */
static bool check_parts_faulty(const struct checks *checks,
                               const struct model_connection *connection)
{
    for (uint32_t i = 0; i < connection->declared_count; i++) {
        if (checks->declared_faulty[connection->declared[i]]) {
            return true;
        }
    }
    return false;
}

bool check_rewritten(struct compilation *c, void *subject)
{
    struct checks *checks = (struct checks *)subject;
    const struct model *model = checks->model;

    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *flat = &model->connections[i];
        struct check_connection connection = {.name = flat->name,
                                              .span = flat->span,
                                              .connector = &model->connectors[flat->connector]};

        if (!flat->rewritten || check_parts_faulty(checks, flat)) {
            continue;
        }
        for (uint32_t k = 0; k < flat->from_count + flat->to_count; k++) {
            bool to = k >= flat->from_count;
            const struct model_end *end = to ? &flat->to[k - flat->from_count] : &flat->from[k];
            const struct model_interface *interface = model_interface_of(model, end);
            struct check_end view = {
                .text = intern_printf(&c->interner, "%s.%s", model->instances[end->instance].name,
                                      interface->name),
                .span = end->span,
                .component = model_component_of(model, end->instance),
                .interface = interface,
            };

            if (to) {
                vec_push(&c->arena, &connection.to, view);
            } else {
                vec_push(&c->arena, &connection.from, view);
            }
        }
        if (!check_one(c, &connection)) {
            checks->declared_faulty[flat->declared[flat->declared_count - 1]] = true;
        }
    }
    return true;
}
