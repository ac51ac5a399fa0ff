/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped memory, CNodes and thread control: single invocations. */
#include "tests/kernel/vectors_tables.h"

#include "tests/kernel/vectors.h"
#include "tests/kernel/vectors_macros.def"

#define RETYPE UntypedRetype
#define A(n)   (V_A + (n))
enum { COUNT = seL4_ObjectTypeCount, CT = seL4_CapTableObject };

static const struct vector untyped[] = {
#include "tests/kernel/vectors_untyped.def"
};

#define FAR (1ul << 40)

static const struct vector cnode[] = {
#include "tests/kernel/vectors_cnode.def"
};

#define TCB_OF(label, length, caps, ...) V_TCB, label, length, caps, V_ALL, __VA_ARGS__
enum { SELF = seL4_CapInitThreadTCB, VS = seL4_CapInitThreadVSpace };

static const struct vector tcb[] = {
#include "tests/kernel/vectors_tcb.def"
};

static const struct vector domains[] = {
#include "tests/kernel/vectors_domains.def"
};

static const struct vector watermark[] = {
#include "tests/kernel/vectors_watermark.def"
};

void vectors_objects(void)
{
    verdict_chapter("vectors/untyped");
    VECTORS_RUN(untyped);
    verdict_chapter("vectors/cnode");
    VECTORS_RUN(cnode);
    verdict_chapter("vectors/tcb");
    VECTORS_RUN(tcb);
    if (world_domains() == 1) {
        VECTORS_RUN(domains);
    }
    verdict_chapter("vectors/watermark");
    VECTORS_RUN(watermark);
}
