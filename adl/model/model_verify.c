/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/model_verify.h"

#include <assert.h>

#include "adl/model/model.h"

static void model_verify_ends(const struct model *model, const struct model_end *ends,
                              uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert(ends[i].instance < model->instance_count);
        assert(ends[i].interface < model_component_of(model, ends[i].instance)->interface_count);
    }
    (void)model, (void)ends, (void)count;
}

static void model_verify_connections(const struct model *model)
{
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        assert(connection->connector < model->connector_count);
        assert(connection->declared_count ==
               (connection->alias_count == 0 ? 1 : connection->alias_count));
        for (uint32_t k = 0; k < connection->declared_count; k++) {
            assert(connection->declared[k] < model->declared_count);
        }
        assert(model->incomplete || model_connection_named(model, connection->name) == i);
        model_verify_ends(model, connection->from, connection->from_count);
        model_verify_ends(model, connection->to, connection->to_count);
    }
}

static void model_verify_declared(const struct model *model)
{
    for (uint32_t i = 0; i < model->declared_count; i++) {
        const struct model_declared_connection *declared = &model->declared[i];

        assert(declared->connector < model->connector_count);
        for (uint32_t k = 0; k < declared->from_count + declared->to_count; k++) {
            const struct model_declared_end *end = k < declared->from_count
                                                       ? &declared->from[k]
                                                       : &declared->to[k - declared->from_count];

            assert(end->component < model->component_count);
            assert(end->interface < model->components[end->component].interface_count);
            (void)end;
        }
    }
}

static void model_verify_settings(const struct model *model)
{
    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];

        assert(settings->count > 0);
        for (uint32_t k = 0; k < settings->count; k++) {
            assert(settings->settings[k].value.kind != MODEL_VALUE_NONE);
            assert(k == 0 || !settings->settings[k - 1].is_default ||
                   settings->settings[k].is_default);
        }
        (void)settings;
    }
}

void model_verify(const struct model *model)
{
    for (uint32_t i = 0; i < model->instance_count; i++) {
        assert(model->instances[i].component < model->component_count);
        assert(model->incomplete || model_instance_named(model, model->instances[i].name) == i);
    }
    model_verify_connections(model);
    model_verify_declared(model);
    model_verify_settings(model);
}
