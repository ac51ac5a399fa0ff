// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static void say(const char *what, int good)
{
    printf("%s: %s %s\n", get_instance_name(), what, good ? "good" : "WRONG");
}

/* Half the page there, half the page back. */
static void check_memory(void)
{
    static char request[4096], reply[4096];
    for (int i = 0; i < 4096; i++) {
        request[i] = (char)i;
    }
    int good = memory_call(request, sizeof(request), reply, sizeof(reply), 0) == 0;
    for (int i = 0; i < 4096; i++) {
        good = good && reply[i] == (char)~i;
    }
    say("memory", good);
    say("memory is shared", memory_shared_buffer()[4097] == (char)~1);
    say("too large", memory_call(request, 4097, reply, 0, 0) == 0xfffff);
}

/* A capability goes along; without one the server sees none. */
static void check_caps(void)
{
    uint32_t kind = 7;
    int good = uart_call("cap", 4, &kind, sizeof(kind), PLAIN_INTERFACE_ENDPOINT) == 0;
    say("a capability came", good && kind == 4);
    good = uart_call("none", 5, &kind, sizeof(kind), 0) == 0;
    say("and went", good && kind == 0);
}

static void check_status(void)
{
    uint32_t kind = 7;
    say("status", uart_call("fail", 5, &kind, sizeof(kind), 0) == 42 && kind == 7);
    say("short answer", uart_call("short", 6, &kind, sizeof(kind), 0) != 0);
    seL4_Word badge = 0;
    seL4_Poll(uart_notification(), &badge);
    say("signal", badge == uart_notification_badge());
}

int run(void)
{
    check_memory();
    check_caps();
    check_status();
    uint64_t sum = 0, numbers[] = {3, 4};
    say("manual", manual_call(numbers, sizeof(numbers), &sum, sizeof(sum), 0) == 0 && sum == 7);
    char *text = plain_greet(get_instance_name());
    printf("%s: %s\n", get_instance_name(), text);
    free(text);
    say("page", ((char *)page)[4096] == 'p');
    return 0;
}
