/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/check/check.h"

#include "adl/check/checks.h"

bool check_run(struct compilation *c, const struct model *model)
{
    static const struct pass passes[] = {
#define CHECK(check_name, ...)                                                                     \
    {.name = #check_name, .needs = {__VA_ARGS__}, .run = check_##check_name},
#include "adl/check/adl_checks.def"
#undef CHECK
    };
    struct checks checks = {.model = model};

    if (model == NULL) {
        return false;
    }
    checks.declared_faulty = arena_array(&c->arena, bool, model->declared_count);
    (void)pass_run(c, passes, sizeof passes / sizeof passes[0], &checks, NULL);
    return !model->incomplete && c->diags.errors == 0;
}

const char *checks_interface_word(enum model_interface_kind kind)
{
    static const char *const words[] = {
        [MODEL_PROVIDES] = "provides", [MODEL_USES] = "uses",         [MODEL_EMITS] = "emits",
        [MODEL_CONSUMES] = "consumes", [MODEL_DATAPORT] = "dataport",
    };

    return words[kind];
}

bool checks_value_is_near(const struct model_setting *setting, const struct model_value *value)
{
    return value->span.file == setting->span.file && value->span.start >= setting->span.end &&
           value->span.start - setting->span.end <= 6;
}

const char *checks_component_name(const struct model_component *component)
{
    return component->name != NULL ? component->name : "(unnamed)";
}

bool check_whole_wiring(struct compilation *c, void *subject)
{
    const struct checks *checks = (const struct checks *)subject;

    (void)c;
    return !checks->model->incomplete_wiring;
}
