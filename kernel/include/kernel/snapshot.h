/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The capability state of the running system as capDL text on the console. Every capability is in
 * the derivation list behind kernel.all_caps (or is a reply capability in a TCB), and the
 * capabilities to one object are neighbours there: the first of them stands for the object. Nothing
 * is changed, no memory is needed, the stack is bounded.
 *
 * Names: kind@ADDRESS, ut@ADDRESS@BITS, irq@NUMBER, sgi@NUMBER@TARGET. What capDL cannot say is in
 * comments: thread names, zombies, and behind the text `-- tick LENGTH us` where there is a domain
 * schedule, and `-- cdt CHILD PARENT` for each capability that comes from another, both as
 * addresses of slots.
 */
#ifndef KERNEL_SNAPSHOT_H
#define KERNEL_SNAPSHOT_H

/* Prints it, between the lines `-- snapshot` and `-- end of snapshot`. */
void snapshot_print(void);

#endif
