/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A struct as parameter, with bytes between its members.
 */
#ifndef POINT_H
#define POINT_H

typedef struct {
    char tag;
    double x, y;
} point_t;

#endif
