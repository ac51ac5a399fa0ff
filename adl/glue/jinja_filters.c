/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Filters on text and single values; those on sequences are in jinja_sequences.c. The subject of a
 * filter is the first argument of its call.
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_INDENT 4

static struct jinja_value subject_of(struct jinja_call *call)
{
    return jinja_defined(call->jinja, call->arguments[0], call->span);
}

/* The subject as text, whatever it is. */
static struct jinja_text text_of(struct jinja_call *call)
{
    struct jinja_value subject = subject_of(call);
    if (subject.kind == JINJA_STRING) {
        return subject.as.string;
    }
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    jinja_put_str(&buf, subject);
    return (struct jinja_text){buf.text, buf.size};
}

static struct jinja_value filter_abs(struct jinja_call *call)
{
    struct jinja_value value = subject_of(call);
    jinja_check_arguments(call, 1, 1, "");
    if (value.kind == JINJA_FLOAT) {
        return jinja_float(fabs(value.as.real));
    }
    __int128 integer = jinja_integer(call->jinja, value, call->span, "the operand of abs");
    return integer < 0
               ? jinja_binary(call->jinja, "-", jinja_int(0), jinja_int(integer), call->span)
               : jinja_int(integer);
}

static struct jinja_value filter_default(struct jinja_call *call)
{
    struct jinja_value fallback = jinja_string(""), boolean = jinja_bool(false);
    jinja_check_arguments(call, 1, 3, "default_value boolean");
    fallback = jinja_argument(call, 1, "default_value", &fallback);
    boolean = jinja_argument(call, 2, "boolean", &boolean);
    struct jinja_value subject = call->arguments[0];
    bool missing =
        subject.kind == JINJA_UNDEFINED || (jinja_is_true(boolean) && !jinja_is_true(subject));
    return missing ? fallback : subject;
}

static struct jinja_value change_case(struct jinja_call *call, bool first_upper, bool rest_upper,
                                      bool words)
{
    struct jinja_text text = text_of(call);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    bool first = true;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool upper = first ? first_upper : rest_upper;
        strbuf_putc(&buf, (char)(c >= 0x80 ? c : upper ? toupper(c) : tolower(c)));
        first = words && (isspace(c) || strchr("-({[<", c) != NULL);
    }
    return jinja_built(&buf);
}

static struct jinja_value filter_upper(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return change_case(call, true, true, false);
}

static struct jinja_value filter_lower(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return change_case(call, false, false, false);
}

static struct jinja_value filter_capitalize(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return change_case(call, true, false, false);
}

static struct jinja_value filter_title(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return change_case(call, true, false, true);
}

static struct jinja_value filter_trim(struct jinja_call *call)
{
    struct jinja_text text = text_of(call);
    jinja_check_arguments(call, 1, 2, "chars");
    const char *chars = jinja_argument_string(call, 1, "chars", " \t\r\n\v\f");
    while (text.size > 0 && strchr(chars, text.bytes[0]) != NULL && text.bytes[0] != '\0') {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && strchr(chars, text.bytes[text.size - 1]) != NULL &&
           text.bytes[text.size - 1] != '\0') {
        text.size--;
    }
    return jinja_text_value(text);
}

static struct jinja_value filter_string(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return jinja_text_value(text_of(call));
}

/* int(value, default, base): what is no number becomes the default. */
static struct jinja_value filter_int(struct jinja_call *call)
{
    static const __int128 zero = 0, ten = 10;
    jinja_check_arguments(call, 1, 3, "default base");
    struct jinja_value value = subject_of(call);
    __int128 fallback = jinja_argument_int(call, 1, "default", &zero);
    __int128 base = jinja_argument_int(call, 2, "base", &ten);
    if (value.kind == JINJA_FLOAT) {
        bool fits = fabs(value.as.real) < 1e38;
        return jinja_int(fits ? (__int128)value.as.real : fallback);
    }
    if (value.kind != JINJA_STRING) {
        return value.kind == JINJA_INT || value.kind == JINJA_BOOL
                   ? jinja_int(jinja_integer(call->jinja, value, call->span, "value"))
                   : jinja_int(fallback);
    }
    char *end;
    const char *text = jinja_c_string(call->jinja, value);
    if (base != 0 && (base < 2 || base > 36)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a base is between 2 and 36");
    }
    long long number = strtoll(text, &end, (int)base);
    if (end != text && *end == '\0') {
        return jinja_int(number);
    }
    double real = strtod(text, &end);
    bool good = end != text && *end == '\0' && fabs(real) < 1e38;
    return jinja_int(good ? (__int128)real : fallback);
}

static struct jinja_value filter_float(struct jinja_call *call)
{
    struct jinja_value fallback = jinja_float(0.0);
    jinja_check_arguments(call, 1, 2, "default");
    struct jinja_value value = subject_of(call);
    fallback = jinja_argument(call, 1, "default", &fallback);
    if (jinja_is_number(value)) {
        return jinja_float(jinja_real(value));
    }
    if (value.kind != JINJA_STRING) {
        return fallback;
    }
    char *end;
    const char *text = jinja_c_string(call->jinja, value);
    double real = strtod(text, &end);
    return end != text && *end == '\0' ? jinja_float(real) : fallback;
}

static struct jinja_value filter_round(struct jinja_call *call)
{
    static const __int128 zero = 0;
    jinja_check_arguments(call, 1, 3, "precision method");
    struct jinja_value value = subject_of(call);
    __int128 precision = jinja_argument_int(call, 1, "precision", &zero);
    const char *method = jinja_argument_string(call, 2, "method", "common");
    if (!jinja_is_number(value)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "round needs a number, not %s",
                   jinja_type_name(value));
    }
    double scale = pow(10.0, (double)precision);
    double scaled = jinja_real(value) * scale;
    double result = strcmp(method, "ceil") == 0    ? ceil(scaled)
                    : strcmp(method, "floor") == 0 ? floor(scaled)
                                                   : nearbyint(scaled);
    return jinja_float(result / scale);
}

static struct jinja_value filter_replace(struct jinja_call *call)
{
    static const __int128 all = -1;
    jinja_check_arguments(call, 1, 4, "old new count");
    struct jinja_text text = text_of(call);
    const char *old = jinja_argument_string(call, 1, "old", NULL);
    const char *new = jinja_argument_string(call, 2, "new", NULL);
    __int128 left = jinja_argument_int(call, 3, "count", &all);
    size_t size = strlen(old);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    for (size_t i = 0; i <= text.size;) {
        bool here = i + size <= text.size && (size == 0 || memcmp(text.bytes + i, old, size) == 0);
        if (here && left != 0) {
            strbuf_puts(&buf, new);
            left--;
            i += size;
        }
        if (!here || size == 0 || left == 0) {
            if (i < text.size) {
                strbuf_putc(&buf, text.bytes[i]);
            }
            i++;
        } else if (i == text.size) {
            break;
        }
    }
    return jinja_built(&buf);
}

static struct jinja_value filter_indent(struct jinja_call *call)
{
    struct jinja_value width = jinja_int(DEFAULT_INDENT), no = jinja_bool(false);
    jinja_check_arguments(call, 1, 4, "width first blank");
    struct jinja_text text = text_of(call);
    width = jinja_argument(call, 1, "width", &width);
    bool first = jinja_is_true(jinja_argument(call, 2, "first", &no));
    bool blank = jinja_is_true(jinja_argument(call, 3, "blank", &no));
    struct strbuf buf, pad;
    strbuf_init(&pad, &call->jinja->scratch);
    strbuf_init(&buf, &call->jinja->scratch);
    if (width.kind == JINJA_STRING) {
        jinja_put_str(&pad, width);
    } else {
        __int128 count = jinja_integer(call->jinja, width, call->span, "the width of indent");
        strbuf_fill(&pad, ' ', count < 0 ? 0 : count > 1000 ? 1000 : (size_t)count);
    }
    for (size_t i = 0; i < text.size; i++) {
        bool starts = i == 0 ? first : text.bytes[i - 1] == '\n';
        if (starts && (blank || text.bytes[i] != '\n')) {
            strbuf_puts(&buf, pad.text);
        }
        strbuf_putc(&buf, text.bytes[i]);
    }
    return jinja_built(&buf);
}

static struct jinja_value filter_center(struct jinja_call *call)
{
    static const __int128 eighty = 80;
    jinja_check_arguments(call, 1, 2, "width");
    struct jinja_text text = text_of(call);
    __int128 width = jinja_argument_int(call, 1, "width", &eighty);
    size_t used = jinja_length(call->jinja, jinja_text_value(text), call->span);
    size_t pad = width > (__int128)used && width < 100000 ? (size_t)width - used : 0;
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    strbuf_fill(&buf, ' ', pad / 2);
    strbuf_put_bytes(&buf, text.bytes, text.size);
    strbuf_fill(&buf, ' ', pad - pad / 2);
    return jinja_built(&buf);
}

static struct jinja_value filter_escape(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_text text = text_of(call);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    strbuf_put_html_escaped(&buf, text.bytes, text.size);
    return jinja_built(&buf);
}

/* Ours: text as it stands in a C string literal, quotes not included. */
static struct jinja_value filter_c_string(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_text text = text_of(call);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    strbuf_put_c_escaped(&buf, text.bytes, text.size);
    return jinja_built(&buf);
}

/* Ours: text as part of a C name: what is neither letter nor digit becomes `_`. */
static struct jinja_value filter_c_name(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_text text = text_of(call);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    for (size_t i = 0; i < text.size; i++) {
        strbuf_putc(&buf, isalnum((unsigned char)text.bytes[i]) ? text.bytes[i] : '_');
    }
    return jinja_built(&buf);
}

static struct jinja_value filter_format(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_text format = text_of(call);
    struct jinja_value arguments = jinja_tuple_new(&j->scratch);
    if (call->keyword_count > 0) {
        arguments = jinja_dict_new(&j->scratch);
        for (size_t i = 0; i < call->keyword_count; i++) {
            jinja_put(&j->scratch, arguments, call->keywords[i].name, call->keywords[i].value);
        }
    } else {
        for (size_t i = 1; i < call->count; i++) {
            jinja_append(&j->scratch, arguments, call->arguments[i]);
        }
    }
    return jinja_percent(j, format, arguments, call->span);
}

static struct jinja_value filter_wordcount(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_text text = text_of(call);
    __int128 count = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool space = isspace((unsigned char)text.bytes[i]) != 0;
        count += !space && (i == 0 || isspace((unsigned char)text.bytes[i - 1]));
    }
    return jinja_int(count);
}

static void put_json(struct jinja *j, struct strbuf *out, struct jinja_value value,
                     struct span span)
{
    jinja_descend(j, span);
    jinja_defined(j, value, span);
    if (value.kind == JINJA_NONE || value.kind == JINJA_BOOL) {
        strbuf_puts(out, value.kind == JINJA_NONE ? "null" : value.as.boolean ? "true" : "false");
    } else if (jinja_is_number(value)) {
        jinja_put_str(out, value);
    } else if (value.kind == JINJA_DICT && !value.as.dict->object) {
        strbuf_putc(out, '{');
        for (size_t i = 0; i < value.as.dict->count; i++) {
            strbuf_puts(out, i > 0 ? ", " : "");
            struct strbuf key;
            strbuf_init(&key, &j->scratch);
            jinja_put_str(&key, value.as.dict->entries[i].key);
            put_json(j, out, jinja_built(&key), span);
            strbuf_puts(out, ": ");
            put_json(j, out, value.as.dict->entries[i].value, span);
        }
        strbuf_putc(out, '}');
    } else if (value.kind == JINJA_LIST || value.kind == JINJA_TUPLE) {
        strbuf_putc(out, '[');
        for (size_t i = 0; i < value.as.list->count; i++) {
            strbuf_puts(out, i > 0 ? ", " : "");
            put_json(j, out, value.as.list->items[i], span);
        }
        strbuf_putc(out, ']');
    } else {
        struct jinja_text text = jinja_text_of(j, value, span, "what becomes JSON");
        strbuf_putc(out, '"');
        strbuf_put_json_escaped(out, text.bytes, text.size);
        strbuf_putc(out, '"');
    }
    jinja_ascend(j);
}

static struct jinja_value filter_tojson(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    put_json(call->jinja, &buf, call->arguments[0], call->span);
    return jinja_built(&buf);
}

static struct jinja_value filter_pprint(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    jinja_put_repr(&buf, subject_of(call));
    return jinja_built(&buf);
}

static struct jinja_value filter_attr(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    return jinja_attribute(call->jinja, call->arguments[0],
                           jinja_argument_string(call, 1, "name", NULL), call->span);
}

const struct jinja_named_function jinja_text_filters[] = {
    {"abs",        filter_abs       },
    {"attr",       filter_attr      },
    {"c_name",     filter_c_name    },
    {"c_string",   filter_c_string  },
    {"capitalize", filter_capitalize},
    {"center",     filter_center    },
    {"d",          filter_default   },
    {"default",    filter_default   },
    {"e",          filter_escape    },
    {"escape",     filter_escape    },
    {"float",      filter_float     },
    {"format",     filter_format    },
    {"indent",     filter_indent    },
    {"int",        filter_int       },
    {"lower",      filter_lower     },
    {"pprint",     filter_pprint    },
    {"replace",    filter_replace   },
    {"round",      filter_round     },
    {"safe",       filter_string    },
    {"string",     filter_string    },
    {"title",      filter_title     },
    {"tojson",     filter_tojson    },
    {"trim",       filter_trim      },
    {"upper",      filter_upper     },
    {"wordcount",  filter_wordcount },
    {NULL,         NULL             },
};

static jinja_function *find(const struct jinja_named_function *table, const char *name)
{
    for (; table->name != NULL; table++) {
        if (strcmp(table->name, name) == 0) {
            return table->function;
        }
    }
    return NULL;
}

bool jinja_apply_filter(struct jinja *j, const char *name, struct jinja_call *call,
                        struct jinja_value *result)
{
    jinja_function *function = find(jinja_text_filters, name);
    if (function == NULL) {
        function = find(jinja_sequence_filters, name);
    }
    if (function == NULL) {
        return false;
    }
    struct jinja_callable callable = {name, function, NULL};
    call->callable = &callable;
    jinja_step(j, call->span);
    jinja_descend(j, call->span);
    *result = function(call);
    call->callable = NULL;
    jinja_ascend(j);
    return true;
}

struct jinja_value jinja_method_by_filter(struct jinja_value self, struct jinja_call *call,
                                          const char *filter)
{
    struct arena *scratch = &call->jinja->scratch;
    struct jinja_value arguments = jinja_list_new(scratch), result;
    jinja_append(scratch, arguments, self);
    for (size_t i = 0; i < call->count; i++) {
        jinja_append(scratch, arguments, call->arguments[i]);
    }
    struct jinja_call inner = *call;
    inner.arguments = arguments.as.list->items;
    inner.count = arguments.as.list->count;
    jinja_apply_filter(call->jinja, filter, &inner, &result);
    return result;
}
