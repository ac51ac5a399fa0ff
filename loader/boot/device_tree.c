/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/boot/include/device_tree.h"

#include "loader/common/bare_string.h"

/* Byte offsets of the header's big-endian words. */
enum {
    AT_MAGIC = 0,
    AT_TOTAL = 4,
    AT_STRUCT = 8,
    AT_STRINGS = 12,
    AT_LAST_COMPATIBLE = 24,
    AT_STRINGS_SIZE = 32,
    AT_STRUCT_SIZE = 36,
    HEADER_SIZE = 40,
};

/* Tokens of the structure block. */
enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOP = 4 };

static uint32_t word_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint64_t device_tree_size(const uint8_t *tree, uint64_t limit)
{
    uint64_t total, structure, strings;

    if (limit < HEADER_SIZE || word_at(tree + AT_MAGIC) != 0xd00dfeedu) {
        return 0;
    }
    total = word_at(tree + AT_TOTAL);
    structure = (uint64_t)word_at(tree + AT_STRUCT) + word_at(tree + AT_STRUCT_SIZE);
    strings = (uint64_t)word_at(tree + AT_STRINGS) + word_at(tree + AT_STRINGS_SIZE);
    if (total < HEADER_SIZE || total > limit || structure > total || strings > total ||
        word_at(tree + AT_LAST_COMPATIBLE) > 17 || word_at(tree + AT_STRUCT) % 4 != 0 ||
        word_at(tree + AT_STRUCT) < HEADER_SIZE) {
        return 0;
    }
    return structure > strings ? structure : strings;
}

void device_tree_set_size(uint8_t *tree, uint64_t size)
{
    for (unsigned i = 0; i < 4; i++) {
        tree[AT_TOTAL + i] = (uint8_t)(size >> (24 - 8 * i));
    }
}

/* A walk over the structure block; `at` never passes `end`. */
struct walk {
    const uint8_t *tree;
    uint64_t at, end;
    uint64_t strings, strings_end;
    unsigned depth;
    uint32_t address_cells, size_cells; /* the root's */
    bool in_memory;                     /* inside a /memory node */
};

/* Compares the bytes from `from`, not beyond `end`, with a name; `stop` may also end it. */
static bool name_is(const struct walk *w, uint64_t from, uint64_t end, const char *name, char stop)
{
    for (; from < end; from++, name++) {
        uint8_t c = w->tree[from];

        if (*name == '\0') {
            return c == '\0' || c == (uint8_t)stop;
        }
        if (c != (uint8_t)*name) {
            return false;
        }
    }
    return false;
}

static uint64_t cells(const uint8_t *p, uint32_t count)
{
    uint64_t value = 0;

    for (uint32_t i = 0; i < count; i++) {
        value = value << 32 | word_at(p + 4 * i);
    }
    return value;
}

/* Looks at one property; returns true if it is a memory range that holds [start, end). */
static bool property(struct walk *w, uint64_t data, uint32_t size, uint32_t name, uint64_t start,
                     uint64_t end, bool *known)
{
    uint64_t text = w->strings + name;
    uint32_t step = 4 * (w->address_cells + w->size_cells);

    if (w->depth == 1 && size == 4) {
        uint32_t value = word_at(w->tree + data);

        if (value <= 2 && name_is(w, text, w->strings_end, "#address-cells", '\0')) {
            w->address_cells = value;
        } else if (value <= 2 && name_is(w, text, w->strings_end, "#size-cells", '\0')) {
            w->size_cells = value;
        }
    }
    if (w->depth != 2 || !w->in_memory || step == 0 ||
        !name_is(w, text, w->strings_end, "reg", '\0')) {
        return false;
    }
    for (uint64_t at = 0; at + step <= size; at += step) {
        uint64_t base = cells(w->tree + data + at, w->address_cells);
        uint64_t length = cells(w->tree + data + at + 4 * w->address_cells, w->size_cells);

        *known = true;
        if (start >= base && end >= start && end - base <= length) {
            return true;
        }
    }
    return false;
}

/* Steps over a node's name; returns false if it does not end. */
static bool skip_name(struct walk *w)
{
    uint64_t from = w->at;

    while (w->at < w->end && w->tree[w->at] != '\0') {
        w->at++;
    }
    w->depth++;
    if (w->depth == 2) {
        w->in_memory = name_is(w, from, w->end, "memory", '@');
    }
    w->at = (w->at + 4) & ~UINT64_C(3);
    return w->at <= w->end;
}

bool device_tree_has_memory(const uint8_t *tree, uint64_t size, uint64_t start, uint64_t end,
                            bool *known)
{
    struct walk w = {.tree = tree, .at = word_at(tree + AT_STRUCT), .address_cells = 2};

    w.size_cells = 1;
    w.end = w.at + word_at(tree + AT_STRUCT_SIZE);
    w.strings = word_at(tree + AT_STRINGS);
    w.strings_end = w.strings + word_at(tree + AT_STRINGS_SIZE);
    *known = false;
    if (w.end > size || w.strings_end > size) {
        return false;
    }
    while (w.at + 4 <= w.end) {
        uint32_t token = word_at(tree + w.at);

        w.at += 4;
        if (token == BEGIN_NODE) {
            if (!skip_name(&w)) {
                return false;
            }
        } else if (token == END_NODE && w.depth > 0) {
            w.depth--;
        } else if (token == PROPERTY && w.end - w.at >= 8) {
            uint32_t length = word_at(tree + w.at);
            uint64_t data = w.at + 8;

            if (length > w.end - data) {
                return false;
            }
            if (property(&w, data, length, word_at(tree + w.at + 4), start, end, known)) {
                return true;
            }
            w.at = data + ((length + UINT64_C(3)) & ~UINT64_C(3));
        } else if (token != NOP) {
            return false;
        }
    }
    return false;
}
