/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/sizes.h"
#include "capdl/text/read_text.h"

#define FIRST_LINE "-- snapshot"
#define LAST_LINE  "-- end of snapshot"
#define CDT_LINE   "-- cdt "
#define TICK_LINE  "-- tick "
#define SLOTS_LINE "adlc-init: slots:"

/* A CNode of the snapshot, to find slots by address. */
struct node {
    uint64_t address;
    uint32_t object;
};

struct reader {
    struct compilation *c;
    struct form_snapshot *out;
    struct strbuf text;
    struct node *nodes; /* by address */
    uint32_t node_count;
};

/* A line of the input, without its end. */
struct line {
    const char *at;
    size_t size;
};

/* The next line; false at the end of the input. */
static bool next_line(const char **at, const char *end, struct line *line)
{
    const char *stop;

    if (*at == end) {
        return false;
    }
    stop = memchr(*at, '\n', (size_t)(end - *at));
    line->at = *at;
    line->size = (size_t)((stop != NULL ? stop : end) - *at);
    *at = stop != NULL ? stop + 1 : end;
    while (line->size > 0 && line->at[line->size - 1] == '\r') {
        line->size--;
    }
    return true;
}

static bool is_line(const struct line *line, const char *text)
{
    return line->size == strlen(text) && memcmp(line->at, text, line->size) == 0;
}

static bool begins(const struct line *line, const char *text)
{
    return line->size >= strlen(text) && memcmp(line->at, text, strlen(text)) == 0;
}

/* Takes a number in decimal or with 0x behind blanks; false when there is none. */
static bool take_number(struct line *line, uint64_t *number)
{
    char word[32];
    size_t size = 0;
    char *end;

    while (line->size > 0 && *line->at == ' ') {
        line->at++;
        line->size--;
    }
    while (size < line->size && size < sizeof(word) - 1 && line->at[size] != ' ') {
        word[size] = line->at[size];
        size++;
    }
    word[size] = '\0';
    *number = strtoull(word, &end, size > 2 && word[0] == '0' && word[1] == 'x' ? 16 : 10);
    line->at += size;
    line->size -= size;
    return size > 0 && *end == '\0' && word[0] >= '0' && word[0] <= '9';
}

static void take_slots(struct reader *r, struct line line)
{
    uint64_t slot;

    line.at += strlen(SLOTS_LINE);
    line.size -= strlen(SLOTS_LINE);
    while (take_number(&line, &slot)) {
        vec_push(&r->c->arena, &r->out->slots, slot);
    }
}

static bool fault(struct reader *r, const char *shown_name, const char *what)
{
    (void)diag_report(&r->c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "snapshot `%s`: %s",
                      shown_name, what);
    return false;
}

/* Copies the lines of the last whole snapshot into r->text; `*rest` is what stands before it. */
static bool cut(struct reader *r, const char *bytes, size_t size)
{
    const char *at = bytes;
    const char *end = bytes + size;
    struct line line;
    bool inside = false, whole = false;

    while (next_line(&at, end, &line)) {
        if (is_line(&line, FIRST_LINE)) {
            strbuf_clear(&r->text);
            inside = true;
            whole = false;
        }
        if (begins(&line, SLOTS_LINE) && !inside) {
            take_slots(r, line);
        }
        if (inside) {
            strbuf_put_bytes(&r->text, line.at, line.size);
            strbuf_putc(&r->text, '\n');
        }
        if (inside && is_line(&line, LAST_LINE)) {
            inside = false;
            whole = true;
        }
    }
    return whole;
}

static int compare_nodes(const void *a, const void *b)
{
    const struct node *x = a;
    const struct node *y = b;

    return (x->address > y->address) - (x->address < y->address);
}

/* Lists the CNodes, whose names end in their addresses. */
static void list_nodes(struct reader *r)
{
    const struct spec *spec = r->out->spec;

    r->nodes = arena_array(&r->c->arena, struct node, spec->object_count);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];
        const char *address = strchr(object->name, '@');

        if (object->kind == SPEC_KIND_CNODE && address != NULL) {
            r->nodes[r->node_count++] = (struct node){strtoull(address + 1, NULL, 16), i};
        }
    }
    if (r->node_count > 0) {
        qsort(r->nodes, r->node_count, sizeof(*r->nodes), compare_nodes);
    }
}

/* The full slot at that address; false when no CNode has it. */
static bool slot_at(const struct reader *r, uint64_t address, struct spec_place *place)
{
    uint32_t low = 0, high = r->node_count;
    const struct spec *spec = r->out->spec;
    unsigned shift = sizes_slot_bits(spec->arch);
    uint64_t slot;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (r->nodes[middle].address <= address) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if (r->node_count == 0 || address < r->nodes[low].address) {
        return false;
    }
    slot = (address - r->nodes[low].address) >> shift;
    place->holder.index = r->nodes[low].object;
    place->slot = (uint32_t)slot;
    return slot < UINT32_MAX && spec_cap_at(spec, place->holder, place->slot) != NULL;
}

/* Takes what stands in comments: the length of a tick, the derivations between slots of CNodes. */
static void take_comments(struct reader *r)
{
    const char *at = r->text.text;
    struct map children = {0}; /* a capability comes from one other */
    struct line line;

    list_nodes(r);
    while (next_line(&at, r->text.text + r->text.size, &line)) {
        struct spec_derivation edge = {0};
        uint64_t child, parent;

        if (begins(&line, TICK_LINE)) {
            line.at += strlen(TICK_LINE);
            line.size -= strlen(TICK_LINE);
            (void)take_number(&line, &r->out->tick);
        }
        if (!begins(&line, CDT_LINE)) {
            continue;
        }
        line.at += strlen(CDT_LINE);
        line.size -= strlen(CDT_LINE);
        if (take_number(&line, &child) && take_number(&line, &parent) &&
            slot_at(r, child, &edge.child) && slot_at(r, parent, &edge.parent) &&
            map_put(&children, &r->c->arena,
                    map_key_from_pair(edge.child.holder.index, edge.child.slot), 1)) {
            spec_add_derivation(r->out->spec, edge);
        }
    }
}

bool form_snapshot_parse(struct compilation *c, const void *bytes, size_t size,
                         const char *shown_name, struct form_snapshot *out)
{
    struct reader r = {.c = c, .out = out};

    *out = (struct form_snapshot){0};
    strbuf_init(&r.text, &c->arena);
    if (!cut(&r, bytes, size)) {
        return fault(&r, shown_name, "there is no whole one in it");
    }
    out->spec = read_text(c, r.text.text, r.text.size, shown_name);
    if (out->spec == NULL) {
        return false;
    }
    take_comments(&r);
    return true;
}

struct spec *form_snapshot_read(struct compilation *c, const void *bytes, size_t size,
                                const char *shown_name)
{
    struct form_snapshot snapshot;

    return form_snapshot_parse(c, bytes, size, shown_name, &snapshot) ? snapshot.spec : NULL;
}

bool form_snapshot_recognise(const void *bytes, size_t size)
{
    const char *at = bytes;
    struct line line;

    while (next_line(&at, (const char *)bytes + size, &line)) {
        if (is_line(&line, FIRST_LINE)) {
            return true;
        }
    }
    return false;
}
