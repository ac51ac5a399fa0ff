/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Renders any bytes as the template of both ends of a few connections, with all that a connector's
 * template can claim, within tight bounds. A refusal must come with a diagnostic; whatever was
 * claimed, the graph must be one that the checks can look at.
 */
// link: adl_glue adl_lower adl_model adl_lang capdl_check capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_show.h"
#include "adl/glue/claims.h"
#include "adl/glue/facts.h"
#include "adl/glue/jinja.h"
#include "adl/glue/macros.h"
#include "adl/glue/python_names.h"
#include "adl/lang/load.h"
#include "adl/lower/lower.h"
#include "capdl/check/check_graph.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char description[] =
    "procedure P { int f(in int x, out string s[]); include <p.h>; }\n"
    "connector C { from Procedures with 0 threads; to Procedure;\n"
    "  attribute bool from_global_endpoint = true; attribute bool to_global_rpc_endpoint = true; }\n"
    "connector M { from Dataports with 0 threads; to Dataports with 0 threads; }\n"
    "component A { control; uses P p; dataport Buf(8192) d; attribute int n = 3; has mutex m; }\n"
    "component B { provides P p; dataport Buf(8192) d; }\n"
    "assembly { composition { component A a; component A a2; component B b;\n"
    "  connection C c(from a.p, from a2.p, to b.p);\n"
    "  connection M m(from a.d, from a2.d, to b.d); }\n"
    "  configuration { m.size = 8192; a.p_attributes = 7; a.d_access = \"R\"; } }\n";

/* Renders `template` for an end. */
static void render(struct claims *claims, struct program_place place,
                   const struct jinja_template *template)
{
    const struct model *model = claims->facts->model;
    const struct model_connection *connection = &model->connections[place.connection];
    uint32_t instance = (place.to_side ? connection->to : connection->from)[place.end].instance;
    struct program_build *program = &claims->build->programs[claims->build->program_of[instance]];
    struct strbuf out;
    size_t errors = claims->jinja->c->diags.errors;

    strbuf_init(&out, &claims->jinja->c->arena);
    struct jinja_value fact = facts_place(claims->facts, &program->program, place);
    jinja_set(claims->jinja, "me", fact);
    claims_start(claims, program, place, connection->name, fact);
    bool good = jinja_render(claims->jinja, template, &out);
    /* what was said before is not said again */
    if (good ? claims->jinja->c->diags.errors > errors : claims->jinja->c->diags.errors == 0) {
        abort();
    }
}

static void follow(struct compilation *c, struct jinja *jinja, const char *text, size_t size)
{
    struct lower_result lowered;
    struct facts facts;
    struct claims claims;
    struct strbuf out;
    struct model *model =
        model_from_ast(c, load_text(c, "in.camkes", description, strlen(description)));

    if (model == NULL || !lower_run(model, SPEC_ARCH_RISCV64, NULL, &lowered)) {
        abort();
    }
    facts_init(&facts, c, model, lowered.spec, &lowered.programs);
    jinja_set(jinja, "composition", facts.composition);
    jinja_set(jinja, "configuration", facts.configuration);
    jinja_set(jinja, "options", facts.options);
    python_names_add(jinja);
    macros_add(jinja, &facts);
    claims_init(&claims, &facts, jinja, lowered.build);
    c->diags.max_errors = 0;
    const struct jinja_template *template = jinja_from_text(jinja, "in.tmpl", text, size);
    for (uint32_t i = 0; template != NULL && i < model->connection_count; i++) {
        render(&claims, (struct program_place){i, 0, false}, template);
        render(&claims, (struct program_place){i, 1, false}, template);
        render(&claims, (struct program_place){i, 0, true}, template);
    }
    bool good = c->diags.errors == 0;
    if (lower_finish(model, &lowered) && good) {
        (void)check_graph(c, lowered.spec);
    }
    strbuf_init(&out, &c->arena);
    diag_show_text(&out, &c->diags, &c->sources, (struct diag_show_style){0});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    struct jinja jinja;
    jmp_buf out_of_memory;
    struct jinja_options options = jinja_camkes_options();

    options.trim_blocks = true;
    options.lstrip_blocks = true;
    options.max_steps = 20000;
    options.max_output = 1 << 20;
    options.max_memory = 32 << 20;
    compilation_init(&c);
    c.options.no_files = true;
    c.arena.limit = (size_t)512 * 1024 * 1024;
    c.arena.failure = &out_of_memory;
    jinja_init(&jinja, &c, &options);
    if (setjmp(out_of_memory) == 0) {
        follow(&c, &jinja, (const char *)data, size);
    }
    jinja_done(&jinja);
    compilation_done(&c);
    return 0;
}
