/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as a device tree and asks it everything a description can ask: every kind of
 * selector, lookups, references into the answers. Checks that every node's value can be made or is
 * refused with a reason, and that a refused tree is one that libfdt refuses or that is beyond what
 * any board has.
 */
// link: adl_check adl_model adl_lang adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include "adl/base/compilation.h"
#include "adl/lang/ast.h"
#include "adl/lang/load.h"
#include "adl/model/model.h"
#include "adl/model/query_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char description[] =
    "component C { control; }\n"
    "assembly { composition { component C c; } configuration {\n"
    "c.a = dtb({\"aliases\": \"serial0\"});\n"
    "c.b = dtb({\"chosen\": \"stdout-path\"});\n"
    "c.d = dtb([{\"path\": \".*uart.*@[0-9a-f]+$\"}, {\"path\": \"memory\"}]);\n"
    "c.e = dtb({\"properties\": {\"compatible\": \"ns16550a\", \"reg[1]\": 0x10000000}});\n"
    "c.f = dtb({\"path\": \".\", \"properties\": {\"reg[*]\": [0, 1]}})[\"reg\"][0];\n"
    "c.g = dtb({\"path\": \"(a|b|/)*x\"})[\"this-node-path\"];\n"
    "c.h <- c.d[\"query\"][0][\"reg\"][0];\n"
    "} }\n";

static void walk(struct compilation *c, const uint8_t *data, size_t size)
{
    struct query_tree tree;
    if (query_tree_read(&tree, &c->arena, data, size) != NULL) {
        return;
    }
    for (uint32_t i = 0; i < tree.nodes.count; i++) {
        const char *why;
        const struct model_value *value = query_tree_value(&tree, i, &why);
        if ((value == NULL) == (why == NULL) || tree.nodes.items[i].path[0] != '/') {
            abort();
        }
    }
}

static void ask(struct compilation *c, const uint8_t *data, size_t size)
{
    c->options.dtb_bytes = (const char *)data;
    c->options.dtb_size = size;
    struct ast_file *file = load_text(c, "in.camkes", description, sizeof(description) - 1);
    if (file->faulty) {
        abort();
    }
    struct model *model = model_from_ast(c, file);
    if (model == NULL && c->diags.errors == 0) {
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
        walk(&c, data, size);
        ask(&c, data, size);
    }
    compilation_done(&c);
    return 0;
}
