/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The table of forms: what a capability graph can be read from and written to.  Command lines, help
 * texts and the recognition of files by extension come from it; a new form is one line in
 * forms.def and one file.
 */
#ifndef CAPDL_FORMS_FORMS_H
#define CAPDL_FORMS_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/forms/form_binary.h"
#include "capdl/forms/form_c.h"
#include "capdl/forms/form_dot.h"
#include "capdl/forms/form_isabelle.h"
#include "capdl/forms/form_json.h"
#include "capdl/forms/form_text.h"
#include "capdl/forms/form_xml.h"
#include "capdl/spec/spec.h"

/* One form. A function is NULL when the form cannot be read or written. */
struct form {
    const char *name;      /* as on the command line */
    const char *extension; /* of its files, with the dot */
    const char *help;      /* a few words */
    /* Makes a graph from the bytes of the file `shown_name`; NULL after diagnostics. */
    struct spec *(*read)(struct compilation *c, const void *bytes, size_t size,
                         const char *shown_name);
    /* Appends the graph; false after diagnostics. */
    bool (*write)(struct compilation *c, const struct spec *spec, struct strbuf *out);
    /* True when a file that begins with these bytes is of this form. */
    bool (*recognise)(const void *bytes, size_t size);
};

/* All forms; `*count` gets their number. */
const struct form *forms_all(size_t *count);

/* The form of that name; NULL when there is none. */
const struct form *forms_find(const char *name);

/* The form that a file has, by its first bytes, then by its extension; NULL when neither tells. */
const struct form *forms_guess(const char *path, const void *bytes, size_t size);

#endif
