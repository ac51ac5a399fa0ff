/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/read_text.h"

#include <string.h>

#include "adl/base/utf8.h"
#include "capdl/text/capdl_parser.h"
#include "capdl/text/cdl_state.h"
#include "capdl/text/expand.h"

/* Reports what no text begins with or holds. */
static bool check_bytes(struct cdl_parse *parse, const struct source_file *source)
{
    size_t valid = utf8_valid_prefix(source->text, source->size);
    struct span span = {parse->file, (uint32_t)valid, (uint32_t)valid + 1};

    if (source->size >= 3 && memcmp(source->text, "\xef\xbb\xbf", 3) == 0) {
        (void)diag_report(&parse->c->diags, DIAG_CAPDL_SYNTAX, (struct span){parse->file, 0, 3},
                          "syntax error: a byte-order mark");
        return false;
    }
    if (valid < source->size) {
        (void)diag_report(&parse->c->diags, DIAG_NOT_UTF8, span,
                          "the byte 0x%02x here is not UTF-8 text",
                          (unsigned)(unsigned char)source->text[valid]);
        return false;
    }
    return true;
}

struct spec *read_text(struct compilation *c, const void *bytes, size_t size,
                       const char *shown_name)
{
    struct cdl_parse *parse = arena_new(&c->arena, struct cdl_parse);
    const struct source_file *source;
    struct spec *spec;

    if (size >= SOURCE_MAX_SIZE) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` is too large",
                          shown_name);
        return NULL;
    }
    c->scratch.limit = c->arena.limit;
    c->scratch.failure = c->arena.failure;
    c->lexing.limit = c->arena.limit;
    c->lexing.failure = c->arena.failure;
    parse->c = c;
    parse->file = source_add_text(&c->sources, shown_name, bytes, size);
    parse->tree = arena_new(&c->arena, struct cdl_file);
    source = source_get(&c->sources, parse->file);
    parse->text = source->text;
    if (!check_bytes(parse, source)) {
        return NULL;
    }
    cdl_lex_begin(parse);
    if (cdl_yyparse(parse) != 0) {
        parse->tree->faulty = true;
    }
    cdl_lex_end(parse);
    spec = parse->tree->faulty ? NULL : expand(c, parse->tree);
    arena_done(&c->scratch); /* the tree, which nobody needs any more */
    return spec;
}
