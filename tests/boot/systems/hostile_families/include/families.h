/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the servers of this system do, for an interface of any name; and random numbers.
 */
#ifndef FAMILIES_H
#define FAMILIES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint64_t random_state = 88172645463325252u;

static inline uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Reads all of it: memory that is not there would fault. */
static inline unsigned touch(const void *memory, size_t size)
{
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum += ((const volatile unsigned char *)memory)[i];
    }
    return sum;
}

static inline unsigned touch_all(size_t count, char *const *texts)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += touch(texts[i], strlen(texts[i]) + 1);
    }
    return sum;
}

#define TALK(name)                                                                                 \
    char *name##_words(const char *a, char **b, char **c)                                          \
    {                                                                                              \
        (void)touch(*c, strlen(*c) + 1);                                                           \
        *b = strdup(a);                                                                            \
        (*c)[0] = (*c)[0] != '\0' ? 'X' : '\0';                                                    \
        return strdup("words");                                                                    \
    }                                                                                              \
    uint64_t name##_numbers(size_t a_sz, const uint64_t *a, size_t *b_sz, uint64_t **b,            \
                            size_t *c_sz, uint8_t **c)                                             \
    {                                                                                              \
        *b_sz = 1;                                                                                 \
        *b = malloc(sizeof(**b));                                                                  \
        **b = touch(a, a_sz * sizeof(*a));                                                         \
        return touch(*c, *c_sz);                                                                   \
    }                                                                                              \
    bool name##_truths(bool a, size_t *b_sz, bool **b, bool *c)                                    \
    {                                                                                              \
        *c = !a;                                                                                   \
        for (size_t i = 0; i < *b_sz; i++) {                                                       \
            (*b)[i] = !(*b)[i];                                                                    \
        }                                                                                          \
        return a;                                                                                  \
    }                                                                                              \
    int name##_lists(size_t a_sz, char **a, size_t *b_sz, char ***b, size_t *c_sz, char ***c)      \
    {                                                                                              \
        (void)touch_all(*c_sz, *c);                                                                \
        *b_sz = 1;                                                                                 \
        *b = malloc(sizeof(**b));                                                                  \
        **b = strdup(a_sz > 0 ? a[0] : "");                                                        \
        return (int)touch_all(a_sz, a);                                                            \
    }

#endif
