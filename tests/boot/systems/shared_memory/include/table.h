/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A dataport's own type, and what goes through it.
 */
#ifndef TABLE_H
#define TABLE_H

#include <camkes/dataport.h>

typedef struct {
    dataport_ptr_t message;
    unsigned long paddr;
    char filler[9000];
    int last;
} Table;

#endif
