/* SPDX-License-Identifier: BSD-2-Clause
 * What lies in a dataport: more than a page. */
#ifndef LETTER_H
#define LETTER_H

#include <stdint.h>

typedef struct {
    uint32_t number;
    char text[5000];
    uint32_t check; /* behind the first page */
} letter_t;

#endif
