/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A list of parameters, taken one by one by name and form (private to capdl/text). What nobody has
 * taken at the end is reported.
 */
#ifndef CAPDL_TEXT_PARAMS_H
#define CAPDL_TEXT_PARAMS_H

#include "capdl/text/expand.h"

struct params {
    struct expand *e;
    const struct cdl_decl *decl; /* of an object; NULL for a capability */
    struct cdl_param *list;
    const char *what; /* what it is the list of, for messages */
    const char *word; /* behind that: the word for it, or NULL */
    bool failed;
};

/* Reports an error in the list. */
struct diag *params_fault(struct params *p, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reports that a parameter is missing; `what` names it. */
void params_missing(struct params *p, const char *what);

/* Takes the first parameter that is called `key` (NULL: that has no name) and has this form; NULL
 * when there is none. */
struct cdl_param *params_take(struct params *p, const char *key, enum cdl_value_kind kind);

/* Takes a size in this unit; NULL when there is none. */
struct cdl_param *params_take_size(struct params *p, const char *unit);

/* Takes a number of at most `most`; false when there is none. */
bool params_take_number(struct params *p, const char *key, uint64_t most, uint64_t *number);

/* The same; reports when there is none. */
void params_need_number(struct params *p, const char *key, uint64_t most, uint64_t *number);

/* Takes True or False; false when there is neither. */
bool params_take_flag(struct params *p, const char *key, bool *flag);

/* Takes a parameter that is the word alone; false when there is none. */
bool params_take_word(struct params *p, const char *word);

/* Takes all further parameters called `key`, with a warning: the first counts. */
void params_ignore(struct params *p, const char *key);

/* Reports what was not taken. */
void params_finish(struct params *p);

#endif
