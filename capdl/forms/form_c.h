/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The C spec that capdl-loader-app is compiled with: one definition `CDL_Model capdl_spec` (capdl
 * reference, section 13; the types are those of its capdl.h).
 *
 * Two forms: dynamic, in which the loader finds memory for the objects, which are numbered as they
 * are made; and static, in which each untyped says what is made from it, and objects are numbered
 * by name.
 *
 * Refused, since the types have no place for it: tables of an IOMMU, the capability
 * `io_space_master`, interrupts without a number, guards of more than 18 bits, ASID pools with
 * contents or with numbers other than 1 to n, durations in microseconds, fills that no loader
 * knows.
 */
#ifndef CAPDL_FORMS_FORM_C_H
#define CAPDL_FORMS_FORM_C_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends `spec`, which has passed check_graph(), to `out`. False after diagnostics. */
bool form_c_write_dynamic(struct compilation *c, const struct spec *spec, struct strbuf *out);
bool form_c_write_static(struct compilation *c, const struct spec *spec, struct strbuf *out);

#endif
