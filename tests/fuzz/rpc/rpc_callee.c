/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The serving side's own functions (rpc_host.h says what they do), once for each interface.
 */
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

#include "tests/fuzz/rpc/rpc_host.h"

static void reverse(void *items, size_t count, size_t size)
{
    char *bytes = items, saved[64];
    for (size_t i = 0; i < count / 2; i++) {
        char *low = bytes + i * size, *high = bytes + (count - 1 - i) * size;
        memcpy(saved, low, size);
        memcpy(low, high, size);
        memcpy(high, saved, size);
    }
}

static void *copy(const void *items, size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    rpc_host_read(items, size);
    memcpy(memory, items, size);
    return memory;
}

static size_t read_string(const char *text)
{
    rpc_host_read(text, strlen(text) + 1);
    return strlen(text);
}

static int read_strings(char *const *items, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += read_string(items[i]);
    }
    return (int)length;
}

static void nothing(void)
{
    rpc_host_read("", 1);
}

static int scalar(int a, const int *b, int *c, uint64_t *m)
{
    *c = a;
    *m = ~*m;
    return (int)((unsigned)a + (unsigned)*b);
}

static char *text(const char *a, char **b, char **c, char **d)
{
    read_string(a);
    read_string(*b);
    *c = copy(a, strlen(a) + 1);
    reverse(*d, read_string(*d), 1);
    return copy(*b, strlen(*b) + 1);
}

static int arrays(size_t a_sz, const int *a, const size_t *b_sz, char **b, size_t *c_sz,
                  uint64_t **c, size_t *d_sz, int8_t **d)
{
    rpc_host_read(a, a_sz * sizeof(*a));
    rpc_host_read(*b, *b_sz);
    rpc_host_read(*d, *d_sz);
    *c_sz = a_sz;
    *c = malloc(a_sz * sizeof(**c) + 1);
    for (size_t i = 0; i < a_sz; i++) {
        (*c)[i] = (uint64_t)a[i];
    }
    reverse(*d, *d_sz, 1);
    return (int)*b_sz;
}

static int strings(size_t a_sz, char **a, const size_t *b_sz, char ***b, size_t *c_sz, char ***c,
                   size_t *d_sz, char ***d)
{
    int length = read_strings(*b, *b_sz);
    read_strings(a, a_sz);
    read_strings(*d, *d_sz);
    *c_sz = a_sz;
    *c = malloc(a_sz * sizeof(**c) + 1);
    for (size_t i = 0; i < a_sz; i++) {
        (*c)[i] = copy(a[i], strlen(a[i]) + 1);
    }
    reverse(*d, *d_sz, sizeof(**d));
    return length;
}

static bool flags(bool a, const size_t *b_sz, bool **b, bool *c, size_t *d_sz, bool **d)
{
    bool all = true;
    for (size_t i = 0; i < *b_sz; i++) {
        all = all && (*b)[i];
    }
    *c = a;
    reverse(*d, *d_sz, sizeof(**d));
    return all;
}

static double points(point_t one, size_t many_sz, const point_t *many, point_t *sum, size_t *all_sz,
                     point_t **all)
{
    rpc_host_read(many, many_sz * sizeof(*many));
    *sum = one;
    reverse(*all, *all_sz, sizeof(**all));
    return (double)many_sz;
}

/* The functions that generated code calls. */
#define INTERFACE(name)                                                                            \
    void name##_nothing(void)                                                                      \
    {                                                                                              \
        nothing();                                                                                 \
    }                                                                                              \
    int name##_scalar(int a, const int *b, int *c, uint64_t *m)                                    \
    {                                                                                              \
        return scalar(a, b, c, m);                                                                 \
    }                                                                                              \
    char *name##_text(const char *a, char **b, char **c, char **d)                                 \
    {                                                                                              \
        return text(a, b, c, d);                                                                   \
    }                                                                                              \
    int name##_arrays(size_t a_sz, const int *a, const size_t *b_sz, char **b, size_t *c_sz,       \
                      uint64_t **c, size_t *d_sz, int8_t **d)                                      \
    {                                                                                              \
        return arrays(a_sz, a, b_sz, b, c_sz, c, d_sz, d);                                         \
    }                                                                                              \
    int name##_strings(size_t a_sz, char **a, const size_t *b_sz, char ***b, size_t *c_sz,         \
                       char ***c, size_t *d_sz, char ***d)                                         \
    {                                                                                              \
        return strings(a_sz, a, b_sz, b, c_sz, c, d_sz, d);                                        \
    }                                                                                              \
    bool name##_flags(bool a, const size_t *b_sz, bool **b, bool *c, size_t *d_sz, bool **d)       \
    {                                                                                              \
        return flags(a, b_sz, b, c, d_sz, d);                                                      \
    }                                                                                              \
    double name##_points(point_t one, size_t many_sz, const point_t *many, point_t *sum,           \
                         size_t *all_sz, point_t **all)                                            \
    {                                                                                              \
        return points(one, many_sz, many, sum, all_sz, all);                                       \
    }
INTERFACE(serve)
INTERFACE(near)

int single_count(size_t words_sz, char **words)
{
    read_strings(words, words_sz);
    return (int)words_sz;
}
