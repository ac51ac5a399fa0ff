// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

int s_add(int a, int b)
{
    printf("mixed: caller %llx adds\n", (unsigned long long)s_get_sender_id());
    return a + b;
}

char *s_hello(const char *who)
{
    char *text = malloc(strlen(who) + 8);
    sprintf(text, "hello, %s", who);
    return text;
}

int s_twice(int x)
{
    return 2 * x;
}

int s_id(void)
{
    return 0;
}
