/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Looks at every byte of what it is given, and answers what can be checked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

#include "families.h"

TALK(plain)
TALK(window_calls)
TALK(signal)
TALK(port)
TALK(multi)
TALK(cantrip)
TALK(cantrip_multi)

/* Bytes, turned around. */
static seL4_Word turn(const char *request, size_t size, char *reply, size_t *reply_size)
{
    size_t count = size < *reply_size ? size : *reply_size;
    for (size_t i = 0; i < count; i++) {
        reply[i] = request[count - 1 - i];
    }
    *reply_size = count;
    return 0;
}

seL4_Word raw_dispatch(seL4_Word client, const void *request, size_t request_size, void *reply,
                       size_t *reply_size)
{
    (void)client;
    return turn(request, request_size, reply, reply_size);
}

seL4_Word raw_multi_dispatch(seL4_Word client, const void *request, size_t request_size,
                             void *reply, size_t *reply_size)
{
    (void)client;
    return turn(request, request_size, reply, reply_size);
}
