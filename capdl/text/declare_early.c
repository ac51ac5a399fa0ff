/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/declare_early.h"

#include <string.h>

#include "capdl/text/cdl_build.h"
#include "capdl/text/expand.h"
#include "capdl/text/read_text.h"

/* The shortest declaration is `a=ep` and a blank. */
#define DECLARATION_LEAST 5u

/* Roughly how many names the text declares: where tables have room for them, they need not grow.
 * Never more than a text of that size can have. */
static uint32_t guess_names(const struct source_file *source)
{
    const char *at = source->text, *end = source->text + source->size;
    size_t count = 0, most = source->size / DECLARATION_LEAST;

    while (at < end && (at = memchr(at, '=', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    most = most < READ_TEXT_MAX_OBJECTS ? most : READ_TEXT_MAX_OBJECTS;
    return (uint32_t)(count < most ? count : most);
}

static void start(struct cdl_parse *parse, enum spec_arch arch)
{
    struct compilation *c = parse->c;
    struct expand *e = arena_new(&c->arena, struct expand);
    uint32_t names = guess_names(source_get(&c->sources, parse->file));

    e->c = c;
    e->tree = parse->tree;
    e->declared = true;
    e->spec = spec_new(&c->arena, &c->interner, arch);
    intern_reserve(&c->interner, names);
    spec_reserve_objects(e->spec, names);
    parse->expand = e;
}

void declare_early_begin(struct cdl_parse *parse)
{
    const struct cdl_file *tree = parse->tree;
    enum spec_arch arch;

    if (!parse->patient && parse->expand == NULL && !tree->faulty && tree->arch != NULL &&
        spec_arch_find(tree->arch, &arch)) {
        start(parse, arch);
    }
    parse->declared = arena_mark(&parse->c->scratch);
}

bool declare_early(struct cdl_parse *parse, struct cdl_decls *list, struct cdl_decl *decl)
{
    struct compilation *c = parse->c;
    struct diag_mark before = diag_mark(&c->diags);
    struct expand *e = parse->expand;
    const void *arrays, *slots;

    if (e == NULL || parse->tree->faulty) {
        *list = cdl_build_decls(*list, decl);
        return true;
    }
    arrays = e->arrays.items;
    slots = e->array_index.slots;
    expand_objects_declare(e, decl);
    if (e->failed || diag_since(&c->diags, before)) {
        parse->retry = true;
        return false;
    }
    if (decl->has_body || decl->name->next != NULL) {
        *list = cdl_build_decls(*list, decl);
    } else if (arrays == e->arrays.items && slots == e->array_index.slots) {
        arena_reset(&c->scratch, parse->declared);
        return true;
    }
    parse->declared = arena_mark(&c->scratch); /* what was made lies between and stays */
    return true;
}

bool declare_early_caps(struct cdl_parse *parse, struct cdl_cap_list *list)
{
    struct compilation *c = parse->c;
    struct diag_mark before = diag_mark(&c->diags);
    struct expand *e = parse->expand;

    if (list == NULL) {
        return true;
    }
    if (e != NULL && !parse->tree->faulty && expand_caps_early(e, list)) {
        parse->retry = e->failed || diag_since(&c->diags, before);
        arena_reset(&c->scratch, parse->declared);
        return !parse->retry;
    }
    cdl_build_add_caps(parse, list);
    parse->declared = arena_mark(&c->scratch);
    return true;
}
