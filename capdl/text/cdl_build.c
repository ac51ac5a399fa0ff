/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/cdl_build.h"

#include <string.h>

#include "adl/base/compilation.h"

#define NEW(parse, type) arena_new(&(parse)->c->scratch, type)

/* Appends `item` to the linked list between `first` and `last`. */
#define APPEND(first, last, item)                                                                  \
    do {                                                                                           \
        if ((first) == NULL) {                                                                     \
            (first) = (item);                                                                      \
        } else {                                                                                   \
            (last)->next = (item);                                                                 \
        }                                                                                          \
        (last) = (item);                                                                           \
    } while (0)

/* Reports what the grammar lets through to be said better. */
static void fault(struct cdl_parse *parse, struct span span, const char *what)
{
    (void)diag_report(&parse->c->diags, DIAG_CAPDL_SYNTAX, span, "syntax error: %s", what);
    parse->tree->faulty = true;
}

/* ---- sections ---- */

void cdl_build_arch(struct cdl_parse *parse, const char *arch, struct span span)
{
    struct cdl_file *tree = parse->tree;

    if (tree->arch != NULL) {
        fault(parse, span, "a second `arch`");
    } else if (tree->sections > 0) {
        fault(parse, span, "`arch` must come before all sections");
    }
    if (tree->arch == NULL) {
        tree->arch = arch;
        tree->arch_span = span;
    }
}

void cdl_build_section(struct cdl_parse *parse)
{
    parse->tree->sections++;
}

void cdl_build_objects(struct cdl_parse *parse, const struct cdl_decls *decls)
{
    struct cdl_decls *all = &parse->tree->objects;

    if (decls->first != NULL) {
        APPEND(all->first, all->last, decls->first);
        all->last = decls->last;
    }
    cdl_build_section(parse);
}

void cdl_build_irq_section(struct cdl_parse *parse)
{
    parse->tree->irq_sections++;
    cdl_build_section(parse);
}

void cdl_build_families(struct cdl_parse *parse, const struct cdl_families *families)
{
    struct cdl_families *all = &parse->tree->families;

    if (families->first != NULL) {
        APPEND(all->first, all->last, families->first);
        all->last = families->last;
    }
    cdl_build_section(parse);
}

/* ---- names ---- */

struct cdl_ref *cdl_build_ref(struct cdl_parse *parse, const char *name, struct span span)
{
    struct cdl_ref *ref = NEW(parse, struct cdl_ref);

    ref->name = name;
    ref->span = span;
    return ref;
}

struct cdl_ref *cdl_build_whole_ref(struct cdl_parse *parse, const char *name, struct span span)
{
    struct cdl_ref *ref = cdl_build_ref(parse, name, span);

    ref->indexed = true;
    return ref;
}

struct cdl_ref *cdl_build_ranges(struct cdl_parse *parse, struct cdl_ref *ref,
                                 struct cdl_range *range)
{
    struct cdl_ref *result = ref != NULL ? ref : NEW(parse, struct cdl_ref);

    result->indexed = true;
    APPEND(result->ranges, result->last_range, range);
    return result;
}

struct cdl_ref *cdl_build_ranges_done(struct cdl_ref *ref, const char *name, struct span span)
{
    ref->name = name;
    ref->span = span;
    return ref;
}

struct cdl_range *cdl_build_range(struct cdl_parse *parse, uint64_t first, uint64_t last,
                                  struct span span)
{
    struct cdl_range *range = NEW(parse, struct cdl_range);

    *range = (struct cdl_range){.first = first, .last = last, .single = true, .span = span};
    return range;
}

struct cdl_ref *cdl_build_qualified(struct cdl_ref *outer, struct cdl_ref *inner)
{
    struct cdl_ref *at = outer;

    while (at->next != NULL) {
        at = at->next;
    }
    at->next = inner;
    return outer;
}

struct cdl_slot cdl_build_slot(uint64_t number, const char *symbol, struct span span)
{
    return (struct cdl_slot){.given = true, .number = number, .symbol = symbol, .span = span};
}

/* ---- parameters ---- */

struct cdl_params cdl_build_params(struct cdl_params list, struct cdl_param *param)
{
    APPEND(list.first, list.last, param);
    return list;
}

struct cdl_param *cdl_build_param(struct cdl_parse *parse, const char *key,
                                  const struct cdl_value *value, struct span span)
{
    struct cdl_param *param = NEW(parse, struct cdl_param);

    *param = (struct cdl_param){.key = key, .value = *value, .span = span};
    return param;
}

struct cdl_param *cdl_build_size(struct cdl_parse *parse, uint64_t number, const char *unit,
                                 struct span span)
{
    struct cdl_value value = {.kind = CDL_VALUE_SIZE, .size = number, .word = unit, .span = span};

    return cdl_build_param(parse, NULL, &value, span);
}

struct cdl_param *cdl_build_pci(struct cdl_parse *parse, uint64_t bus, uint64_t device,
                                uint64_t function, struct span span)
{
    struct cdl_value value = {
        .kind = CDL_VALUE_PCI, .numbers = {bus, device, function},
             .span = span
    };

    return cdl_build_param(parse, NULL, &value, span);
}

struct cdl_value cdl_build_number(uint64_t number, struct span span)
{
    return (struct cdl_value){.kind = CDL_VALUE_NUMBER, .numbers = {number}, .span = span};
}

struct cdl_value cdl_build_pair(uint64_t first, uint64_t second, struct span span)
{
    return (struct cdl_value){
        .kind = CDL_VALUE_PAIR, .numbers = {first, second},
             .span = span
    };
}

struct cdl_value cdl_build_place_value(struct cdl_parse *parse, struct cdl_ref *ref,
                                       struct cdl_slot slot, struct span span)
{
    struct cdl_slot *kept = NEW(parse, struct cdl_slot);

    *kept = slot;
    return (struct cdl_value){.kind = CDL_VALUE_PLACE, .ref = ref, .slot = kept, .span = span};
}

static struct cdl_value with_item(const struct cdl_value *list, enum cdl_value_kind kind,
                                  struct cdl_item *item, struct span span)
{
    struct cdl_value value = list != NULL ? *list : (struct cdl_value){.kind = kind};

    value.span = source_span_join(value.span, span);
    if (item != NULL) {
        APPEND(value.items, value.last_item, item);
    }
    return value;
}

struct cdl_value cdl_build_list(const struct cdl_value *list, struct cdl_item *item,
                                struct span span)
{
    return with_item(list, CDL_VALUE_LIST, item, span);
}

struct cdl_value cdl_build_words(const struct cdl_value *words, struct cdl_item *item)
{
    return with_item(words, CDL_VALUE_WORDS, item, item->span);
}

struct cdl_item *cdl_build_item(struct cdl_parse *parse, int kind, const char *word,
                                struct span span)
{
    struct cdl_item *item = NEW(parse, struct cdl_item);

    item->kind = kind;
    item->word = word;
    item->span = span;
    return item;
}

struct cdl_item *cdl_build_number_item(struct cdl_parse *parse, uint64_t first, uint64_t last,
                                       struct span span)
{
    struct cdl_item *item = cdl_build_item(parse, CDL_ITEM_NUMBER, NULL, span);

    item->number = first;
    item->limit = last;
    return item;
}

/* ---- objects ---- */

struct cdl_decls cdl_build_decls(struct cdl_decls list, struct cdl_decl *decl)
{
    APPEND(list.first, list.last, decl);
    return list;
}

struct cdl_decl *cdl_build_decl(struct cdl_parse *parse, struct cdl_ref *name, const char *type,
                                struct span span)
{
    struct cdl_decl *decl = NEW(parse, struct cdl_decl);

    decl->name = name;
    decl->type = type;
    decl->span = span;
    return decl;
}

void cdl_build_decl_rest(struct cdl_decl *decl, const struct cdl_params *params,
                         const struct cdl_decls *body, struct span type_span)
{
    decl->params = *params;
    decl->members = body->first;
    decl->has_body = body->first != NULL;
    decl->type_span = type_span;
}

/* ---- capabilities ---- */

struct cdl_cap_list *cdl_build_cap_list(struct cdl_parse *parse, struct cdl_ref *ref,
                                        const struct cdl_entries *entries, struct span span)
{
    struct cdl_cap_list *list = NEW(parse, struct cdl_cap_list);

    list->ref = ref;
    list->entries = entries->first;
    list->span = span;
    return list;
}

struct cdl_cap_list *cdl_build_cap_name(struct cdl_parse *parse, struct cdl_ref *name,
                                        struct cdl_place *place, struct span span)
{
    struct cdl_cap_list *list;

    if (name->indexed) {
        fault(parse, name->span, "one slot has one name, without brackets");
        return NULL;
    }
    list = NEW(parse, struct cdl_cap_list);
    list->ref = name;
    list->place = place;
    list->span = span;
    return list;
}

void cdl_build_add_caps(struct cdl_parse *parse, struct cdl_cap_list *list)
{
    APPEND(parse->tree->caps, parse->tree->last_cap, list);
}

struct cdl_entries cdl_build_entries(struct cdl_entries list, struct cdl_entry *entry)
{
    APPEND(list.first, list.last, entry);
    return list;
}

struct cdl_entry *cdl_build_entry(struct cdl_entry *entry, const struct cdl_params *params,
                                  struct cdl_place *parent, struct span span)
{
    entry->params = *params;
    entry->parent = parent;
    entry->span = span;
    return entry;
}

struct cdl_entry *cdl_build_named(struct cdl_ref *name, struct cdl_entry *entry)
{
    entry->name = name;
    return entry;
}

struct cdl_entry *cdl_build_target(struct cdl_parse *parse, struct cdl_ref *target, bool copy,
                                   struct span span)
{
    struct cdl_entry *entry = NEW(parse, struct cdl_entry);

    entry->target = target;
    entry->copy = copy;
    entry->span = span;
    return entry;
}

struct cdl_place *cdl_build_child_of(struct cdl_parse *parse, const char *word, struct span span,
                                     struct cdl_place *parent)
{
    if (strcmp(word, "child_of") != 0) {
        fault(parse, span, "only `child_of` can follow a `-`");
    }
    return parent;
}

struct cdl_place *cdl_build_place(struct cdl_parse *parse, struct cdl_ref *ref,
                                  struct cdl_slot slot, struct span span)
{
    struct cdl_place *place = NEW(parse, struct cdl_place);

    *place = (struct cdl_place){.object = ref, .slot = slot, .span = span};
    return place;
}

struct cdl_place *cdl_build_place_name(struct cdl_parse *parse, struct cdl_ref *ref,
                                       struct span span)
{
    struct cdl_place *place = NEW(parse, struct cdl_place);

    *place = (struct cdl_place){.object = ref, .named = true, .span = span};
    return place;
}

/* ---- interrupts ---- */

void cdl_build_irq(struct cdl_parse *parse, const struct cdl_slot *slot, struct cdl_ref *ref)
{
    struct cdl_irq *irq = NEW(parse, struct cdl_irq);

    irq->ref = ref;
    irq->section = parse->tree->irq_sections;
    if (slot != NULL) {
        irq->slot = *slot;
    }
    APPEND(parse->tree->irqs, parse->tree->last_irq, irq);
}

/* ---- derivation tree ---- */

struct cdl_families cdl_build_family_list(struct cdl_families list, struct cdl_family *family)
{
    APPEND(list.first, list.last, family);
    return list;
}

struct cdl_family *cdl_build_family(struct cdl_parse *parse, struct cdl_place *place,
                                    const struct cdl_families *children, struct span span)
{
    struct cdl_family *family = NEW(parse, struct cdl_family);

    family->place = place;
    family->children = children != NULL ? children->first : NULL;
    family->span = span;
    return family;
}

/* ---- domains ---- */

static void add_domain_item(struct cdl_parse *parse, const struct cdl_domain_item *item)
{
    struct cdl_domain_item *copy = NEW(parse, struct cdl_domain_item);

    *copy = *item;
    APPEND(parse->tree->domain_items, parse->tree->last_domain_item, copy);
}

void cdl_build_domain_number(struct cdl_parse *parse, const char *key, struct span span,
                             uint64_t number, struct span value_span)
{
    add_domain_item(parse, &(struct cdl_domain_item){.key = key,
                                                     .span = span,
                                                     .is_number = true,
                                                     .number = number,
                                                     .value_span = value_span});
}

void cdl_build_domain_word(struct cdl_parse *parse, const char *key, struct span span,
                           const char *word, struct span value_span)
{
    add_domain_item(parse, &(struct cdl_domain_item){
                               .key = key, .span = span, .word = word, .value_span = value_span});
}

void cdl_build_schedule(struct cdl_parse *parse, const char *key, struct span span,
                        const struct cdl_domains *domains)
{
    add_domain_item(parse, &(struct cdl_domain_item){.key = key,
                                                     .span = span,
                                                     .schedule = domains->first,
                                                     .value_span = domains->first->span});
}

struct cdl_domains cdl_build_domains(struct cdl_domains list, struct cdl_domain *domain)
{
    APPEND(list.first, list.last, domain);
    return list;
}

struct cdl_domain *cdl_build_domain(struct cdl_parse *parse, uint64_t domain, uint64_t duration,
                                    const char *unit, struct span span)
{
    struct cdl_domain *entry = NEW(parse, struct cdl_domain);

    *entry =
        (struct cdl_domain){.domain = domain, .duration = duration, .unit = unit, .span = span};
    return entry;
}
