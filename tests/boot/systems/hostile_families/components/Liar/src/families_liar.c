/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls its servers' endpoints with messages that no generated code would make, while another of
 * its threads writes into the memory that it shares with them.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <sel4/sel4.h>

#include "families.h"

#define ENDPOINT_TYPE 4u
#define FAMILIES      10
#define ROUNDS        150

extern char from_0_multi_data[];

static seL4_CPtr endpoints[64];
static volatile bool racing;

/* The endpoints of the connections are the last that the component got, but for one: that of the
 * event with which the race is started. */
static unsigned find_endpoints(void)
{
    unsigned count = 0;
    for (seL4_CPtr slot = 1; slot < 128; slot++) {
        if (seL4_DebugCapIdentify(slot) == ENDPOINT_TYPE && count < 64) {
            endpoints[count++] = slot;
        }
    }
    return count - 1;
}

static void spoil(char *memory, size_t size)
{
    for (int i = 0; i < 8; i++) {
        uint64_t word = (next_random() & 1) != 0 ? next_random() : next_random() % 9;
        size_t at = (next_random() & 1) != 0 ? next_random() % 32 : next_random() % (size - 8);
        memcpy(memory + at, &word, sizeof(word));
    }
    memory[0] = (char)(next_random() % 5);
}

static void spoil_all(void)
{
    spoil((char *)window, 8192);
    spoil(from_0_multi_data, 4096);
    spoil(cantrip_multi_shared_buffer(), 4096);
    spoil(raw_multi_shared_buffer(), 4096);
}

static void race(void *argument)
{
    (void)argument;
    while (racing) {
        spoil_all();
        seL4_Yield();
    }
}

static void request(seL4_CPtr endpoint)
{
    seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        buffer->msg[i] = (next_random() & 3) == 0 ? next_random() : next_random() % 9;
    }
    buffer->msg[0] = (buffer->msg[0] & ~(seL4_Word)0xff) | next_random() % 6;
    for (unsigned i = 0; i < 3; i++) {
        seL4_SetCap((int)i, endpoint);
    }
    seL4_MessageInfo_t info = {{next_random() & 0xfffff1ff}};
    info.words[0] = (next_random() & 1) != 0 ? info.words[0] & ~(seL4_Word)0x60 : info.words[0];
    if (next_random() % 16 == 0) {
        seL4_Send(endpoint, info);
    } else {
        (void)seL4_Call(endpoint, info);
    }
}

int run(void)
{
    unsigned count = find_endpoints();
    racing = true;
    race_reg_callback(race, NULL);
    go_emit();
    for (int round = 0; round < ROUNDS; round++) {
        for (unsigned i = count - FAMILIES; i < count; i++) {
            request(endpoints[i]);
        }
    }
    racing = false;
    printf("liar: done with %u endpoints\n", count >= FAMILIES ? FAMILIES : count);
    return 0;
}
