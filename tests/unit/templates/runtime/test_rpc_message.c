// SPDX-License-Identifier: BSD-2-Clause
// sources: templates/runtime/rpc_message.c
// include: tests/unit/templates/runtime/fake templates/runtime/include
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <camkes/program.h>
#include <camkes/rpc.h>

seL4_IPCBuffer fake_buffer;

const struct camkes_thread *camkes_self(void)
{
    static const struct camkes_instance instance = {.name = "test"};
    static const struct camkes_thread thread = {.instance = &instance};
    return &thread;
}

static seL4_Word sent_length, answer_length;
static camkes_error_t raised;
static char description[128];

seL4_MessageInfo_t seL4_Call(seL4_CPtr endpoint, seL4_MessageInfo_t info)
{
    assert_int_equal(endpoint, 7);
    sent_length = info.length;
    return (seL4_MessageInfo_t){answer_length};
}

camkes_error_action_t camkes_raise(camkes_error_handler_t handler, camkes_error_t *error)
{
    (void)handler;
    raised = *error;
    snprintf(description, sizeof(description), "%s", error->description);
    return CEA_DISCARD;
}

static unsigned reported;

camkes_error_action_t camkes_report(camkes_error_handler_t handler, camkes_error_t *error)
{
    reported++;
    return camkes_raise(handler, error);
}

size_t strlcpy(char *to, const char *from, size_t size)
{
    return (size_t)snprintf(to, size, "%s", from);
}

size_t strlcat(char *to, const char *from, size_t size)
{
    size_t used = strlen(to);
    return used + strlcpy(to + used, from, size - used);
}

/* A message of `size` bytes at hand, as if received. */
static struct camkes_message received(const void *bytes, size_t size)
{
    struct camkes_message m;
    memset(&fake_buffer, 0xee, sizeof(fake_buffer));
    if (size > 0) {
        memcpy(fake_buffer.msg, bytes, size);
    }
    camkes_message_begin(&m);
    m.size = (size + 7) / 8 * 8;
    return m;
}

static void test_wire_format(void **state)
{
    (void)state;
    struct camkes_message m;
    const uint8_t method = 3;
    const uint32_t number = 0x01020304;
    const uint16_t items[] = {5, 6};
    char x[] = "x", empty[] = "";
    char *texts[] = {x, empty};
    static const char expected[] = "\3\4\3\2\1hi\0\2\0\0\0\0\0\0\0\5\0\6\0\2\0\0\0\0\0\0\0x\0\0";
    camkes_message_begin(&m);
    camkes_put(&m, &method, sizeof(method));
    camkes_put(&m, &number, sizeof(number));
    camkes_put_string(&m, "hi");
    camkes_put_array(&m, items, 2, sizeof(items[0]));
    camkes_put_strings(&m, texts, 2);
    assert_int_equal(m.fault, CE_NO_ERROR);
    assert_int_equal(m.at, sizeof(expected) - 1);
    assert_memory_equal(fake_buffer.msg, expected, sizeof(expected) - 1);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct camkes_message m;
    const uint16_t items[] = {5, 6, 7};
    char one[] = "one", empty[] = "", three[] = "three";
    char *texts[] = {one, empty, three};
    size_t count;
    camkes_message_begin(&m);
    camkes_put_string(&m, NULL);
    camkes_put_array(&m, items, 3, sizeof(items[0]));
    camkes_put_array(&m, NULL, 0, 8);
    camkes_put_strings(&m, texts, 3);
    m.size = (m.at + 7) / 8 * 8;
    m.at = 0;
    char *text = camkes_get_string(&m);
    assert_string_equal(text, "");
    uint16_t *got = camkes_get_array(&m, &count, sizeof(*got));
    assert_int_equal(count, 3);
    assert_memory_equal(got, items, sizeof(items));
    void *none = camkes_get_array(&m, &count, 8);
    assert_non_null(none);
    assert_int_equal(count, 0);
    char **strings = camkes_get_strings(&m, &count);
    assert_int_equal(count, 3);
    assert_string_equal(strings[2], "three");
    camkes_message_end(&m);
    assert_int_equal(m.fault, CE_NO_ERROR);
    free(text);
    free(got);
    free(none);
    camkes_free_strings(strings, count);
}

static void test_full(void **state)
{
    (void)state;
    struct camkes_message m;
    char block[961] = {0};
    camkes_message_begin(&m);
    camkes_put(&m, block, 960);
    assert_int_equal(m.fault, CE_NO_ERROR);
    camkes_put(&m, block, 0);
    assert_int_equal(m.fault, CE_NO_ERROR);
    camkes_put(&m, block, 1);
    assert_int_equal(m.fault, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(m.wanted, 961);
    camkes_message_begin(&m);
    camkes_put_array(&m, block, SIZE_MAX / 4, 8);
    assert_int_equal(m.fault, CE_BUFFER_LENGTH_EXCEEDED);
    sent_length = 99;
    camkes_call(&m, 7); /* nothing is sent */
    assert_int_equal(sent_length, 99);
    camkes_message_fault(&m, "i", "m", NULL);
    assert_int_equal(raised.type, CE_BUFFER_LENGTH_EXCEEDED);
    assert_string_equal(raised.interface, "i");
    assert_string_equal(description, "m: the parameters do not fit into a message");
    assert_int_equal(reported, 0);
    camkes_request_fault(&m, "i", "n", NULL); /* the default for a server is another */
    assert_int_equal(reported, 1);
    assert_string_equal(description, "n: the parameters do not fit into a message");
}

static void test_bad_sizes(void **state)
{
    (void)state;
    static const size_t counts[] = {2, SIZE_MAX, SIZE_MAX / 8 + 1, SIZE_MAX / 4, 1u << 31};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        size_t words[2] = {counts[i], 1}, count = 77;
        struct camkes_message m = received(words, sizeof(words));
        assert_null(camkes_get_array(&m, &count, 8));
        assert_int_equal(count, 0);
        assert_int_equal(m.fault, CE_MALFORMED_RPC_PAYLOAD);
        words[0] = counts[i] == 2 ? 9 : counts[i];
        m = received(words, sizeof(words));
        assert_null(camkes_get_strings(&m, &count));
        assert_int_equal(count, 0);
        assert_int_equal(m.fault, CE_MALFORMED_RPC_PAYLOAD);
    }
}

static void test_bad_texts(void **state)
{
    (void)state;
    struct camkes_message m = received("12345678", 8); /* no NUL */
    assert_null(camkes_get_string(&m));
    assert_int_equal(m.fault, CE_MALFORMED_RPC_PAYLOAD);
    m = received("", 0);
    assert_null(camkes_get_string(&m));
    size_t count;
    m = received("\2\0\0\0\0\0\0\0a\0bbbbbb", 16); /* the second has no NUL */
    assert_null(camkes_get_strings(&m, &count));
    assert_int_equal(count, 0);
}

static void test_bad_ends(void **state)
{
    (void)state;
    char bytes[24] = {0};
    uint32_t number;
    struct camkes_message m = received(bytes, 3); /* rounded up to a word: all is well */
    camkes_get(&m, &number, 4);
    camkes_message_end(&m);
    assert_int_equal(m.fault, CE_NO_ERROR);
    m = received(bytes, 16);
    camkes_get(&m, &number, 4);
    camkes_message_end(&m);
    assert_int_equal(m.fault, CE_MALFORMED_RPC_PAYLOAD);
    m = received(bytes, 0);
    number = 5;
    camkes_get(&m, &number, 4);
    assert_int_equal(m.fault, CE_MALFORMED_RPC_PAYLOAD);
    assert_int_equal(number, 5);
}

static void test_call(void **state)
{
    (void)state;
    struct camkes_message m;
    memset(&fake_buffer, 0xee, sizeof(fake_buffer));
    camkes_message_begin(&m);
    camkes_put(&m, "abc", 3);
    answer_length = 1000; /* the kernel never says so, but nothing may depend on it */
    camkes_call(&m, 7);
    assert_int_equal(sent_length, 1);
    assert_memory_equal(fake_buffer.msg, "abc\0\0\0\0\0", 8);
    assert_int_equal(m.size, 960);
    assert_int_equal(m.at, 0);
}

/* Any bytes, read in any way: no read outside, no leak. */
static void test_random(void **state)
{
    (void)state;
    unsigned long seed = 12345;
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[64];
        for (size_t i = 0; i < sizeof(bytes); i++) {
            seed = seed * 6364136223846793005ul + 1442695040888963407ul;
            bytes[i] = seed >> 60 < 12 ? (uint8_t)(seed >> 61) : (uint8_t)(seed >> 40);
        }
        struct camkes_message m = received(bytes, (size_t)(seed >> 58));
        for (int step = 0; step < 4; step++) {
            size_t count;
            seed = seed * 6364136223846793005ul + 1442695040888963407ul;
            switch (seed >> 62) {
            case 0:
                free(camkes_get_string(&m));
                break;
            case 1:
                free(camkes_get_array(&m, &count, seed >> 60 & 7));
                break;
            case 2: {
                char **texts = camkes_get_strings(&m, &count);
                camkes_free_strings(texts, count);
                break;
            }
            default:
                camkes_get(&m, bytes, seed >> 59 & 7);
                break;
            }
            assert_true(m.at <= m.size);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wire_format), cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_full),        cmocka_unit_test(test_bad_sizes),
        cmocka_unit_test(test_bad_texts),   cmocka_unit_test(test_bad_ends),
        cmocka_unit_test(test_call),        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
