/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The look-up tables of a finished model; model.c's queries use them.
 */
#ifndef ADL_MODEL_MODEL_INDEX_H
#define ADL_MODEL_MODEL_INDEX_H

#include "adl/base/map.h"
#include "adl/model/model.h"

/* Interned names -> indices in the model's lists. */
struct model_index {
    struct map instances;
    struct map connections;     /* also by the old names of merged ones */
    struct map settings;        /* target -> place in model.settings */
    struct map spaces;          /* address-space name -> first instance in it */
    struct model_place *places; /* all ends, sorted by instance */
    uint32_t *first_place;      /* of each instance, one more at the end */
};

/* Makes the tables and hangs them on the model, whose lists must be final. */
void model_index_build(struct model *model);

#endif
