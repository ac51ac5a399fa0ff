/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Named checks that print one line each: `name ... ok`, or `name ... FAILED` with what was found
 * and what was expected. Names are prefixed by the chapter that is running.
 */
#ifndef TESTS_KERNEL_VERDICT_H
#define TESTS_KERNEL_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/* The words of an invocation's answer that matter: error (label), length, first message words. */
struct reply {
    uint64_t badge, info, label, length, words[6];
};

/* What an invocation should answer: an error and its words. */
struct expected {
    uint8_t label, count;
    uint64_t words[5];
};

/* Begins a chapter; the name must outlive it. */
void verdict_chapter(const char *name);

/* Checks that two words are equal; returns whether they are. */
bool verdict_equal(const char *name, uint64_t found, uint64_t expected);

/* Checks a condition. */
bool verdict_true(const char *name, bool condition);

/* Checks that an answer is exactly as expected, badge 0 and no capabilities included. */
bool verdict_reply(const char *name, const struct reply *found, const struct expected *expected);

/* Checks that an answer is a success without result. */
bool verdict_done(const char *name, const struct reply *found);

/* Prints `N passed, N failed`. */
void verdict_summary(void);

/* Prints text with %s, %d, %u (int), %x (uint64_t) and %%. */
void verdict_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
