/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the root server. It has the highest priority, so nobody runs before it suspends
 * itself; after that its capabilities stay where they are, out of everybody's reach. Should
 * somebody resume it, it suspends itself again.
 */
#include "loader/init/include/init.h"
#include "loader/init/include/init_report.h"

_Noreturn void hand_off(struct init *init)
{
    for (;;) {
        init_report_check(init, CAPDL_NONE, "seL4_TCB_Suspend",
                          seL4_TCB_Suspend(seL4_CapInitThreadTCB));
    }
}
