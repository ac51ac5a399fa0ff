/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Methods of str, as Python has them; those of list and dict are in jinja_collections.c.
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <string.h>

#include "adl/base/utf8.h"

static struct jinja_value str_upper(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "upper");
}

static struct jinja_value str_lower(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "lower");
}

static struct jinja_value str_capitalize(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "capitalize");
}

static struct jinja_value str_title(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "title");
}

static struct jinja_value str_replace(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "replace");
}

/* strip and its halves: `sides` has 1 for left, 2 for right. */
static struct jinja_value strip(struct jinja_value self, struct jinja_call *call, int sides)
{
    struct jinja_text text = self.as.string;
    const char *chars = jinja_argument_string(call, 0, "chars", " \t\r\n\v\f");
    while ((sides & 1) != 0 && text.size > 0 && *text.bytes != '\0' &&
           strchr(chars, *text.bytes) != NULL) {
        text.bytes++;
        text.size--;
    }
    while ((sides & 2) != 0 && text.size > 0 && text.bytes[text.size - 1] != '\0' &&
           strchr(chars, text.bytes[text.size - 1]) != NULL) {
        text.size--;
    }
    return jinja_text_value(text);
}

static struct jinja_value str_strip(struct jinja_value self, struct jinja_call *call)
{
    return strip(self, call, 3);
}

static struct jinja_value str_lstrip(struct jinja_value self, struct jinja_call *call)
{
    return strip(self, call, 1);
}

static struct jinja_value str_rstrip(struct jinja_value self, struct jinja_call *call)
{
    return strip(self, call, 2);
}

static bool part_is(struct jinja_text text, size_t at, struct jinja_text part)
{
    return at + part.size <= text.size &&
           (part.size == 0 || memcmp(text.bytes + at, part.bytes, part.size) == 0);
}

/* startswith and endswith take one text or a tuple of texts. */
static bool has_affix(struct jinja_value self, struct jinja_call *call, bool at_end)
{
    struct jinja_value argument = call->arguments[0];
    struct jinja_value one = jinja_list_new(&call->jinja->scratch);
    jinja_append(&call->jinja->scratch, one, argument);
    const struct jinja_list *affixes =
        argument.kind == JINJA_TUPLE ? argument.as.list : one.as.list;
    for (size_t i = 0; i < affixes->count; i++) {
        struct jinja_text affix =
            jinja_text_of(call->jinja, affixes->items[i], call->span, "an affix");
        if (affix.size <= self.as.string.size &&
            part_is(self.as.string, at_end ? self.as.string.size - affix.size : 0, affix)) {
            return true;
        }
    }
    return false;
}

static struct jinja_value str_startswith(struct jinja_value self, struct jinja_call *call)
{
    return jinja_bool(has_affix(self, call, false));
}

static struct jinja_value str_endswith(struct jinja_value self, struct jinja_call *call)
{
    return jinja_bool(has_affix(self, call, true));
}

/* Place in characters of the first (or last) occurrence, -1 when there is none. */
static __int128 find_part(struct jinja_value self, struct jinja_call *call, bool last)
{
    struct jinja_text text = self.as.string;
    struct jinja_text part =
        jinja_text_of(call->jinja, call->arguments[0], call->span, "what is looked for");
    for (size_t n = 0; n + part.size <= text.size; n++) {
        size_t at = last ? text.size - part.size - n : n;
        if (part_is(text, at, part)) {
            return (__int128)utf8_count(text.bytes, at);
        }
    }
    return -1;
}

static struct jinja_value str_find(struct jinja_value self, struct jinja_call *call)
{
    return jinja_int(find_part(self, call, false));
}

static struct jinja_value str_rfind(struct jinja_value self, struct jinja_call *call)
{
    return jinja_int(find_part(self, call, true));
}

static struct jinja_value str_index(struct jinja_value self, struct jinja_call *call)
{
    __int128 at = find_part(self, call, false);
    if (at < 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "the text is not in the str");
    }
    return jinja_int(at);
}

static struct jinja_value str_count(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_text part =
        jinja_text_of(call->jinja, call->arguments[0], call->span, "what is looked for");
    __int128 count = 0;
    for (size_t at = 0; at + part.size <= self.as.string.size;) {
        bool here = part_is(self.as.string, at, part);
        count += here ? 1 : 0;
        at += here && part.size > 0 ? part.size : 1;
    }
    return jinja_int(count);
}

static void push_part(struct jinja_call *call, struct jinja_value list, struct jinja_text text,
                      size_t start, size_t end)
{
    jinja_append(&call->jinja->scratch, list, jinja_bytes(text.bytes + start, end - start));
}

/* split() at runs of white space. */
static struct jinja_value split_blanks(struct jinja_value self, struct jinja_call *call,
                                       __int128 most)
{
    struct jinja_text text = self.as.string;
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    size_t at = 0;
    for (;;) {
        while (at < text.size && isspace((unsigned char)text.bytes[at])) {
            at++;
        }
        if (at == text.size) {
            return list;
        }
        size_t start = at;
        if (most >= 0 && (__int128)list.as.list->count == most) {
            at = text.size;
            size_t end = at;
            while (end > start && isspace((unsigned char)text.bytes[end - 1])) {
                end--;
            }
            push_part(call, list, text, start, end);
            return list;
        }
        while (at < text.size && !isspace((unsigned char)text.bytes[at])) {
            at++;
        }
        push_part(call, list, text, start, at);
    }
}

static struct jinja_value str_split(struct jinja_value self, struct jinja_call *call)
{
    static const __int128 all = -1;
    struct jinja_value none = jinja_none();
    struct jinja_value sep = jinja_argument(call, 0, "sep", &none);
    __int128 most = jinja_argument_int(call, 1, "maxsplit", &all);
    if (sep.kind == JINJA_NONE) {
        return split_blanks(self, call, most);
    }
    struct jinja_text mark = jinja_text_of(call->jinja, sep, call->span, "a separator");
    struct jinja_text text = self.as.string;
    if (mark.size == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a separator cannot be empty");
    }
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    size_t start = 0;
    for (size_t at = 0; at < text.size;) {
        if (part_is(text, at, mark) && (most < 0 || (__int128)list.as.list->count < most)) {
            push_part(call, list, text, start, at);
            at += mark.size;
            start = at;
        } else {
            at++;
        }
    }
    push_part(call, list, text, start, text.size);
    return list;
}

static struct jinja_value str_rsplit(struct jinja_value self, struct jinja_call *call)
{
    static const __int128 all = -1;
    __int128 most = jinja_argument_int(call, 1, "maxsplit", &all);
    if (most < 0) {
        return str_split(self, call);
    }
    struct jinja_text mark =
        jinja_text_of(call->jinja, jinja_argument(call, 0, "sep", NULL), call->span, "a separator");
    struct jinja_text text = self.as.string;
    struct jinja_value parts = jinja_list_new(&call->jinja->scratch);
    if (mark.size == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a separator cannot be empty");
    }
    size_t end = text.size;
    for (size_t at = text.size; at >= mark.size && (__int128)parts.as.list->count < most;) {
        if (part_is(text, at - mark.size, mark)) {
            push_part(call, parts, text, at, end);
            at -= mark.size;
            end = at;
        } else {
            at--;
        }
    }
    push_part(call, parts, text, 0, end);
    struct jinja_value bounds[3] = {jinja_none(), jinja_none(), jinja_int(-1)};
    return jinja_slice(call->jinja, parts, bounds, call->span);
}

static struct jinja_value str_splitlines(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_text text = self.as.string;
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    size_t start = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (text.bytes[at] == '\n') {
            push_part(call, list, text, start,
                      at > start && text.bytes[at - 1] == '\r' ? at - 1 : at);
            start = at + 1;
        }
    }
    if (start < text.size) {
        push_part(call, list, text, start, text.size);
    }
    return list;
}

static struct jinja_value str_join(struct jinja_value self, struct jinja_call *call)
{
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[0], call->span);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_text text =
            jinja_text_of(call->jinja, items->items[i], call->span, "an item of join");
        if (i > 0) {
            jinja_put_str(&buf, self);
        }
        strbuf_put_bytes(&buf, text.bytes, text.size);
    }
    return jinja_built(&buf);
}

static struct jinja_value str_format(struct jinja_value self, struct jinja_call *call)
{
    return jinja_brace_format(call->jinja, self.as.string, call);
}

static bool all_of(struct jinja_text text, int (*test)(int))
{
    for (size_t i = 0; i < text.size; i++) {
        if (test((unsigned char)text.bytes[i]) == 0) {
            return false;
        }
    }
    return text.size > 0;
}

static struct jinja_value str_isdigit(struct jinja_value self, struct jinja_call *call)
{
    (void)call;
    return jinja_bool(all_of(self.as.string, isdigit));
}

static struct jinja_value str_isalpha(struct jinja_value self, struct jinja_call *call)
{
    (void)call;
    return jinja_bool(all_of(self.as.string, isalpha));
}

static struct jinja_value str_isalnum(struct jinja_value self, struct jinja_call *call)
{
    (void)call;
    return jinja_bool(all_of(self.as.string, isalnum));
}

static struct jinja_value str_isupper(struct jinja_value self, struct jinja_call *call)
{
    bool result;
    struct jinja_call inner = *call;
    inner.arguments = &self;
    inner.count = 1;
    jinja_apply_test(call->jinja, "upper", &inner, &result);
    return jinja_bool(result);
}

/* Fills to a width in characters: `before` and after the text. */
static struct jinja_value justify(struct jinja_value self, struct jinja_call *call, bool before)
{
    __int128 width = jinja_argument_int(call, 0, "width", NULL);
    const char *fill = jinja_argument_string(call, 1, "fillchar", " ");
    size_t used = utf8_count(self.as.string.bytes, self.as.string.size);
    size_t pad = width > (__int128)used && width < 100000 ? (size_t)width - used : 0;
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    if (!before) {
        jinja_put_str(&buf, self);
    }
    strbuf_fill(&buf, *fill, pad);
    if (before) {
        jinja_put_str(&buf, self);
    }
    return jinja_built(&buf);
}

static struct jinja_value str_ljust(struct jinja_value self, struct jinja_call *call)
{
    return justify(self, call, false);
}

static struct jinja_value str_rjust(struct jinja_value self, struct jinja_call *call)
{
    return justify(self, call, true);
}

static struct jinja_value str_zfill(struct jinja_value self, struct jinja_call *call)
{
    __int128 width = jinja_argument_int(call, 0, "width", NULL);
    struct jinja_text text = self.as.string;
    bool sign = text.size > 0 && (*text.bytes == '-' || *text.bytes == '+');
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    strbuf_put_bytes(&buf, text.bytes, sign ? 1 : 0);
    strbuf_fill(&buf, '0',
                width > (__int128)text.size && width < 100000 ? (size_t)width - text.size : 0);
    strbuf_put_bytes(&buf, text.bytes + (sign ? 1 : 0), text.size - (sign ? 1 : 0));
    return jinja_built(&buf);
}

#define ANY SIZE_MAX

const struct jinja_method jinja_str_methods[] = {
    {"capitalize", str_capitalize, 0, 0  },
    {"count",      str_count,      1, 1  },
    {"endswith",   str_endswith,   1, 1  },
    {"find",       str_find,       1, 1  },
    {"format",     str_format,     0, ANY},
    {"index",      str_index,      1, 1  },
    {"isalnum",    str_isalnum,    0, 0  },
    {"isalpha",    str_isalpha,    0, 0  },
    {"isdigit",    str_isdigit,    0, 0  },
    {"isupper",    str_isupper,    0, 0  },
    {"join",       str_join,       1, 1  },
    {"ljust",      str_ljust,      1, 2  },
    {"lower",      str_lower,      0, 0  },
    {"lstrip",     str_lstrip,     0, 1  },
    {"replace",    str_replace,    2, 3  },
    {"rfind",      str_rfind,      1, 1  },
    {"rjust",      str_rjust,      1, 2  },
    {"rsplit",     str_rsplit,     0, 2  },
    {"rstrip",     str_rstrip,     0, 1  },
    {"split",      str_split,      0, 2  },
    {"splitlines", str_splitlines, 0, 0  },
    {"startswith", str_startswith, 1, 1  },
    {"strip",      str_strip,      0, 1  },
    {"title",      str_title,      0, 0  },
    {"upper",      str_upper,      0, 0  },
    {"zfill",      str_zfill,      1, 1  },
    {NULL,         NULL,           0, 0  },
};

/* Operators of bits, which Jinja2 has no signs for: n.__and__(m) and so on, of numbers from 0. */
static struct jinja_value int_bits(struct jinja_value self, struct jinja_call *call)
{
    const char *name = call->callable->name;
    __int128 a = jinja_integer(call->jinja, self, call->span, "operand");
    __int128 b = jinja_integer(call->jinja, call->arguments[0], call->span, "operand");
    bool shift = strstr(name, "shift") != NULL;
    if (a < 0 || b < 0 || (shift && b > 126)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` works on numbers from 0 (and shifts up to 126)", name);
    }
    if (strcmp(name, "__lshift__") == 0) {
        return jinja_binary(call->jinja, "*", self, jinja_int((__int128)1 << b), call->span);
    }
    return jinja_int(shift                          ? a >> b
                     : strcmp(name, "__and__") == 0 ? (a & b)
                     : strcmp(name, "__or__") == 0  ? (a | b)
                                                    : (a ^ b));
}

const struct jinja_method jinja_int_methods[] = {
    {"__and__",    int_bits, 1, 1},
    {"__lshift__", int_bits, 1, 1},
    {"__or__",     int_bits, 1, 1},
    {"__rshift__", int_bits, 1, 1},
    {"__xor__",    int_bits, 1, 1},
    {NULL,         NULL,     0, 0},
};

bool jinja_call_method(struct jinja *j, struct jinja_value subject, const char *name,
                       struct jinja_call *call, struct jinja_value *result)
{
    const struct jinja_method *method = NULL;
    if (subject.kind == JINJA_STRING) {
        method = jinja_str_methods;
    } else if (subject.kind == JINJA_LIST || subject.kind == JINJA_TUPLE) {
        method = jinja_list_methods;
    } else if (subject.kind == JINJA_DICT && !subject.as.dict->object) {
        method = jinja_dict_methods;
    } else if (subject.kind == JINJA_INT) {
        method = jinja_int_methods;
    }
    while (method != NULL && method->name != NULL && strcmp(method->name, name) != 0) {
        method++;
    }
    if (method == NULL || method->name == NULL) {
        return false;
    }
    struct jinja_callable callable = {name, NULL, NULL};
    call->callable = &callable;
    if (call->count < method->least || call->count > method->most) {
        jinja_check_arguments(call, method->least, method->most, "");
    }
    jinja_step(j, call->span);
    *result = method->function(subject, call);
    call->callable = NULL;
    return true;
}
