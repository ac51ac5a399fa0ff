/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_lang adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adl/base/compilation.h"
#include "adl/base/path.h"
#include "adl/base/process.h"
#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"
#include "adl/lang/load.h"

static struct compilation c;
static char folder[] = "/tmp/adlc-test-load-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    const char *const argv[] = {"rm", "-rf", folder, NULL};
    struct process_request request = {.argv = argv};
    struct process_result result;
    struct arena arena;
    bool good;

    (void)state;
    arena_init(&arena);
    good = process_run(&arena, &request, &result);
    arena_done(&arena);
    return good ? 0 : -1;
}

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static const char *put(const char *name, const char *text)
{
    const char *path = path_join(&c.arena, folder, name);

    assert_true(file_make_directories(path_directory(&c.arena, path)));
    assert_in_set(file_write(path, text, strlen(text)),
                  ((const LargestIntegralType[]){FILE_OK, FILE_UNCHANGED}), 2);
    return path;
}

/* The names of the declared components, in order. */
static const char *components(const struct ast_file *file)
{
    struct strbuf names;

    strbuf_init(&names, &c.arena);
    for (size_t i = 0; i < file->decls.count; i++) {
        strbuf_printf(&names, "%s ", ast_as_component(file->decls.items[i])->name.text);
    }
    return names.text;
}

static void imports_take_the_place_of_their_statement_once(void **state)
{
    const char *path =
        put("order/main.camkes", "component A {} import \"one.camkes\"; component B {}"
                                 "import \"../order/./one.camkes\"; import \"two.camkes\";");

    (void)state;
    put("order/one.camkes", "import \"two.camkes\"; import \"main.camkes\"; component One {}");
    put("order/two.camkes", "import \"two.camkes\"; component Two {}");
    assert_string_equal(components(load_main(&c, path)), "A Two One B ");
    assert_int_equal(c.diags.errors, 0);
    assert_int_equal(c.sources.read.count, 3);
}

static void the_search_path_is_searched_in_order(void **state)
{
    const char *path = put("path/main.camkes", "import <x.camkes>; import <y.camkes>;");

    (void)state;
    put("path/built/x.camkes", "component Built {}");
    put("path/first/x.camkes", "component First {}");
    put("path/first/y.camkes", "component Y1 {}");
    put("path/second/y.camkes", "component Y2 {}");
    c.options.builtin_path = path_join(&c.arena, folder, "path/built");
    vec_push(&c.arena, &c.options.import_paths, path_join(&c.arena, folder, "path/first"));
    vec_push(&c.arena, &c.options.import_paths, path_join(&c.arena, folder, "path/second"));
    assert_string_equal(components(load_main(&c, path)), "Built Y1 ");
}

static void each_file_is_preprocessed_by_itself(void **state)
{
    const char *path = put("cpp/main.camkes", "#define NAME Here\n#include \"head.h\"\n"
                                              "import \"plain.camkes\"; component NAME {}");
    struct ast_file *file;

    (void)state;
    put("cpp/plain.camkes", "component NAME {}");
    put("cpp/head.h", "component Head {}\n");
    file = load_main(&c, path);
    assert_string_equal(components(file), "Head NAME Here ");
    assert_int_equal(c.sources.read.count, 3); /* the header counts as read */
}

static void what_was_included_is_not_imported_again(void **state)
{
    const char *path = put("both/main.camkes", "#include \"part.h\"\nimport \"part.h\";\n");

    (void)state;
    put("both/part.h", "component Part {}\n");
    assert_string_equal(components(load_main(&c, path)), "Part ");
}

static void the_preprocessor_runs_when_asked_to(void **state)
{
    static const struct {
        enum compilation_cpp cpp;
        const char *define, *text, *want;
    } cases[] = {
        {CPP_ALWAYS, NULL,     "component CAMKES_TOOL_PROCESSING {}",               ""           },
        {CPP_AUTO,   NULL,     "component NAME {}",                                 "NAME "      },
        {CPP_AUTO,   "NAME=X", "component NAME {}",                                 "X "         },
        {CPP_NEVER,  "NAME=X", "component NAME {}",                                 "NAME "      },
        {CPP_NEVER,  NULL,     "#if 0\ncomponent A {}\n#endif\n",                   "A "         },
        {CPP_AUTO,   NULL,     "#if 0\ncomponent A {}\n#endif\n",                   ""           },
        {CPP_AUTO,   NULL,     "component linux {} component unix {}\n#define X\n", "linux unix "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *path;

        tear_down(NULL);
        set_up(NULL);
        path = put("when/main.camkes", cases[i].text);
        c.options.cpp = cases[i].cpp;
        if (cases[i].define != NULL) {
            vec_push(&c.arena, &c.options.defines, cases[i].define);
        }
        assert_string_equal(components(load_main(&c, path)), cases[i].want);
    }
}

static void places_are_those_of_the_users_file(void **state)
{
    const char *path = put("place/main.camkes", "#define M(x) component x { uses  P  p ; }\n"
                                                "#include \"head.h\"\n"
                                                "\tcomponent   Spaced { uses   Q   q; }\n");
    struct ast_file *file;
    struct source_place place;

    (void)state;
    put("place/head.h", "\n\n  component Head {}\n");
    file = load_main(&c, path);
    assert_string_equal(components(file), "Head Spaced ");
    assert_true(
        source_locate(&c.sources, ast_as_component(file->decls.items[0])->name.span, &place));
    assert_string_equal(path_base(place.name), "head.h");
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 13);
    assert_true(source_locate(
        &c.sources, ast_as_component(file->decls.items[1])->interfaces.items[0]->name.span,
        &place));
    assert_string_equal(path_base(place.name), "main.camkes");
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 34);
}

static void failures_are_diagnostics(void **state)
{
    static const struct {
        const char *text;
        enum diag_id id;
    } cases[] = {
        {"import \"none.camkes\";", DIAG_IMPORT_NOT_FOUND   },
        {"import <none.camkes>;",   DIAG_IMPORT_NOT_FOUND   },
        {"import \"folder\";",      DIAG_IMPORT_IS_DIRECTORY},
        {"#include \"none.h\"\n",   DIAG_PREPROCESSOR_FAILED},
        {"#error no\n",             DIAG_PREPROCESSOR_FAILED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        tear_down(NULL);
        set_up(NULL);
        put("fail/folder/x", "");
        assert_true(load_main(&c, put("fail/main.camkes", cases[i].text))->faulty);
        assert_int_equal(c.diags.list.count, 1);
        assert_int_equal(c.diags.list.items[0]->id, cases[i].id);
        assert_int_not_equal(c.diags.list.items[0]->span.file, 0);
    }
    tear_down(NULL);
    set_up(NULL);
    assert_true(load_main(&c, path_join(&c.arena, folder, "fail/none"))->faulty);
    assert_true(load_main(&c, folder)->faulty);
    assert_int_equal(c.diags.list.count, 2);
    assert_int_equal(c.diags.list.items[1]->id, DIAG_FILE_UNREADABLE);
    c.options.cpp_program = "/no/such/cpp";
    c.options.cpp = CPP_ALWAYS;
    assert_true(load_main(&c, put("fail/main.camkes", ""))->faulty);
    assert_int_equal(c.diags.list.items[2]->id, DIAG_PREPROCESSOR_FAILED);
}

static void texts_in_memory_do_not_touch_the_disk(void **state)
{
    const char text[] = "import \"/etc/passwd\"; import </etc/passwd>;\n# 1 \"/etc/passwd\"\nx";
    struct source_place place;

    (void)state;
    c.options.no_files = true;
    vec_push(&c.arena, &c.options.import_paths, "/");
    load_text(&c, "in", text, sizeof(text) - 1);
    assert_int_equal(c.diags.errors, 3);
    assert_int_equal(c.sources.files.count, 1);
    for (size_t i = 0; i < c.diags.list.count; i++) {
        assert_true(source_locate(&c.sources, c.diags.list.items[i]->span, &place));
    }
    assert_int_equal(c.sources.shown.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(imports_take_the_place_of_their_statement_once),
        TEST(the_search_path_is_searched_in_order),
        TEST(each_file_is_preprocessed_by_itself),
        TEST(what_was_included_is_not_imported_again),
        TEST(the_preprocessor_runs_when_asked_to),
        TEST(places_are_those_of_the_users_file),
        TEST(failures_are_diagnostics),
        TEST(texts_in_memory_do_not_touch_the_disk),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
