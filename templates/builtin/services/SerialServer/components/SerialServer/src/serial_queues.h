/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading and writing in buffers: the queues of the interfaces `read` and `write`, where they are
 * connected. The server is the device of both.
 */
#ifndef SERIAL_QUEUES_H
#define SERIAL_QUEUES_H

/* Takes the queues into use that there are. */
void queues_start(void);
/* Writes the buffers that wait for it, and gives what has come in to one that waits to be filled.
 */
void queues_serve(void);

#endif
