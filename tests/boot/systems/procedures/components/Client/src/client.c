// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static int passed, failed, errors;

static void expect(const char *what, int good)
{
    if (good) {
        passed++;
    } else {
        failed++;
        printf("FAILED: %s\n", what);
    }
}

int back_twice(int x)
{
    return 2 * x;
}

static camkes_error_action_t count_error(camkes_error_t *error)
{
    printf("error %d: %s\n", (int)error->type, error->description);
    errors++;
    return CEA_DISCARD;
}

static void check_scalars(void)
{
    int b = 20, c = 0;
    uint64_t m = 1ull << 40;
    all_nothing();
    expect("result", all_scalar(50, &b, &c, &m) == 70);
    expect("out", c == 30);
    expect("inout", m == 3ull << 40);
    expect("flag", all_flag('q', true, 0.25) && !all_flag('q', false, 0.25));
    expect("wide", all_wide(-1) == UINT64_MAX - 1 && all_wide(2) == 1);
}

static void check_text(void)
{
    char *b = "def", *c = NULL, *d = strdup("inout");
    char *result = all_text("abc", &b, &c, &d);
    expect("joined text", strcmp(result, "abcdef") == 0);
    expect("out text", strcmp(c, "from the server") == 0);
    expect("inout text", strcmp(d, "Xnout") == 0);
    free(result);
    free(c);
    free(d);
    d = strdup("!");
    b = "";
    result = all_text("", &b, &c, &d);
    expect("empty text", *result == '\0' && strcmp(d, "X") == 0);
    free(result);
    free(c);
    free(d);
}

static void check_arrays(void)
{
    int a[] = {1, -2, 3};
    char *b = "hello";
    size_t b_sz = 5, c_sz = 99, d_sz = 2;
    uint64_t *c = NULL;
    int8_t *d = malloc(2);
    memset(d, 0, 2);
    expect("sizes", all_arrays(3, a, &b_sz, &b, &c_sz, &c, &d_sz, &d) == 8);
    expect("out array", c_sz == 3 && c[0] == 1ull << 32 && c[1] == (uint64_t)-2 << 32);
    expect("inout array", d_sz == 5 && memcmp(d, "hello", 5) == 0);
    free(c);
    b_sz = 0;
    expect("empty arrays",
           all_arrays(0, a, &b_sz, &b, &c_sz, &c, &d_sz, &d) == 0 && c_sz == 0 && d_sz == 0);
    free(c);
    free(d);
}

static void check_strings(void)
{
    char *a[] = {"one", "", "three"}, *bs[] = {"first", "second"};
    char **b = bs, **c = NULL, **d = malloc(2 * sizeof(*d));
    size_t b_sz = 2, c_sz = 0, d_sz = 2;
    d[0] = strdup("k");
    d[1] = strdup("last");
    expect("lengths", all_strings(3, a, &b_sz, &b, &c_sz, &c, &d_sz, &d) == 10);
    expect("out strings", c_sz == 2 && strcmp(c[0], "first") == 0 && *c[1] == '\0');
    expect("inout strings", d_sz == 2 && strcmp(d[0], "k") == 0 && strcmp(d[1], "Zast") == 0);
}

static void check_limits(void)
{
    static int many[300];
    int sum;
    for (int i = 0; i < 300; i++) {
        many[i] = 1;
    }
    /* 960 bytes: one for the method, eight for the count, the rest elements */
    expect("largest array", all_total(237, many) == 474);
    memcpy(&sum, two, sizeof(sum));
    expect("dataport", sum == 474 && two_size == 8192 && two_get_size() == 8192);
    all_register_error_handler(count_error);
    expect("too large", all_total(238, many) == 0 && errors == 1);
    expect("still alive", all_total(3, many) == 6);
}

static void check_pointers(void)
{
    dataport_ptr_t inside = dataport_wrap_ptr((char *)two + 100);
    expect("wrapped", inside.offset == 100 && dataport_unwrap_ptr(inside) == (char *)two + 100);
    inside.offset = 8192;
    expect("outside", dataport_unwrap_ptr(inside) == NULL && two_unwrap_ptr(inside) == NULL);
    expect("not a dataport", dataport_wrap_ptr(&passed).id == UINT32_MAX);
}

int run(void)
{
    check_scalars();
    check_text();
    check_arrays();
    check_strings();
    check_limits();
    check_pointers();
    expect("badge", one_twice(4) == 8 + 77);
    printf("%s: %d passed, %d failed\n", get_instance_name(), passed, failed);
    return 0;
}
