/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The lock of the runtime's own lists: the C library's, which needs no capability and may be taken
 * again by its owner.
 */
#ifndef CAMKES_RUNTIME_LOCK_H
#define CAMKES_RUNTIME_LOCK_H

void camkes_runtime_lock(void);
void camkes_runtime_unlock(void);

#endif
