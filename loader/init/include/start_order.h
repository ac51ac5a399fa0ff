/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In which order the threads of a spec are started.
 *
 * The kernel runs the threads of one priority in an order that depends on the order in which they
 * were resumed, so this can be seen from outside. The public tools sort objects by name, and
 * systems have come to count on it: the threads are started by name, byte by byte, whatever the
 * order of the spec; members of an array (all of one name up to `[`) in the order of the spec.
 */
#ifndef LOADER_INIT_START_ORDER_H
#define LOADER_INIT_START_ORDER_H

#include <stdint.h>

#include "loader/init/include/spec_view.h"

/* Writes the objects that are TCBs to be resumed into `order` (room for as many as the spec has
 * objects), in the order they are to be started in; returns how many. Time n log n, no memory. */
uint32_t start_order_make(const struct spec_view *view, uint32_t *order);

#endif
