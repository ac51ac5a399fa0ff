/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Names that go into C code must not be words of C (adl.md 9.6): methods, parameters, attributes,
 * struct fields and settings become C names as they are, which is an error; interfaces, instances,
 * components, connections and locks become parts of C names, which is doubtful at best.
 */
#include "adl/check/c_words.h"
#include "adl/check/checks.h"

/* `name` of a thing called `what` becomes a C name as it is. */
static void check_reserved(struct compilation *c, const char *what, const char *name,
                           struct span span)
{
    const char *owner = c_words_owner(name);

    if (owner != NULL) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_RESERVED_IN_C, span,
                        "`%s` is a word of %s and cannot name %s", name, owner, what);

        diag_hint(diag, "choose another name, such as `%s_`", name);
    }
}

/* `name` becomes part of a C name or of a file name. */
static void check_clumsy(struct compilation *c, const char *what, const char *name,
                         struct span span)
{
    const char *owner = c_words_owner(name);

    if (owner != NULL) {
        struct diag *diag = diag_report(&c->diags, DIAG_CLUMSY_C_NAME, span,
                                        "`%s` is a word of %s and makes an unusable name for %s",
                                        name, owner, what);

        diag_hint(diag, "choose another name, such as `%s_`", name);
    }
}

static void check_fields(struct compilation *c, const char *what, const struct model_field *fields,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        check_reserved(c, what, fields[i].name, fields[i].span);
    }
}

static void check_procedure_names(struct compilation *c, const struct model *model)
{
    for (uint32_t i = 0; i < model->procedure_count; i++) {
        const struct model_procedure *procedure = &model->procedures[i];

        for (uint32_t k = 0; k < procedure->method_count; k++) {
            const struct model_method *method = &procedure->methods[k];

            check_reserved(c, "a method", method->name, method->span);
            for (uint32_t n = 0; n < method->parameter_count; n++) {
                check_reserved(c, "a parameter", method->parameters[n].name,
                               method->parameters[n].span);
            }
        }
        check_fields(c, "an attribute", procedure->attributes, procedure->attribute_count);
    }
    for (uint32_t i = 0; i < model->struct_count; i++) {
        check_fields(c, "a struct field", model->structs[i].fields, model->structs[i].field_count);
    }
    for (uint32_t i = 0; i < model->connector_count; i++) {
        check_fields(c, "an attribute", model->connectors[i].attributes,
                     model->connectors[i].attribute_count);
    }
}

static void check_component_names(struct compilation *c, const struct model *model)
{
    for (uint32_t i = 0; i < model->component_count; i++) {
        const struct model_component *component = &model->components[i];

        check_clumsy(c, "a component", component->name, component->span);
        for (uint32_t k = 0; k < component->interface_count; k++) {
            check_clumsy(c, "an interface", component->interfaces[k].name,
                         component->interfaces[k].span);
        }
        for (uint32_t k = 0; k < component->lock_count; k++) {
            check_clumsy(c, "a lock", component->locks[k].name, component->locks[k].span);
        }
        for (uint32_t k = 0; k < component->copyregion_count; k++) {
            check_clumsy(c, "a copyregion", component->copyregions[k].name,
                         component->copyregions[k].span);
        }
        check_fields(c, "an attribute", component->attributes, component->attribute_count);
    }
}

/* The part of a flattened name that somebody wrote in one place. */
static const char *check_last_part(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot == NULL ? name : dot + 1;
}

bool check_c_names(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;

    check_procedure_names(c, model);
    check_component_names(c, model);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        check_clumsy(c, "an instance", check_last_part(model->instances[i].name),
                     model->instances[i].span);
    }
    for (uint32_t i = 0; i < model->declared_count; i++) {
        check_clumsy(c, "a connection", model->declared[i].name, model->declared[i].span);
    }
    for (uint32_t i = 0; i < model->settings_count; i++) {
        for (uint32_t k = 0; k < model->settings[i].count; k++) {
            const struct model_setting *setting = &model->settings[i].settings[k];

            if (!setting->is_default) {
                check_reserved(c, "a setting", setting->attribute, setting->span);
            }
        }
    }
    return true;
}
