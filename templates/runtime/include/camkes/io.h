/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The component's surroundings for drivers (platsupport/io.h): registers are those of its device
 * windows, memory for devices comes from its pools, interrupts are those connected to it.
 */
#ifndef CAMKES_IO_H
#define CAMKES_IO_H

#include <platsupport/io.h>

/* Each fills in one part, or all; 0. */
int camkes_io_mapper(ps_io_mapper_t *mapper);
int camkes_io_port_ops(ps_io_port_ops_t *ops);
int camkes_ps_malloc_ops(ps_malloc_ops_t *ops);
int camkes_io_fdt(ps_io_fdt_t *fdt);
int camkes_io_ops(ps_io_ops_t *ops);

#endif
