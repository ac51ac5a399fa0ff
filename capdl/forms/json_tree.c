/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/json_tree.h"

#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/base/utf8.h"

struct parser {
    struct json_tree *tree;
    const char *text;
    uint32_t at, size;
    unsigned depth;
    bool failed;
};

static void fault(struct parser *p, const char *what)
{
    if (!p->failed) {
        (void)diag_report(&p->tree->c->diags, DIAG_JSON_SYNTAX,
                          (struct span){p->tree->file, p->at, p->at < p->size ? p->at + 1 : p->at},
                          "this is not JSON: %s", what);
    }
    p->failed = true;
}

static void skip_blanks(struct parser *p)
{
    while (p->at < p->size && strchr(" \t\r\n", p->text[p->at]) != NULL && p->text[p->at] != '\0') {
        p->at++;
    }
}

/* ---- scalars ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Value of a hexadecimal digit; 16: it is none. */
static unsigned hex_value(char c)
{
    if (is_digit(c)) {
        return (unsigned)(c - '0');
    }
    return c >= 'a' && c <= 'f'   ? (unsigned)(c - 'a') + 10
           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                  : 16;
}

/* The four digits behind `\u`; the text is NUL-terminated, so that none is read behind its end. */
static bool hex_word(const char *text, unsigned *word)
{
    *word = 0;
    for (unsigned i = 0; i < 4; i++) {
        unsigned digit = hex_value(text[i]);

        if (digit == 16) {
            return false;
        }
        *word = *word << 4 | digit;
    }
    return true;
}

/* Goes behind a string; the present byte is its first quote. */
static void skip_string(struct parser *p)
{
    unsigned word;

    for (p->at++; p->at < p->size && p->text[p->at] != '"'; p->at++) {
        char c = p->text[p->at];

        if ((unsigned char)c < 0x20) {
            fault(p, "a control character in a string");
            return;
        }
        if (c != '\\') {
            continue;
        }
        c = p->text[++p->at];
        if (c == 'u' && hex_word(p->text + p->at + 1, &word)) {
            p->at += 4;
        } else if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) {
            fault(p, "an escape that means nothing");
            return;
        }
    }
    if (p->at >= p->size) {
        fault(p, "a string that does not end");
        return;
    }
    p->at++;
}

static void skip_digits(struct parser *p)
{
    if (!is_digit(p->text[p->at])) {
        fault(p, "a digit is missing");
    }
    while (is_digit(p->text[p->at])) {
        p->at++;
    }
}

static void skip_number(struct parser *p)
{
    p->at += p->text[p->at] == '-' ? 1u : 0u;
    if (p->text[p->at] == '0' && is_digit(p->text[p->at + 1])) {
        fault(p, "a number with a zero in front");
    }
    skip_digits(p);
    if (p->text[p->at] == '.') {
        p->at++;
        skip_digits(p);
    }
    if (p->text[p->at] == 'e' || p->text[p->at] == 'E') {
        p->at++;
        p->at += p->text[p->at] == '+' || p->text[p->at] == '-' ? 1u : 0u;
        skip_digits(p);
    }
}

static void skip_scalar(struct parser *p)
{
    static const char *const words[] = {"true", "false", "null"};
    char c = p->text[p->at];

    if (c == '"') {
        skip_string(p);
        return;
    }
    if (c == '-' || is_digit(c)) {
        skip_number(p);
        return;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (strncmp(p->text + p->at, words[i], strlen(words[i])) == 0) {
            p->at += (uint32_t)strlen(words[i]);
            return;
        }
    }
    fault(p, p->at < p->size ? "a value is missing" : "it ends too early");
}

/* ---- objects and arrays ---- */

static uint32_t parse_value(struct parser *p, uint32_t key);

/* Reads the key of a member with what stands around it. */
static uint32_t parse_key(struct parser *p)
{
    uint32_t key = p->at + 1;

    if (p->text[p->at] != '"') {
        fault(p, "a key is missing");
        return 0;
    }
    skip_string(p);
    skip_blanks(p);
    if (!p->failed && p->text[p->at] != ':') {
        fault(p, "a `:` is missing behind a key");
        return 0;
    }
    p->at++;
    skip_blanks(p);
    return key;
}

static bool same_key(const struct json_tree *tree, uint32_t a, uint32_t b)
{
    const char *x = tree->text + a;
    const char *y = tree->text + b;

    while (*x == *y && *x != '"' && *x != '\\') {
        x++;
        y++;
    }
    return *x == *y && *x == '"';
}

/* Reports a key that an object has twice. Objects of specs have few keys; others need not be looked
 * at. */
static void check_keys(struct parser *p, uint32_t node)
{
    const struct json_node *nodes = p->tree->nodes;
    unsigned count = 0;

    for (uint32_t i = nodes[node].first; i != 0 && count < 32 && !p->failed; i = nodes[i].next) {
        count++;
        for (uint32_t k = nodes[node].first; k != i; k = nodes[k].next) {
            if (same_key(p->tree, nodes[i].key, nodes[k].key)) {
                p->at = nodes[i].key - 1;
                fault(p, "a key that is there already");
                return;
            }
        }
    }
}

/* The values between brackets; the present byte is the opening one. */
static void parse_values(struct parser *p, uint32_t node, bool keys)
{
    char end = keys ? '}' : ']';
    uint32_t last = 0;

    p->at++;
    skip_blanks(p);
    if (p->text[p->at] == end) {
        p->at++;
        return;
    }
    while (!p->failed) {
        uint32_t key = keys ? parse_key(p) : 0;
        uint32_t value = p->failed ? 0 : parse_value(p, key);

        if (last == 0) {
            p->tree->nodes[node].first = value;
        } else {
            p->tree->nodes[last].next = value;
        }
        last = value;
        skip_blanks(p);
        if (p->failed || p->text[p->at] == end) {
            break;
        }
        if (p->text[p->at] != ',') {
            fault(p, keys ? "a `,` or `}` is missing" : "a `,` or `]` is missing");
            return;
        }
        p->at++;
        skip_blanks(p);
    }
    p->at += p->failed ? 0u : 1u;
    if (keys) {
        check_keys(p, node);
    }
}

/* The value at the present place, its node; 0 after a fault. */
static uint32_t parse_value(struct parser *p, uint32_t key)
{
    uint32_t node = p->tree->count++;

    p->tree->nodes[node] = (struct json_node){.start = p->at, .key = key};
    if (p->text[p->at] == '{' || p->text[p->at] == '[') {
        if (++p->depth > JSON_TREE_DEPTH) {
            fault(p, "it is nested too deep");
            return 0;
        }
        parse_values(p, node, p->text[p->at] == '{');
        p->depth--;
    } else {
        skip_scalar(p);
    }
    p->tree->nodes[node].end = p->at;
    return p->failed ? 0 : node;
}

/* No text has more values than one behind each bracket and comma, and the whole. */
static size_t count_values(const char *text, size_t size)
{
    size_t count = 2;

    for (size_t i = 0; i < size; i++) {
        count += text[i] == '[' || text[i] == '{' || text[i] == ',' ? 1u : 0u;
    }
    return count;
}

bool json_tree_parse(struct json_tree *tree, struct compilation *c, uint32_t file)
{
    const struct source_file *source = source_get(&c->sources, file);
    struct parser p = {.tree = tree, .text = source->text, .size = (uint32_t)source->size};
    size_t valid = utf8_valid_prefix(source->text, source->size);

    *tree = (struct json_tree){.c = c, .file = file, .text = source->text, .count = 1};
    if (valid < source->size) {
        p.at = (uint32_t)valid;
        fault(&p, "a byte that is not UTF-8");
        return false;
    }
    tree->nodes =
        arena_array(&c->arena, struct json_node, count_values(source->text, source->size));
    skip_blanks(&p);
    (void)parse_value(&p, 0);
    skip_blanks(&p);
    if (!p.failed && p.at < p.size) {
        fault(&p, "there is something behind its end");
    }
    return !p.failed;
}

/* ---- looking at nodes ---- */

static char first_byte(const struct json_tree *tree, uint32_t node)
{
    return node == 0 ? '\0' : tree->text[tree->nodes[node].start];
}

struct span json_tree_span(const struct json_tree *tree, uint32_t node)
{
    if (node == 0) {
        return SPAN_NONE;
    }
    return (struct span){tree->file, tree->nodes[node].start, tree->nodes[node].end};
}

bool json_tree_is_object(const struct json_tree *tree, uint32_t node)
{
    return first_byte(tree, node) == '{';
}

bool json_tree_is_array(const struct json_tree *tree, uint32_t node)
{
    return first_byte(tree, node) == '[';
}

bool json_tree_is_string(const struct json_tree *tree, uint32_t node)
{
    return first_byte(tree, node) == '"';
}

bool json_tree_is_null(const struct json_tree *tree, uint32_t node)
{
    return first_byte(tree, node) == 'n';
}

bool json_tree_has_key(const struct json_tree *tree, uint32_t node, const char *key)
{
    size_t size = strlen(key);

    return node != 0 && tree->nodes[node].key != 0 &&
           strncmp(tree->text + tree->nodes[node].key, key, size) == 0 &&
           tree->text[tree->nodes[node].key + size] == '"';
}

uint32_t json_tree_get(const struct json_tree *tree, uint32_t node, const char *key)
{
    uint32_t value = json_tree_is_object(tree, node) ? tree->nodes[node].first : 0;

    while (value != 0 && !json_tree_has_key(tree, value, key)) {
        value = tree->nodes[value].next;
    }
    return value;
}

bool json_tree_number(const struct json_tree *tree, uint32_t node, uint64_t *number)
{
    *number = 0;
    if (!is_digit(first_byte(tree, node))) {
        return false;
    }
    for (uint32_t i = tree->nodes[node].start; i < tree->nodes[node].end; i++) {
        unsigned digit = (unsigned)(tree->text[i] - '0');

        if (!is_digit(tree->text[i]) || *number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        *number = *number * 10 + digit;
    }
    return true;
}

bool json_tree_truth(const struct json_tree *tree, uint32_t node, bool *truth)
{
    *truth = first_byte(tree, node) == 't';
    return *truth || first_byte(tree, node) == 'f';
}

static void put_character(struct strbuf *text, unsigned code)
{
    if (code < 0x80) {
        strbuf_putc(text, (char)code);
        return;
    }
    if (code < 0x800) {
        strbuf_putc(text, (char)(0xc0 | code >> 6));
    } else if (code < 0x10000) {
        strbuf_putc(text, (char)(0xe0 | code >> 12));
        strbuf_putc(text, (char)(0x80 | (code >> 6 & 0x3f)));
    } else {
        strbuf_putc(text, (char)(0xf0 | code >> 18));
        strbuf_putc(text, (char)(0x80 | (code >> 12 & 0x3f)));
        strbuf_putc(text, (char)(0x80 | (code >> 6 & 0x3f)));
    }
    strbuf_putc(text, (char)(0x80 | (code & 0x3f)));
}

/* Appends the character that an escape means and goes behind it; false for NUL. */
static bool put_escape(const char **at, struct strbuf *text)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    unsigned code, low;

    if (**at != 'u') {
        strbuf_putc(text, to[strchr(from, **at) - from]);
        (*at)++;
        return true;
    }
    (void)hex_word(*at + 1, &code);
    *at += 5;
    if (code >= 0xd800 && code < 0xdc00 && (*at)[0] == '\\' && (*at)[1] == 'u' &&
        hex_word(*at + 2, &low) && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        *at += 6;
    }
    if (code == 0 || (code >= 0xd800 && code < 0xe000)) {
        return false;
    }
    put_character(text, code);
    return true;
}

const char *json_tree_string(const struct json_tree *tree, uint32_t node)
{
    const char *at, *end;
    struct strbuf text;

    if (!json_tree_is_string(tree, node)) {
        return NULL;
    }
    at = tree->text + tree->nodes[node].start + 1;
    end = tree->text + tree->nodes[node].end - 1;
    if (memchr(at, '\\', (size_t)(end - at)) == NULL) {
        return intern_bytes(&tree->c->interner, at, (size_t)(end - at));
    }
    strbuf_init(&text, &tree->c->arena);
    while (at < end) {
        if (*at != '\\') {
            strbuf_putc(&text, *at++);
            continue;
        }
        at++;
        if (!put_escape(&at, &text)) {
            return NULL;
        }
    }
    return intern_bytes(&tree->c->interner, text.text, text.size);
}
