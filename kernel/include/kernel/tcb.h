/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the TCB decoder, split by what they touch (tcb.c sends here).
 */
#ifndef KERNEL_TCB_H
#define KERNEL_TCB_H

#include "kernel/types.h"

#include "kernel/error.h"

struct invocation;

/* The thread a TCB invocation acts on. */
struct tcb *tcb_target(const struct invocation *inv);

/* ReadRegisters, WriteRegisters, CopyRegisters (tcb_registers.c). */
enum outcome tcb_decode_read_registers(struct invocation *inv);
enum outcome tcb_decode_write_registers(struct invocation *inv);
enum outcome tcb_decode_copy_registers(struct invocation *inv);

/* Configure, SetSpace, SetIPCBuffer (tcb_configure.c). */
enum outcome tcb_decode_configure(struct invocation *inv);
enum outcome tcb_decode_set_space(struct invocation *inv);
enum outcome tcb_decode_set_ipc_buffer(struct invocation *inv);

#endif
