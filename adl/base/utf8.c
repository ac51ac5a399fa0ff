/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/utf8.h"

#include <stdint.h>

size_t utf8_sequence(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t value;
    size_t length;

    if (size == 0) {
        return 0;
    }
    if (bytes[0] < 0x80) {
        return 1;
    }
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4) {
        return 0;
    }
    length = bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
    if (length > size) {
        return 0;
    }
    value = bytes[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
        return 0;
    }
    return length;
}

size_t utf8_count(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; count++) {
        size_t length = utf8_sequence(text + i, size - i);

        i += length == 0 ? 1 : length;
    }
    return count;
}

size_t utf8_valid_prefix(const char *text, size_t size)
{
    size_t at = 0;

    while (at < size) {
        size_t length;

        if ((unsigned char)text[at] < 0x80) { /* nearly all of them */
            at++;
            continue;
        }
        length = utf8_sequence(text + at, size - at);
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}
