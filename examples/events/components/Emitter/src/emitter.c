/* SPDX-License-Identifier: BSD-2-Clause
 * Emits one event each time the collector says that it is ready. */
#include <camkes.h>

int run(void)
{
    go_wait();
    waited_emit();
    go_wait();
    polled_emit();
    go_wait();
    called_emit();
    return 0;
}
