/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/names.h"

#include "adl/base/compilation.h"
#include "adl/base/suggest.h"

const char *names_kind_text(enum decl_kind kind)
{
    static const char *const texts[DECL_KIND_COUNT] = {
        [DECL_KIND_COMPONENT] = "component",     [DECL_KIND_CONNECTOR] = "connector",
        [DECL_KIND_PROCEDURE] = "procedure",     [DECL_KIND_STRUCT] = "struct",
        [DECL_KIND_COMPOSITION] = "composition", [DECL_KIND_CONFIGURATION] = "configuration",
        [DECL_KIND_ASSEMBLY] = "assembly",
    };

    return texts[kind];
}

uint32_t names_peek(const struct decls *decls, enum decl_kind kind, const char *name)
{
    uint32_t place;

    return map_get(&decls->names[kind].places, map_key_from_pointer(name), &place) ? place
                                                                                   : DECL_NONE;
}

bool names_declare(struct decls *decls, enum decl_kind kind, const char *name, struct span span,
                   uint32_t index)
{
    struct compilation *c = decls->compilation;
    struct decl_names *names = &decls->names[kind];
    uint32_t place = names_peek(decls, kind, name);

    if (place != DECL_NONE) {
        struct diag *diag = diag_report(&c->diags, DIAG_DUPLICATE_NAME, span,
                                        "a second %s is called `%s`", names_kind_text(kind), name);

        diag_label(diag, names->list.items[place].span, "first declared here");
        decls->faulty = true;
        return false;
    }
    (void)map_put(&names->places, &c->arena, map_key_from_pointer(name),
                  (uint32_t)names->list.count);
    vec_push(
        &c->arena, &names->list,
        ((struct decl_name){.name = name, .span = span, .index = index, .order = decls->order}));
    return true;
}

void names_show_other_kinds(struct decls *decls, struct diag *diag, enum decl_kind kind,
                            const char *name)
{
    for (int other = 0; other < DECL_KIND_COUNT; other++) {
        uint32_t place =
            other == (int)kind ? DECL_NONE : names_peek(decls, (enum decl_kind)other, name);

        if (place != DECL_NONE) {
            diag_label(diag, decls->names[other].list.items[place].span,
                       "there is %s %s of this name", other == (int)DECL_KIND_ASSEMBLY ? "an" : "a",
                       names_kind_text((enum decl_kind)other));
        }
    }
}

static void names_report_unknown(struct decls *decls, enum decl_kind kind,
                                 const struct decl_ref *ref)
{
    struct diag *diag = diag_report(&decls->compilation->diags, DIAG_UNKNOWN_NAME, ref->span,
                                    "no %s is called `%s`", names_kind_text(kind), ref->text);
    struct suggest suggest;

    suggest_start(&suggest, ref->text);
    for (vec_each (name, &decls->names[kind].list)) {
        suggest_consider(&suggest, name->name);
    }
    names_show_other_kinds(decls, diag, kind, ref->text);
    if (!names_import_hint(decls, diag, kind, ref)) {
        (void)diag_suggest(diag, ref->span, &suggest);
    }
}

uint32_t names_find(struct decls *decls, enum decl_kind kind, const struct decl_ref *ref,
                    uint32_t order)
{
    struct compilation *c = decls->compilation;
    uint32_t place = names_peek(decls, kind, ref->text);
    const struct decl_name *found;

    if (place == DECL_NONE) {
        names_report_unknown(decls, kind, ref);
        decls->faulty = true;
        return DECL_NONE;
    }
    found = &decls->names[kind].list.items[place];
    if (found->order >= order && !c->options.forward_references) {
        struct diag *diag =
            diag_report(&c->diags, DIAG_USED_BEFORE_DECLARED, ref->span,
                        found->order == order ? "%s `%s` is not yet declared inside itself"
                                              : "%s `%s` is used before its declaration",
                        names_kind_text(kind), ref->text);

        diag_label(diag, found->span, "declared here");
        if (found->order > order) {
            diag_hint(diag, "move the declaration up, or use --forward-references");
        }
        decls->faulty = true;
        return DECL_NONE;
    }
    return found->index;
}
