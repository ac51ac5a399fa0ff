/* SPDX-License-Identifier: BSD-2-Clause */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"
#include "capdl/forms/text_writer.h"

/* What is sorted: an object under its name. */
struct sorted {
    struct text_name name;
    uint32_t object;
};

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && strchr("-_@.", c));
}

static bool is_legal_name(const char *name)
{
    if (!isalpha((unsigned char)name[0]) && (unsigned char)name[0] < 0x80) {
        return false;
    }
    for (const char *at = name; *at != '\0'; at++) {
        if (!is_name_char(*at)) {
            return false;
        }
    }
    return strcmp(name, "objects") != 0 && strcmp(name, "caps") != 0;
}

/* A legal name like `name` that nobody else has. */
static const char *legal_name(struct text_writer *w, struct map_string *taken, const char *name)
{
    char *wanted = arena_printf(&w->c->arena, "o%s", name);
    const char *result = wanted;

    for (char *at = wanted; *at != '\0'; at++) {
        *at = is_name_char(*at) ? *at : '_';
    }
    for (unsigned n = 1; map_string_get(taken, result, NULL); n++) {
        result = arena_printf(&w->c->arena, "%s_%u", wanted, n);
    }
    (void)map_string_put(taken, &w->c->arena, result, 0);
    return result;
}

static int compare_sorted(const void *a, const void *b)
{
    const struct sorted *x = a;
    const struct sorted *y = b;
    int order = x->name.base == y->name.base ? 0 : strcmp(x->name.base, y->name.base);

    return order != 0 ? order
                      : (x->name.element > y->name.element) - (x->name.element < y->name.element);
}

/* The declaration of an object without its name. */
static const char *declaration(struct text_writer *w, const struct spec_object *object)
{
    struct strbuf out;

    strbuf_init(&out, &w->c->arena);
    strbuf_puts(&out, spec_object_keyword(w->spec->arch, object));
    text_params_gather(w, object);
    strbuf_puts(&out, w->parameters.text);
    strbuf_clear(&w->parameters);
    return out.text;
}

/* Are the `count` objects, sorted by element, a whole array? A scalar of the same name, which
 * sorts behind them, spoils it. */
static bool is_whole(struct text_writer *w, const struct sorted *group, uint32_t count)
{
    const char *first;
    bool whole = true;

    first = declaration(w, &w->spec->objects[group[0].object]);
    for (uint32_t i = 0; i < count && whole; i++) {
        const struct spec_object *object = &w->spec->objects[group[i].object];

        whole =
            group[i].name.element == i && (i == 0 || strcmp(declaration(w, object), first) == 0);
    }
    return whole;
}

/* Makes scalars of the elements of arrays that are not whole, and gives all illegal names up.
 * True when a name was changed. */
static bool mend_names(struct text_writer *w, struct sorted *sorted, uint32_t count)
{
    struct map_string taken = {0};
    bool changed = false;

    for (uint32_t i = 0; i < count; i++) {
        (void)map_string_put(&taken, &w->c->arena, sorted[i].name.base, 0);
    }
    for (uint32_t i = 0, size; i < count; i += size) {
        bool scalar = sorted[i].name.element == SPEC_SCALAR;
        bool legal = is_legal_name(sorted[i].name.base);

        for (size = 1; i + size < count && sorted[i + size].name.base == sorted[i].name.base;) {
            size++;
        }
        if (legal && (scalar || is_whole(w, &sorted[i], size))) {
            continue;
        }
        for (uint32_t k = 0; k < size; k++) {
            sorted[i + k].name = (struct text_name){
                legal_name(w, &taken, w->spec->objects[sorted[i + k].object].name), SPEC_SCALAR};
        }
        changed = true;
    }
    return changed;
}

void text_names_choose(struct text_writer *w)
{
    uint32_t count = w->spec->object_count;
    struct sorted *sorted = arena_array(&w->c->arena, struct sorted, count);

    w->names = arena_array(&w->c->arena, struct text_name, count);
    w->order = arena_array(&w->c->arena, uint32_t, count);
    if (count == 0) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        sorted[i] = (struct sorted){
            {object->base, object->element},
            i
        };
    }
    qsort(sorted, count, sizeof(*sorted), compare_sorted);
    if (mend_names(w, sorted, count)) {
        qsort(sorted, count, sizeof(*sorted), compare_sorted);
    }
    for (uint32_t i = 0; i < count; i++) {
        w->order[i] = sorted[i].object;
        w->names[sorted[i].object] = sorted[i].name;
    }
}

bool text_names_same_array(const struct text_writer *w, uint32_t first, uint32_t second)
{
    return w->names[first].element != SPEC_SCALAR && w->names[second].element != SPEC_SCALAR &&
           w->names[first].base == w->names[second].base;
}

/* How many of the objects from `at` on are elements that rise (step 1) or fall (-1) by one. */
static uint32_t run_size(const struct text_writer *w, const uint32_t *objects, uint32_t count,
                         bool rising)
{
    uint32_t size = 1;

    while (size < count) {
        uint32_t before = w->names[objects[size - 1]].element;
        uint32_t element = w->names[objects[size]].element;

        if (rising ? element != before + 1 : element + 1 != before) {
            break;
        }
        size++;
    }
    return size;
}

void text_names_put(struct text_writer *w, struct strbuf *out, const uint32_t *objects,
                    uint32_t count)
{
    strbuf_puts(out, w->names[objects[0]].base);
    if (w->names[objects[0]].element == SPEC_SCALAR) {
        return;
    }
    for (uint32_t i = 0, size; i < count; i += size) {
        uint32_t first = w->names[objects[i]].element;

        size = run_size(w, objects + i, count - i, true);
        if (size == 1) {
            size = run_size(w, objects + i, count - i, false);
        }
        strbuf_printf(out, "%s%" PRIu32, i == 0 ? "[" : ", ", first);
        if (size > 1) {
            strbuf_printf(out, "..%" PRIu32, w->names[objects[i + size - 1]].element);
        }
    }
    strbuf_putc(out, ']');
}
