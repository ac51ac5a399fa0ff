/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The grammar of capDL text (capdl reference, section 3). Actions only call the builders of
 * cdl_build.h.
 *
 * What a word means (object types, parameters, units, symbolic slots) is not known here: types and
 * parameters are words in their places, and the expansion says which exist. So the grammar stays
 * small, and every word but `objects` and `caps` can be a name.
 *
 * Recovery: every list of members may go on after an error; the token feed (cdl_token.c) chooses
 * where.
 */
%require "3.8"
%define api.prefix {cdl_yy}
%define api.pure full
%define api.token.prefix {CDL_}
%define api.location.type {struct span}
%define api.value.type union
%define parse.lac full
%define parse.error custom
%param {struct cdl_parse *parse}
%expect 0

%code requires {
#include "capdl/text/cdl_state.h"
}

%code {
#include "capdl/text/cdl_build.h"
#include "capdl/text/cdl_stack.h"
#include "capdl/text/declare_early.h"

/* Behind an error: go on with what the feed gives. The end of the text stays and ends the parse. */
#define RESUME                                                                                     \
    do {                                                                                           \
        if (parse->token != CDL_END) {                                                             \
            yyclearin;                                                                             \
            yyerrok;                                                                               \
        }                                                                                          \
    } while (0)

static void cdl_yyerror(const struct span *at, struct cdl_parse *parse, const char *message);
}

%token END 0 "the end of the text"
%token ARCH "arch" OBJECTS "objects" CAPS "caps" IRQ "irq" MAPS "maps" CDT "cdt" DOMAINS "domains"
%token DOTS ".."
%token <const char *> IDENT "a name"
%token <uint64_t> NUMBER "a number"
%token <const char *> FILL "a fill"

%nterm <struct cdl_ref *> ref ranges qname
%nterm <struct cdl_range *> range
%nterm <struct cdl_slot> slot
%nterm <struct cdl_params> params param_list
%nterm <struct cdl_param *> param
%nterm <struct cdl_value> value words list items
%nterm <struct cdl_item *> item
%nterm <struct cdl_decl *> decl
%nterm <struct cdl_decls> decls members body
%nterm <struct cdl_cap_list *> cap_list
%nterm <struct cdl_entry *> entry target named
%nterm <struct cdl_entries> entries
%nterm <struct cdl_place *> child place slot_ref
%nterm <struct cdl_family *> family member
%nterm <struct cdl_families> families family_members
%nterm <struct cdl_domain *> domain
%nterm <struct cdl_domains> domains

%start text

%%

text: %empty
    | text section
    | text error { RESUME; }
    ;

section: ARCH IDENT                      { cdl_build_arch(parse, $2, @2); }
       | OBJECTS '{' decls '}'           { cdl_build_objects(parse, &$3); }
       | CAPS '{' cap_lists '}'          { cdl_build_section(parse); }
       | IRQ MAPS '{' irqs '}'           { cdl_build_irq_section(parse); }
       | CDT '{' families '}'            { cdl_build_families(parse, &$3); }
       | DOMAINS '{' domain_items '}'    { cdl_build_section(parse); }
       ;

/* ---- names ---- */

ref: IDENT                    { $$ = cdl_build_ref(parse, $1, @1); }
   | IDENT '[' ']'            { $$ = cdl_build_whole_ref(parse, $1, @$); }
   | IDENT '[' ranges ']'     { $$ = cdl_build_ranges_done($3, $1, @$); }
   ;

ranges: range                 { $$ = cdl_build_ranges(parse, NULL, $1); }
      | ranges ',' range      { $$ = cdl_build_ranges(parse, $1, $3); }
      ;

range: NUMBER                 { $$ = cdl_build_range(parse, $1, $1, @$); }
     | NUMBER DOTS NUMBER     { $$ = cdl_build_range(parse, $1, $3, @$); $$->single = false; }
     | NUMBER DOTS            { $$ = cdl_build_range(parse, $1, 0, @$); $$->open_last = true; }
     | DOTS NUMBER            { $$ = cdl_build_range(parse, 0, $2, @$); $$->open_first = true; }
     ;

qname: ref                    { $$ = $1; }
     | qname '/' ref          { $$ = cdl_build_qualified($1, $3); }
     ;

slot: NUMBER                  { $$ = cdl_build_slot($1, NULL, @$); }
    | IDENT                   { $$ = cdl_build_slot(0, $1, @$); }
    ;

/* ---- parameters ---- */

params: %empty                { $$ = (struct cdl_params){NULL, NULL}; }
      | '(' param_list ')'    { $$ = $2; }
      ;

param_list: param                  { $$ = (struct cdl_params){$1, $1}; }
          | param_list ',' param   { $$ = cdl_build_params($1, $3); }
          ;

param: words                            { $$ = cdl_build_param(parse, NULL, &$1, @$); }
     | NUMBER IDENT                     { $$ = cdl_build_size(parse, $1, $2, @$); }
     | NUMBER ':' NUMBER '.' NUMBER     { $$ = cdl_build_pci(parse, $1, $3, $5, @$); }
     | IDENT ':' value                  { $$ = cdl_build_param(parse, $1, &$3, @$); }
     ;

value: words
     | NUMBER                           { $$ = cdl_build_number($1, @$); }
     | '(' NUMBER ',' NUMBER ')'        { $$ = cdl_build_pair($2, $4, @$); }
     | '(' ref ',' slot ')'             { $$ = cdl_build_place_value(parse, $2, $4, @$); }
     | '[' ']'                          { $$ = cdl_build_list(NULL, NULL, @$); }
     | '[' list ']'                     { $$ = $2; $$.span = @$; }
     ;

words: IDENT          { $$ = cdl_build_words(NULL, cdl_build_item(parse, CDL_ITEM_WORD, $1, @1)); }
     | words IDENT    { $$ = cdl_build_words(&$1, cdl_build_item(parse, CDL_ITEM_WORD, $2, @2)); }
     ;

list: items ;

items: item                   { $$ = cdl_build_list(NULL, $1, @$); }
     | items ',' item         { $$ = cdl_build_list(&$1, $3, @$); }
     ;

item: NUMBER                  { $$ = cdl_build_number_item(parse, $1, $1, @$); }
    | NUMBER DOTS NUMBER      { $$ = cdl_build_number_item(parse, $1, $3, @$);
                                $$->kind = CDL_ITEM_RANGE; }
    | FILL                    { $$ = cdl_build_item(parse, CDL_ITEM_FILL, $1, @$); }
    ;

/* ---- objects ---- */

decls: %empty                 { $$ = (struct cdl_decls){NULL, NULL};
                                declare_early_begin(parse); }
     | decls decl             { $$ = $1;
                                if (!declare_early(parse, &$$, $2)) {
                                    YYABORT;
                                } }
     | decls error            { $$ = $1; RESUME; }
     ;

decl: qname '=' IDENT opt_params body    { $$ = cdl_build_decl(parse, $1, $3, @$);
                                           cdl_build_decl_rest($$, &$opt_params, &$body, @3); }
    ;

%nterm <struct cdl_params> opt_params;
opt_params: params
          | '(' ')'           { $$ = (struct cdl_params){NULL, NULL}; }
          ;

body: %empty                  { $$ = (struct cdl_decls){NULL, NULL}; }
    | '{' members '}'         { $$ = $2; }
    ;

members: %empty               { $$ = (struct cdl_decls){NULL, NULL}; }
       | members decl         { $$ = cdl_build_decls($1, $2); }
       | members decl ','     { $$ = cdl_build_decls($1, $2); }
       | members ref          { $$ = cdl_build_decls($1, cdl_build_decl(parse, $2, NULL, @2)); }
       | members ref ','      { $$ = cdl_build_decls($1, cdl_build_decl(parse, $2, NULL, @2)); }
       | members error        { $$ = $1; RESUME; }
       ;

/* ---- capabilities ---- */

cap_lists: %empty             { declare_early_begin(parse); }
         | cap_lists cap_list { if (!declare_early_caps(parse, $2)) {
                                    YYABORT;
                                } }
         | cap_lists error    { RESUME; }
         ;

cap_list: ref '{' entries '}'                 { $$ = cdl_build_cap_list(parse, $1, &$3, @$); }
        | ref '=' place                       { $$ = cdl_build_cap_name(parse, $1, $3, @$); }
        ;

entries: %empty               { $$ = (struct cdl_entries){NULL, NULL}; }
       | entries entry        { $$ = cdl_build_entries($1, $2); }
       | entries entry ';'    { $$ = cdl_build_entries($1, $2); }
       | entries error        { $$ = $1; RESUME; }
       ;

entry: named params child             { $$ = cdl_build_entry($1, &$2, $3, @$); }
     | slot ':' named params child    { $$ = cdl_build_entry($3, &$4, $5, @$); $$->slot = $1; }
     ;

named: target
     | ref '=' target         { $$ = cdl_build_named($1, $3); }
     ;

target: ref                   { $$ = cdl_build_target(parse, $1, false, @$); }
      | '<' ref '>'           { $$ = cdl_build_target(parse, $2, true, @$); }
      ;

child: %empty                 { $$ = NULL; }
     | '-' IDENT slot_ref     { $$ = cdl_build_child_of(parse, $2, @2, $3); }
     ;

place: '(' ref ',' slot ')'   { $$ = cdl_build_place(parse, $2, $4, @$); }
     ;

slot_ref: place
        | ref                 { $$ = cdl_build_place_name(parse, $1, @$); }
        ;

/* ---- interrupts ---- */

irqs: %empty
    | irqs irq
    | irqs irq ';'
    | irqs error              { RESUME; }
    ;

irq: ref                      { cdl_build_irq(parse, NULL, $1); }
   | slot ':' ref             { cdl_build_irq(parse, &$1, $3); }
   ;

/* ---- derivation tree ---- */

families: %empty              { $$ = (struct cdl_families){NULL, NULL}; }
        | families family     { $$ = cdl_build_family_list($1, $2); }
        | families error      { $$ = $1; RESUME; }
        ;

family: slot_ref '{' family_members '}'    { $$ = cdl_build_family(parse, $1, &$3, @$); }
      ;

family_members: %empty                     { $$ = (struct cdl_families){NULL, NULL}; }
              | family_members member      { $$ = cdl_build_family_list($1, $2); }
              | family_members member ';'  { $$ = cdl_build_family_list($1, $2); }
              | family_members error       { $$ = $1; RESUME; }
              ;

member: slot_ref              { $$ = cdl_build_family(parse, $1, NULL, @$); }
      | family
      ;

/* ---- domains ---- */

domain_items: %empty
            | domain_items domain_item
            | domain_items error           { RESUME; }
            ;

domain_item: IDENT ':' NUMBER              { cdl_build_domain_number(parse, $1, @1, $3, @3); }
           | IDENT ':' IDENT               { cdl_build_domain_word(parse, $1, @1, $3, @3); }
           | IDENT ':' '[' domains ']'     { cdl_build_schedule(parse, $1, @1, &$4); }
           | IDENT ':' '[' domains ',' ']' { cdl_build_schedule(parse, $1, @1, &$4); }
           ;

domains: domain               { $$ = (struct cdl_domains){$1, $1}; }
       | domains ',' domain   { $$ = cdl_build_domains($1, $3); }
       ;

domain: '(' NUMBER ',' NUMBER ')'          { $$ = cdl_build_domain(parse, $2, $4, NULL, @$); }
      | '(' NUMBER ',' NUMBER IDENT ')'    { $$ = cdl_build_domain(parse, $2, $4, $5, @$); }
      ;

%%

/* Bison calls this when its stack is full; all syntax errors go through the function below. */
static void cdl_yyerror(const struct span *at, struct cdl_parse *parse, const char *message)
{
    (void)message;
    (void)cdl_token_fault(parse, *at, "nesting this deep");
}

/* Turns bison's view of a syntax error into words. */
static int yyreport_syntax_error(const yypcontext_t *context, struct cdl_parse *parse)
{
    enum { MOST = 32 };
    yysymbol_kind_t kinds[MOST];
    const char *names[MOST];
    int count = yypcontext_expected_tokens(context, kinds, MOST);
    struct cdl_surprise surprise = {.span = *yypcontext_location(context), .expected = names};

    for (int i = 0; i < count; i++) {
        names[i] = yysymbol_name(kinds[i]);
    }
    surprise.expected_count = count < 0 ? 0 : (size_t)count;
    surprise.unexpected = yypcontext_token(context) == YYSYMBOL_YYEMPTY
                              ? "the end of the text"
                              : yysymbol_name(yypcontext_token(context));
    cdl_token_surprise(parse, &surprise);
    return 0;
}
