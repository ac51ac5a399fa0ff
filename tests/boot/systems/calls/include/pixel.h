/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A struct that travels in calls.
 */
#ifndef PIXEL_H
#define PIXEL_H

#include <stdint.h>

typedef struct {
    uint16_t red, green, blue;
    uint8_t alpha;
} pixel_t;

#endif
