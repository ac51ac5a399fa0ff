/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces and interrupts: single invocations. */
#include "tests/kernel/vectors_tables.h"

#include "tests/kernel/vectors.h"
#include "tests/kernel/vectors_macros.def"

#define A(n)    (V_A + 50 + (n))
#define MAP     ADLC_LABEL_PAGE_MAP
#define UNMAP   ADLC_LABEL_PAGE_UNMAP
#define PTMAP   ADLC_LABEL_PAGE_TABLE_MAP
#define PTUNMAP ADLC_LABEL_PAGE_TABLE_UNMAP
#define ASSIGN  ADLC_LABEL_ASID_POOL_ASSIGN
#define MKPOOL  ADLC_LABEL_ASID_CONTROL_MAKE_POOL
#define TRIGGER ADLC_LABEL_IRQ_ISSUE_IRQ_HANDLER_TRIGGER
enum { VS = seL4_CapInitThreadVSpace, ATTR = ADLC_VM_DEFAULT };
#define NEAR_VA   0x10000000ul  /* same GiB as the image, no table yet */
#define FAR_VA    0x200000000ul /* another GiB */
#define KERNEL_VA 0xffffffc000000000ul

static const struct vector paging[] = {
#include "tests/kernel/vectors_paging.def"
};

enum { IRQ = seL4_CapIRQControl, GET = IRQIssueIRQHandler };

static const struct vector irq[] = {
#include "tests/kernel/vectors_irq.def"
};

/* What differs between interrupt controllers; plat/<platform>.cmake names the file. */
static const struct vector irq_of_board[] = {
#include TEST_IRQ_VECTORS
};

void vectors_devices(void)
{
    verdict_chapter("vectors/vspace");
    VECTORS_RUN(paging);
    verdict_chapter("vectors/irq");
    VECTORS_RUN(irq);
    VECTORS_RUN(irq_of_board);
}
