/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Python's re: match, search, fullmatch and sub, done by PCRE2, whose patterns are Python's but for
 * rare forms.  A match takes a bounded number of steps.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "adl/glue/python_re.h"

#include <pcre2.h>
#include <string.h>

#include "adl/glue/jinja_tree.h"

#define PATTERN_MAX 1000
#define STEPS_MAX   100000
#define GROUPS_MAX  100

/* A pattern at work on a text. */
struct re {
    struct jinja_call *call;
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
    struct jinja_text text;
};

static void re_done(struct re *re)
{
    pcre2_match_data_free(re->match);
    pcre2_match_context_free(re->context);
    pcre2_code_free(re->code);
}

/* Compiles the first argument for the text at `position`. */
static void re_start(struct re *re, struct jinja_call *call, size_t position)
{
    PCRE2_UCHAR message[128] = "it is longer than 1000 characters";
    PCRE2_SIZE at = 0;
    int error = 0;
    const char *pattern = jinja_argument_string(call, 0, "pattern", NULL);
    struct jinja_value text = jinja_argument(call, position, "string", NULL);
    *re = (struct re){.call = call};
    re->text = jinja_text_of(call->jinja, text, call->span, "string");
    re->text.bytes = re->text.size > 0 ? re->text.bytes : "";
    if (strlen(pattern) <= PATTERN_MAX) {
        re->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                 PCRE2_NEVER_BACKSLASH_C, &error, &at, NULL);
        if (re->code == NULL) {
            (void)pcre2_get_error_message(error, message, sizeof(message));
        }
    }
    if (re->code == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "this is no pattern (at character %zu): %s", (size_t)at + 1,
                   (const char *)message);
    }
    re->match = pcre2_match_data_create(GROUPS_MAX, NULL);
    re->context = pcre2_match_context_create(NULL);
    (void)pcre2_set_match_limit(re->context, STEPS_MAX);
}

/* Number of groups found from byte `from` on, 0: no match. */
static int re_run(struct re *re, size_t from, uint32_t options)
{
    int found = pcre2_match(re->code, (PCRE2_SPTR)re->text.bytes, re->text.size, from, options,
                            re->match, re->context);
    if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
        struct jinja_call *call = re->call;
        re_done(re);
        jinja_fail(call->jinja, DIAG_TEMPLATE_LIMIT, call->span,
                   "matching this pattern takes too long");
    }
    return found < 0 ? 0 : found == 0 ? GROUPS_MAX : found;
}

/* Group `k` of a match; None when it took no part in it. */
static struct jinja_value re_group(const struct re *re, int found, uint32_t k)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(re->match);
    if ((int)k >= found || ends[2 * k] == PCRE2_UNSET) {
        return jinja_none();
    }
    return jinja_bytes(re->text.bytes + ends[2 * k], ends[2 * k + 1] - ends[2 * k]);
}

/* match.group(k=0) */
static struct jinja_value match_group(struct jinja_call *call)
{
    static const __int128 whole = 0;
    const struct jinja_list *groups = call->callable->data;
    jinja_check_arguments(call, 0, 1, "");
    __int128 k = jinja_argument_int(call, 0, "group", &whole);
    if (k < 0 || k >= (__int128)groups->count) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "the pattern has no such group");
    }
    return groups->items[k];
}

/* match.groups(): all but the whole. */
static struct jinja_value match_groups(struct jinja_call *call)
{
    const struct jinja_list *groups = call->callable->data;
    struct jinja_value tuple = jinja_tuple_new(&call->jinja->scratch);
    jinja_check_arguments(call, 0, 0, "");
    for (size_t i = 1; i < groups->count; i++) {
        jinja_append(&call->jinja->scratch, tuple, groups->items[i]);
    }
    return tuple;
}

/* The object of a match; None without one. Ends `re`. */
static struct jinja_value re_result(struct re *re, int found)
{
    struct arena *arena = &re->call->jinja->scratch;
    uint32_t count = 0;
    if (found == 0) {
        re_done(re);
        return jinja_none();
    }
    (void)pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &count);
    struct jinja_value groups = jinja_list_new(arena);
    for (uint32_t k = 0; k <= count && k < GROUPS_MAX; k++) {
        jinja_append(arena, groups, re_group(re, found, k));
    }
    struct jinja_value match = jinja_object_new(arena, "match");
    jinja_put(arena, match, "group",
              jinja_callable_new(arena, "group", match_group, groups.as.list));
    jinja_put(arena, match, "groups",
              jinja_callable_new(arena, "groups", match_groups, groups.as.list));
    match.as.dict->frozen = true;
    re_done(re);
    return match;
}

static struct jinja_value re_find(struct jinja_call *call, uint32_t options)
{
    struct re re;
    jinja_check_arguments(call, 0, 2, "pattern string");
    re_start(&re, call, 1);
    return re_result(&re, re_run(&re, 0, options));
}

static struct jinja_value re_match(struct jinja_call *call)
{
    return re_find(call, PCRE2_ANCHORED);
}

static struct jinja_value re_search(struct jinja_call *call)
{
    return re_find(call, 0);
}

static struct jinja_value re_fullmatch(struct jinja_call *call)
{
    return re_find(call, PCRE2_ANCHORED | PCRE2_ENDANCHORED);
}

/* The replacement of one match: \1 .. \9 are its groups. */
static void put_replacement(struct strbuf *out, const struct re *re, int found, const char *text)
{
    for (; *text != '\0'; text++) {
        if (text[0] == '\\' && text[1] >= '0' && text[1] <= '9') {
            struct jinja_value group = re_group(re, found, (uint32_t)(text[1] - '0'));
            if (group.kind == JINJA_STRING) {
                jinja_put_str(out, group);
            }
            text++;
        } else if (text[0] == '\\' && text[1] == '\\') {
            strbuf_putc(out, '\\');
            text++;
        } else {
            strbuf_putc(out, *text);
        }
    }
}

/* re.sub(pattern, replacement, string) */
static struct jinja_value re_sub(struct jinja_call *call)
{
    struct re re;
    struct strbuf out;
    jinja_check_arguments(call, 0, 3, "pattern repl string");
    const char *replacement = jinja_argument_string(call, 1, "repl", NULL);
    re_start(&re, call, 2);
    strbuf_init(&out, &call->jinja->scratch);
    size_t at = 0, copied = 0;
    int found;
    while (at <= re.text.size && (found = re_run(&re, at, 0)) > 0) {
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(re.match);
        strbuf_put_bytes(&out, re.text.bytes + copied, ends[0] - copied);
        put_replacement(&out, &re, found, replacement);
        copied = ends[1];
        at = ends[1] > ends[0] ? ends[1] : ends[1] + 1;
        if (out.size > call->jinja->options.max_output) {
            re_done(&re);
            jinja_fail(call->jinja, DIAG_TEMPLATE_LIMIT, call->span, "the result is too large");
        }
    }
    strbuf_put_bytes(&out, re.text.bytes + copied, re.text.size - copied);
    re_done(&re);
    return jinja_built(&out);
}

void python_re_add(struct jinja *jinja)
{
    static const struct jinja_named_function functions[] = {
        {"match",     re_match    },
        {"search",    re_search   },
        {"fullmatch", re_fullmatch},
        {"sub",       re_sub      },
    };
    struct arena *arena = &jinja->c->arena;
    struct jinja_value re = jinja_object_new(arena, "module");
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        jinja_put(arena, re, functions[i].name,
                  jinja_callable_new(arena, functions[i].name, functions[i].function, NULL));
    }
    jinja_freeze(re);
    jinja_set(jinja, "re", re);
}
