/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Builders of the tree of a capDL text (private to capdl/text): one for each thing the grammar
 * finds. They take what its parts have become and give what it becomes; lists are extended in
 * place. All memory is of the compilation's arena. None of them fails; meaning is not looked at.
 */
#ifndef CAPDL_TEXT_CDL_BUILD_H
#define CAPDL_TEXT_CDL_BUILD_H

#include "capdl/text/cdl_state.h"

/* Sections. */
void cdl_build_arch(struct cdl_parse *parse, const char *arch, struct span span);
void cdl_build_section(struct cdl_parse *parse);
void cdl_build_objects(struct cdl_parse *parse, const struct cdl_decls *decls);
void cdl_build_irq_section(struct cdl_parse *parse);
void cdl_build_families(struct cdl_parse *parse, const struct cdl_families *families);

/* Names with ranges. */
struct cdl_ref *cdl_build_ref(struct cdl_parse *parse, const char *name, struct span span);
struct cdl_ref *cdl_build_whole_ref(struct cdl_parse *parse, const char *name, struct span span);
struct cdl_ref *cdl_build_ranges(struct cdl_parse *parse, struct cdl_ref *ref,
                                 struct cdl_range *range);
struct cdl_ref *cdl_build_ranges_done(struct cdl_ref *ref, const char *name, struct span span);
struct cdl_range *cdl_build_range(struct cdl_parse *parse, uint64_t first, uint64_t last,
                                  struct span span);
struct cdl_ref *cdl_build_qualified(struct cdl_ref *outer, struct cdl_ref *inner);
struct cdl_slot cdl_build_slot(uint64_t number, const char *symbol, struct span span);

/* Parameters. */
struct cdl_params cdl_build_params(struct cdl_params list, struct cdl_param *param);
struct cdl_param *cdl_build_param(struct cdl_parse *parse, const char *key,
                                  const struct cdl_value *value, struct span span);
struct cdl_param *cdl_build_size(struct cdl_parse *parse, uint64_t number, const char *unit,
                                 struct span span);
struct cdl_param *cdl_build_pci(struct cdl_parse *parse, uint64_t bus, uint64_t device,
                                uint64_t function, struct span span);
struct cdl_value cdl_build_number(uint64_t number, struct span span);
struct cdl_value cdl_build_pair(uint64_t first, uint64_t second, struct span span);
struct cdl_value cdl_build_place_value(struct cdl_parse *parse, struct cdl_ref *ref,
                                       struct cdl_slot slot, struct span span);
struct cdl_value cdl_build_list(const struct cdl_value *list, struct cdl_item *item,
                                struct span span);
struct cdl_value cdl_build_words(const struct cdl_value *words, struct cdl_item *item);
struct cdl_item *cdl_build_item(struct cdl_parse *parse, int kind, const char *word,
                                struct span span);
struct cdl_item *cdl_build_number_item(struct cdl_parse *parse, uint64_t first, uint64_t last,
                                       struct span span);

/* Objects. */
struct cdl_decls cdl_build_decls(struct cdl_decls list, struct cdl_decl *decl);
struct cdl_decl *cdl_build_decl(struct cdl_parse *parse, struct cdl_ref *name, const char *type,
                                struct span span);
void cdl_build_decl_rest(struct cdl_decl *decl, const struct cdl_params *params,
                         const struct cdl_decls *body, struct span type_span);

/* Capabilities. */
struct cdl_cap_list *cdl_build_cap_list(struct cdl_parse *parse, struct cdl_ref *ref,
                                        const struct cdl_entries *entries, struct span span);
struct cdl_cap_list *cdl_build_cap_name(struct cdl_parse *parse, struct cdl_ref *name,
                                        struct cdl_place *place, struct span span);
void cdl_build_add_caps(struct cdl_parse *parse, struct cdl_cap_list *list);
struct cdl_entries cdl_build_entries(struct cdl_entries list, struct cdl_entry *entry);
struct cdl_entry *cdl_build_entry(struct cdl_entry *entry, const struct cdl_params *params,
                                  struct cdl_place *parent, struct span span);
struct cdl_entry *cdl_build_named(struct cdl_ref *name, struct cdl_entry *entry);
struct cdl_entry *cdl_build_target(struct cdl_parse *parse, struct cdl_ref *target, bool copy,
                                   struct span span);
struct cdl_place *cdl_build_child_of(struct cdl_parse *parse, const char *word, struct span span,
                                     struct cdl_place *parent);
struct cdl_place *cdl_build_place(struct cdl_parse *parse, struct cdl_ref *ref,
                                  struct cdl_slot slot, struct span span);
struct cdl_place *cdl_build_place_name(struct cdl_parse *parse, struct cdl_ref *ref,
                                       struct span span);

/* Interrupts; `slot` is NULL where none was given. */
void cdl_build_irq(struct cdl_parse *parse, const struct cdl_slot *slot, struct cdl_ref *ref);

/* Derivation tree; `children` is NULL for a leaf. */
struct cdl_families cdl_build_family_list(struct cdl_families list, struct cdl_family *family);
struct cdl_family *cdl_build_family(struct cdl_parse *parse, struct cdl_place *place,
                                    const struct cdl_families *children, struct span span);

/* Domains. */
void cdl_build_domain_number(struct cdl_parse *parse, const char *key, struct span span,
                             uint64_t number, struct span value_span);
void cdl_build_domain_word(struct cdl_parse *parse, const char *key, struct span span,
                           const char *word, struct span value_span);
void cdl_build_schedule(struct cdl_parse *parse, const char *key, struct span span,
                        const struct cdl_domains *domains);
struct cdl_domains cdl_build_domains(struct cdl_domains list, struct cdl_domain *domain);
struct cdl_domain *cdl_build_domain(struct cdl_parse *parse, uint64_t domain, uint64_t duration,
                                    const char *unit, struct span span);

#endif
