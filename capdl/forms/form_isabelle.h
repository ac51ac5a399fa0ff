/* SPDX-License-Identifier: BSD-2-Clause
 *
 * An Isabelle theory over DSpec, as `capDL-tool -i` writes it (capdl reference, section 16): the
 * identity of an object is the address that it gets when the members of the untypeds are laid out
 * in their order; interrupts get invented ones.  Objects and capabilities that the model has not
 * become `undefined`.
 *
 * Only for ARM11 without a domain schedule, as the model demands; every object that takes memory
 * must lie in an untyped with an address, aligned, without a gap.  Names consist of letters,
 * digits, `_` and `.` (which becomes '), begin with a letter and do not end with a dot or
 * underscore.  Written only.
 */
#ifndef CAPDL_FORMS_FORM_ISABELLE_H
#define CAPDL_FORMS_FORM_ISABELLE_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends the theory, called spec->title, to `out`. False after diagnostics. */
bool form_isabelle_write(struct compilation *c, const struct spec *spec, struct strbuf *out);

#endif
