/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The commands that show one stage's result: parse, model, spec, glue, check. Golden tests pin the
 * stages through them.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/cli/apply_fixes.h"
#include "adl/cli/command.h"
#include "adl/cli/value_headers.h"
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
    bool fix = options_has(options, OPTION_FIX), show = options_has(options, OPTION_DIFF);
    if (show && !fix) {
        fputs("adlc: --diff goes with --fix\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (fix && strcmp(options->operands.items[0], "-") == 0) {
        fputs("adlc: --fix needs a file, not `-`\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (front_start(c, options, &front)) {
        front_model(c, options);
    }
    if (!fix || apply_fixes(c, show).made == 0) {
        return EXIT_STATUS_DONE;
    }
    return show ? EXIT_STATUS_FINDINGS : EXIT_STATUS_AGAIN;
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

/* The stages up to the capability graph and the glue, which belong together: what the templates of
 * the connectors claim is in the graph. */
static bool lowered(struct compilation *c, const struct options *options, struct front *front,
                    struct lower_result *result, struct glue_outputs *glue)
{
    if (!front_start(c, options, front)) {
        return false;
    }
    const struct model *model = front_model(c, options);
    if (model == NULL) {
        return false;
    }
    const struct project_component *components = front_components(c, front, model, false);
    front_lower(c, front, model, components, result);
    struct glue *made = glue_connect(model, result->build, front->templates);
    if (c->diags.errors > 0 || !lower_finish(model, result) || !glue_complete(made, glue)) {
        return false;
    }
    value_headers_choose(c, front, model, components, glue);
    return true;
}

int command_spec(struct compilation *c, const struct options *options)
{
    struct front front;
    struct lower_result result;
    struct glue_outputs glue;
    if (lowered(c, options, &front, &result, &glue)) {
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
    struct lower_result result;
    struct glue_outputs glue;
    const char *out = options_value(options, OPTION_OUT, NULL);
    if (out == NULL || *out == '\0') {
        fputs("adlc: `adlc glue` needs -o DIR\nsee `adlc help glue`\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (lowered(c, options, &front, &result, &glue)) {
        glue_write(c, &glue, out);
    }
    return EXIT_STATUS_DONE;
}
