/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sends what no generated code would: wrong methods, lengths and sizes, strings without an end,
 * requests that expect no answer, answers to nobody.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <sel4/sel4.h>

#define ENDPOINT_TYPE 4u
#define ROUNDS        300

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* The endpoint of the service is the last capability the component has. */
static seL4_CPtr find_service(void)
{
    seL4_CPtr found = 0;
    for (seL4_CPtr slot = 1; slot < 64; slot++) {
        if (seL4_DebugCapIdentify(slot) == ENDPOINT_TYPE) {
            found = slot;
        }
    }
    return found;
}

static void request(seL4_CPtr service, const void *bytes, size_t size, seL4_Word words,
                    seL4_Word caps)
{
    memset(seL4_GetIPCBuffer()->msg, 0xff, sizeof(seL4_GetIPCBuffer()->msg));
    memcpy(seL4_GetIPCBuffer()->msg, bytes, size);
    for (int i = 0; i < 3; i++) {
        seL4_SetCap(i, service);
    }
    seL4_MessageInfo_t info = seL4_MessageInfo_new(next(), 0, caps, 0);
    info.words[0] = (info.words[0] & ~(seL4_Word)0x7f) | words;
    (void)seL4_Call(service, info);
}

static void sizes(seL4_CPtr service)
{
    static const uint64_t counts[] = {
        1,          2,          119,        120,        UINT64_MAX,
        1ull << 61, 1ull << 62, 1ull << 63, UINT32_MAX, 0x2000000000000001};
    unsigned char message[16];
    for (unsigned method = 0; method < 7; method++) {
        for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            memset(message, 0x41, sizeof(message));
            message[0] = (unsigned char)method;
            memcpy(message + 1, &counts[i], sizeof(counts[i]));
            request(service, message, sizeof(message), 2, 0);
            request(service, message, sizeof(message), 120, 0);
            request(service, message, sizeof(message), 127, 3);
        }
        request(service, message, 8, 1, 0);
        request(service, message, 0, 0, 0);
    }
}

int run(void)
{
    seL4_CPtr service = find_service();
    uint64_t words[seL4_MsgMaxLength];
    printf("liar: sends to %d\n", (int)service);
    sizes(service);
    for (int round = 0; round < ROUNDS; round++) {
        for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
            words[i] = (next() & 3) == 0 ? next() : next() & 7;
        }
        words[0] = (words[0] & ~0xffull) | next() % 7;
        request(service, words, sizeof(words), next() & 0x7f, next() & 3);
    }
    /* Requests of a method that calls on: whom would the server answer? */
    for (int round = 0; round < 10; round++) {
        memset(words, 0, sizeof(words));
        seL4_SetMR(0, 0);
        seL4_SetMR(1, 0);
        seL4_Send(service, seL4_MessageInfo_new(0, 0, 0, 2));
        seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 127));
    }
    printf("liar: done\n");
    return 0;
}
