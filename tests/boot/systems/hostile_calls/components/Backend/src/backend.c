/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

int service_add(int a, int b)
{
    return a + b;
}

int service_total(size_t numbers_sz, const int *numbers)
{
    unsigned sum = 0;
    for (size_t i = 0; i < numbers_sz; i++) {
        sum += (unsigned)numbers[i];
    }
    return (int)sum;
}

int service_length(const char *text)
{
    int length = 0;
    while (text[length] != '\0') {
        length++;
    }
    return length;
}

int service_count(size_t texts_sz, char **texts)
{
    (void)texts;
    return (int)texts_sz;
}

void service_change(char **text)
{
    (*text)[0] = 'X';
}
