/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Formatting of text: `format % arguments` with %s %r %d %i %u %x %X %o %c %e %f %g and %%, their
 * flags, width and precision, and %(name)s; and "{}".format() with positions, names, attributes
 * and indices, !r and !s, and the format specs [[fill]align][sign][#][0][width][.precision][type].
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "adl/base/utf8.h"

/* Fields are never wider. */
#define WIDTH_MAX 100000

struct spec {
    char fill, align; /* align: '<' '>' '^' '=', 0: by kind */
    char sign;        /* '+', ' ' or 0 */
    bool alternate;
    int width, precision; /* -1: not given */
    char type;            /* 0: by kind */
};

struct formatter {
    struct jinja *j;
    struct span span;
    struct strbuf out;
    struct jinja_text format;
    size_t at;
};

static _Noreturn void bad_format(struct formatter *f, const char *why)
{
    jinja_fail(f->j, DIAG_TEMPLATE_TYPE, f->span, "in a format: %s", why);
}

static char peek(const struct formatter *f)
{
    return f->at < f->format.size ? f->format.bytes[f->at] : '\0';
}

static int read_number(struct formatter *f)
{
    int number = 0;
    while (isdigit((unsigned char)peek(f))) {
        number = number * 10 + (peek(f) - '0');
        f->at++;
        if (number > WIDTH_MAX) {
            bad_format(f, "a width or precision beyond the limit");
        }
    }
    return number;
}

/* Puts sign and digits into a field; zero fill goes between them. */
static void put_field(struct formatter *f, const struct spec *spec, const char *prefix,
                      const char *text, size_t size)
{
    size_t used = strlen(prefix) + utf8_count(text, size);
    size_t pad = spec->width > 0 && (size_t)spec->width > used ? (size_t)spec->width - used : 0;
    size_t before = spec->align == '<'   ? 0
                    : spec->align == '^' ? pad / 2
                    : spec->align == '=' ? 0
                                         : pad;
    strbuf_fill(&f->out, spec->fill, before);
    strbuf_puts(&f->out, prefix);
    if (spec->align == '=') {
        strbuf_fill(&f->out, spec->fill, pad);
    }
    strbuf_put_bytes(&f->out, text, size);
    if (spec->align != '=') {
        strbuf_fill(&f->out, spec->fill, pad - before);
    }
}

static void put_text(struct formatter *f, struct spec spec, struct jinja_text text)
{
    if (spec.precision >= 0) {
        size_t kept = 0;
        for (int n = 0; n < spec.precision && kept < text.size; n++) {
            size_t size = utf8_sequence(text.bytes + kept, text.size - kept);
            kept += size == 0 ? 1 : size;
        }
        text.size = kept;
    }
    put_field(f, &spec, "", text.bytes, text.size);
}

static void put_integer(struct formatter *f, struct spec spec, __int128 integer)
{
    char digits[160];
    char prefix[8] = "";
    size_t at = sizeof(digits);
    unsigned base = spec.type == 'x' || spec.type == 'X' ? 16
                    : spec.type == 'o'                   ? 8
                    : spec.type == 'b'                   ? 2
                                                         : 10;
    const char *symbols = spec.type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    unsigned __int128 rest = integer < 0 ? (unsigned __int128)0 - (unsigned __int128)integer
                                         : (unsigned __int128)integer;
    int count = 0;
    do {
        digits[--at] = symbols[(unsigned)(rest % base)];
        rest /= base;
        count++;
    } while (rest != 0 || (count < spec.precision && count < 150));
    snprintf(prefix, sizeof(prefix), "%s%s",
             integer < 0        ? "-"
             : spec.sign == '+' ? "+"
             : spec.sign == ' ' ? " "
                                : "",
             !spec.alternate    ? ""
             : spec.type == 'x' ? "0x"
             : spec.type == 'X' ? "0X"
             : spec.type == 'o' ? "0o"
             : spec.type == 'b' ? "0b"
                                : "");
    put_field(f, &spec, prefix, digits + at, sizeof(digits) - at);
}

static void put_real(struct formatter *f, struct spec spec, double real)
{
    int precision = spec.precision < 0 ? 6 : spec.precision > 100 ? 100 : spec.precision;
    double size = real < 0 ? -real : real;
    const char *prefix = real < 0 ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
    char *text = arena_printf(&f->j->scratch,
                              spec.type == 'e'   ? "%.*e"
                              : spec.type == 'g' ? "%.*g"
                                                 : "%.*f",
                              precision, size);
    put_field(f, &spec, prefix, text, strlen(text));
}

/* One value by its spec, for both ways of formatting. */
static void put_value(struct formatter *f, struct spec spec, struct jinja_value value)
{
    jinja_defined(f->j, value, f->span);
    struct strbuf buf;
    switch (spec.type) {
    case 'd':
    case 'x':
    case 'X':
    case 'o':
    case 'b':
        if (value.kind == JINJA_FLOAT && spec.type == 'd' && value.as.real < 1e38 &&
            value.as.real > -1e38) {
            value = jinja_int((__int128)value.as.real);
        }
        put_integer(f, spec, jinja_integer(f->j, value, f->span, "a formatted number"));
        return;
    case 'e':
    case 'f':
    case 'g':
        if (!jinja_is_number(value)) {
            bad_format(f, "a number is needed");
        }
        put_real(f, spec, jinja_real(value));
        return;
    default:
        break;
    }
    strbuf_init(&buf, &f->j->scratch);
    if (spec.type == 'r') {
        jinja_put_repr(&buf, value);
    } else {
        jinja_put_str(&buf, value);
    }
    put_text(f, spec, (struct jinja_text){buf.text, buf.size});
}

/* ---- format % arguments ---- */

static void read_flags(struct formatter *f, struct spec *spec)
{
    for (;; f->at++) {
        char c = peek(f);
        if (c == '-') {
            spec->align = '<';
        } else if (c == '0' && spec->align != '<') {
            spec->fill = '0';
            spec->align = '=';
        } else if (c == '+' || (c == ' ' && spec->sign == 0)) {
            spec->sign = c;
        } else if (c == '#') {
            spec->alternate = true;
        } else if (c != '0' && c != ' ') {
            break;
        }
    }
    if (spec->align == '<') {
        spec->fill = ' ';
    }
}

struct percent {
    struct jinja_value arguments;
    size_t used;
    bool by_name;
};

static struct jinja_value next_argument(struct formatter *f, struct percent *p)
{
    if (p->arguments.kind == JINJA_TUPLE) {
        if (p->used == p->arguments.as.list->count) {
            bad_format(f, "fewer values than places");
        }
        return p->arguments.as.list->items[p->used++];
    }
    if (p->used++ > 0) {
        bad_format(f, "fewer values than places");
    }
    return p->arguments;
}

static struct jinja_value named_argument(struct formatter *f, struct percent *p)
{
    size_t start = ++f->at;
    while (peek(f) != ')' && f->at < f->format.size) {
        f->at++;
    }
    if (p->arguments.kind != JINJA_DICT || f->at >= f->format.size) {
        bad_format(f, "%(name) needs a dict");
    }
    p->by_name = true;
    struct jinja_value key = jinja_bytes(f->format.bytes + start, f->at++ - start);
    return jinja_item(f->j, p->arguments, key, f->span);
}

/* After the percent sign. */
static void put_place(struct formatter *f, struct percent *p)
{
    struct spec spec = {.fill = ' ', .width = -1, .precision = -1};
    struct jinja_value value = jinja_none();
    bool named = peek(f) == '(';
    if (named) {
        value = named_argument(f, p);
    }
    read_flags(f, &spec);
    if (peek(f) == '*') {
        f->at++;
        __int128 width = jinja_integer(f->j, next_argument(f, p), f->span, "a width");
        spec.width = width < 0 ? -1 : width > WIDTH_MAX ? WIDTH_MAX : (int)width;
    } else {
        spec.width = read_number(f);
    }
    if (peek(f) == '.') {
        f->at++;
        spec.precision = read_number(f);
    }
    char type = peek(f);
    f->at++;
    if (type == '%') {
        strbuf_putc(&f->out, '%');
        return;
    }
    if (type == '\0' || strchr("sradiuxXofegcFEG", type) == NULL) {
        bad_format(f, "an unknown conversion after `%`");
    }
    value = named ? value : next_argument(f, p);
    spec.type = type == 'i' || type == 'u' ? 'd' : type == 'a' ? 'r' : type;
    if (strchr("FEG", type) != NULL) {
        spec.type = (char)tolower((unsigned char)type);
    }
    if (type == 'c' && value.kind == JINJA_INT && value.as.integer >= 0 && value.as.integer < 128) {
        char c = (char)value.as.integer;
        put_text(f, spec, (struct jinja_text){&c, 1});
        return;
    }
    if (strchr("src", spec.type) != NULL && spec.fill == '0') {
        spec.fill = ' ';
        spec.align = '>';
    }
    put_value(f, spec, value);
}

struct jinja_value jinja_percent(struct jinja *j, struct jinja_text format,
                                 struct jinja_value arguments, struct span span)
{
    struct formatter f = {.j = j, .span = span, .format = format};
    struct percent p = {.arguments = arguments};
    strbuf_init(&f.out, &j->scratch);
    while (f.at < format.size) {
        char c = format.bytes[f.at++];
        if (c == '%') {
            put_place(&f, &p);
        } else {
            strbuf_putc(&f.out, c);
        }
    }
    size_t given = arguments.kind == JINJA_TUPLE  ? arguments.as.list->count
                   : arguments.kind == JINJA_DICT ? p.used
                                                  : 1;
    if (!p.by_name && p.used < given) {
        bad_format(&f, "more values than places");
    }
    return jinja_built(&f.out);
}

/* ---- "{}".format() ---- */

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

/* After the colon, up to the closing brace. */
static struct spec read_spec(struct formatter *f)
{
    struct spec spec = {.fill = ' ', .width = -1, .precision = -1};
    if (f->at + 1 < f->format.size && is_align(f->format.bytes[f->at + 1])) {
        spec.fill = f->format.bytes[f->at];
        spec.align = f->format.bytes[f->at + 1];
        f->at += 2;
    } else if (is_align(peek(f))) {
        spec.align = peek(f);
        f->at++;
    }
    if (peek(f) == '+' || peek(f) == '-' || peek(f) == ' ') {
        spec.sign = peek(f) == '-' ? 0 : peek(f);
        f->at++;
    }
    if (peek(f) == '#') {
        spec.alternate = true;
        f->at++;
    }
    if (peek(f) == '0' && spec.align == 0) {
        spec.fill = '0';
        spec.align = '=';
    }
    spec.width = read_number(f);
    if (peek(f) == '.') {
        f->at++;
        spec.precision = read_number(f);
    }
    if (peek(f) != '}' && peek(f) != '\0') {
        spec.type = peek(f);
        f->at++;
        if (strchr("sdxXobefg", spec.type) == NULL) {
            bad_format(f, "an unknown type in a format spec");
        }
    }
    return spec;
}

/* The value a replacement field names: number or name, then .attributes and [indices]. */
static struct jinja_value read_field(struct formatter *f, struct jinja_call *call, size_t *next)
{
    size_t start = f->at;
    f->at += strcspn(f->format.bytes + f->at, ".[!:}");
    size_t size = f->at - start;
    struct jinja_value value;
    char *name = arena_strndup(&f->j->scratch, f->format.bytes + start, size);
    if (size == 0 || isdigit((unsigned char)*name)) {
        size_t position = (*next)++;
        for (size_t i = 0; i < size; i++) {
            position = (i == 0 ? 0 : position * 10) + (size_t)(name[i] - '0');
        }
        if (position >= call->count) {
            bad_format(f, "fewer values than places");
        }
        value = call->arguments[position];
    } else {
        value = jinja_argument(call, SIZE_MAX, name, NULL);
    }
    while (peek(f) == '.' || peek(f) == '[') {
        bool index = peek(f) == '[';
        start = ++f->at;
        f->at += strcspn(f->format.bytes + f->at, index ? "]}" : ".[!:}");
        name = arena_strndup(&f->j->scratch, f->format.bytes + start, f->at - start);
        f->at += index && peek(f) == ']' ? 1 : 0;
        bool number = index && *name != '\0' && strspn(name, "0123456789") == strlen(name) &&
                      strlen(name) < 9;
        struct jinja_value key = jinja_string(name);
        if (number) {
            int at = 0;
            (void)sscanf(name, "%d", &at);
            key = jinja_int(at);
        }
        value = jinja_item(f->j, value, key, f->span);
    }
    return value;
}

static void put_replacement(struct formatter *f, struct jinja_call *call, size_t *next)
{
    struct spec spec = {.fill = ' ', .width = -1, .precision = -1};
    struct jinja_value value = read_field(f, call, next);
    char conversion = 0;
    if (peek(f) == '!') {
        conversion = f->at + 1 < f->format.size ? f->format.bytes[f->at + 1] : '\0';
        f->at += 2;
    }
    if (peek(f) == ':') {
        f->at++;
        spec = read_spec(f);
    }
    if (peek(f) != '}') {
        bad_format(f, "a replacement field without its `}`");
    }
    f->at++;
    if (conversion == 'r') {
        spec.type = 'r';
    } else if (spec.type == 0 && value.kind == JINJA_INT) {
        spec.type = 'd';
    }
    if (spec.align == 0) {
        spec.align = jinja_is_number(value) && conversion == 0 ? '>' : '<';
    }
    put_value(f, spec, value);
}

struct jinja_value jinja_brace_format(struct jinja *j, struct jinja_text format,
                                      struct jinja_call *call)
{
    char *copy = arena_strndup(&j->scratch, format.bytes, format.size); /* NUL-terminated */
    struct formatter f = {
        .j = j, .span = call->span, .format = {copy, format.size}
    };
    size_t next = 0;
    strbuf_init(&f.out, &j->scratch);
    while (f.at < format.size) {
        char c = copy[f.at++];
        if ((c == '{' || c == '}') && peek(&f) == c) {
            f.at++;
            strbuf_putc(&f.out, c);
        } else if (c == '{') {
            put_replacement(&f, call, &next);
        } else if (c == '}') {
            bad_format(&f, "a single `}`");
        } else {
            strbuf_putc(&f.out, c);
        }
    }
    return jinja_built(&f.out);
}
