// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

seL4_Word memory_dispatch(seL4_Word client, const void *request, size_t request_size, void *reply,
                          size_t *reply_size)
{
    const char *in = request;
    char *out = reply;
    if (client != memory_get_sender_id() || *reply_size < request_size) {
        return 1;
    }
    for (size_t i = 0; i < request_size; i++) {
        out[i] = (char)~in[i];
    }
    *reply_size = request_size;
    return 0;
}

/* Answers with what kind of capability came along. */
seL4_Word uart_dispatch(seL4_Word client, const void *request, size_t request_size, void *reply,
                        size_t *reply_size)
{
    uint32_t kind = uart_received_cap() != 0 ? seL4_DebugCapIdentify(uart_received_cap()) : 0;
    if (request_size >= 5 && memcmp(request, "fail", 5) == 0) {
        uart_emit((unsigned)client);
        return 42;
    }
    *reply_size = 0;
    if (memcmp(request, "short", 5) != 0) {
        memcpy(reply, &kind, sizeof(kind));
        *reply_size = sizeof(kind);
    }
    return 0;
}

seL4_Word manual_dispatch(seL4_Word client, const void *request, size_t request_size, void *reply,
                          size_t *reply_size)
{
    uint64_t numbers[2];
    (void)client;
    if (request_size < sizeof(numbers)) {
        return 1;
    }
    memcpy(numbers, request, sizeof(numbers));
    numbers[0] += numbers[1];
    memcpy(reply, numbers, sizeof(*numbers));
    *reply_size = sizeof(*numbers);
    return 0;
}

char *plain_greet(const char *who)
{
    char *text = malloc(strlen(who) + 8);
    sprintf(text, "hello, %s", who);
    return text;
}

/* The interface without thread is served by this one. */
int run(void)
{
    ((char *)page)[4096] = 'p';
    return manual__run();
}
