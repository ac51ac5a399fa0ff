/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Procedure calls through generated code of both sides: random values of every kind of parameter
 * arrive as they were sent and come back as they were given, in messages and in shared memory; what
 * does not fit is one error, and nothing else.
 *
 * usage: test_rpc_messages [ROUNDS [SEED]]
 */
// link: rpc_host
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fuzz/rpc/rpc_host.h"
#include "tests/fuzz/rpc/rpc_interface.h"

static unsigned rounds = 2000;
static uint64_t state = 42;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t below(size_t limit)
{
    return (size_t)(next() % limit);
}

/* A new string without NUL in it. */
static char *random_string(size_t limit)
{
    size_t length = below(limit);
    char *text = malloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        text[i] = (char)(1 + below(255));
    }
    text[length] = '\0';
    return text;
}

static char **random_strings(size_t *count, size_t limit)
{
    *count = below(limit);
    char **items = malloc((*count + 1) * sizeof(*items));
    for (size_t i = 0; i < *count; i++) {
        items[i] = random_string(limit);
    }
    return items;
}

static void *random_bytes(size_t *count, size_t limit, size_t size)
{
    *count = below(limit);
    unsigned char *bytes = malloc(*count * size + 1);
    for (size_t i = 0; i < *count * size; i++) {
        bytes[i] = (unsigned char)next();
    }
    return bytes;
}

static void free_strings(char **items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(items[i]);
    }
    free(items);
}

static void assert_reversed(const void *now, const void *before, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal((const char *)now + i * size,
                            (const char *)before + (count - 1 - i) * size, size);
    }
}

static void *copy(const void *bytes, size_t size)
{
    return memcpy(malloc(size + 1), bytes, size);
}

static void check_scalars(const struct rpc_interface *interface)
{
    int a = (int)next(), b = (int)next(), c = 0;
    uint64_t m = next(), sent = m;
    interface->nothing();
    assert_int_equal(interface->scalar(a, &b, &c, &m), (int)((unsigned)a + (unsigned)b));
    assert_int_equal(c, a);
    assert_true(m == ~sent);
}

static void check_text(const struct rpc_interface *interface, size_t limit)
{
    char *a = random_string(limit), *b = random_string(limit), *c = NULL;
    char *d = random_string(limit), *sent = copy(d, strlen(d) + 1);
    char *result = interface->text(a, &b, &c, &d);
    assert_string_equal(result, b);
    assert_string_equal(c, a);
    assert_int_equal(strlen(d), strlen(sent));
    assert_reversed(d, sent, strlen(sent), 1);
    free(a), free(b), free(c), free(d), free(sent), free(result);
}

static void check_arrays(const struct rpc_interface *interface, size_t limit)
{
    size_t a_sz, b_sz, c_sz = 7, d_sz;
    int *a = random_bytes(&a_sz, limit / 8, sizeof(*a));
    char *b = random_bytes(&b_sz, limit, 1);
    uint64_t *c = NULL;
    int8_t *d = random_bytes(&d_sz, limit, 1), *sent = copy(d, d_sz);
    size_t sent_sz = d_sz;
    assert_int_equal(interface->arrays(a_sz, a, &b_sz, &b, &c_sz, &c, &d_sz, &d), (int)b_sz);
    assert_int_equal(c_sz, a_sz);
    for (size_t i = 0; i < c_sz; i++) {
        assert_true(c[i] == (uint64_t)a[i]);
    }
    assert_int_equal(d_sz, sent_sz);
    assert_reversed(d, sent, d_sz, 1);
    free(a), free(b), free(c), free(d), free(sent);
}

static void check_strings(const struct rpc_interface *interface, size_t limit)
{
    size_t a_sz, b_sz, c_sz = 9, d_sz, length = 0;
    char **a = random_strings(&a_sz, limit / 10), **b = random_strings(&b_sz, limit / 10);
    char **c = NULL, **d = random_strings(&d_sz, limit / 10);
    size_t sent = d_sz;
    char *first = sent > 0 ? copy(d[0], strlen(d[0]) + 1) : NULL;
    for (size_t i = 0; i < b_sz; i++) {
        length += strlen(b[i]);
    }
    assert_int_equal(interface->strings(a_sz, a, &b_sz, &b, &c_sz, &c, &d_sz, &d), (int)length);
    assert_int_equal(c_sz, a_sz);
    for (size_t i = 0; i < a_sz; i++) {
        assert_string_equal(c[i], a[i]);
    }
    assert_int_equal(d_sz, sent);
    if (sent > 0) {
        assert_string_equal(d[sent - 1], first);
    }
    free(first);
    free_strings(a, a_sz), free_strings(b, b_sz), free_strings(c, c_sz), free_strings(d, d_sz);
}

static void check_flags(const struct rpc_interface *interface)
{
    bool flags[] = {true, below(2) == 0, true}, *b = flags, c = false, *d = malloc(2);
    size_t b_sz = 3, d_sz = 2;
    d[0] = true;
    d[1] = false;
    assert_int_equal(interface->flags(flags[1], &b_sz, &b, &c, &d_sz, &d), flags[1]);
    assert_int_equal(c, flags[1]);
    assert_true(d_sz == 2 && !d[0] && d[1]);
    free(d);
}

static void check_points(const struct rpc_interface *interface)
{
    size_t many_sz, all_sz;
    point_t one = {'p', 1.5, -2.5}, sum = {0};
    point_t *many = random_bytes(&many_sz, 5, sizeof(*many));
    point_t *all = random_bytes(&all_sz, 5, sizeof(*all)), *sent = copy(all, all_sz * sizeof(*all));
    assert_true(interface->points(one, many_sz, many, &sum, &all_sz, &all) == (double)many_sz);
    assert_true(sum.tag == 'p' && sum.x == 1.5 && sum.y == -2.5);
    assert_reversed(all, sent, all_sz, sizeof(*all));
    free(many), free(all), free(sent);
}

/* Every method, many times; `limit` bounds lengths so that all fits. */
static void check_interface(const struct rpc_interface *interface, size_t limit)
{
    for (unsigned i = 0; i < rounds; i++) {
        check_scalars(interface);
        check_text(interface, limit);
        check_arrays(interface, limit);
        check_strings(interface, limit);
        check_flags(interface);
        check_points(interface);
        assert_int_equal(rpc_host_errors(), 0);
    }
}

static void everything_arrives_in_messages(void **unused)
{
    (void)unused;
    rpc_host_set_peer((struct rpc_host_peer){.server = serve__run});
    check_interface(&rpc_by_message, 120);
    assert_true(rpc_host_bytes_read() > rounds);
}

static void everything_arrives_through_shared_memory(void **unused)
{
    (void)unused;
    rpc_host_set_peer((struct rpc_host_peer){.server = near__run});
    check_interface(&rpc_by_memory, 300);
}

/* The sizes around the limit: what fits arrives, what does not is refused before it is sent. */
static void too_large_is_one_error(void **unused)
{
    (void)unused;
    char *word = calloc(1, RPC_HOST_SHARED + 1);
    char *words[] = {word};
    rpc_host_set_peer((struct rpc_host_peer){.server = single__run});
    for (size_t length = 900; length < 1000; length++) {
        memset(word, 'x', length);
        word[length] = '\0';
        bool fits = 8 + length + 1 <= seL4_MsgMaxLength * sizeof(seL4_Word);
        assert_int_equal(only_count(1, words), fits ? 1 : 0);
        assert_int_equal(rpc_host_errors(), fits ? 0 : 1);
    }
    free(word);
}

static seL4_MessageInfo_t refuse(void *context)
{
    (void)context;
    return seL4_MessageInfo_new(1, 0, 0, 0);
}

static void a_refusal_is_an_error(void **unused)
{
    (void)unused;
    rpc_host_set_peer((struct rpc_host_peer){.answer = refuse});
    call_nothing();
    assert_int_equal(rpc_host_errors(), 1);
    far_nothing();
    assert_int_equal(rpc_host_errors(), 1);
}

/* A method that does not exist, a request that is too short, and one that is too long are refused;
 * the user's functions see nothing of them. */
static void bad_requests_are_refused(void **unused)
{
    (void)unused;
    seL4_Word *words = rpc_host_words();
    memset(words, 0, 8 * sizeof(*words));
    (void)rpc_host_bytes_read();
    words[0] = 7;
    assert_int_equal(rpc_host_request(serve__run, seL4_MessageInfo_new(0, 0, 0, 1), 1).label, 1);
    words[0] = 1;
    assert_int_equal(rpc_host_request(serve__run, seL4_MessageInfo_new(0, 0, 0, 1), 1).label, 1);
    assert_int_equal(rpc_host_request(serve__run, seL4_MessageInfo_new(0, 0, 0, 4), 1).label, 1);
    assert_int_equal(rpc_host_request(serve__run, seL4_MessageInfo_new(0, 0, 0, 0), 1).label, 1);
    words[0] = UINT64_MAX; /* an array of that many strings */
    assert_int_equal(rpc_host_request(single__run, seL4_MessageInfo_new(0, 0, 0, 2), 1).label, 1);
    size_t reported = rpc_host_errors();
    assert_int_equal(reported, 5);
    words[0] = 1;
    assert_int_equal(rpc_host_request(serve__run, seL4_MessageInfo_new(0, 0, 0, 3), 1).label, 0);
    assert_int_equal(rpc_host_errors(), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_arrives_in_messages),
        cmocka_unit_test(everything_arrives_through_shared_memory),
        cmocka_unit_test(too_large_is_one_error),
        cmocka_unit_test(a_refusal_is_an_error),
        cmocka_unit_test(bad_requests_are_refused),
    };
    rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : rounds;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : state;
    printf("%u rounds, seed %llu\n", rounds, (unsigned long long)state);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
