/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/expand.h"

#include <stdarg.h>

#include "adl/base/suggest.h"
#include "capdl/spec/levels.h"

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

struct spec *expand(struct compilation *c, struct cdl_file *tree, struct expand *begun)
{
    struct expand e = begun != NULL ? *begun : (struct expand){.c = c, .tree = tree};
    enum spec_arch arch;

    if (!find_arch(&e, &arch)) {
        return NULL;
    }
    if (tree->sections == 0) {
        (void)expand_fault(&e, DIAG_CAPDL_SYNTAX, tree->arch_span, "the spec has no sections");
        return NULL;
    }
    if (begun == NULL) {
        e.spec = spec_new(&c->arena, &c->interner, arch);
    }
    expand_objects(&e);
    expand_covers(&e);
    expand_irqs(&e);
    expand_slots(&e);
    expand_caps(&e);
    expand_copies(&e);
    expand_derivations(&e);
    expand_domains(&e);
    if (arch == SPEC_ARCH_RISCV64) {
        levels_find(e.spec);
    }
    return e.failed ? NULL : e.spec;
}
