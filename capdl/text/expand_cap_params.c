/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Parameters of capabilities (capdl reference, section 5).
 */
#include <string.h>

#include "capdl/text/expand.h"
#include "capdl/text/params.h"

bool expand_cap_params_control(struct expand *e, const struct cdl_ref *target, enum spec_kind *kind)
{
    static const enum spec_kind controls[EXPAND_CONTROLS] = {
        SPEC_KIND_IRQ_CONTROL,   SPEC_KIND_ASID_CONTROL,    SPEC_KIND_DOMAIN,
        SPEC_KIND_SCHED_CONTROL, SPEC_KIND_IO_SPACE_MASTER,
    };

    for (size_t i = 0; i < EXPAND_CONTROLS && e->control_words[0] == NULL; i++) {
        size_t last = EXPAND_CONTROLS - 1 - i; /* the first one last: it says that all are there */

        e->control_words[last] = intern_string(&e->c->interner, spec_kind_keyword(controls[last]));
    }
    for (size_t i = 0; i < EXPAND_CONTROLS && !target->indexed; i++) {
        if (e->control_words[i] == target->name) {
            *kind = controls[i];
            return true;
        }
    }
    return false;
}

/* The rights that words of letters name; false when a letter names none. */
static bool rights_of(const struct cdl_value *value, uint8_t *rights)
{
    static const char letters[] = "RWGXP";
    static const uint8_t bits[] = {SPEC_READ, SPEC_WRITE, SPEC_GRANT, SPEC_GRANT, SPEC_GRANT_REPLY};

    for (const struct cdl_item *item = value->items; item != NULL; item = item->next) {
        for (const char *at = item->word; *at != '\0'; at++) {
            const char *letter = strchr(letters, *at);

            if (letter == NULL) {
                return false;
            }
            *rights |= bits[letter - letters];
        }
    }
    return true;
}

/* Takes all groups of rights; they are united. */
static uint8_t take_rights(struct params *p)
{
    uint8_t rights = 0;

    for (struct cdl_param *param = p->list; param != NULL; param = param->next) {
        uint8_t some = 0;

        if (!param->used && param->key == NULL && param->value.kind == CDL_VALUE_WORDS &&
            rights_of(&param->value, &some)) {
            param->used = true;
            rights |= some;
        }
    }
    return rights;
}

static void take_asid(struct params *p, struct spec_cap *cap)
{
    const struct cdl_param *param = params_take(p, "asid", CDL_VALUE_PAIR);

    if (param != NULL) {
        cap->has_asid = true;
        cap->asid_high = param->value.numbers[0];
        cap->asid_low = param->value.numbers[1];
    }
}

static void frame_cap(struct params *p, struct spec_cap *cap)
{
    const struct cdl_param *mapping;
    bool cached = params_take_word(p, "cached");

    cap->uncached = params_take_word(p, "uncached");
    if (cached && cap->uncached) {
        (void)params_fault(p, p->list->span, "a mapping is either cached or uncached");
    }
    cap->rights = take_rights(p);
    cap->executable = (cap->rights & SPEC_GRANT) != 0;
    cap->rights &= (uint8_t)~SPEC_GRANT;
    take_asid(p, cap);
    mapping = params_take(p, "mapping", CDL_VALUE_PLACE);
    if (mapping != NULL) {
        bool slot = expand_names_slot(p->e, mapping->value.slot, &cap->mapping_slot);

        cap->mapped_alias = true;
        cap->mapping_table = expand_names_object(p->e, mapping->value.ref);
        p->failed = p->failed || !slot || cap->mapping_table.index == SPEC_NO_OBJECT.index;
    }
}

static void thread_cap(struct params *p, struct spec_cap *cap)
{
    bool reply = params_take_word(p, "reply");
    bool master = params_take_word(p, "master_reply");

    if (reply && master) {
        (void)params_fault(p, p->list->span, "`reply` and `master_reply` exclude each other");
    }
    cap->thread_cap = reply ? SPEC_CAP_REPLY : master ? SPEC_CAP_MASTER_REPLY : SPEC_CAP_THREAD;
}

static void node_cap(struct params *p, struct spec_cap *cap)
{
    uint64_t size = 0;

    (void)params_take_number(p, "guard", UINT64_MAX, &cap->guard);
    (void)params_take_number(p, "guard_size", 255, &size);
    cap->guard_size = (uint8_t)size;
}

bool expand_cap_params(struct expand *e, struct cdl_entry *entry, struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(e->spec, cap->object);
    struct params p = {.e = e, .list = entry->params.first};

    p.what = "a capability to ";
    p.word = spec_object_keyword(e->spec->arch, object);
    if (object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION) {
        cap->rights = take_rights(&p);
        (void)params_take_number(&p, "badge", UINT64_MAX, &cap->badge);
    } else if (object->kind == SPEC_KIND_SMC) {
        (void)params_take_number(&p, "badge", UINT64_MAX, &cap->badge);
    } else if (object->kind == SPEC_KIND_TCB) {
        thread_cap(&p, cap);
    } else if (object->kind == SPEC_KIND_CNODE) {
        node_cap(&p, cap);
    } else if (object->kind == SPEC_KIND_FRAME) {
        frame_cap(&p, cap);
    } else if (object->kind == SPEC_KIND_PAGE_TABLE) {
        take_asid(&p, cap);
    } else if (object->kind == SPEC_KIND_SCHED_CONTROL) {
        uint64_t core; /* it says which object: see expand_caps.c */

        (void)params_take_number(&p, "core", UINT64_MAX, &core);
    }
    params_finish(&p);
    return !p.failed;
}

bool expand_cap_params_mask(struct expand *e, struct cdl_entry *entry, struct expand_copy *copy)
{
    struct params p = {.e = e, .list = entry->params.first, .what = "a copy"};
    struct cdl_param *param = params_take(&p, "masked", CDL_VALUE_WORDS);

    copy->mask = SPEC_ALL_RIGHTS;
    copy->masked = false;
    if (param != NULL) {
        copy->mask = 0;
        copy->masked = true;
        if (!rights_of(&param->value, &copy->mask)) {
            (void)params_fault(&p, param->value.span, "rights are letters of R, W, G, X, P");
        }
    }
    for (param = p.list; param != NULL; param = param->next) {
        if (!param->used && (param->key == NULL || strcmp(param->key, "masked") != 0)) {
            param->used = true;
            (void)diag_report(&e->c->diags, DIAG_CAPDL_IGNORED, param->span,
                              "a copy is like its original: only `masked` can change it");
        }
    }
    params_finish(&p);
    return !p.failed;
}
