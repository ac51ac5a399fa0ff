/* SPDX-License-Identifier: BSD-2-Clause
 *
 * "Did you mean ...?": picks the candidate nearest to a misspelt word by edit distance (insert,
 * delete, replace, swap of neighbours; a change of case counts half). A candidate more than about
 * a third of the word away is no suggestion. Among equals the first one considered wins.
 */
#ifndef ADL_BASE_SUGGEST_H
#define ADL_BASE_SUGGEST_H

#include <stddef.h>

struct suggest {
    const char *word;
    const char *best; /* nearest candidate so far, or NULL */
    size_t distance;  /* its distance, in half edits */
};

/* Starts looking for something like `word`. */
void suggest_start(struct suggest *suggest, const char *word);

/* Takes `candidate` into account; NULL is ignored. */
void suggest_consider(struct suggest *suggest, const char *candidate);

/* The best candidate, or NULL if none is near enough. */
const char *suggest_result(const struct suggest *suggest);

/* All in one for an array of names. */
const char *suggest_from_array(const char *word, const char *const *candidates, size_t count);

#endif
