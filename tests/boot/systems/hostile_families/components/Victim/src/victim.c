/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls a server that answers nonsense, and uses and frees all that comes back: an answer is
 * refused, or it is one that could have been meant.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

#include "families.h"

#define ROUNDS 300

static unsigned refused;

static camkes_error_action_t count_error(camkes_error_t *error)
{
    (void)error;
    refused++;
    return CEA_DISCARD;
}

static void free_text(char *text)
{
    if (text != NULL) {
        (void)touch(text, strlen(text) + 1);
    }
    free(text);
}

static void free_list(char **list, size_t count)
{
    for (size_t i = 0; list != NULL && i < count; i++) {
        free_text(list[i]);
    }
    free(list);
}

static int is_truth(bool value)
{
    unsigned char byte;
    memcpy(&byte, &value, 1);
    return byte <= 1;
}

static char **pair(void)
{
    char **list = malloc(2 * sizeof(*list));
    list[0] = strdup("one");
    list[1] = strdup("two");
    return list;
}

#define SURVIVE(name)                                                                              \
    static void survive_##name(void)                                                               \
    {                                                                                              \
        char *b = NULL, *c = strdup("abc"), *a[] = {"x", "yy"}, **list = NULL, **both = pair();    \
        uint64_t numbers[] = {1, 2, 3}, *sums = NULL;                                              \
        uint8_t *bytes = calloc(1, 5);                                                             \
        bool *truths = calloc(1, 3), truth = false;                                                \
        size_t sums_sz = 0, bytes_sz = 5, truths_sz = 3, list_sz = 0, both_sz = 2;                 \
        free_text(name##_words("hello", &b, &c));                                                  \
        free_text(b);                                                                              \
        free_text(c);                                                                              \
        (void)name##_numbers(3, numbers, &sums_sz, &sums, &bytes_sz, &bytes);                      \
        (void)touch(sums, sums != NULL ? sums_sz * sizeof(*sums) : 0);                             \
        (void)touch(bytes, bytes != NULL ? bytes_sz : 0);                                          \
        free(sums);                                                                                \
        free(bytes);                                                                               \
        if (!is_truth(name##_truths(true, &truths_sz, &truths, &truth)) || !is_truth(truth)) {     \
            printf("victim: neither true nor false\n");                                            \
        }                                                                                          \
        for (size_t i = 0; truths != NULL && i < truths_sz; i++) {                                 \
            if (!is_truth(truths[i])) {                                                            \
                printf("victim: an array with what is neither true nor false\n");                  \
            }                                                                                      \
        }                                                                                          \
        free(truths);                                                                              \
        (void)name##_lists(2, a, &list_sz, &list, &both_sz, &both);                                \
        free_list(list, list_sz);                                                                  \
        free_list(both, both_sz);                                                                  \
    }

SURVIVE(plain)
SURVIVE(window_calls)
SURVIVE(signal)
SURVIVE(port)
SURVIVE(multi)
SURVIVE(cantrip_multi)

static void survive_bytes(void)
{
    char answer[64];
    refused += raw_call("hello", 5, answer, sizeof(answer), 0) != 0;
    refused += raw_multi_call("hello", 5, answer, sizeof(answer), 0) != 0;
}

static void family(const char *name, void (*survive)(void))
{
    refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
        survive();
    }
    printf("victim: %s survived, %s\n", name, refused > 0 ? "answers were refused" : "BAD");
}

int run(void)
{
    camkes_register_error_handler(count_error);
    family("plain", survive_plain);
    family("window", survive_window_calls);
    family("signal", survive_signal);
    family("port", survive_port);
    family("multi", survive_multi);
    family("cantrip_multi", survive_cantrip_multi);
    family("bytes", survive_bytes);
    void *all = malloc(900000);
    printf("victim: the heap is %s\n", all != NULL ? "whole" : "BAD");
    return 0;
}
