/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/lex_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/utf8.h"
#include "adl/lang/adl_parser.h"
#include "adl/lang/parse_state.h"

/* Undoes the escapes that cpp puts into file names. */
static char *lex_text_unescaped(struct arena *arena, const char *text, size_t size)
{
    char *name = arena_strndup(arena, text, size);
    size_t length = 0;

    for (size_t i = 0; i < size; i++) {
        if (name[i] == '\\' && i + 1 < size) {
            i++;
        }
        name[length++] = name[i];
    }
    name[length] = '\0';
    return name;
}

void lex_text_marker(struct parse *parse, struct span at, const char *text)
{
    const char *digits = text + strcspn(text, "0123456789");
    unsigned long line = strtoul(digits, NULL, 10);
    const char *open = strchr(digits, '"');

    if (open != NULL) {
        const char *close = open + 1;

        while (*close != '\0' && *close != '"') {
            close += *close == '\\' && close[1] != '\0' ? 2 : 1;
        }
        parse->marked_name =
            lex_text_unescaped(&parse->c->arena, open + 1, (size_t)(close - open - 1));
    } else if (parse->marked_name == NULL) {
        parse->marked_name = source_get(&parse->c->sources, parse->file)->name;
    }
    if (line <= INT32_MAX) {
        source_add_marker(&parse->c->sources, parse->file, at.end, (uint32_t)line,
                          parse->marked_name);
    }
}

/* Reports a token beyond the size limit. */
static void lex_text_too_large(struct parse *parse, struct span at, const char *what)
{
    struct span front = {at.file, at.start, at.start + 1};

    diag_report(&parse->c->diags, DIAG_TEXT_TOO_LARGE, front,
                "this %s is %u bytes long; the limit is %u", what, at.end - at.start,
                PARSE_MAX_TOKEN);
    parse->result->faulty = true;
}

const char *lex_text_word(struct parse *parse, const char *text, struct span at)
{
    uint32_t size = at.end - at.start;

    if (size > PARSE_MAX_TOKEN) {
        lex_text_too_large(parse, at, "word");
        return intern_string(&parse->c->interner, "0");
    }
    return intern_bytes(&parse->c->interner, text, size);
}

/* The character encoded by a well-formed sequence of 2 to 4 bytes. */
static uint32_t lex_text_decode(const unsigned char *bytes, size_t length)
{
    uint32_t value = bytes[0] & (0x7fu >> length);

    for (size_t i = 1; i < length; i++) {
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    return value;
}

/* Can this character outside ASCII be part of a name? The blocks of punctuation, symbols, private
 * use and emoji cannot; all others are taken for letters and digits. */
static bool lex_text_is_letter(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } others[] = {
        {0x80,    0xa9    },
        {0xab,    0xb4    },
        {0xb6,    0xb9    },
        {0xbb,    0xbf    },
        {0xd7,    0xd7    },
        {0xf7,    0xf7    },
        {0x2000,  0x206f  },
        {0x20a0,  0x20cf  },
        {0x2190,  0x2bff  },
        {0x2e00,  0x2e7f  },
        {0x3000,  0x3004  },
        {0x3008,  0x3020  },
        {0xd800,  0xf8ff  },
        {0xfe00,  0xfe6f  },
        {0xfeff,  0xfeff  },
        {0xff01,  0xff0f  },
        {0xff1a,  0xff20  },
        {0xfff0,  0xffff  },
        {0x1f000, 0x1faff },
        {0xe0000, 0x10ffff},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (c >= others[i].first && c <= others[i].last) {
            return false;
        }
    }
    return true;
}

uint32_t lex_text_word_size(const char *text, uint32_t size)
{
    uint32_t at = 0;

    while (at < size) {
        size_t length = utf8_sequence(text + at, size - at);

        if (length == 0) {
            break;
        }
        if (length > 1 &&
            !lex_text_is_letter(lex_text_decode((const unsigned char *)text + at, length))) {
            break;
        }
        at += (uint32_t)length;
    }
    return at;
}

const char *lex_text_string(struct parse *parse, const char *text, struct span at)
{
    uint32_t size = at.end - at.start - 2;

    if (size > PARSE_MAX_TOKEN) {
        lex_text_too_large(parse, at, "string");
        return intern_string(&parse->c->interner, "");
    }
    if (memchr(text + 1, '\0', size) != NULL) {
        diag_report(&parse->c->diags, DIAG_ILLEGAL_CHARACTER, at, "a string cannot hold a NUL");
        parse->result->faulty = true;
        return intern_string(&parse->c->interner, "");
    }
    return intern_bytes(&parse->c->interner, text + 1, size);
}

const char *lex_text_angle(struct parse *parse, const char *text, struct span at)
{
    return lex_text_string(parse, text, at);
}

bool lex_text_is_name(const struct parse *parse)
{
    switch (parse->previous.token) {
    case ADL_IDENT:
    case ADL_BUF:
    case ADL_COPYREGION:
    case ADL_SCHEDULE:
    case ADL_TICKS:
    case ADL_US:
        return true;
    default:
        return false;
    }
}

int lex_text_open_string(struct parse *parse, struct span at)
{
    struct diag *diag = diag_report(&parse->c->diags, DIAG_UNTERMINATED_STRING, at,
                                    "the string opened here is never closed");

    diag_hint(diag, "strings may span lines and know no escapes: an earlier quote may be missing");
    parse->result->faulty = true;
    parse->stop = true;
    return PARSE_FAULT;
}

int lex_text_open_comment(struct parse *parse, struct span at)
{
    diag_report(&parse->c->diags, DIAG_UNTERMINATED_COMMENT, at,
                "the comment opened here is never closed");
    parse->result->faulty = true;
    parse->stop = true;
    return PARSE_FAULT;
}

/* Advice on a character that people coming from other languages write. */
static void lex_text_hint_on(struct diag *diag, unsigned char c)
{
    switch (c) {
    case '\'':
        diag_hint(diag, "there are no character literals; strings stand between double quotes");
        break;
    case '\\':
        diag_hint(diag, "lines need no continuation, and strings know no escapes");
        break;
    case '@':
    case '$':
    case '`':
        diag_hint(diag, "names consist of letters, digits and `_`");
        break;
    default:
        break;
    }
}

void lex_text_illegal(struct parse *parse, struct span at)
{
    const char *text = source_get(&parse->c->sources, at.file)->text + at.start;
    unsigned char c = (unsigned char)text[0];
    struct diag *diag;

    parse->result->faulty = true;
    if (utf8_sequence(text, at.end - at.start) == 0) {
        return; /* not UTF-8: parse_source reported it */
    }
    if (c > 0x20 && c < 0x7f) {
        diag = diag_report(&parse->c->diags, DIAG_ILLEGAL_CHARACTER, at,
                           "`%c` is not a character of the language", c);
        lex_text_hint_on(diag, c);
    } else if (c < 0x80) {
        diag_report(&parse->c->diags, DIAG_ILLEGAL_CHARACTER, at,
                    "the control character 0x%02x is not allowed here", (unsigned)c);
    } else {
        diag = diag_report(&parse->c->diags, DIAG_ILLEGAL_CHARACTER, at, "`%.*s` cannot stand here",
                           (int)(at.end - at.start), text);
        diag_hint(diag, "a name begins with an ASCII letter or `_`");
    }
}
