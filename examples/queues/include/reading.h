/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef READING_H
#define READING_H

#include <stdint.h>

typedef struct {
    uint32_t number;
    int32_t value;
    char unit[8];
} reading_t;

#endif
