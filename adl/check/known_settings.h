/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The table of standard settings: which name on which kind of target, and what value it takes.
 */
#ifndef ADL_CHECK_KNOWN_SETTINGS_H
#define ADL_CHECK_KNOWN_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/model/model.h"

struct suggest;

enum known_target {
    KNOWN_INSTANCE,
    KNOWN_CONNECTION,
    KNOWN_SPACE,
    KNOWN_INTERFACE,
};

enum known_value {
    KNOWN_INTEGER,
    KNOWN_NUMERIC,
    KNOWN_BOOLEAN,
    KNOWN_STRING,
    KNOWN_LIST,
    KNOWN_DICT,
    KNOWN_RIGHTS,
    KNOWN_ANY,
};

struct known_setting {
    enum known_target target;
    const char *name; /* with @, $, & and # as in known_settings.def */
    enum known_value value;
    int64_t low, high;
};

/* The line for `name` on a target of that kind; `component` (NULL: none) gives the names that @, $
 * and & stand for. An instance is also a SPACE. NULL if there is no such line. */
const struct known_setting *known_settings_find(enum known_target target, const char *name,
                                                const struct model_component *component);

/* Why nothing uses the setting; NULL when something does. */
const char *known_settings_unused(const struct known_setting *known);

/* Considers all names that would be known on the target, for a did-you-mean. The texts made for
 * that live in the compilation's arena. */
void known_settings_suggest(struct compilation *c, struct suggest *suggest,
                            enum known_target target, const struct model_component *component);

/* Are the settings that the code of a connector reads all in the table? That says the connector
 * itself: attribute bool standard_settings = True. */
bool known_settings_connector(const struct model_connector *connector);

#endif
