/* SPDX-License-Identifier: BSD-2-Clause */
#include "serial_input.h"

#include <camkes.h>

#include "serial_output.h"
#include "serial_ring.h"

#define RECEIVED_MAX 1024 /* a power of two */
#define ESCAPE       '@'

/* Of a connector that shares memory with each client of `getchar`; NULL with others. */
void *getchar_buf(seL4_Word client_id) __attribute__((weak));
size_t getchar_buf_size(seL4_Word client_id) __attribute__((weak));
unsigned int getchar_num_badges(void) __attribute__((weak));
seL4_Word getchar_enumerate_badge(unsigned int index) __attribute__((weak));
void getchar_emit(unsigned int badge) __attribute__((weak));

static char in[RECEIVED_MAX];
static unsigned first_in, last_in; /* count on; only their difference matters */

static unsigned active; /* client, in the order of getchar_enumerate_badge */
static bool waking;     /* it is to be signalled */
static enum { LINE_START, IN_LINE, ESCAPED } state;

static void say(const char *text)
{
    for (; *text != '\0'; text++) {
        output_text(*text);
    }
}

static void give(char c)
{
    seL4_Word client = getchar_enumerate_badge(active);
    size_t length = serial_ring_length(getchar_buf_size(client));
    if (length != 0) {
        (void)serial_ring_put(getchar_buf(client), length, c, &waking);
    }
}

void input_signal(void)
{
    if (waking) {
        waking = false;
        if (getchar_emit != NULL) {
            getchar_emit((unsigned int)getchar_enumerate_badge(active));
        }
    }
}

/* What follows the escape. */
static void command(char c)
{
    unsigned clients = getchar_num_badges();
    if (c >= '0' && c <= '9' && (unsigned)(c - '0') < clients) {
        input_signal();
        active = (unsigned)(c - '0');
        say("\nserial server: input goes to client ");
        output_text(c);
        say("\n");
    } else {
        say("\nserial server: @ and a digit choose who gets the input, @@ is an @; clients: ");
        for (unsigned i = 0; i < clients && i <= 9; i++) {
            output_text((char)('0' + i));
        }
        say("\n");
    }
}

/* Is the character for the active client? Else it was for the server. */
static bool is_for_client(char c)
{
    if (state == ESCAPED) {
        state = c == ESCAPE ? IN_LINE : LINE_START;
        if (c != ESCAPE) {
            command(c);
        }
        return c == ESCAPE;
    }
    if (state == LINE_START && c == ESCAPE) {
        state = ESCAPED;
        return false;
    }
    state = c == '\r' || c == '\n' ? LINE_START : IN_LINE;
    return true;
}

void input_take(char c)
{
    if (getchar_num_badges != NULL) {
        if (!is_for_client(c)) {
            return;
        }
        give(c);
    }
    if (last_in - first_in < RECEIVED_MAX) {
        in[last_in++ % RECEIVED_MAX] = c;
    }
}

bool input_any(void)
{
    return first_in != last_in;
}

int input_next(void)
{
    return input_any() ? (unsigned char)in[first_in++ % RECEIVED_MAX] : -1;
}
