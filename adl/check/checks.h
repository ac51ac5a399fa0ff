/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the checks share: their subject, and the functions of adl_checks.def. A check returns true
 * unless checks that need it should not run.
 */
#ifndef ADL_CHECK_CHECKS_H
#define ADL_CHECK_CHECKS_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/model/model.h"

struct checks {
    const struct model *model;
    bool *declared_faulty; /* per declared connection: reported already */
};

#define CHECK(name, ...) bool check_##name(struct compilation *c, void *subject);
#include "adl/check/adl_checks.def"
#undef CHECK

/* "provides", "uses", ... */
const char *checks_interface_word(enum model_interface_kind kind);

/* Does the value stand right behind the setting's name, so that a message about the setting need
 * not show it too? */
bool checks_value_is_near(const struct model_setting *setting, const struct model_value *value);

/* The component's name for messages. */
const char *checks_component_name(const struct model_component *component);

#endif
