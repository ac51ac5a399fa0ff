/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Settings need no declaration (adl.md 9.7), so a misspelt one would pass in silence. Here
 *   - a target that is no instance, connection, address space or interface of an instance,
 *   - an attribute that is neither declared nor standard nor read by a `<-`,
 * earn a warning, unless code we do not know may read it (a connector that is not standard); and
 * a standard setting with a value of the wrong kind or range is an error. Two values for one merged
 * connection, under two of its old names, earn a warning.
 */
#include <strings.h>

#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"
#include "adl/check/c_words.h"
#include "adl/check/checks.h"
#include "adl/check/known_settings.h"
#include "adl/model/model_index.h"
#include "adl/model/model_value.h"

/* What a target text stands for. */
struct check_target {
    enum known_target kind;
    bool known;
    const struct model_component *component; /* of an instance */
    const struct model_connector *connector; /* of a connection */
};

static bool check_is_space(const struct model *model, const char *name)
{
    return map_get(&model->index->spaces, map_key_from_pointer(name), NULL);
}

/* `a.b` as interface b of instance a. */
static bool check_is_interface(const struct model *model, const char *target)
{
    const char *dot = strrchr(target, '.');
    uint32_t instance;

    if (dot == NULL) {
        return false;
    }
    instance = model_instance_named(
        model, arena_strndup(&model->compilation->arena, target, (size_t)(dot - target)));
    return instance != UINT32_MAX &&
           model_interface_named(model_component_of(model, instance), dot + 1) != UINT32_MAX;
}

static struct check_target check_target_of(const struct model *model, const char *name)
{
    uint32_t instance = model_instance_named(model, name);
    uint32_t connection = model_connection_named(model, name);
    struct check_target target = {.kind = KNOWN_INSTANCE, .known = true};

    if (instance != UINT32_MAX) {
        target.component = model_component_of(model, instance);
    } else if (connection != UINT32_MAX) {
        target.kind = KNOWN_CONNECTION;
        target.connector = &model->connectors[model->connections[connection].connector];
    } else if (check_is_space(model, name)) {
        target.kind = KNOWN_SPACE;
    } else if (check_is_interface(model, name)) {
        target.kind = KNOWN_INTERFACE;
    } else {
        target.known = false;
    }
    return target;
}

/* The part of a flattened target that was written in the configuration. */
static const char *check_written(const char *target)
{
    const char *dot = strrchr(target, '.');

    return dot == NULL ? target : dot + 1;
}

static void check_report_target(struct compilation *c, const struct model *model,
                                const struct model_settings *settings)
{
    const char *written = check_written(settings->target);
    struct suggest suggest;
    struct diag *diag;

    for (uint32_t i = 0; i < settings->count; i++) {
        if (settings->settings[i].referenced) {
            return; /* a store of values for others */
        }
    }
    diag = diag_report(&c->diags, DIAG_UNKNOWN_TARGET, settings->settings[0].target_span,
                       "nothing is called `%s`, so the setting has no effect", written);
    suggest_start(&suggest, settings->target);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        suggest_consider(&suggest, model->instances[i].name);
        suggest_consider(&suggest, model->instances[i].address_space);
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        suggest_consider(&suggest, connection->alias_count == 0 ? connection->name : NULL);
        for (uint32_t k = 0; k < connection->alias_count; k++) {
            suggest_consider(&suggest, connection->aliases[k]);
        }
    }
    if (suggest_result(&suggest) != NULL) {
        const char *near = check_written(suggest_result(&suggest));

        diag_hint(diag, "did you mean `%s`?", near);
        for (uint32_t i = 0; i < settings->count && suggest_is_certain(&suggest); i++) {
            diag_fix(diag, settings->settings[i].target_span, near);
        }
    }
}

/* The value as messages call it, when the standard setting does not take it; else NULL. */
static const char *check_misfit(const struct known_setting *known, const struct model_value *value)
{
    __int128 number = 0;
    size_t at = 0;

    switch (known->value) {
    case KNOWN_INTEGER:
        return value->kind == MODEL_VALUE_INTEGER ? NULL : "an integer";
    case KNOWN_NUMERIC:
        return model_value_to_integer(value, &number) ? NULL : "an integer";
    case KNOWN_BOOLEAN:
        return value->kind == MODEL_VALUE_INTEGER ? NULL : "true or false";
    case KNOWN_STRING:
        return value->kind == MODEL_VALUE_STRING ? NULL : "a string";
    case KNOWN_LIST:
        return value->kind == MODEL_VALUE_LIST ? NULL : "a list";
    case KNOWN_DICT:
        return value->kind == MODEL_VALUE_DICT ? NULL : "a dict";
    case KNOWN_RIGHTS:
        for (const char *letter = "RWXP"; value->kind == MODEL_VALUE_STRING && *letter != '\0';
             letter++) {
            at += value->string[at] == *letter ? 1 : 0;
        }
        return value->kind == MODEL_VALUE_STRING && value->string[at] == '\0'
                   ? NULL
                   : "some of the letters R, W, X, P, in this order";
    case KNOWN_ANY:
        break;
    }
    return NULL;
}

/* Shows the value's place unless it stands right behind the setting's name anyway. */
static void check_label_value(struct diag *diag, const struct model_setting *setting)
{
    if (!checks_value_is_near(setting, &setting->value)) {
        diag_label(diag, setting->value.span, "the value is given here");
    }
}

/* Reports a value that the setting does not take: false. */
static bool check_known_value(struct compilation *c, const struct known_setting *known,
                              const struct model_setting *setting)
{
    const char *wanted = check_misfit(known, &setting->value);
    bool bounded = known->value == KNOWN_INTEGER || known->value == KNOWN_NUMERIC ||
                   known->value == KNOWN_BOOLEAN;
    struct strbuf text;
    __int128 number;
    struct diag *diag;

    strbuf_init(&text, &c->arena);
    model_value_put_text(&text, &setting->value);
    if (wanted != NULL) {
        diag = diag_report(&c->diags, DIAG_SETTING_VALUE, setting->span, "`%s` must be %s, not %s",
                           setting->attribute, wanted,
                           setting->value.kind == MODEL_VALUE_STRING
                               ? text.text
                               : model_value_a_kind(setting->value.kind));
        check_label_value(diag, setting);
        return false;
    }
    if (bounded && model_value_to_integer(&setting->value, &number) &&
        (number < known->low || number > known->high)) {
        diag = known->high == INT64_MAX
                   ? diag_report(&c->diags, DIAG_SETTING_VALUE, setting->span,
                                 "`%s` must be %lld or more, not %s", setting->attribute,
                                 (long long)known->low, text.text)
                   : diag_report(&c->diags, DIAG_SETTING_VALUE, setting->span,
                                 "`%s` must be from %lld to %lld, not %s", setting->attribute,
                                 (long long)known->low, (long long)known->high, text.text);
        check_label_value(diag, setting);
        return false;
    }
    return true;
}

/* Says so when the setting has no effect; a value that others refer to has one. */
static void check_used(struct compilation *c, const struct known_setting *known,
                       const struct model_setting *setting)
{
    const char *why = known_settings_unused(known);

    if (strcmp(known->name, "environment") == 0 && setting->value.kind == MODEL_VALUE_STRING &&
        strcasecmp(setting->value.string, "c") != 0 &&
        strcasecmp(setting->value.string, "cakeml") != 0) {
        struct diag *diag = diag_report(&c->diags, DIAG_SETTING_VALUE, setting->span,
                                        "`environment` must be \"c\" or \"cakeml\", not \"%s\"",
                                        setting->value.string);

        diag_note(diag, "components are built from C or C++");
    }
    if (why != NULL && !setting->referenced) {
        struct diag *diag = diag_report(&c->diags, DIAG_UNUSED_SETTING, setting->span,
                                        "`%s` is accepted but has no effect", setting->attribute);

        diag_note(diag, "%s", why);
    }
}

/* May code that we do not know read the setting? */
static bool check_may_be_read(const struct model *model, const struct check_target *target,
                              const char *attribute)
{
    if (target->kind == KNOWN_CONNECTION) {
        return !known_settings_connector(target->connector);
    }
    if (target->kind == KNOWN_INTERFACE) {
        return true;
    }
    if (target->component == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];
        bool standard = known_settings_connector(&model->connectors[connection->connector]);

        for (uint32_t k = 0; !standard && k < connection->from_count + connection->to_count; k++) {
            const struct model_end *end = k < connection->from_count
                                              ? &connection->from[k]
                                              : &connection->to[k - connection->from_count];
            const char *interface = model_interface_of(model, end)->name;
            size_t length = strlen(interface);

            if (model_component_of(model, end->instance) == target->component &&
                strncmp(attribute, interface, length) == 0 && attribute[length] == '_') {
                return true;
            }
        }
    }
    return false;
}

static void check_report_setting(struct compilation *c, const struct check_target *target,
                                 const struct model_setting *setting)
{
    struct suggest suggest;
    struct diag *diag;

    suggest_start(&suggest, setting->attribute);
    if (target->component != NULL) {
        diag = diag_report(&c->diags, DIAG_UNKNOWN_SETTING, setting->span,
                           "component `%s` has no attribute `%s`, and no standard setting is "
                           "called so",
                           checks_component_name(target->component), setting->attribute);
        diag_label(diag, target->component->span, "the component is declared here");
        for (uint32_t i = 0; i < target->component->attribute_count; i++) {
            suggest_consider(&suggest, target->component->attributes[i].name);
        }
    } else {
        diag = diag_report(&c->diags, DIAG_UNKNOWN_SETTING, setting->span,
                           "no standard setting of %s is called `%s`",
                           target->kind == KNOWN_CONNECTION ? "connections" : "address spaces",
                           setting->attribute);
    }
    known_settings_suggest(c, &suggest, target->kind, target->component);
    (void)diag_suggest(diag, setting->span, &suggest);
}

static bool check_declares(const struct check_target *target, const char *attribute)
{
    const struct model_field *fields = NULL;
    uint32_t count = 0;

    if (target->component != NULL) {
        fields = target->component->attributes;
        count = target->component->attribute_count;
    } else if (target->connector != NULL) {
        fields = target->connector->attributes;
        count = target->connector->attribute_count;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (fields[i].name == attribute) {
            return true;
        }
    }
    return false;
}

/* Reports a setting that is called as an interface of the component: nothing reads it. */
static void check_report_interface(struct compilation *c, const struct check_target *target,
                                   const struct model_setting *setting)
{
    uint32_t at = model_interface_named(target->component, setting->attribute);
    struct diag *diag = diag_report(&c->diags, DIAG_UNKNOWN_SETTING, setting->span,
                                    "`%s` is an interface of component `%s`, not a setting",
                                    setting->attribute, checks_component_name(target->component));

    diag_label(diag, target->component->interfaces[at].span, "the interface is declared here");
    diag_hint(diag, "settings of an interface have its name in front, as in `%s_access`",
              setting->attribute);
}

static void check_setting(struct compilation *c, const struct model *model,
                          const struct check_target *target, const struct model_setting *setting)
{
    const struct known_setting *known =
        known_settings_find(target->kind, setting->attribute, target->component);

    if (check_declares(target, setting->attribute) || c_words_owner(setting->attribute) != NULL) {
        return; /* the declared type decides; words of C were reported */
    }
    if (known != NULL && target->connector != NULL &&
        !known_settings_connector(target->connector)) {
        return; /* the name may mean something else to this connector */
    }
    if (known != NULL && known_settings_unused(known) != NULL && target->component != NULL &&
        model_interface_named(target->component, setting->attribute) != UINT32_MAX &&
        check_misfit(known, &setting->value) != NULL) {
        check_report_interface(c, target, setting);
    } else if (known != NULL) {
        if (check_known_value(c, known, setting)) {
            check_used(c, known, setting);
        }
    } else if (!setting->referenced && !check_may_be_read(model, target, setting->attribute)) {
        check_report_setting(c, target, setting);
    }
}

/* A connection made of several is reached under each of their names, and where two set the same
 * the first one declared counts: `settings` of another one are in vain. */
static void check_aliases(struct compilation *c, const struct model *model,
                          const struct model_settings *settings)
{
    uint32_t found = model_connection_named(model, settings->target);
    const struct model_connection *connection =
        found != UINT32_MAX ? &model->connections[found] : NULL;

    for (uint32_t i = 0; connection != NULL && i < settings->count; i++) {
        const struct model_setting *own = &settings->settings[i];

        for (uint32_t k = 0; k < connection->alias_count; k++) {
            const struct model_setting *first;
            struct diag *diag;

            if (connection->aliases[k] == settings->target) {
                break;
            }
            first = model_setting(model, connection->aliases[k], own->attribute);
            if (first == NULL || model_value_equal(&first->value, &own->value)) {
                continue;
            }
            diag = diag_report(&c->diags, DIAG_SETTING_IN_VAIN, own->span,
                               "`%s.%s` has no effect: `%s.%s` counts", settings->target,
                               own->attribute, connection->aliases[k], own->attribute);
            diag_label(diag, first->span, "set here to another value");
            diag_note(diag, "connections that share an end are one: `%s` and `%s`",
                      connection->aliases[k], settings->target);
        }
    }
}

bool check_known_settings(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;

    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];
        struct check_target target = check_target_of(model, settings->target);

        if (!target.known) {
            if (!model->incomplete_wiring) {
                check_report_target(c, model, settings);
            }
            continue;
        }
        check_aliases(c, model, settings);
        for (uint32_t k = 0; k < settings->count; k++) {
            check_setting(c, model, &target, &settings->settings[k]);
        }
    }
    return true;
}
