// SPDX-License-Identifier: BSD-2-Clause
#include <string.h>

#include <camkes.h>

int large_measure(const char *text)
{
    return (int)strlen(text);
}

int signalled_measure(const char *text)
{
    signalled_emit((unsigned)signalled_get_sender_id());
    return (int)strlen(text) + 10 * (int)signalled_get_sender_id();
}

int buffered_measure(const char *text)
{
    return (int)(strlen(text) + strlen(buffered_buf(buffered_get_sender_id())));
}

int plain_measure(const char *text)
{
    return 100 * (int)strlen(text);
}
