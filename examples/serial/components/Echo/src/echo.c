/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Answers each line that is typed, in capitals.
 */
#include <ctype.h>
#include <string.h>

#include <camkes.h>

static int next_key(void)
{
    int c;
    while ((c = keys_getchar()) < 0) {
        typed_wait();
    }
    return c;
}

static void say(const char *text)
{
    serial_write(strlen(text), text);
}

int run(void)
{
    char line[64];
    size_t length = 0;
    say("echo: type something\n");
    for (;;) {
        int c = next_key();
        if (c == '\r' || c == '\n') {
            line[length] = '\0';
            say("echo: ");
            say(line);
            say("\n");
            length = 0;
        } else if (length < sizeof(line) - 1) {
            line[length++] = (char)toupper(c);
        }
    }
}
