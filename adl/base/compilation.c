/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/compilation.h"

#include <string.h>

void compilation_init(struct compilation *c)
{
    *c = (struct compilation){0};
    arena_init(&c->arena);
    arena_init(&c->scratch);
    arena_init(&c->lexing);
    intern_init(&c->interner, &c->arena);
    source_init(&c->sources, &c->arena);
    diag_init(&c->diags, &c->arena);
    c->options.cpp_program = "cpp";
}

void compilation_done(struct compilation *c)
{
    arena_done(&c->lexing);
    arena_done(&c->scratch);
    arena_done(&c->arena);
}

bool compilation_traces(const struct compilation *c, const char *name)
{
    for (size_t i = 0; i < c->options.trace.count; i++) {
        const char *wanted = c->options.trace.items[i];

        if (strcmp(wanted, name) == 0 || strcmp(wanted, "all") == 0) {
            return true;
        }
    }
    return false;
}

struct arena_mark compilation_begin_scratch(struct compilation *c)
{
    c->scratch.limit = c->arena.limit;
    c->scratch.failure = c->arena.failure;
    return arena_mark(&c->scratch);
}
