/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/parse.h"

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/utf8.h"
#include "adl/lang/adl_parser.h"
#include "adl/lang/ast_verify.h"
#include "adl/lang/parse_state.h"

/* Reports the first byte of the text that is not UTF-8. */
static void parse_check_utf8(struct parse *parse)
{
    const struct source_file *source = source_get(&parse->c->sources, parse->file);
    size_t valid = utf8_valid_prefix(source->text, source->size);
    struct span span = {parse->file, (uint32_t)valid, (uint32_t)valid + 1};

    if (valid < source->size) {
        diag_report(&parse->c->diags, DIAG_NOT_UTF8, span, "the byte 0x%02x here is not UTF-8 text",
                    (unsigned)(unsigned char)source->text[valid]);
        parse->result->faulty = true;
    }
}

struct ast_file *parse_source(struct compilation *c, uint32_t file)
{
    struct parse *parse = arena_new(&c->arena, struct parse);

    parse->c = c;
    parse->file = file;
    parse->result = arena_new(&c->arena, struct ast_file);
    parse->result->file = file;
    parse_check_utf8(parse);
    lex_begin(parse);
    if (adl_yyparse(parse) != 0) {
        parse->result->faulty = true;
    }
    lex_end(parse);
    ast_verify(c, parse->result);
    return parse->result;
}
