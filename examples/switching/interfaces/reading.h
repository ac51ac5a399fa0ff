/* SPDX-License-Identifier: BSD-2-Clause
 * What the sensor tells: read by descriptions and by C. */
#ifndef READING_H
#define READING_H
#define FREEZING_POINT 0
#ifndef CAMKES_TOOL_PROCESSING
typedef struct {
    int number;
    int celsius;
} reading_t;
#endif
#endif
