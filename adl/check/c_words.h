/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The words that mean something to a C compiler.
 */
#ifndef ADL_CHECK_C_WORDS_H
#define ADL_CHECK_C_WORDS_H

/* Whose word it is ("C", "GNU C"), or NULL if it is free to be a name; `name` may be NULL. */
const char *c_words_owner(const char *name);

#endif
