/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Flattened names contain dots, which become `_` in C and ELF names (adl.md 8.7), so `a.b_c` and
 * `a_b.c` would meet there.
 */
#include "adl/check/checks.h"

/* The name with everything but letters and digits as `_`, interned. */
static const char *check_mangle(struct compilation *c, const char *name)
{
    char *mangled = arena_strdup(&c->arena, name);

    for (char *at = mangled; *at != '\0'; at++) {
        bool plain =
            (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');

        *at = plain ? *at : '_';
    }
    return intern_string(&c->interner, mangled);
}

/* Enters thing number `index`; gives the earlier one with the same mangled name. */
static uint32_t check_mangled_twin(struct compilation *c, struct map *taken, const char *name,
                                   uint32_t index)
{
    uint64_t key = map_key_from_pointer(check_mangle(c, name));
    uint32_t first;

    if (map_get(taken, key, &first)) {
        return first;
    }
    (void)map_put(taken, &c->arena, key, index);
    return UINT32_MAX;
}

/* One of the two things that clash. */
struct check_mangled {
    const char *name;
    struct span span;
};

/* Reports at the one that comes later in the text. */
static void check_report_clash(struct compilation *c, const char *what, struct check_mangled first,
                               struct check_mangled second)
{
    struct diag *diag;

    if (first.span.file == second.span.file && first.span.start > second.span.start) {
        struct check_mangled swap = first;

        first = second;
        second = swap;
    }
    diag = diag_report(&c->diags, DIAG_MANGLED_CLASH, second.span,
                       "%s `%s` and `%s` get the same name in C, `%s`", what, first.name,
                       second.name, check_mangle(c, first.name));
    diag_label(diag, first.span, "`%s` is declared here", first.name);
    diag_hint(diag, "rename one of them");
}

bool check_mangled_names(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;
    struct map instances = {0};
    struct map connections = {0};

    for (uint32_t i = 0; i < model->instance_count; i++) {
        const struct model_instance *instance = &model->instances[i];
        uint32_t first = check_mangled_twin(c, &instances, instance->name, i);

        if (first != UINT32_MAX && model->instances[first].name != instance->name) {
            const struct model_instance *other = &model->instances[first];

            check_report_clash(c, "instances", (struct check_mangled){other->name, other->span},
                               (struct check_mangled){instance->name, instance->span});
        }
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];
        uint32_t first = check_mangled_twin(c, &connections, connection->name, i);

        if (first != UINT32_MAX && model->connections[first].name != connection->name) {
            const struct model_connection *other = &model->connections[first];

            check_report_clash(c, "connections", (struct check_mangled){other->name, other->span},
                               (struct check_mangled){connection->name, connection->span});
        }
    }
    return true;
}
