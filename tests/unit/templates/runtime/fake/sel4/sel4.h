/* SPDX-License-Identifier: BSD-2-Clause
 *
 * As much of seL4's user API as the message code of the runtime needs, for tests on the host. What
 * a call answers is up to the test.
 */
#ifndef FAKE_SEL4_H
#define FAKE_SEL4_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef struct {
    seL4_Word length;
} seL4_MessageInfo_t;
typedef struct {
    seL4_Word msg[120];
} seL4_IPCBuffer;
enum { seL4_MsgMaxLength = 120, seL4_FastMessageRegisters = 4 };

extern seL4_IPCBuffer fake_buffer;
seL4_MessageInfo_t seL4_Call(seL4_CPtr endpoint, seL4_MessageInfo_t info);

static inline seL4_IPCBuffer *seL4_GetIPCBuffer(void)
{
    return &fake_buffer;
}

static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Word label, seL4_Word unwrapped,
                                                      seL4_Word extra, seL4_Word length)
{
    (void)label;
    (void)unwrapped;
    (void)extra;
    return (seL4_MessageInfo_t){length};
}

static inline seL4_Word seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return info.length;
}

/* Not in every host's C library. */
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);

#endif
