/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/params.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

struct diag *params_fault(struct params *p, struct span span, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&p->e->c->arena, format, arguments);
    va_end(arguments);
    p->failed = true;
    return expand_fault(p->e, DIAG_CAPDL_PARAMETER, span, "%s", text);
}

/* What the list is of. */
static const char *list_name(struct params *p)
{
    return p->word == NULL ? p->what : arena_printf(&p->e->c->arena, "%s`%s`", p->what, p->word);
}

void params_missing(struct params *p, const char *what)
{
    struct span span = p->decl != NULL ? p->decl->type_span : SPAN_NONE;

    (void)params_fault(p, span, "%s needs %s", list_name(p), what);
}

static bool has_key(const struct cdl_param *param, const char *key)
{
    return key == NULL ? param->key == NULL : param->key != NULL && strcmp(param->key, key) == 0;
}

struct cdl_param *params_take(struct params *p, const char *key, enum cdl_value_kind kind)
{
    for (struct cdl_param *param = p->list; param != NULL; param = param->next) {
        if (!param->used && has_key(param, key) && param->value.kind == kind) {
            param->used = true;
            return param;
        }
    }
    return NULL;
}

struct cdl_param *params_take_size(struct params *p, const char *unit)
{
    for (struct cdl_param *param = p->list; param != NULL; param = param->next) {
        if (!param->used && param->value.kind == CDL_VALUE_SIZE &&
            strcmp(param->value.word, unit) == 0) {
            param->used = true;
            return param;
        }
    }
    return NULL;
}

bool params_take_number(struct params *p, const char *key, uint64_t most, uint64_t *number)
{
    const struct cdl_param *param = params_take(p, key, CDL_VALUE_NUMBER);

    if (param == NULL) {
        return false;
    }
    if (param->value.numbers[0] > most) {
        p->failed = true;
        (void)expand_fault(p->e, DIAG_CAPDL_NUMBER, param->value.span,
                           "`%s` is at most %" PRIu64 ", not %" PRIu64, key, most,
                           param->value.numbers[0]);
        return true;
    }
    *number = param->value.numbers[0];
    return true;
}

void params_need_number(struct params *p, const char *key, uint64_t most, uint64_t *number)
{
    if (!params_take_number(p, key, most, number)) {
        params_missing(p, arena_printf(&p->e->c->arena, "`%s`", key));
    }
}

bool params_take_flag(struct params *p, const char *key, bool *flag)
{
    const struct cdl_param *param = params_take(p, key, CDL_VALUE_WORDS);

    if (param == NULL) {
        return false;
    }
    *flag = strcmp(param->value.items->word, "True") == 0;
    if ((!*flag && strcmp(param->value.items->word, "False") != 0) ||
        param->value.items->next != NULL) {
        (void)params_fault(p, param->value.span, "`%s` is `True` or `False`", key);
    }
    return true;
}

bool params_take_word(struct params *p, const char *word)
{
    for (struct cdl_param *param = p->list; param != NULL; param = param->next) {
        if (!param->used && param->key == NULL && param->value.kind == CDL_VALUE_WORDS &&
            param->value.items->next == NULL && strcmp(param->value.items->word, word) == 0) {
            param->used = true;
            return true;
        }
    }
    return false;
}

void params_ignore(struct params *p, const char *key)
{
    for (struct cdl_param *param = p->list; param != NULL; param = param->next) {
        if (!param->used && has_key(param, key)) {
            param->used = true;
            (void)diag_report(&p->e->c->diags, DIAG_CAPDL_IGNORED, param->span,
                              "`%s` is given twice: the first one counts", key);
        }
    }
}

/* The words a parameter begins with, for messages. */
static const char *param_name(struct params *p, const struct cdl_param *param)
{
    if (param->key != NULL) {
        return param->key;
    }
    switch (param->value.kind) {
    case CDL_VALUE_WORDS:
        return param->value.items->word;
    case CDL_VALUE_SIZE:
        return arena_printf(&p->e->c->arena, "%" PRIu64 " %s", param->value.numbers[0],
                            param->value.word);
    case CDL_VALUE_PCI:
        return "PCI address";
    case CDL_VALUE_NUMBER:
    case CDL_VALUE_PAIR:
    case CDL_VALUE_PLACE:
    case CDL_VALUE_LIST:
        break;
    }
    return "?";
}

/* Was a parameter of the same name and form taken? */
static bool taken_before(const struct params *p, const struct cdl_param *param)
{
    for (const struct cdl_param *other = p->list; other != param; other = other->next) {
        if (other->used && has_key(other, param->key) && other->value.kind == param->value.kind &&
            (param->key != NULL || param->value.kind != CDL_VALUE_WORDS)) {
            return true;
        }
    }
    return false;
}

void params_finish(struct params *p)
{
    for (const struct cdl_param *param = p->list; param != NULL; param = param->next) {
        if (diag_limit_reached(&p->e->c->diags)) {
            return; /* looking for the first of a name takes long in a long list */
        }
        if (param->used) {
            continue;
        }
        if (taken_before(p, param)) {
            (void)params_fault(p, param->span, "`%s` is given twice", param_name(p, param));
        } else {
            (void)params_fault(p, param->span, "%s cannot have the parameter `%s` in this form",
                               list_name(p), param_name(p, param));
        }
    }
}
