/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/check/known_settings.h"

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/suggest.h"

static const struct known_setting known_settings[] = {
#define KNOWN_SETTING(target, name, value, low, high)                                              \
    {KNOWN_##target, name, KNOWN_##value, low, high},
#include "adl/check/known_settings.def"
#undef KNOWN_SETTING
};

static const size_t known_settings_count = sizeof known_settings / sizeof known_settings[0];

static bool known_settings_target_fits(const struct known_setting *known, enum known_target target)
{
    return known->target == target || (known->target == KNOWN_SPACE && target == KNOWN_INSTANCE);
}

/* Does the pattern begin with a sign that stands for a name? */
static bool known_settings_has_part(const char *pattern)
{
    return pattern[0] == '@' || pattern[0] == '$' || pattern[0] == '&';
}

/* Is the lock one that the sign `$` or `&` stands for? */
static bool known_settings_lock_fits(char sign, const struct model_lock *lock)
{
    return lock->kind == (sign == '$' ? MODEL_SEMAPHORE : MODEL_BINARY_SEMAPHORE);
}

/* Does `name` end as a pattern does behind its sign? */
static bool known_settings_ends_as(const char *pattern, const char *name)
{
    size_t length = strlen(name);
    size_t suffix = strlen(pattern + 1);

    return length > suffix && strcmp(name + length - suffix, pattern + 1) == 0;
}

/* Does `name` fit `pattern` when the pattern's sign is `part`? */
static bool known_settings_with_part(const char *pattern, const char *name, const char *part)
{
    size_t length = strlen(part);

    return strncmp(name, part, length) == 0 && strcmp(name + length, pattern + 1) == 0;
}

/* Does `name` fit a pattern with one # for one or more digits? */
static bool known_settings_with_digits(const char *pattern, const char *name)
{
    const char *hash = strchr(pattern, '#');
    size_t before = (size_t)(hash - pattern);
    size_t digits;

    if (strncmp(name, pattern, before) != 0) {
        return false;
    }
    digits = strspn(name + before, "0123456789");
    return digits > 0 && strcmp(name + before + digits, hash + 1) == 0;
}

static bool known_settings_name_fits(const char *pattern, const char *name,
                                     const struct model_component *component)
{
    if (known_settings_has_part(pattern) && !known_settings_ends_as(pattern, name)) {
        return false;
    }
    if (pattern[0] == '@' && component != NULL) {
        for (uint32_t i = 0; i < component->interface_count; i++) {
            if (known_settings_with_part(pattern, name, component->interfaces[i].name)) {
                return true;
            }
        }
        return false;
    }
    if (known_settings_has_part(pattern) && component != NULL) {
        for (uint32_t i = 0; i < component->lock_count; i++) {
            if (known_settings_lock_fits(pattern[0], &component->locks[i]) &&
                known_settings_with_part(pattern, name, component->locks[i].name)) {
                return true;
            }
        }
        return false;
    }
    return strchr(pattern, '#') != NULL ? known_settings_with_digits(pattern, name)
                                        : strcmp(pattern, name) == 0;
}

const struct known_setting *known_settings_find(enum known_target target, const char *name,
                                                const struct model_component *component)
{
    for (size_t i = 0; i < known_settings_count; i++) {
        if (known_settings_target_fits(&known_settings[i], target) &&
            known_settings_name_fits(known_settings[i].name, name, component)) {
            return &known_settings[i];
        }
    }
    return NULL;
}

const char *known_settings_unused(const struct known_setting *known)
{
    static const char *const unused[][2] = {
#define UNUSED_SETTING(name, why) {name, why},
#include "adl/check/unused_settings.def"
#undef UNUSED_SETTING
    };

    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++) {
        if (strcmp(unused[i][0], known->name) == 0) {
            return unused[i][1];
        }
    }
    return NULL;
}

void known_settings_suggest(struct compilation *c, struct suggest *suggest,
                            enum known_target target, const struct model_component *component)
{
    for (size_t i = 0; i < known_settings_count; i++) {
        const char *name = known_settings[i].name;

        if (!known_settings_target_fits(&known_settings[i], target) || strchr(name, '#') != NULL) {
            continue;
        }
        if (!known_settings_has_part(name)) {
            suggest_consider(suggest, name);
            continue;
        }
        for (uint32_t k = 0; name[0] == '@' && component != NULL && k < component->interface_count;
             k++) {
            suggest_consider(
                suggest, arena_printf(&c->arena, "%s%s", component->interfaces[k].name, name + 1));
        }
        for (uint32_t k = 0; name[0] != '@' && component != NULL && k < component->lock_count;
             k++) {
            suggest_consider(
                suggest, known_settings_lock_fits(name[0], &component->locks[k])
                             ? arena_printf(&c->arena, "%s%s", component->locks[k].name, name + 1)
                             : NULL);
        }
    }
}

bool known_settings_connector(const struct model_connector *connector)
{
    for (uint32_t i = 0; i < connector->attribute_count; i++) {
        const struct model_field *field = &connector->attributes[i];

        if (strcmp(field->name, "standard_settings") == 0) {
            return field->fallback != NULL && field->fallback->kind == MODEL_VALUE_INTEGER &&
                   field->fallback->integer != 0;
        }
    }
    return false;
}
