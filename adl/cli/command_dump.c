/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The commands that show one stage's result: parse, model, spec, glue, check. Golden tests pin the
 * stages through them.
 */
#include <stdio.h>

#include "adl/base/strbuf.h"
#include "adl/cli/command.h"
#include "adl/glue/glue.h"
#include "adl/lang/ast.h"
#include "adl/lang/ast_print.h"
#include "adl/lang/load.h"
#include "adl/lower/lower.h"
#include "adl/model/model_json.h"
#include "capdl/forms/form_text.h"

int command_parse(struct compilation *c, const struct options *options)
{
    struct front front;
    if (!front_start(c, options, &front)) {
        return EXIT_STATUS_DONE;
    }
    struct ast_file *file = load_main(c, options->operands.items[0]);
    if (!file->faulty) {
        struct strbuf text;
        strbuf_init(&text, &c->arena);
        ast_print(&text, file);
        fwrite(text.text, 1, text.size, stdout);
    }
    return EXIT_STATUS_DONE;
}

int command_check(struct compilation *c, const struct options *options)
{
    struct front front;
    if (front_start(c, options, &front)) {
        front_model(c, options);
    }
    return EXIT_STATUS_DONE;
}

int command_model(struct compilation *c, const struct options *options)
{
    struct front front;
    const struct model *model = front_start(c, options, &front) ? front_model(c, options) : NULL;
    if (model != NULL) {
        struct strbuf text;
        strbuf_init(&text, &c->arena);
        if (options_has(options, OPTION_TEXT)) {
            model_print(model, &text);
        } else {
            model_json(model, &text);
        }
        fwrite(text.text, 1, text.size, stdout);
    }
    return EXIT_STATUS_DONE;
}

/* The stages up to the capability graph. */
static bool lowered(struct compilation *c, const struct options *options, struct front *front,
                    const struct model **model, struct lower_result *result)
{
    if (!front_start(c, options, front)) {
        return false;
    }
    *model = front_model(c, options);
    return *model != NULL &&
           front_lower(c, front, *model, front_components(c, front, *model, false), result);
}

int command_spec(struct compilation *c, const struct options *options)
{
    struct front front;
    const struct model *model = NULL;
    struct lower_result result;
    if (lowered(c, options, &front, &model, &result)) {
        struct strbuf text;
        strbuf_init(&text, &c->arena);
        if (form_text_write(c, result.spec, &text)) {
            fwrite(text.text, 1, text.size, stdout);
        }
    }
    return EXIT_STATUS_DONE;
}

int command_glue(struct compilation *c, const struct options *options)
{
    struct front front;
    const struct model *model = NULL;
    struct lower_result result;
    const char *out = options_value(options, OPTION_OUT, NULL);
    if (out == NULL || *out == '\0') {
        fputs("adlc: `adlc glue` needs -o DIR\nsee `adlc help glue`\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (lowered(c, options, &front, &model, &result)) {
        struct glue_options glue = {.templates = front.installation.templates, .out = out};
        struct glue_outputs outputs;
        glue_emit(c, model, result.spec, &result.programs, &glue, &outputs);
    }
    return EXIT_STATUS_DONE;
}
