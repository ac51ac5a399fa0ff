/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The model as JSON, in the form of shared/oracle/README.md. Written by hand rather than with a
 * JSON library because settings may hold integers of more than 64 bits, which must appear in full.
 */
#include "adl/model/model_json.h"

#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/model/model.h"
#include "adl/model/model_value.h"

static void model_json_string(struct strbuf *out, const char *text)
{
    if (text == NULL) {
        strbuf_puts(out, "null");
        return;
    }
    strbuf_putc(out, '"');
    strbuf_put_json_escaped(out, text, strlen(text));
    strbuf_putc(out, '"');
}

/* `"name": "text"`, with a comma before it unless it is the first. */
static void model_json_member(struct strbuf *out, const char *name, const char *text)
{
    strbuf_puts(out, strcmp(name, "name") == 0 ? "{" : ", ");
    model_json_string(out, name);
    strbuf_puts(out, ": ");
    model_json_string(out, text);
}

static void model_json_instances(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->instance_count; i++) {
        strbuf_puts(out, i > 0 ? ",\n  " : "\n  ");
        model_json_member(out, "name", model->instances[i].name);
        model_json_member(out, "type", model_component_of(model, i)->name);
        model_json_member(out, "address_space", model->instances[i].address_space);
        strbuf_putc(out, '}');
    }
}

static void model_json_ends(struct strbuf *out, const struct model *model, const char *side,
                            const struct model_end *ends, uint32_t count)
{
    strbuf_printf(out, ", \"%s\": [", side);
    for (uint32_t i = 0; i < count; i++) {
        const char *instance = model->instances[ends[i].instance].name;
        const char *interface = model_interface_of(model, &ends[i])->name;

        strbuf_puts(out, i > 0 ? ", \"" : "\"");
        strbuf_put_json_escaped(out, instance, strlen(instance));
        strbuf_putc(out, '.');
        strbuf_put_json_escaped(out, interface, strlen(interface));
        strbuf_putc(out, '"');
    }
    strbuf_putc(out, ']');
}

static void model_json_connections(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        strbuf_puts(out, i > 0 ? ",\n  " : "\n  ");
        model_json_member(out, "name", connection->name);
        model_json_member(out, "type", model->connectors[connection->connector].name);
        model_json_ends(out, model, "from", connection->from, connection->from_count);
        model_json_ends(out, model, "to", connection->to, connection->to_count);
        strbuf_putc(out, '}');
    }
}

static void model_json_settings(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];

        strbuf_puts(out, i > 0 ? ",\n  " : "\n  ");
        model_json_string(out, settings->target);
        strbuf_puts(out, ": {");
        for (uint32_t k = 0; k < settings->count; k++) {
            strbuf_puts(out, k > 0 ? ", " : "");
            model_json_string(out, settings->settings[k].attribute);
            strbuf_puts(out, ": ");
            model_value_put_json(out, &settings->settings[k].value);
        }
        strbuf_putc(out, '}');
    }
}

static void model_json_schedule(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->schedule_count; i++) {
        strbuf_printf(out, "%s\n  {\"domain\": %llu, \"duration\": %llu, \"unit\": \"%s\"}",
                      i > 0 ? "," : "", (unsigned long long)model->schedule[i].domain,
                      (unsigned long long)model->schedule[i].duration,
                      model->schedule[i].in_microseconds ? "us" : "ticks");
    }
}

void model_json(const struct model *model, struct strbuf *out)
{
    strbuf_puts(out, "{\n \"instances\": [");
    model_json_instances(out, model);
    strbuf_puts(out, "],\n \"connections\": [");
    model_json_connections(out, model);
    strbuf_puts(out, "],\n \"settings\": {");
    model_json_settings(out, model);
    strbuf_puts(out, "},\n \"schedule\": [");
    model_json_schedule(out, model);
    strbuf_puts(out, "]\n}\n");
}
