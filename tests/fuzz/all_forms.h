/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A sound graph through every form: each must be written without harm, and what can be read again
 * must be accepted and come out the same bytes. For fuzz targets and property tests.
 */
#ifndef TESTS_FUZZ_ALL_FORMS_H
#define TESTS_FUZZ_ALL_FORMS_H

#include <string.h>

#include "capdl/forms/forms.h"

/* The name of the form that changes `spec`, which has passed check_graph(), or refuses what it
 * wrote; NULL when all are right. `*readable` gets the number of forms that were read back. */
static inline const char *all_forms_differ(struct compilation *c, struct spec *spec,
                                           unsigned *readable)
{
    size_t count;
    const struct form *forms = forms_all(&count);

    *readable = 0;
    for (size_t i = 0; i < count; i++) {
        struct strbuf first, second;
        struct spec *again;

        strbuf_init(&first, &c->arena);
        strbuf_init(&second, &c->arena);
        if (forms[i].write == NULL || !forms[i].write(c, spec, &first) || forms[i].read == NULL) {
            continue;
        }
        if (forms_guess("", first.text, first.size) != &forms[i]) {
            return forms[i].name;
        }
        again = forms[i].read(c, first.text, first.size, forms[i].name);
        if (again == NULL || !forms[i].write(c, again, &second) || first.size != second.size ||
            memcmp(first.text, second.text, first.size) != 0) {
            return forms[i].name;
        }
        ++*readable;
    }
    return NULL;
}

#endif
