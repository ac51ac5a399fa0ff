/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The tree of a capDL text (private to capdl/text): what was written, with the place of everything,
 * nothing resolved.  Words are interned; lists are linked in written order and live in the arena of
 * the compilation.
 */
#ifndef CAPDL_TEXT_CDL_AST_H
#define CAPDL_TEXT_CDL_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/source.h"

/* What a reference means: `count` indices into whatever is named, in written order. */
struct expand_indices {
    uint32_t *items;
    uint32_t count;
};

/* One range between brackets: `3`, `1..4`, `2..`, `..2`. */
struct cdl_range {
    uint64_t first, last; /* equal for a single number */
    bool open_first, open_last;
    bool single;
    struct span span;
    struct cdl_range *next;
};

/* A name, maybe with ranges: `x`, `x[]`, `x[1..3, 7]`. */
struct cdl_ref {
    const char *name;
    struct span span;
    bool indexed;             /* with brackets */
    struct cdl_range *ranges; /* NULL with brackets: `[]`, the whole array */
    struct cdl_range *last_range;
    struct cdl_ref *next; /* in a qualified name: what comes behind the `/` */
};

/* A slot, given by number or symbol. */
struct cdl_slot {
    bool given;
    uint64_t number;
    const char *symbol; /* NULL: by number */
    struct span span;
};

enum cdl_value_kind {
    CDL_VALUE_WORDS,  /* `RW`, `R W`, `True`, `edge` */
    CDL_VALUE_NUMBER, /* `5` */
    CDL_VALUE_SIZE,   /* `12 bits`, `4k`: the unit is the word */
    CDL_VALUE_PCI,    /* `1:0.2` */
    CDL_VALUE_PAIR,   /* `(1, 2)` */
    CDL_VALUE_PLACE,  /* `(pt, 2)` */
    CDL_VALUE_LIST,   /* `[...]` */
};

/* An item of a list value, or a word of a value of words. */
struct cdl_item {
    enum { CDL_ITEM_WORD, CDL_ITEM_NUMBER, CDL_ITEM_RANGE, CDL_ITEM_FILL } kind;
    union {
        const char *word; /* WORD; FILL: all its words, each ended by NUL, the last by two */
        struct {
            uint64_t number, limit; /* NUMBER; RANGE: first and last */
        };
    };
    struct span span;
    struct cdl_item *next;
};

/* There are as many of these as objects and capabilities: what no kind has together shares its
 * place. */
struct cdl_value {
    enum cdl_value_kind kind;
    struct span span;
    union {
        uint64_t numbers[3]; /* NUMBER, PAIR, PCI; SIZE: one */
        struct {
            uint64_t size;    /* SIZE: numbers[0] */
            const char *word; /* SIZE: the unit */
        };
        struct {
            struct cdl_item *items, *last_item; /* WORDS, LIST */
        };
        struct {
            struct cdl_ref *ref;         /* PLACE */
            const struct cdl_slot *slot; /* PLACE */
        };
    };
};

/* A parameter: `key: value`, or a value alone (key NULL). */
struct cdl_param {
    const char *key;
    struct cdl_value value;
    struct span span;
    bool used; /* taken by the builder of what it belongs to */
    struct cdl_param *next;
};

/* A linked list being made. */
struct cdl_params {
    struct cdl_param *first, *last;
};

/* `a/b = type (params) { members }`, or in a body only `a[1..2]` (type NULL). */
struct cdl_decl {
    struct cdl_ref *name; /* linked by next: all but the last are untypeds around it */
    const char *type;
    struct span type_span;
    struct cdl_params params;
    struct cdl_decl *members;
    bool has_body;
    struct span span;
    struct cdl_decl *next;
};

struct cdl_decls {
    struct cdl_decl *first, *last;
};

/* `(object, slot)` or the name of a capability. */
struct cdl_place {
    struct cdl_ref *object; /* or the cap's name, if `named` */
    bool named;
    struct cdl_slot slot;
    struct span span;
};

/* `5: name = target (params) - child_of parent`. */
struct cdl_entry {
    /* found by the expansion */
    bool placed, was_named;
    uint32_t at, count;            /* its slots; a copy: once known */
    struct expand_indices objects; /* targets; none for copies and control capabilities */
    /* as written */
    struct cdl_slot slot;
    struct cdl_ref *name;   /* NULL: none */
    struct cdl_ref *target; /* object, or capability if `copy` */
    bool copy;
    struct cdl_params params;
    struct cdl_place *parent; /* NULL: none */
    struct span span;
    struct cdl_entry *next;
};

struct cdl_entries {
    struct cdl_entry *first, *last;
};

/* `container { entries }`, or `name = (container, slot)` (place set). */
struct cdl_cap_list {
    struct expand_indices holders; /* found by the expansion */
    bool named;
    struct cdl_ref *ref;
    struct cdl_entry *entries;
    struct cdl_place *place;
    struct span span;
    struct cdl_cap_list *next;
};

struct cdl_irq {
    struct cdl_slot slot;
    struct cdl_ref *ref;
    uint32_t section; /* number of the `irq maps` section */
    struct cdl_irq *next;
};

/* `parent { children }`; a child may have children itself. */
struct cdl_family {
    struct cdl_place *place;
    struct cdl_family *children;
    struct span span;
    struct cdl_family *next;
};

struct cdl_families {
    struct cdl_family *first, *last;
};

/* `(domain, duration unit)` */
struct cdl_domain {
    uint64_t domain, duration;
    const char *unit; /* NULL: none */
    struct span span;
    struct cdl_domain *next;
};

struct cdl_domains {
    struct cdl_domain *first, *last;
};

/* `word: value` in a section `domains`. */
struct cdl_domain_item {
    const char *key;
    struct span span;
    struct cdl_domain *schedule; /* `[...]` */
    const char *word;
    bool is_number;
    uint64_t number;
    struct span value_span;
    struct cdl_domain_item *next;
};

/* A whole text. */
struct cdl_file {
    const char *arch; /* NULL: missing */
    struct span arch_span;
    uint32_t sections;
    uint32_t irq_sections;
    struct cdl_decls objects;
    struct cdl_cap_list *caps, *last_cap;
    struct cdl_irq *irqs, *last_irq;
    struct cdl_families families;
    struct cdl_domain_item *domain_items, *last_domain_item;
    bool faulty; /* syntax errors were reported */
};

#endif
