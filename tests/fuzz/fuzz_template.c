/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Parses any bytes as a template and renders it over a few facts, within tight bounds. A refusal
 * must come with exactly one diagnostic, whose places lie inside the text; a success with none. A
 * first byte of `C` asks for CAmkES's marks with trimming, anything else for Jinja2's own.
 */
// link: adl_glue adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_show.h"
#include "adl/glue/jinja.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct jinja_value facts(struct arena *arena)
{
    struct jinja_value f = jinja_object_new(arena, "facts"), list = jinja_list_new(arena);
    struct jinja_value dict = jinja_dict_new(arena);

    for (int i = 0; i < 12; i++) {
        jinja_append(arena, list, jinja_int(i));
        jinja_put_value(arena, dict, jinja_int(i), jinja_float(i / 4.0));
    }
    jinja_put(arena, f, "name", jinja_string("n\xc3\xa4me"));
    jinja_put(arena, f, "list", list);
    jinja_put(arena, f, "dict", dict);
    jinja_put(arena, f, "self", f);
    jinja_put(arena, f, "huge", jinja_int((__int128)1 << 126));
    jinja_freeze(f);
    return f;
}

static void follow(struct jinja *jinja, const char *text, size_t size)
{
    struct compilation *c = jinja->c;
    struct strbuf out;

    strbuf_init(&out, &c->arena);
    jinja_set(jinja, "f", facts(&c->arena));
    const struct jinja_template *template = jinja_from_text(jinja, "in.tmpl", text, size);
    bool good = template != NULL && jinja_render(jinja, template, &out);
    if (good ? c->diags.list.count != 0 : c->diags.errors != 1) {
        abort();
    }
    for (vec_each (diag, &c->diags.list)) {
        if ((*diag)->span.file == 0 || (*diag)->span.start > (*diag)->span.end ||
            (*diag)->span.end > size) {
            abort();
        }
    }
    diag_show_text(&out, &c->diags, &c->sources, (struct diag_show_style){0});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    struct jinja jinja;
    jmp_buf out_of_memory;
    bool camkes = size > 0 && data[0] == 'C';
    struct jinja_options options = camkes ? jinja_camkes_options() : jinja_default_options();

    options.trim_blocks = camkes;
    options.lstrip_blocks = camkes;
    options.max_steps = 20000;
    options.max_output = 1 << 20;
    options.max_memory = 32 << 20;
    compilation_init(&c);
    c.arena.limit = (size_t)256 * 1024 * 1024;
    c.arena.failure = &out_of_memory;
    jinja_init(&jinja, &c, &options);
    if (setjmp(out_of_memory) == 0) {
        follow(&jinja, (const char *)data + (camkes ? 1 : 0), size - (camkes ? 1 : 0));
    }
    jinja_done(&jinja);
    compilation_done(&c);
    return 0;
}
