/* SPDX-License-Identifier: BSD-2-Clause
 * What lies in the dataport between client and adder. */
#ifndef NUMBERS_H
#define NUMBERS_H

#define NUMBERS_MAX 64

typedef struct {
    int values[NUMBERS_MAX];
} numbers_t;

#endif
