/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What it is told must be right, whatever the liar did before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

/* One call of each method; 1 when all answers are right. */
#define CHECK(name)                                                                                \
    static int check_##name(void)                                                                  \
    {                                                                                              \
        char *b = NULL, *c = strdup("abc"), *list[] = {"ab", "c"}, **more = NULL, **both;          \
        uint64_t numbers[] = {1, 2, 3}, *sum = NULL;                                               \
        uint8_t *bytes = malloc(2);                                                                \
        size_t count = 0, bytes_sz = 2, both_sz = 1;                                               \
        bytes[0] = bytes[1] = 9;                                                                   \
        both = malloc(sizeof(*both));                                                              \
        both[0] = strdup("zz");                                                                    \
        char *answer = name##_words("hello", &b, &c);                                              \
        int good =                                                                                 \
            strcmp(answer, "words") == 0 && strcmp(b, "hello") == 0 && strcmp(c, "Xbc") == 0;      \
        good = good && name##_numbers(3, numbers, &count, &sum, &bytes_sz, &bytes) == 18 &&        \
               count == 1 && *sum == 6;                                                            \
        good = good && name##_lists(2, list, &count, &more, &both_sz, &both) == 'a' + 'b' + 'c' && \
               count == 1 && strcmp(more[0], "ab") == 0 && strcmp(both[0], "zz") == 0;             \
        return good;                                                                               \
    }

CHECK(plain)
CHECK(signal)
CHECK(port)
CHECK(multi)
CHECK(cantrip)
CHECK(cantrip_multi)
CHECK(looped)

static int check_bytes(void)
{
    char answer[9] = "";
    int good = raw_call("stressed", 8, answer, 8, 0) == 0 && strcmp(answer, "desserts") == 0;
    return good && raw_multi_call("stressed", 8, answer, 8, 0) == 0;
}

int run(void)
{
    printf("honest: plain %d signal %d port %d multi %d cantrip %d cantrip_multi %d looped %d "
           "bytes %d\n",
           check_plain(), check_signal(), check_port(), check_multi(), check_cantrip(),
           check_cantrip_multi(), check_looped(), check_bytes());
    return 0;
}
