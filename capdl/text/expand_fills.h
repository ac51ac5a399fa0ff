/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The fills of a frame (capdl reference, section 8; private to capdl/text).
 */
#ifndef CAPDL_TEXT_EXPAND_FILLS_H
#define CAPDL_TEXT_EXPAND_FILLS_H

#include "capdl/text/expand.h"

/* Gives `frame` the fills of the parameter `fill`, in the order of their place in the frame. A kind
 * of fill that is not known is kept word by word, with a warning. */
void expand_fills(struct expand *e, const struct cdl_param *param, struct spec_object *frame);

#endif
