/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Component types (adl.md 6.7): hardware has no code of its own, so it neither runs nor locks.
 */
#include "adl/check/checks.h"

static void check_hardware_locks(struct compilation *c, const struct model_component *component)
{
    static const char *const kinds[] = {[MODEL_MUTEX] = "a mutex",
                                        [MODEL_SEMAPHORE] = "a semaphore",
                                        [MODEL_BINARY_SEMAPHORE] = "a binary semaphore"};

    for (uint32_t i = 0; i < component->lock_count; i++) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_HARDWARE_WITH_CODE, component->locks[i].span,
                        "hardware component `%s` cannot have %s", checks_component_name(component),
                        kinds[component->locks[i].kind]);

        diag_label(diag, component->hardware_span, "it is hardware because of this");
    }
}

bool check_components(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;

    for (uint32_t i = 0; i < model->component_count; i++) {
        const struct model_component *component = &model->components[i];

        if (!component->hardware) {
            continue;
        }
        if (component->control) {
            bool later = component->control_span.start > component->hardware_span.start;
            struct diag *diag =
                diag_report(&c->diags, DIAG_HARDWARE_WITH_CODE,
                            later ? component->control_span : component->hardware_span,
                            "component `%s` cannot be both `control` and `hardware`",
                            checks_component_name(component));

            diag_label(diag, later ? component->hardware_span : component->control_span,
                       "contradicts this");
            diag_hint(diag, "a hardware component stands for a device and has no code");
        }
        check_hardware_locks(c, component);
    }
    return true;
}
