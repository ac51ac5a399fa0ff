// SPDX-License-Identifier: BSD-2-Clause
#include <camkes.h>

int run(void)
{
    for (int i = 0; i < 60; i++) {
        start_emit();
        seL4_Yield();
    }
    return 0;
}
