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

/* Reads the text of `file` once; what it returns may say `retry`. The scratch arena has its tree.
 */
static struct cdl_parse *parse_text(struct compilation *c, uint32_t file, bool patient)
{
    struct cdl_parse *parse = arena_new(&c->arena, struct cdl_parse);

    parse->c = c;
    parse->file = file;
    parse->text = source_get(&c->sources, file)->text;
    parse->patient = patient;
    parse->tree = arena_new(&c->arena, struct cdl_file);
    if (!patient && !check_bytes(parse, source_get(&c->sources, file))) {
        parse->tree->faulty = true;
        return parse;
    }
    cdl_lex_begin(parse);
    if (cdl_yyparse(parse) != 0) {
        parse->tree->faulty = true;
    }
    cdl_lex_end(parse);
    return parse;
}

struct spec *read_text(struct compilation *c, const void *bytes, size_t size,
                       const char *shown_name)
{
    struct diag_mark mark = diag_mark(&c->diags);
    struct cdl_parse *parse;
    struct spec *spec;

    if (size >= SOURCE_MAX_SIZE) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` is too large",
                          shown_name);
        return NULL;
    }
    (void)compilation_begin_scratch(c);
    c->lexing.limit = c->arena.limit;
    c->lexing.failure = c->arena.failure;
    parse = parse_text(c, source_add_text(&c->sources, shown_name, bytes, size), false);
    if (parse->retry) {
        diag_withdraw(&c->diags, mark);
        arena_done(&c->scratch);
        parse = parse_text(c, parse->file, true);
    }
    spec = parse->tree->faulty ? NULL : expand(c, parse->tree, parse->expand);
    arena_done(&c->scratch); /* the tree, which nobody needs any more */
    return spec;
}
