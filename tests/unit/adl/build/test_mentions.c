// SPDX-License-Identifier: BSD-2-Clause
// link: adl_build adl_base
#include "adl/build/mentions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "adl/base/file.h"
#include "adl/base/path.h"

static struct compilation c;
static char folder[] = "/tmp/test_mentions_XXXXXX";

static void put(const char *name, const char *text)
{
    const char *path = path_join(&c.arena, folder, name);
    assert_true(file_make_directories(path_directory(&c.arena, path)));
    assert_int_equal(file_write(path, text, strlen(text)), FILE_OK);
}

/* Does a source with that text mention the value of attribute `id`? */
static bool mentions(const char *text)
{
    static unsigned number;
    const char *name = arena_printf(&c.arena, "source%u.c", number++);
    put(name, text);
    const char *source = path_join(&c.arena, folder, name);
    const char *include = path_join(&c.arena, folder, "include");
    const char *attribute = "id";
    struct mentions_request request = {
        .sources = &source,
        .source_count = 1,
        .folders = &include,
        .folder_count = 1,
        .attributes = &attribute,
        .attribute_count = 1,
    };
    return mentions_values(&c, &request);
}

static void words_that_tell(void **state)
{
    (void)state;
    assert_true(mentions("int x[id_DEF];"));
    assert_true(mentions("int x = CAMKES_CONST_ATTR(id);"));
    assert_true(mentions("#define V(a) a##_DEF\n"));
    assert_true(mentions("#include NAME\n"));
    assert_true(mentions("#  include\tNAME\n"));
}

static void words_that_do_not(void **state)
{
    (void)state;
    assert_false(mentions("int x = id; int other_DEF, id_DEFAULT, my_id_DEF2;"));
    assert_false(mentions("#include <stdio.h>\n#include \"no_such.h\"\n"));
    assert_false(mentions("int include; int y = include;\n"));
    assert_false(mentions(""));
}

static void headers_are_followed(void **state)
{
    (void)state;
    put("include/plain.h", "int f(void);\n");
    put("include/telling.h", "enum { SIZE = id_DEF };\n");
    put("include/behind.h", "#include \"telling.h\"\n");
    put("beside.h", "#include <behind.h>\n#include \"beside.h\"\n");
    assert_false(mentions("#include <plain.h>\n"));
    assert_true(mentions("#include <telling.h>\n"));
    assert_true(mentions("#include \"beside.h\"\n"));
}

/* Does generated code with that text, whose headers include `header`, mention the value? */
static bool generated_mentions(const char *text, const char *header)
{
    const char *include = path_join(&c.arena, folder, "include");
    const char *attribute = "id";
    struct mentions_request request = {
        .texts = &text,
        .text_count = 1,
        .headers = &header,
        .header_count = 1,
        .folders = &include,
        .folder_count = 1,
        .attributes = &attribute,
        .attribute_count = 1,
    };
    return mentions_values(&c, &request);
}

static void generated_code_is_read(void **state)
{
    (void)state;
    put("include/quiet.h", "int f(void);\n");
    put("include/macro.h", "#define SIZE id_DEF\n");
    assert_false(generated_mentions("#include <quiet.h>\nint x = id;\n", "none.h"));
    assert_true(generated_mentions("int x = id_DEF;\n", "none.h"));
    assert_true(generated_mentions("#include \"macro.h\"\n", "none.h"));
    assert_false(generated_mentions("", "quiet.h"));
    assert_true(generated_mentions("", "macro.h"));
}

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    int result = system(command);
    compilation_done(&c);
    return result;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_tell),
        cmocka_unit_test(words_that_do_not),
        cmocka_unit_test(headers_are_followed),
        cmocka_unit_test(generated_code_is_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
