/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/suggest.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define SUGGEST_MAX_LENGTH 64 /* longer words get no suggestion */
#define SUGGEST_EDIT       2  /* an edit counts two halves */

void suggest_start(struct suggest *suggest, const char *word)
{
    *suggest = (struct suggest){.word = word, .distance = SIZE_MAX, .next = SIZE_MAX};
}

/* Cost of taking `a` for `b`. */
static size_t suggest_replace_cost(char a, char b)
{
    if (a == b) {
        return 0;
    }
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : SUGGEST_EDIT;
}

static size_t suggest_smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Distance of two words of at most SUGGEST_MAX_LENGTH bytes, by dynamic programming over three
 * rows: row i tells the cost of making the first j bytes of `b` from the first i of `a`. */
static size_t suggest_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][SUGGEST_MAX_LENGTH + 1];

    for (size_t j = 0; j <= b_size; j++) {
        rows[0][j] = j * SUGGEST_EDIT;
    }
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];

        row[0] = i * SUGGEST_EDIT;
        for (size_t j = 1; j <= b_size; j++) {
            row[j] = above[j - 1] + suggest_replace_cost(a[i - 1], b[j - 1]);
            row[j] = suggest_smaller(row[j], above[j] + SUGGEST_EDIT);
            row[j] = suggest_smaller(row[j], row[j - 1] + SUGGEST_EDIT);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = suggest_smaller(row[j], two_above[j - 2] + SUGGEST_EDIT);
            }
        }
    }
    return rows[a_size % 3][b_size];
}

/* How far a word may be from one of `size` bytes and still be meant by it. */
static size_t suggest_allowed(size_t size)
{
    return (size + 2) / 3 * SUGGEST_EDIT;
}

void suggest_consider(struct suggest *suggest, const char *candidate)
{
    size_t word_size = strlen(suggest->word);
    size_t size;
    size_t distance;

    if (candidate == NULL) {
        return;
    }
    size = strlen(candidate);
    if (word_size > SUGGEST_MAX_LENGTH || size > SUGGEST_MAX_LENGTH || size == 0) {
        return;
    }
    /* a difference in length is an edit for each byte */
    if ((size > word_size ? size - word_size : word_size - size) * SUGGEST_EDIT >
        suggest_allowed(word_size)) {
        return;
    }
    distance = suggest_distance(suggest->word, word_size, candidate, size);
    if (distance < suggest->distance) {
        suggest->next = suggest->distance;
        suggest->distance = distance;
        suggest->best = candidate;
    } else if (distance < suggest->next && strcmp(candidate, suggest->best) != 0) {
        suggest->next = distance;
    }
}

const char *suggest_result(const struct suggest *suggest)
{
    size_t size = strlen(suggest->word);

    /* A word of which nothing is left is no misspelling. */
    return suggest->best != NULL && suggest->distance <= suggest_allowed(size) &&
                   suggest->distance < size * SUGGEST_EDIT
               ? suggest->best
               : NULL;
}

/* Are two words the same but for digits in them? */
static bool suggest_same_but_digits(const char *a, const char *b)
{
    for (;;) {
        a += strspn(a, "0123456789");
        b += strspn(b, "0123456789");
        if (*a != *b || *a == '\0') {
            return *a == *b;
        }
        a++;
        b++;
    }
}

bool suggest_is_certain(const struct suggest *suggest)
{
    size_t size = strlen(suggest->word);
    size_t allowed = size < 3 ? 1 : size < 6 ? SUGGEST_EDIT : 2 * SUGGEST_EDIT;

    return suggest_result(suggest) != NULL && suggest->distance <= allowed &&
           suggest->next >= suggest->distance + SUGGEST_EDIT &&
           !suggest_same_but_digits(suggest->word, suggest->best);
}

const char *suggest_from_array(const char *word, const char *const *candidates, size_t count)
{
    struct suggest suggest;

    suggest_start(&suggest, word);
    for (size_t i = 0; i < count; i++) {
        suggest_consider(&suggest, candidates[i]);
    }
    return suggest_result(&suggest);
}
