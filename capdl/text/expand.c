/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/expand.h"

#include <stdarg.h>

#include "adl/base/suggest.h"

struct diag *expand_fault(struct expand *e, enum diag_id id, struct span span, const char *format,
                          ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&e->c->arena, format, arguments);
    va_end(arguments);
    e->failed = true;
    return diag_report(&e->c->diags, id, span, "%s", text);
}

static bool find_arch(struct expand *e, enum spec_arch *arch)
{
    static const char *const known[] = {"ia32", "arm11", "x86_64", "aarch64", "riscv"};
    struct diag *diag;
    const char *near;

    if (e->tree->arch == NULL) {
        diag = expand_fault(e, DIAG_CAPDL_SYNTAX, SPAN_NONE, "the spec names no architecture");
        diag_hint(diag, "it begins with `arch` and one of ia32, arm11, x86_64, aarch64, riscv");
        return false;
    }
    if (!spec_arch_find(e->tree->arch, arch)) {
        diag = expand_fault(e, DIAG_CAPDL_SYNTAX, e->tree->arch_span,
                            "there is no architecture `%s`", e->tree->arch);
        near = suggest_from_array(e->tree->arch, known, sizeof(known) / sizeof(known[0]));
        if (near != NULL) {
            diag_hint(diag, "did you mean `%s`?", near);
        }
        return false;
    }
    return true;
}

/* On riscv all tables are `pt`: how deep one lies says what level it is. */
static void find_levels(struct spec *spec)
{
    struct arena *arena = spec->arena;
    uint32_t *queue = arena_array(arena, uint32_t, spec->object_count);
    bool *below = arena_array(arena, bool, spec->object_count);
    uint32_t head = 0, tail = 0;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        for (uint32_t k = 0; object->kind == SPEC_KIND_PAGE_TABLE && k < object->cap_count; k++) {
            below[object->caps[k].object.index] = true;
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (spec->objects[i].kind == SPEC_KIND_PAGE_TABLE && spec->objects[i].level != UINT8_MAX) {
            spec->objects[i].level = below[i] ? UINT8_MAX : 0;
            if (!below[i]) {
                queue[tail++] = i;
            }
        }
    }
    while (head < tail) {
        const struct spec_object *table = &spec->objects[queue[head++]];

        for (uint32_t k = 0; k < table->cap_count; k++) {
            struct spec_object *next = spec_object(spec, table->caps[k].object);

            if (next->kind == SPEC_KIND_PAGE_TABLE && next->level == UINT8_MAX) {
                next->level =
                    table->level < UINT8_MAX - 2 ? (uint8_t)(table->level + 1) : UINT8_MAX - 1;
                queue[tail++] = table->caps[k].object.index;
            }
        }
    }
}

struct spec *expand(struct compilation *c, struct cdl_file *tree)
{
    struct expand e = {.c = c, .tree = tree};
    enum spec_arch arch;

    if (!find_arch(&e, &arch)) {
        return NULL;
    }
    if (tree->sections == 0) {
        (void)expand_fault(&e, DIAG_CAPDL_SYNTAX, tree->arch_span, "the spec has no sections");
        return NULL;
    }
    e.spec = spec_new(&c->arena, &c->interner, arch);
    expand_objects(&e);
    expand_covers(&e);
    expand_irqs(&e);
    expand_slots(&e);
    expand_caps(&e);
    expand_copies(&e);
    expand_derivations(&e);
    expand_domains(&e);
    if (arch == SPEC_ARCH_RISCV64) {
        find_levels(e.spec);
    }
    return e.failed ? NULL : e.spec;
}
