/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What can be said about configurations as written: each attribute of a target is set once, query
 * names are known, and a bare name after `<-` has an enclosing component to belong to. Targets are
 * plain texts and never looked up (adl.md 7.2); a check warns about unknown ones.
 */
#include "adl/base/compilation.h"
#include "adl/base/suggest.h"
#include "adl/model/resolve.h"

/* The names that `x.y = name(...)` can use. */
static const char *const resolve_queries[] = {"dtb", "gpio"};

static void resolve_query(struct decls *decls, struct decl_setting *setting)
{
    size_t count = sizeof resolve_queries / sizeof resolve_queries[0];
    struct diag *diag;
    struct suggest near;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(resolve_queries[i], setting->query) == 0) {
            if (!setting->has_argument) {
                diag = diag_report(&decls->compilation->diags, DIAG_BAD_QUERY, setting->query_span,
                                   "query `%s` needs an argument", setting->query);
                diag_hint(diag, "say what to look for: `%s({...})`", setting->query);
                decls->faulty = true;
            }
            return;
        }
    }
    diag = diag_report(&decls->compilation->diags, DIAG_BAD_QUERY, setting->query_span,
                       "no query is called `%s`", setting->query);
    suggest_start(&near, setting->query);
    for (size_t i = 0; i < count; i++) {
        suggest_consider(&near, resolve_queries[i]);
    }
    if (!diag_suggest(diag, setting->query_span, &near)) {
        diag_note(diag, "the queries are `dtb` and `gpio`");
    }
    setting->query = NULL; /* nothing more to say about it */
    decls->faulty = true;
}

static void resolve_bare_reference(struct decls *decls, const struct decl_setting *setting)
{
    struct diag *diag =
        diag_report(&decls->compilation->diags, DIAG_BAD_REFERENCE, setting->reference.span,
                    "`%s` does not say whose attribute it is", setting->reference.text);

    diag_note(diag, "a bare name means an attribute of the enclosing component; an assembly has "
                    "none");
    diag_hint(diag, "write `instance.%s`", setting->reference.text);
    decls->faulty = true;
}

/* Reports second settings of one attribute; `place` maps "target.attribute" to the first. */
static void resolve_setting_once(struct decls *decls, struct decl_configuration *configuration,
                                 struct map *places, uint32_t number)
{
    struct compilation *c = decls->compilation;
    const struct decl_setting *setting = vec_at(&configuration->settings, number);
    uint64_t key = map_key_from_pointer(
        intern_printf(&c->interner, "%s.%s", setting->target, setting->attribute));
    uint32_t first;

    if (map_get(places, key, &first)) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_DUPLICATE_SETTING, setting->span,
                        "`%s.%s` is set a second time", setting->target, setting->attribute);

        diag_label(diag, configuration->settings.items[first].span, "first set here");
        decls->faulty = true;
        return;
    }
    (void)map_put(places, &c->arena, key, number);
}

void resolve_settings(struct decls *decls)
{
    for (uint32_t i = 0; i < decls->configurations.count; i++) {
        struct decl_configuration *configuration = vec_at(&decls->configurations, i);
        struct map places = {0};

        if (configuration->merged) {
            continue;
        }
        for (uint32_t k = 0; k < configuration->settings.count; k++) {
            struct decl_setting *setting = vec_at(&configuration->settings, k);

            resolve_setting_once(decls, configuration, &places, k);
            if (setting->kind == DECL_QUERY && setting->query != NULL) {
                resolve_query(decls, setting);
            }
            if (setting->kind == DECL_REFERENCE && setting->reference.count == 1 &&
                i == decls->main_configuration) {
                resolve_bare_reference(decls, setting);
            }
        }
    }
}
