/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How a template refuses the system it is applied to: error, report, raise, assert.  The message
 * points at the part of the description that is wrong, which is the connection end (or instance)
 * unless the template says otherwise, and names the place in the template.
 */
#include <string.h>

#include "adl/glue/claims.h"
#include "adl/glue/jinja_tree.h"

static const char exception_name[] = "exception";

/* Where in the description `value` is: a fact, or a tuple of a target and one of its settings. */
static struct span place_of(const struct claims *claims, struct jinja *jinja,
                            struct jinja_value value)
{
    if (value.kind == JINJA_DICT) {
        return value.as.dict->span;
    }
    if (value.kind != JINJA_TUPLE || value.as.list->count != 2 ||
        value.as.list->items[0].kind != JINJA_STRING ||
        value.as.list->items[1].kind != JINJA_STRING) {
        return SPAN_NONE;
    }
    struct interner *names = &claims->facts->c->interner;
    const struct model_setting *setting = model_setting(
        claims->facts->model, intern_string(names, jinja_c_string(jinja, value.as.list->items[0])),
        intern_string(names, jinja_c_string(jinja, value.as.list->items[1])));
    return setting != NULL ? setting->span : SPAN_NONE;
}

static struct span holder_place(const struct claims *claims)
{
    return claims->holder.kind == JINJA_DICT ? claims->holder.as.dict->span : SPAN_NONE;
}

/* A second place of a message, a tuple (fact, text). */
static void add_second_place(struct claims *claims, struct jinja_call *call, struct diag *d,
                             struct jinja_value see)
{
    if (see.kind != JINJA_TUPLE || see.as.list->count != 2 ||
        see.as.list->items[1].kind != JINJA_STRING) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`see` is a tuple of a place and a text, or a list of them");
    }
    struct span place = place_of(claims, call->jinja, see.as.list->items[0]);
    if (place.file != SPAN_NONE.file) {
        diag_label(d, place, "%s", jinja_c_string(call->jinja, see.as.list->items[1]));
    }
}

static void add_second_places(struct claims *claims, struct jinja_call *call, struct diag *d)
{
    const struct jinja_value *see = claims_keyword(call, "see");
    if (see == NULL) {
        return;
    }
    if (see->kind != JINJA_LIST) {
        add_second_place(claims, call, d, *see);
        return;
    }
    for (size_t i = 0; i < see->as.list->count; i++) {
        add_second_place(claims, call, d, see->as.list->items[i]);
    }
}

/* report(message, at=, see=, hint=, name=). With the name of a diagnostic the message is one that
 * the manual explains, and stands without the place in the template. */
static void refuse(struct jinja_call *call)
{
    struct claims *claims = call->callable->data;
    jinja_check_arguments(call, 1, 1, "message at see hint name");
    const char *message = jinja_argument_string(call, 0, "message", NULL);
    const struct jinja_value *at = claims_keyword(call, "at");
    struct span place = at != NULL ? place_of(claims, call->jinja, *at) : SPAN_NONE;
    place = place.file == SPAN_NONE.file ? holder_place(claims) : place;
    const char *name = jinja_argument_string(call, SIZE_MAX, "name", "");
    enum diag_id id = *name != '\0' ? diag_find(name) : DIAG_TEMPLATE_RAISED;
    if (id == DIAG_COUNT) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "there is no diagnostic `%s`",
                   name);
    }
    struct diag *d;
    if (*name != '\0') {
        d = diag_report(&call->jinja->c->diags, id, place, "%s", message);
        call->jinja->refused = true;
    } else {
        d = jinja_report_at(call->jinja, id, place, call->span, message);
    }
    add_second_places(claims, call, d);
    if (claims_keyword(call, "hint") != NULL) {
        diag_hint(d, "%s", jinja_argument_string(call, SIZE_MAX, "hint", NULL));
    }
}

static struct jinja_value global_report(struct jinja_call *call)
{
    refuse(call);
    return jinja_string("");
}

static struct jinja_value global_error(struct jinja_call *call)
{
    refuse(call);
    jinja_give_up(call->jinja);
}

/* give_up(): leaves a template that has reported something. */
static struct jinja_value global_give_up(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 0, "");
    if (!call->jinja->refused) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "the template gives up, but has reported nothing");
    }
    jinja_give_up(call->jinja);
}

/* TemplateError(message, entity=), Exception(message) ...: what raise() takes. */
static struct jinja_value global_exception(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 2, "message entity");
    struct arena *arena = &call->jinja->scratch;
    struct jinja_value none = jinja_none(), empty = jinja_string("");
    struct jinja_value object = jinja_object_new(arena, exception_name);
    struct strbuf text;
    strbuf_init(&text, arena);
    jinja_put_str(&text, jinja_argument(call, 0, "message", &empty));
    jinja_put(arena, object, "message", jinja_built(&text));
    jinja_put(arena, object, "entity", jinja_argument(call, 1, "entity", &none));
    return object;
}

static struct jinja_value global_raise(struct jinja_call *call)
{
    struct claims *claims = call->callable->data;
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_value what = jinja_defined(call->jinja, call->arguments[0], call->span);
    struct span place = SPAN_NONE;
    if (what.kind == JINJA_DICT && what.as.dict->type_name == exception_name) {
        place = place_of(claims, call->jinja, *jinja_get(what.as.dict, "entity"));
        what = *jinja_get(what.as.dict, "message");
    }
    struct strbuf text;
    strbuf_init(&text, &call->jinja->scratch);
    jinja_put_str(&text, what);
    place = place.file == SPAN_NONE.file ? holder_place(claims) : place;
    jinja_report_at(call->jinja, DIAG_TEMPLATE_RAISED, place, call->span, text.text);
    jinja_give_up(call->jinja);
}

/* assert(condition, message=) gives an empty text when the condition holds. */
static struct jinja_value global_assert(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 2, "msg");
    if (!jinja_is_true(jinja_defined(call->jinja, call->arguments[0], call->span))) {
        struct jinja_value fallback = jinja_string("an assertion of the template does not hold");
        struct strbuf text;
        strbuf_init(&text, &call->jinja->scratch);
        jinja_put_str(&text, jinja_argument(call, 1, "msg", &fallback));
        jinja_fail(call->jinja, DIAG_TEMPLATE_RAISED, call->span, "%s", text.text);
    }
    return jinja_string("");
}

/* integer_setting(target, name, default=0, low=0, high=...): a setting that is a whole number, or
 * the text of one; another value is reported where it stands in the description. */
static struct jinja_value global_integer_setting(struct jinja_call *call)
{
    static const __int128 zero = 0, most = INT64_MAX;
    struct claims *claims = call->callable->data;
    struct interner *names = &claims->facts->c->interner;
    jinja_check_arguments(call, 2, 5, "default low high");
    const char *target = jinja_argument_string(call, 0, "target", NULL);
    const char *name = jinja_argument_string(call, 1, "name", NULL);
    __int128 bounds[3] = {jinja_argument_int(call, 2, "default", &zero),
                          jinja_argument_int(call, 3, "low", &zero),
                          jinja_argument_int(call, 4, "high", &most)};
    for (size_t i = 0; i < 3; i++) {
        if (bounds[i] < INT64_MIN || bounds[i] > INT64_MAX) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "`integer_setting` takes numbers of 64 bits");
        }
    }
    size_t errors = call->jinja->c->diags.errors;
    int64_t value = model_integer(claims->facts->model, intern_string(names, target),
                                  intern_string(names, name), (int64_t)bounds[0],
                                  (int64_t)bounds[1], (int64_t)bounds[2]);
    call->jinja->refused = call->jinja->refused || call->jinja->c->diags.errors > errors;
    return jinja_int(value);
}

void claims_add_errors(struct claims *claims)
{
    claims_global(claims, "integer_setting", global_integer_setting);
    claims_global(claims, "error", global_error);
    claims_global(claims, "report", global_report);
    claims_global(claims, "give_up", global_give_up);
    claims_global(claims, "raise", global_raise);
    claims_global(claims, "assert", global_assert);
    claims_global(claims, "TemplateError", global_exception);
    claims_global(claims, "Exception", global_exception);
}
