/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The model as indented text, one fact a line: declared types first, then the flat system. Meant
 * for golden tests and for looking at what a description means.
 */
#include "adl/base/strbuf.h"
#include "adl/model/model.h"
#include "adl/model/model_value.h"

static const char *model_print_name(const char *name)
{
    return name != NULL ? name : "(unnamed)";
}

static void model_print_field(struct strbuf *out, const char *indent, const char *word,
                              const struct model_field *field)
{
    strbuf_printf(out, "%s%s %s %s%s", indent, word, model_print_name(field->type.name),
                  field->name, field->type.is_array ? "[]" : "");
    if (field->fallback != NULL) {
        strbuf_puts(out, " = ");
        model_value_put_text(out, field->fallback);
    }
    strbuf_putc(out, '\n');
}

static void model_print_includes(struct strbuf *out, const struct model_include *includes,
                                 uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        strbuf_printf(out, includes[i].angle ? "  include <%s>\n" : "  include \"%s\"\n",
                      includes[i].path);
    }
}

static void model_print_structs(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->struct_count; i++) {
        const struct model_struct *structure = &model->structs[i];

        strbuf_printf(out, "struct %s\n", structure->name);
        for (uint32_t k = 0; k < structure->field_count; k++) {
            model_print_field(out, "  ", "field", &structure->fields[k]);
        }
    }
}

static void model_print_method(struct strbuf *out, const struct model_method *method)
{
    static const char *const directions[] = {
        [MODEL_IN] = "in", [MODEL_REFIN] = "refin", [MODEL_OUT] = "out", [MODEL_INOUT] = "inout"};

    strbuf_printf(out, "  method %s %s(",
                  method->return_type != NULL ? method->return_type : "void", method->name);
    for (uint32_t i = 0; i < method->parameter_count; i++) {
        const struct model_parameter *parameter = &method->parameters[i];

        strbuf_printf(out, "%s%s %s %s%s", i > 0 ? ", " : "", directions[parameter->direction],
                      model_print_name(parameter->type.name), parameter->name,
                      parameter->type.is_array ? "[]" : "");
    }
    strbuf_puts(out, ")\n");
}

static void model_print_procedures(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->procedure_count; i++) {
        const struct model_procedure *procedure = &model->procedures[i];

        strbuf_printf(out, "procedure %s\n", model_print_name(procedure->name));
        model_print_includes(out, procedure->includes, procedure->include_count);
        for (uint32_t k = 0; k < procedure->attribute_count; k++) {
            model_print_field(out, "  ", "attribute", &procedure->attributes[k]);
        }
        for (uint32_t k = 0; k < procedure->method_count; k++) {
            model_print_method(out, &procedure->methods[k]);
        }
    }
}

static void model_print_side(struct strbuf *out, const char *word, const struct model_side *side)
{
    static const char *const kinds[] = {[MODEL_END_PROCEDURE] = "procedure",
                                        [MODEL_END_EVENT] = "event",
                                        [MODEL_END_DATAPORT] = "dataport"};

    strbuf_printf(out, "  %s %s%s%s, threads %u\n", word, side->hardware ? "hardware " : "",
                  kinds[side->kind], side->plural ? "s" : "", side->threads);
}

static void model_print_connectors(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->connector_count; i++) {
        const struct model_connector *connector = &model->connectors[i];

        strbuf_printf(out, "connector %s\n", model_print_name(connector->name));
        model_print_side(out, "from", &connector->from);
        model_print_side(out, "to", &connector->to);
        for (uint32_t k = 0; k < connector->attribute_count; k++) {
            model_print_field(out, "  ", "attribute", &connector->attributes[k]);
        }
    }
}

static void model_print_interface(struct strbuf *out, const struct model_interface *interface)
{
    static const char *const kinds[] = {
        [MODEL_PROVIDES] = "provides", [MODEL_USES] = "uses",         [MODEL_EMITS] = "emits",
        [MODEL_CONSUMES] = "consumes", [MODEL_DATAPORT] = "dataport",
    };

    strbuf_printf(out, "  %s%s ", interface->maybe ? "maybe " : "", kinds[interface->kind]);
    if (interface->procedure != NULL) {
        strbuf_puts(out, model_print_name(interface->procedure->name));
    } else {
        strbuf_puts(out, model_print_name(interface->type));
    }
    if (interface->buffer_size_given) {
        strbuf_printf(out, "(%llu)", (unsigned long long)interface->buffer_size);
    }
    strbuf_printf(out, " %s%s\n", interface->name, interface->exported ? " (exported)" : "");
}

static void model_print_locks(struct strbuf *out, const struct model_component *component)
{
    static const char *const kinds[] = {[MODEL_MUTEX] = "mutex",
                                        [MODEL_SEMAPHORE] = "semaphore",
                                        [MODEL_BINARY_SEMAPHORE] = "binary_semaphore"};

    for (uint32_t i = 0; i < component->lock_count; i++) {
        strbuf_printf(out, "  %s %s\n", kinds[component->locks[i].kind], component->locks[i].name);
    }
    for (uint32_t i = 0; i < component->copyregion_count; i++) {
        strbuf_printf(out, "  copyregion %s(%llu)\n", component->copyregions[i].name,
                      (unsigned long long)component->copyregions[i].size);
    }
}

static void model_print_components(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->component_count; i++) {
        const struct model_component *component = &model->components[i];

        strbuf_printf(out, "component %s%s%s%s\n", model_print_name(component->name),
                      component->control ? " control" : "", component->hardware ? " hardware" : "",
                      component->compound ? " compound" : "");
        model_print_includes(out, component->includes, component->include_count);
        for (uint32_t k = 0; k < component->interface_count; k++) {
            model_print_interface(out, &component->interfaces[k]);
        }
        model_print_locks(out, component);
        for (uint32_t k = 0; k < component->attribute_count; k++) {
            model_print_field(out, "  ", "attribute", &component->attributes[k]);
        }
    }
}

static void model_print_ends(struct strbuf *out, const struct model *model, const char *word,
                             const struct model_end *ends, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        strbuf_printf(out, "    %s %s.%s\n", word, model->instances[ends[i].instance].name,
                      model_interface_of(model, &ends[i])->name);
    }
}

static void model_print_system(struct strbuf *out, const struct model *model)
{
    strbuf_printf(out, "assembly %s\n", model_print_name(model->assembly_name));
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const struct model_instance *instance = &model->instances[i];

        strbuf_printf(out, "  instance %s: %s", instance->name,
                      model_print_name(model_component_of(model, i)->name));
        if (instance->address_space != instance->name) {
            strbuf_printf(out, " in %s", instance->address_space);
        }
        strbuf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        strbuf_printf(out, "  connection %s: %s\n", connection->name,
                      model_print_name(model->connectors[connection->connector].name));
        model_print_ends(out, model, "from", connection->from, connection->from_count);
        model_print_ends(out, model, "to", connection->to, connection->to_count);
    }
}

static void model_print_settings(struct strbuf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];

        strbuf_printf(out, "  settings of %s\n", settings->target);
        for (uint32_t k = 0; k < settings->count; k++) {
            strbuf_printf(out, "    %s = ", settings->settings[k].attribute);
            model_value_put_text(out, &settings->settings[k].value);
            strbuf_puts(out, settings->settings[k].is_default ? " (default)\n" : "\n");
        }
    }
    for (uint32_t i = 0; i < model->schedule_count; i++) {
        strbuf_printf(out, "  schedule domain %llu for %llu %s\n",
                      (unsigned long long)model->schedule[i].domain,
                      (unsigned long long)model->schedule[i].duration,
                      model->schedule[i].in_microseconds ? "us" : "ticks");
    }
}

void model_print(const struct model *model, struct strbuf *out)
{
    model_print_structs(out, model);
    model_print_procedures(out, model);
    model_print_connectors(out, model);
    model_print_components(out, model);
    model_print_system(out, model);
    model_print_settings(out, model);
}
