/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
/*- set drawers = [] -*/
/*- for k in range(configuration[me.name].get('drawers', 0)) -*/
/*- do drawers.append(alloc('drawer_%d' % k, seL4_NotificationObject, read=True, write=True)) -*/
/*- endfor -*/

/* Each drawer's bell is rung and heard. */
unsigned box_drawers(void)
{
    unsigned count = 0;
/*- for drawer in drawers -*/
    seL4_Signal(/*? drawer ?*/);
    seL4_Wait(/*? drawer ?*/, NULL);
    count++;
/*- endfor -*/
    return count;
}
