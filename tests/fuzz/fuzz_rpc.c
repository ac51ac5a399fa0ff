/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A malicious peer of procedure calls: nonsense as request to a server, and as answer to a caller,
 * in messages and in shared memory that changes while it is read. Whatever comes, nothing outside
 * of the parameters is touched, nothing leaks, and the side under test goes on.
 *
 * Input: which side and interface (byte 0), method or badge (1), the message's label (2) and length
 * in words (3), two bytes that say what changes in shared memory (4, 5), then what the peer sends.
 */
// link: rpc_host
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/rpc/rpc_host.h"
#include "tests/fuzz/rpc/rpc_interface.h"

#define HEAD 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *head, *bytes;
    size_t size;
    unsigned changes; /* of shared memory so far */
};

/* What the peer says: into the message, and into the memory that both sides share. */
static seL4_MessageInfo_t speak(void *context)
{
    const struct input *in = context;
    size_t words = in->head[3];
    memset(rpc_host_words(), 0, seL4_MsgMaxLength * sizeof(seL4_Word));
    memcpy(rpc_host_words(), in->bytes,
           in->size < seL4_MsgMaxLength * sizeof(seL4_Word)
               ? in->size
               : seL4_MsgMaxLength * sizeof(seL4_Word));
    memcpy(to_0_pane_data, in->bytes, in->size < RPC_HOST_SHARED ? in->size : RPC_HOST_SHARED);
    memcpy(from_0_window_data, to_0_pane_data, RPC_HOST_SHARED);
    return seL4_MessageInfo_new(in->head[2] % 4 == 3 ? in->head[2] : 0, 0, 0, words);
}

/* Changes a byte that is perhaps being read. */
static void change(void *context)
{
    struct input *in = context;
    size_t at = (in->head[4] * (1u + in->changes)) % (in->size > 0 ? in->size : 1);
    if (at < RPC_HOST_SHARED) {
        from_0_window_data[at] = (char)(in->head[5] + in->changes);
        to_0_pane_data[at] = (char)(in->head[5] + in->changes);
    }
    in->changes++;
}

static void free_strings(char **items, size_t count)
{
    for (size_t i = 0; items != NULL && i < count; i++) {
        rpc_host_read(items[i], strlen(items[i]) + 1);
        free(items[i]);
    }
    free(items);
}

static char *new_string(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return strcpy(copy, text);
}

static void free_string(char *text)
{
    if (text != NULL) {
        rpc_host_read(text, strlen(text) + 1);
    }
    free(text);
}

static void free_array(void *items, size_t count, size_t size)
{
    if (items != NULL) {
        rpc_host_read(items, count * size);
    }
    free(items);
}

static void call_scalars(const struct rpc_interface *interface)
{
    int b = 2, c = 0;
    uint64_t m = 3;
    interface->nothing();
    (void)interface->scalar(1, &b, &c, &m);
}

static void call_text_method(const struct rpc_interface *interface)
{
    char *b = "text", *c = NULL, *d = new_string("inout");
    free_string(interface->text("in", &b, &c, &d));
    free_string(c);
    free_string(d);
}

static void call_array_methods(const struct rpc_interface *interface)
{
    int a = 1;
    char *b = "ab";
    uint64_t *c = NULL;
    int8_t *d = calloc(3, 1);
    size_t b_sz = 2, c_sz = 0, d_sz = 3;
    (void)interface->arrays(1, &a, &b_sz, &b, &c_sz, &c, &d_sz, &d);
    free_array(c, c_sz, sizeof(*c));
    free_array(d, d_sz, 1);
}

static void call_string_arrays(const struct rpc_interface *interface)
{
    char *a[] = {"one", "two"}, **b = a, **c = NULL, **d = malloc(sizeof(*d));
    size_t b_sz = 2, c_sz = 0, d_sz = 1;
    *d = new_string("listed");
    (void)interface->strings(2, a, &b_sz, &b, &c_sz, &c, &d_sz, &d);
    free_strings(c, c_sz);
    free_strings(d, d_sz);
}

static void call_flag_methods(const struct rpc_interface *interface)
{
    bool flags[] = {true, false}, *b = flags, c = false, *d = calloc(1, sizeof(*d));
    size_t b_sz = 2, d_sz = 1;
    (void)(interface->flags(true, &b_sz, &b, &c, &d_sz, &d) && c);
    for (size_t i = 0; i < d_sz; i++) {
        c = c || d[i]; /* is it one? */
    }
    free(d);
}

static void call_struct_methods(const struct rpc_interface *interface)
{
    point_t one = {0}, sum = {0}, *all = calloc(1, sizeof(*all));
    size_t all_sz = 1;
    (void)interface->points(one, 1, &one, &sum, &all_sz, &all);
    free_array(all, all_sz, sizeof(*all));
}

/* Calls one method, and uses and frees what comes back. */
static void call_method(const struct rpc_interface *interface, unsigned method)
{
    static void (*const calls[])(const struct rpc_interface *interface) = {
        call_scalars,       call_text_method,  call_array_methods,
        call_string_arrays, call_flag_methods, call_struct_methods,
    };
    calls[method % (sizeof(calls) / sizeof(calls[0]))](interface);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_host_server *const servers[] = {serve__run, near__run, single__run};
    if (size < HEAD) {
        return 0;
    }
    struct input in = {.head = data, .bytes = data + HEAD, .size = size - HEAD};
    rpc_host_set_peer((struct rpc_host_peer){.answer = speak, .context = &in});
    rpc_host_on_malloc(change, &in);
    switch (data[0] % 6) {
    case 0:
    case 1:
    case 2:
        (void)rpc_host_request(servers[data[0] % 6], speak(&in), data[1]);
        break;
    case 3:
        call_method(&rpc_by_message, data[1]);
        break;
    case 4:
        call_method(&rpc_by_memory, data[1]);
        break;
    default: {
        char *words[] = {"one", "two", "three"};
        (void)only_count(data[1] % 4, words);
        break;
    }
    }
    rpc_host_on_malloc(NULL, NULL);
    (void)rpc_host_errors();
    return 0;
}
