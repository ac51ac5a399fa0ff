/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <camkes.h>

int stack_open(const char *host)
{
    return (int)strlen(host) * 100 +
           (int)strlen((char *)(uintptr_t)stack_buf(stack_get_sender_id()));
}

int watched_open(const char *host)
{
    watched_emit((unsigned)watched_get_sender_id());
    return (int)strlen(host);
}
