/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's voice: a small printf on the board's debug UART, and the panic report. Formats: %s
 * %c %d %u %x %lu %ld %lx %p %% with optional 0-fill and width. No floating point, no allocation.
 */
#ifndef KERNEL_CONSOLE_H
#define KERNEL_CONSOLE_H

/* Prints. Unknown conversions are printed as they stand. */
void console_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints one character. */
void console_put(char c);

/* Our own fault, not the user's: stops with a report if `condition` is false. */
#define kernel_assert(condition)                                                                   \
    ((condition) ? (void)0 : kernel_assert_failed(#condition, __FILE_NAME__, __LINE__))

_Noreturn void kernel_assert_failed(const char *condition, const char *file, int line);

#endif
