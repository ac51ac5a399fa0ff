// SPDX-License-Identifier: BSD-2-Clause
#include <camkes.h>

int run(void)
{
    tick_emit();
    return 0;
}
