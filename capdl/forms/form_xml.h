/* SPDX-License-Identifier: BSD-2-Clause
 *
 * XML as capDL-tool has it (capdl reference, section 15): objects by name with their capabilities,
 * what lies in untypeds, derivations, the domain schedule.  In addition, since it is missing there:
 * the element `irqMap`, the parameters of TCBs, scheduling contexts and interrupts, ASIDs and
 * mappings of capabilities, fills of frames.  The DTD is capdl/forms/capdl.dtd, installed in
 * share/adlc.  Written only.
 */
#ifndef CAPDL_FORMS_FORM_XML_H
#define CAPDL_FORMS_FORM_XML_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends `spec` to `out`; it can always be expressed. */
bool form_xml_write(struct compilation *c, const struct spec *spec, struct strbuf *out);

#endif
