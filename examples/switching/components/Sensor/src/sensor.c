/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

#ifdef IN_CXX
#error "an option of C++"
#endif

int run(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        current->number = i + 1;
        current->celsius = start + 2 * i;
        current_release();
        measured_emit();
        wanted_wait();
    }
    return 0;
}
