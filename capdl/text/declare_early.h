/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Objects declared and capabilities made while the text is read (private to capdl/text): the tree
 * of a declaration goes as soon as its objects are in the graph, and that of a list of capabilities
 * as soon as these are. What covers need stays: declarations with members or with a name in front
 * of a `/`; so do lists of capabilities that name what is not declared yet, or in which something
 * is named, a copy or derived.
 *
 * This is for texts in which nothing is wrong. A text with syntax errors is not expanded, and only
 * its end tells; so the first declaration with a fault ends the parse, what it reported is
 * withdrawn, and read_text reads the text again with the whole tree: messages and their order do
 * not depend on when objects are declared.
 */
#ifndef CAPDL_TEXT_DECLARE_EARLY_H
#define CAPDL_TEXT_DECLARE_EARLY_H

#include "capdl/text/cdl_state.h"

/* A section `objects` or `caps` begins: nothing of it is in the scratch arena yet. */
void declare_early_begin(struct cdl_parse *parse);

/* Takes a declaration of that section: declares it, and appends it to `list` if its tree is needed
 * later. False: the parse is to be given up (parse->retry). */
bool declare_early(struct cdl_parse *parse, struct cdl_decls *list, struct cdl_decl *decl);

/* Takes a list of capabilities (NULL: none): makes them, or appends it to the tree if it must wait.
 * False: the parse is to be given up. */
bool declare_early_caps(struct cdl_parse *parse, struct cdl_cap_list *list);

#endif
