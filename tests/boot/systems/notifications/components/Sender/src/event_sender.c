// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

static unsigned lost;

static camkes_error_action_t count_lost(camkes_error_t *error)
{
    lost += error->type == CE_OVERFLOW;
    return CEA_DISCARD;
}

/* Of higher priority than the receiver, which sees nothing of it before we wait. */
int run(void)
{
    for (int i = 0; i < 1000; i++) {
        counted_emit();
    }
    native_emit();
    native_emit();
    bound_emit();
    go_wait();
    counted_register_error_handler(count_lost);
    for (int i = 0; i < 65540; i++) {
        counted_emit();
    }
    printf("sender: %u lost\n", lost);
    go_wait();
    native_emit();
    return 0;
}
