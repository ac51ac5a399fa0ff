/* SPDX-License-Identifier: BSD-2-Clause
 * Dares the reckless component, and sees after each time that the clerk's work goes on. */
#include <stdio.h>

#include <camkes.h>

static void work_goes_on(void)
{
    static int number;
    number++;
    printf("tester: the clerk says that twice %d is %d\n", number, work_twice(number));
}

int run(void)
{
    void (*const dares[])(void) = {
        null_pointer_emit,      constant_write_emit,      data_as_code_emit,
        endless_recursion_emit, illegal_instruction_emit, stolen_capability_emit,
    };

    for (unsigned i = 0; i < sizeof(dares) / sizeof(dares[0]); i++) {
        dares[i]();
        work_goes_on();
    }
    go_emit();
    work_goes_on();
    printf("tester: all is well elsewhere\n");
    return 0;
}
