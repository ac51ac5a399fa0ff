/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as an architecture description. Whatever comes out must satisfy the verifier of
 * the syntax tree (parse_source asserts it), print, and be told about in diagnostics whose places
 * lie inside the text; what the parser takes without complaint is resolved and checked.
 */
// link: adl_check adl_model adl_lang adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_show.h"
#include "adl/base/strbuf.h"
#include "adl/check/check.h"
#include "adl/lang/ast.h"
#include "adl/lang/ast_print.h"
#include "adl/lang/fmt.h"
#include "adl/lang/load.h"
#include "adl/model/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void follow(struct compilation *c, const char *text, size_t size)
{
    struct ast_file *file = load_text(c, "in.camkes", text, size);
    struct strbuf out;

    strbuf_init(&out, &c->arena);
    ast_print(&out, file);
    if (file->faulty && c->diags.errors == 0) {
        abort(); /* a fault without a word */
    }
    if (!file->faulty && c->diags.errors == 0) {
        struct model *model = model_from_ast(c, file);

        if (model != NULL) {
            (void)check_run(c, model);
        } else if (c->diags.errors == 0) {
            abort();
        }
    }
    diag_show_text(&out, &c->diags, &c->sources, (struct diag_show_style){0});
}

/* Formatting what was formatted changes nothing. */
static void format(struct compilation *c, const char *text, size_t size)
{
    struct strbuf once, twice;

    strbuf_init(&once, &c->arena);
    strbuf_init(&twice, &c->arena);
    if (fmt_file(c, source_add_text(&c->sources, "in.camkes", text, size), &once) &&
        (!fmt_file(c, source_add_text(&c->sources, "once.camkes", once.text, once.size), &twice) ||
         twice.size != once.size || memcmp(once.text, twice.text, once.size) != 0)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    jmp_buf out_of_memory;

    compilation_init(&c);
    c.arena.limit = (size_t)512 * 1024 * 1024;
    c.arena.failure = &out_of_memory;
    c.options.no_files = true;
    if (setjmp(out_of_memory) == 0) {
        follow(&c, (const char *)data, size);
        format(&c, (const char *)data, size);
    }
    compilation_done(&c);
    return 0;
}
