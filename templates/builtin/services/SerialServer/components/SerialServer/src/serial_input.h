/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The way in. Everything is kept until someone asks with input_next(), and lost when nobody does
 * for too long. If clients share memory with the server, one of them, the active one, gets it there
 * too;
 * `@` at the start of a line is then for the server.
 */
#ifndef SERIAL_INPUT_H
#define SERIAL_INPUT_H

#include <stdbool.h>

/* Takes a character from the line. */
void input_take(char c);
/* Signals the active client if it may be waiting; to be called after some characters. */
void input_signal(void);
/* The next character, -1 when there is none; is there one? */
int input_next(void);
bool input_any(void);

#endif
