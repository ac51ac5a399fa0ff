/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A root server that makes known objects and has the kernel print its snapshot;
 * tests/boot/snapshot.sh checks the text. Objects are named by address there, so it only knows
 * slots and contents.
 */
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode, FIRST = 2000 };

/* Entered from start_<cpu>.S with the boot information. */
void conformance_main(seL4_BootInfo *info);

/* Moves a new capability to a slot the script knows. */
static void place(unsigned number, seL4_CPtr slot)
{
    if (seL4_CNode_Move(ROOT, FIRST + number, WORLD_DEPTH, ROOT, slot, WORLD_DEPTH) !=
        seL4_NoError) {
        world_stop("a capability cannot be placed");
    }
}

void conformance_main(seL4_BootInfo *info)
{
    world_init(info);
    place(0, world_endpoint());
    place(1, world_mint(FIRST, seL4_CanWrite, 0x1234));
    place(2, world_cnode(5));
    place(3, world_frame());
    place(4, world_object(seL4_TCBObject, 0));
    place(5, world_notification());
    place(6, world_untyped(13));
    seL4_CNode_Mint(FIRST + 2, 7, 5, ROOT, FIRST + 5, WORLD_DEPTH, seL4_CanRead, 9);
    seL4_TCB_BindNotification(FIRST + 4, FIRST + 5);
    seL4_TCB_SetPriority(FIRST + 4, seL4_CapInitThreadTCB, 17);
    seL4_Untyped_Retype(FIRST + 6, seL4_EndpointObject, 0, ROOT, 0, 0, FIRST + 7, 1);
    seL4_IRQControl_Get(seL4_CapIRQControl, 40, ROOT, FIRST + 8, WORLD_DEPTH);
    seL4_IRQHandler_SetNotification(FIRST + 8, FIRST + 5);
    seL4_DebugSnapshot();
    seL4_DebugHalt();
}
