/* SPDX-License-Identifier: BSD-2-Clause
 *
 * As much of the kernel's interface as generated code for procedure calls and the runtime below it
 * use, for the host, with what the components' C library has and the host's may not have. The
 * system calls are functions of the test: tests/fuzz/rpc/rpc_host.c has some.
 */
#ifndef SEL4_SEL4_H
#define SEL4_SEL4_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define seL4_MsgMaxLength 120
#define seL4_WordBits     64
#define seL4_NoError      0

enum { seL4_FastMessageRegisters = 4 };

typedef uint64_t seL4_Word;
typedef seL4_Word seL4_CPtr;

typedef struct {
    seL4_Word label, length;
} seL4_MessageInfo_t;

typedef struct {
    seL4_Word msg[seL4_MsgMaxLength];
} seL4_IPCBuffer;

static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Word label, seL4_Word unwrapped,
                                                      seL4_Word caps, seL4_Word length)
{
    (void)unwrapped;
    (void)caps;
    return (seL4_MessageInfo_t){label, length};
}

static inline seL4_Word seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return info.length;
}

static inline seL4_Word seL4_MessageInfo_get_label(seL4_MessageInfo_t info)
{
    return info.label;
}

#define strlcpy host_strlcpy
#define strlcat host_strlcat

static inline size_t host_strlcpy(char *to, const char *from, size_t size)
{
    (void)snprintf(to, size, "%s", from);
    return strlen(from);
}

static inline size_t host_strlcat(char *to, const char *from, size_t size)
{
    size_t used = strnlen(to, size);
    return used + host_strlcpy(to + used, from, size - used);
}

seL4_IPCBuffer *seL4_GetIPCBuffer(void);
seL4_MessageInfo_t seL4_Call(seL4_CPtr endpoint, seL4_MessageInfo_t info);
seL4_MessageInfo_t seL4_Recv(seL4_CPtr endpoint, seL4_Word *badge);
seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr endpoint, seL4_MessageInfo_t info, seL4_Word *badge);
void seL4_Send(seL4_CPtr endpoint, seL4_MessageInfo_t info);
int seL4_CNode_SaveCaller(seL4_CPtr cnode, seL4_Word slot, uint8_t depth);

#endif
