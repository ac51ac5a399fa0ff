/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The report of a kernel that cannot go on.
 */
#include "arch/boot.h"
#include "arch/machine.h"
#include "kernel/console.h"
#include "kernel/debug.h"
#include "kernel/state.h"

struct kernel_state kernel;

_Noreturn void kernel_panic(const char *why)
{
    static bool is_panicking;
    const struct tcb *current = kernel.current;

    if (is_panicking) {
        arch_halt(); /* the report itself went wrong */
    }
    is_panicking = true;
    console_printf("\n*** kernel panic: %s\n", why);
    arch_panic_print();
    if (current != NULL) {
        console_printf("current thread: \"%s\" (%s, priority %u), its registers:\n", current->name,
                       debug_state_name(current->state), (unsigned)current->priority);
        arch_context_print(&current->context);
    }
    console_printf("*** halted\n");
    arch_halt();
}

_Noreturn void kernel_assert_failed(const char *condition, const char *file, int line)
{
    console_printf("\nkernel: %s:%d: does not hold: %s\n", file, line, condition);
    kernel_panic("an assertion failed");
}
