// SPDX-License-Identifier: BSD-2-Clause
// Everything that templates can use is named in man/adlc-templates.7, and what is named there can
// be used: functions, objects and their attributes, filters, tests, methods.
// link: adl_glue adl_lower adl_model adl_lang capdl_spec adl_base
#include "adl/glue/claims.h"

#include <ctype.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/compilation.h"
#include "adl/base/file.h"
#include "adl/glue/facts.h"
#include "adl/glue/jinja_tree.h"
#include "adl/glue/macros.h"
#include "adl/glue/python_names.h"
#include "adl/lang/load.h"
#include "adl/lower/lower.h"

// A system with something of every kind.
static const char description[] =
    "procedure P { int f(in int x, out string s[]); include <p.h>; }\n"
    "connector C { from Procedures with 0 threads; to Procedure; attribute bool flag = true; }\n"
    "connector M { from Dataports with 0 threads; to Dataports with 0 threads; }\n"
    "struct S { int x; }\n"
    "component A { control; uses P p; dataport Buf(8192) d; attribute S n; has mutex m;\n"
    "  has copyregion r; include \"a.h\"; }\n"
    "component B { provides P p; dataport Buf(8192) d; }\n"
    "assembly { composition { component A a; component B b;\n"
    "  connection C c(from a.p, to b.p); connection M m(from a.d, to b.d); }\n"
    "  configuration { m.size = 8192; a.dma_pool = 4096; } }\n";

static const char claiming[] =
    "/*- set n = alloc('n', seL4_NotificationObject, read=true) -*/"
    "/*- set i = alloc('i', seL4_IRQHandler, number=3) -*/"
    "/*- set check = register_shared_variable('g', 's', 4096) -*/"
    "/*- do _stash('all', [my_cnode, my_cnode[n], my_cnode[n].referent, cap_space, me]) -*/";

static struct compilation c;
static struct jinja jinja;
static struct facts facts;
static struct claims claims;
static char *page;
static const char *language, *facts_at, *claims_at, *names_end;
static struct map_string known; // every name that there is
static unsigned missing;

static void know(const char *name)
{
    map_string_put(&known, &c.arena, name, 0);
}

static bool is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

// Does `name` stand in [from, to) as a word?
static bool stands_in(const char *name, const char *from, const char *to)
{
    size_t size = strlen(name);
    for (const char *at = strstr(from, name); at != NULL && at < to; at = strstr(at + 1, name)) {
        if (!is_word_byte(at[-1]) && !is_word_byte(at[size])) {
            return true;
        }
    }
    return false;
}

static void must_stand(const char *what, const char *name)
{
    know(name);
    if (isalpha((unsigned char)name[0]) || name[0] == '_') {
        if (!stands_in(name, language, names_end)) {
            print_error("%s `%s` is not in man/adlc-templates.7\n", what, name);
            missing++;
        }
    }
}

// All attributes of an object and of what it leads to.
static void walk(struct jinja_value value, struct map *seen)
{
    if (value.kind == JINJA_LIST || value.kind == JINJA_TUPLE) {
        for (size_t i = 0; i < value.as.list->count; i++) {
            walk(value.as.list->items[i], seen);
        }
    }
    if (value.kind != JINJA_DICT ||
        !map_put(seen, &c.arena, (uint64_t)(uintptr_t)value.as.dict, 0)) {
        return;
    }
    // names that only the system at hand has
    const char *type = value.as.dict->type_name;
    bool by_name = type != NULL && (strcmp(type, "caps") == 0 || strcmp(type, "regions") == 0);
    for (size_t i = 0; i < value.as.dict->count; i++) {
        const struct jinja_entry *entry = &value.as.dict->entries[i];
        if (value.as.dict->object && !by_name) {
            must_stand(jinja_type_name(value), jinja_c_string(&jinja, entry->key));
        }
        walk(entry->value, seen);
    }
}

static int set_up(void **state)
{
    struct lower_result lowered;
    struct jinja_options options = jinja_camkes_options();
    size_t size;
    (void)state;
    compilation_init(&c);
    if (file_read(&c.arena, ADLC_SOURCE_DIR "/man/adlc-templates.7", 1 << 20, &page, &size) !=
        FILE_OK) {
        return -1;
    }
    language = strstr(page, "\n.Sh LANGUAGE");
    facts_at = strstr(page, "\n.Sh FACTS");
    claims_at = strstr(page, "\n.Sh CLAIMS");
    names_end = strstr(page, "\n.Sh SHARED PIECES");
    struct model *model =
        model_from_ast(&c, load_text(&c, "in.camkes", description, strlen(description)));
    if (model == NULL || !lower_run(model, SPEC_ARCH_AARCH64, NULL, &lowered)) {
        return -1;
    }
    jinja_init(&jinja, &c, &options);
    facts_init(&facts, &c, model, lowered.spec, &lowered.programs);
    jinja_set(&jinja, "system", facts.system);
    jinja_set(&jinja, "composition", facts.composition);
    jinja_set(&jinja, "configuration", facts.configuration);
    jinja_set(&jinja, "options", facts.options);
    jinja_set(&jinja, "included", jinja_list_new(&c.arena));
    python_names_add(&jinja);
    macros_add(&jinja, &facts);
    claims_init(&claims, &facts, &jinja, lowered.build);
    struct jinja_value end = facts.from[1][0];
    jinja_set(&jinja, "me", end);
    claims_start(&claims, &lowered.build->programs[0], (struct program_place){1, 0, false}, "m",
                 end);
    facts_set_cnode(&facts, 0, 6, 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    jinja_done(&jinja);
    compilation_done(&c);
    return 0;
}

static void the_page_names_all(void **state)
{
    struct map seen = {0};
    struct strbuf out;
    (void)state;
    assert_non_null(language);
    assert_non_null(names_end);
    strbuf_init(&out, &c.arena);
    const struct jinja_template *template =
        jinja_from_text(&jinja, "claiming", claiming, strlen(claiming));
    assert_non_null(template);
    assert_true(jinja_render(&jinja, template, &out));
    for (vec_each (global, &jinja.globals)) {
        must_stand("global", global->name);
        walk(global->value, &seen);
    }
    for (vec_each (value, &claims.stashed)) {
        walk(*value, &seen);
    }
    for (size_t i = 0; jinja_test_name(i) != NULL; i++) {
        must_stand("test", jinja_test_name(i));
    }
    const struct jinja_named_function *const filters[] = {jinja_text_filters,
                                                          jinja_sequence_filters};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; filters[k][i].name != NULL; i++) {
            must_stand("filter", filters[k][i].name);
        }
    }
    const struct jinja_method *const methods[] = {jinja_list_methods, jinja_dict_methods,
                                                  jinja_str_methods, jinja_int_methods};
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; methods[k][i].name != NULL; i++) {
            must_stand("method", methods[k][i].name);
        }
    }
    assert_int_equal(missing, 0);
}

// Names behind `macro` in [from, to), up to the next macro of the line, are known.
static void must_be_known(const char *macro, bool first_only, const char *from, const char *to)
{
    size_t size = strlen(macro);
    for (const char *at = strstr(from, macro); at != NULL && at < to; at = strstr(at + 1, macro)) {
        if ((at[-1] != '.' && at[-1] != ' ') || at[size] != ' ') {
            continue;
        }
        const char *word = at + size + 1;
        while (*word != '\n') {
            size_t length = strcspn(word, " \n");
            bool is_macro =
                length == 2 && isupper((unsigned char)word[0]) && islower((unsigned char)word[1]);
            if (is_macro) {
                break;
            }
            const char *name = arena_strndup(&c.arena, word, length);
            const char *dot = strrchr(name, '.');
            name = dot != NULL && dot[1] != '\0' ? dot + 1 : name;
            if (is_word_byte(name[0]) && !map_string_get(&known, name, NULL)) {
                print_error("man/adlc-templates.7 has `%s`, which there is not\n", name);
                missing++;
            }
            if (first_only) {
                break;
            }
            word += length;
            word += strspn(word, " ");
        }
    }
}

static void all_that_the_page_names_is_there(void **state)
{
    // methods of values that only a rendering has
    static const char *const methods[] = {"increment", "decrement", "group", "groups"};
    (void)state;
    missing = 0;
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        know(methods[i]);
    }
    must_be_known("Fn", true, language, names_end);
    must_be_known("Sy", false, facts_at, claims_at);
    assert_int_equal(missing, 0);
}

// The macros of the pieces that our templates share stand in SHARED PIECES, and nothing else does.
static void the_page_names_the_shared_pieces(void **state)
{
    glob_t files;
    const char *end = strstr(names_end, "\n.Sh ADDING A CONNECTOR");
    (void)state;
    missing = 0;
    known = (struct map_string){0};
    assert_int_equal(glob(ADLC_SOURCE_DIR "/templates/*/*.jinja", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *text;
        size_t size;
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        assert_int_equal(file_read(&c.arena, files.gl_pathv[i], 1 << 20, &text, &size), FILE_OK);
        if (strstr(names_end, name) == NULL || strstr(names_end, name) > end) {
            print_error("piece `%s` is not in man/adlc-templates.7\n", name);
            missing++;
        }
        for (char *at = strstr(text, "/*- macro "); at != NULL; at = strstr(at + 1, "/*- macro ")) {
            char *macro = at + strlen("/*- macro ");
            macro = arena_strndup(&c.arena, macro, strcspn(macro, "("));
            know(macro);
            if (!stands_in(macro, names_end, end)) {
                print_error("macro `%s` of %s is not in man/adlc-templates.7\n", macro, name);
                missing++;
            }
        }
    }
    globfree(&files);
    must_be_known("Ic", false, names_end, end);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_names_all),
        cmocka_unit_test(all_that_the_page_names_is_there),
        cmocka_unit_test(the_page_names_the_shared_pieces),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
