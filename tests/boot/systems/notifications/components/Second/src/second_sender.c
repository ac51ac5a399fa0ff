// SPDX-License-Identifier: BSD-2-Clause
#include <camkes.h>

int run(void)
{
    bound_emit();
    native_emit();
    return 0;
}
