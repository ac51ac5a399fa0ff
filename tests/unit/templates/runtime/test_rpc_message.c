// SPDX-License-Identifier: BSD-2-Clause
// sources: templates/runtime/rpc_message.c
// include: tests/fuzz/rpc/host templates/runtime/include
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <camkes/program.h>
#include <camkes/reply.h>
#include <camkes/rpc.h>

static seL4_IPCBuffer fake_buffer;

const struct camkes_thread *camkes_self(void)
{
    static const struct camkes_instance instance = {.name = "test"};
    static const struct camkes_thread thread = {.instance = &instance};
    return &thread;
}

static seL4_Word sent_length, answer_label, answer_length;
static camkes_error_t raised;
static char description[128];

seL4_IPCBuffer *seL4_GetIPCBuffer(void)
{
    return &fake_buffer;
}

seL4_MessageInfo_t seL4_Call(seL4_CPtr endpoint, seL4_MessageInfo_t info)
{
    assert_int_equal(endpoint, 7);
    sent_length = info.length;
    return (seL4_MessageInfo_t){.label = answer_label, .length = answer_length};
}

static camkes_error_handler_t handler_of_client;
static const struct camkes_client client = {
    .interface = "i", .endpoint = 7, .handler = &handler_of_client};

void camkes_protect_reply_cap(void)
{
}

int camkes_mutex_lock(struct camkes_mutex *mutex)
{
    return mutex->value--;
}

int camkes_mutex_unlock(struct camkes_mutex *mutex)
{
    return mutex->value++;
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

/* A message of `size` bytes at hand, as if received. */
static struct camkes_message received(const void *bytes, size_t size)
{
    struct camkes_message m;
    memset(&fake_buffer, 0xee, sizeof(fake_buffer));
    if (size > 0) {
        memcpy(fake_buffer.msg, bytes, size);
    }
    camkes_message_begin(&m, NULL, 0);
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
    camkes_message_begin(&m, NULL, 0);
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
    camkes_message_begin(&m, NULL, 0);
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
    camkes_message_begin(&m, NULL, 0);
    camkes_put(&m, block, 960);
    assert_int_equal(m.fault, CE_NO_ERROR);
    camkes_put(&m, block, 0);
    assert_int_equal(m.fault, CE_NO_ERROR);
    camkes_put(&m, block, 1);
    assert_int_equal(m.fault, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(m.wanted, 961);
    camkes_message_begin(&m, NULL, 0);
    camkes_put_array(&m, block, SIZE_MAX / 4, 8);
    assert_int_equal(m.fault, CE_BUFFER_LENGTH_EXCEEDED);
    sent_length = 99;
    camkes_call_send(&client, &m); /* nothing is sent */
    assert_int_equal(sent_length, 99);
    camkes_call_end(&client, &m, "m");
    assert_int_equal(raised.type, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(raised.current_length, 960);
    assert_true(raised.target_length == SIZE_MAX);
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
    camkes_message_begin(&m, NULL, 0);
    camkes_put(&m, "abc", 3);
    answer_length = 1000; /* the kernel never says so, but nothing may depend on it */
    camkes_call_send(&client, &m);
    assert_int_equal(sent_length, 1);
    assert_memory_equal(fake_buffer.msg, "abc\0\0\0\0\0", 8);
    assert_int_equal(m.size, 960);
    assert_int_equal(m.at, 0);
}

static void test_refusal(void **state)
{
    (void)state;
    struct camkes_message m;
    camkes_message_begin(&m, NULL, 0);
    answer_label = CAMKES_REFUSED;
    answer_length = 1;
    camkes_call_send(&client, &m);
    answer_label = 0;
    uint64_t result = 5;
    camkes_get(&m, &result, sizeof(result));
    assert_int_equal(result, 5);
    camkes_call_end(&client, &m, "m");
    assert_int_equal(raised.type, CE_MALFORMED_RPC_PAYLOAD);
    assert_string_equal(description, "m: the other side refused the call");
}

/* What each kind of fault says of itself. */
static void test_faults(void **state)
{
    (void)state;
    struct camkes_message m = received("12345678", 8);
    camkes_message_bad_method(&m, 9, 3);
    camkes_request_fault(&m, "i", "m", NULL);
    assert_int_equal(raised.type, CE_INVALID_METHOD_INDEX);
    assert_int_equal(raised.lower_bound, 0);
    assert_int_equal(raised.upper_bound, 2);
    assert_int_equal(raised.invalid_index, 9);
    m = received("12345678", 8);
    char bytes[12];
    camkes_get(&m, bytes, sizeof(bytes));
    camkes_request_fault(&m, "i", "m", NULL);
    assert_int_equal(raised.type, CE_MALFORMED_RPC_PAYLOAD);
    assert_int_equal(raised.length, 8);
    assert_int_equal(raised.current_index, 12);
}

/* In shared memory the message has no length: what follows it is not its own. */
static void test_shared(void **state)
{
    (void)state;
    static char memory[4096];
    struct camkes_mutex lock = {.value = 1};
    struct camkes_client other = client;
    struct camkes_message m;
    other.shared = memory;
    other.shared_size = sizeof(memory);
    other.lock = &lock;
    camkes_call_begin(&other, &m);
    assert_int_equal(lock.value, 0);
    camkes_put_string(&m, "abc");
    answer_length = 3; /* does not count */
    camkes_call_send(&other, &m);
    assert_int_equal(sent_length, 0);
    assert_memory_equal(memory, "abc", 4);
    char *text = camkes_get_string(&m);
    assert_string_equal(text, "abc");
    camkes_message_end(&m);
    camkes_call_end(&other, &m, "m");
    assert_int_equal(m.fault, CE_NO_ERROR);
    assert_int_equal(lock.value, 1);
    free(text);
}

/* Any byte of a bool is true or false. */
static void test_bools(void **state)
{
    (void)state;
    struct camkes_message m = received("\3\0\0\0\0\0\0\0\0\2\xff\7", 12);
    size_t count;
    bool one = false, *many = camkes_get_bool_array(&m, &count);
    camkes_get_bools(&m, &one, 1);
    assert_int_equal(count, 3);
    assert_true(!many[0] && many[1] && many[2] && one);
    unsigned char bytes[3];
    memcpy(bytes, many, 3);
    assert_true(bytes[1] == 1 && bytes[2] == 1);
    free(many);
    m = received("\377\377\377\377\377\377\377\377", 8);
    assert_null(camkes_get_bool_array(&m, &count));
    assert_int_equal(count, 0);
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
        cmocka_unit_test(test_call),        cmocka_unit_test(test_refusal),
        cmocka_unit_test(test_faults),      cmocka_unit_test(test_shared),
        cmocka_unit_test(test_bools),       cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
