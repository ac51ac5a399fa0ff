/* SPDX-License-Identifier: BSD-2-Clause
 *
 * "Did you mean ...?": picks the candidate nearest to a misspelt word by edit distance (insert,
 * delete, replace, swap of neighbours; a change of case counts half). A candidate more than about
 * a third of the word away is no suggestion. Among equals the first one considered wins.
 */
#ifndef ADL_BASE_SUGGEST_H
#define ADL_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

struct suggest {
    const char *word;
    const char *best; /* nearest candidate so far, or NULL */
    size_t distance;  /* its distance, in half edits */
    size_t next;      /* that of the nearest candidate of another spelling */
};

/* Starts looking for something like `word`. */
void suggest_start(struct suggest *suggest, const char *word);

/* Takes `candidate` into account; NULL is ignored. */
void suggest_consider(struct suggest *suggest, const char *candidate);

/* The best candidate, or NULL if none is near enough. */
const char *suggest_result(const struct suggest *suggest);

/* Is that candidate so near, and every other one so much farther, that it must be the one meant?
 * Then a tool may write it in place of the word. Words that differ in digits only are never the
 * same. */
bool suggest_is_certain(const struct suggest *suggest);

/* All in one for an array of names. */
const char *suggest_from_array(const char *word, const char *const *candidates, size_t count);

#endif
