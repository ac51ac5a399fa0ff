/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The grammar of the architecture description language (adl.md section 4). Actions only call the
 * builders of ast_build.h.
 *
 * Recovery: every body is `{ members }` or `{ members error }` (close), and every list of members
 * may go on after `error ;` (resume). While the parser throws tokens away, the token feed
 * (parse_token.c) swallows nested groups whole, so that the `;` or `}` at which it resumes belongs
 * to the body at hand. Braces of dicts are tokens of their own for the same reason.
 */
%require "3.8"
%define api.prefix {adl_yy}
%define api.pure full
%define api.token.prefix {ADL_}
%define api.location.type {struct span}
%define api.value.type union
%define parse.lac full
%define parse.error custom
%param {struct parse *parse}
%expect 0

%code requires {
#include "adl/lang/parse_state.h"
}

%code {
#include "adl/lang/ast_build.h"
#include "adl/lang/parse_stack.h"

static void adl_yyerror(const struct span *at, struct parse *parse, const char *message);
}

%token END 0 "end of file"
%token ASSEMBLY "assembly" ATTRIBUTE "attribute" BINARY_SEMAPHORE "binary_semaphore" CHAR "char"
       COMPONENT "component" COMPOSITION "composition" CONFIGURATION "configuration"
       CONNECTION "connection" CONNECTOR "connector" CONSUMES "consumes" CONTROL "control"
       DATAPORT "dataport" DATAPORT_KIND "Dataport" DATAPORTS_KIND "Dataports" EMITS "emits"
       EVENT_KIND "Event" EVENTS_KIND "Events" EXPORT "export" FROM "from" GROUP "group"
       HARDWARE "hardware" HAS "has" IMPORT "import" IN "in" INCLUDE "include" INOUT "inout"
       INT "int" INTEGER "integer" INT64 "int64_t" MAYBE "maybe" MUTEX "mutex" OUT "out"
       PROCEDURE "procedure" PROCEDURE_KIND "Procedure" PROCEDURES_KIND "Procedures"
       PROVIDES "provides" REFIN "refin" SEMAPHORE "semaphore" SIGNED "signed"
       STRING_TYPE "string" STRUCT "struct" THREAD "thread" THREADS "threads" TO "to"
       UINT64 "uint64_t" UNSIGNED "unsigned" USES "uses" VOID "void" WITH "with"
%token DICT_OPEN "{ of a dict" DICT_CLOSE "} of a dict"
%token ARROW "->" REFERENCE "<-" OR_ELSE "||" AND_THEN "&&" EQUAL "==" NOT_EQUAL "!="
       LESS_EQUAL "<=" GREATER_EQUAL ">=" SHIFT_LEFT "<<" SHIFT_RIGHT ">>" POWER "**"
%token <const char *> IDENT "a name" BUF "Buf" COPYREGION "copyregion" SCHEDULE "schedule"
                      TICKS "ticks" US "us"
%token <const char *> NUMBER "a number" TRUE "true" FALSE "false" STRING "a string"
                      ANGLE "a path in <>"

%left "||"
%left "&&"
%left '|'
%left '^'
%left '&'
%left "==" "!="
%left '<' "<=" '>' ">="
%left "<<" ">>"
%left '+' '-'
%left '*' '/' '%' "**"
%precedence UNARY

%nterm <const char *> word digits
%nterm <struct ast_name> id opt_id
%nterm <struct ast_ref *> ref
%nterm <struct ast_text *> text
%nterm <const struct ast_expr *> num expr literal plain
%nterm <struct ast_item *> item key list elements dict entries default query_arg dicts
%nterm <struct ast_lookup *> opt_lookup lookup
%nterm <struct ast_type> type
%nterm <struct ast_attribute *> attr
%nterm <bool> opt_array
%nterm <struct ast_struct *> struct_body fields_body fields
%nterm <struct ast_node *> decl import struct include attribute procedure procedure_member
%nterm <struct ast_node *> component component_member
%nterm <struct ast_node *> connector composition composition_member instance connection group export
%nterm <struct ast_node *> configuration setting assembly assembly_member schedule
%nterm <struct ast_node *> composition_use configuration_use
%nterm <struct ast_procedure *> procedure_members
%nterm <struct ast_method *> params param_list
%nterm <struct ast_param *> param
%nterm <enum ast_direction> direction
%nterm <struct ast_component *> component_body component_members component_whole
                                component_composed component_configured
%nterm <struct ast_interface *> port_type event_type dataport_type
%nterm <enum ast_lock_kind> lock_kind
%nterm <struct ast_connector *> connector_body connector_members
%nterm <struct ast_connector_side> from_side to_side side end_kind
%nterm <struct ast_composition *> composition_members
%nterm <struct ast_connection *> ends end_list
%nterm <struct ast_end> end
%nterm <struct ast_group *> group_members
%nterm <struct ast_configuration *> configuration_members
%nterm <struct ast_setting *> setting_value query reference
%nterm <struct ast_assembly *> assembly_members
%nterm <struct ast_schedule *> schedule_entries
%nterm <struct ast_schedule_entry> schedule_entry
%nterm <enum ast_time_unit> unit

%start spec

%%

spec: %empty
    | spec decl { ast_build_decl(parse, $decl); }
    | spec ';'
    | spec error
    ;

decl: assembly | component | composition | configuration | connector | import | procedure | struct
    ;

/* ---- recovery ---- */

/* In a list of members: go on behind the `;` after the faulty one. */
resume: error ';' { yyerrok; ast_build_resumed(parse); }
      ;

/* The end of a body, whether or not the faulty text before it had a `;`. */
close: '}' | broken ;

broken: error '}' { ast_build_resumed(parse); }
      ;

opt_comma: %empty | ',' ;

/* ---- names, texts, references ---- */

id: word { $$ = ast_build_name($word, @$); }
  ;

word: IDENT | BUF | COPYREGION | SCHEDULE | TICKS | US ;

opt_id: %empty { $$ = ast_build_name(NULL, @$); }
      | id
      ;

ref: id         { $$ = ast_build_ref(parse, NULL, $id); }
   | ref '.' id { $$ = ast_build_ref(parse, $1, $id); }
   ;

text: STRING      { $$ = ast_build_text(parse, NULL, $1, @1); }
    | text STRING { $$ = ast_build_text(parse, $1, $2, @2); }
    ;

/* ---- values ---- */

num: expr
   | expr '?' num ':' expr { $$ = ast_build_conditional(parse, $1, $3, $5); }
   ;

expr: literal
    | '(' num ')'      { $$ = ast_build_widened(parse, $num, @$); }
    | '+' expr %prec UNARY { $$ = ast_build_unary(parse, AST_OP_PLUS, @1, $2); }
    | '-' expr %prec UNARY { $$ = ast_build_unary(parse, AST_OP_MINUS, @1, $2); }
    | '!' expr %prec UNARY { $$ = ast_build_unary(parse, AST_OP_NOT, @1, $2); }
    | '~' expr %prec UNARY { $$ = ast_build_unary(parse, AST_OP_INVERT, @1, $2); }
    | expr "||" expr   { $$ = ast_build_binary(parse, AST_OP_OR_ELSE, @2, $1, $3); }
    | expr "&&" expr   { $$ = ast_build_binary(parse, AST_OP_AND_THEN, @2, $1, $3); }
    | expr '|' expr    { $$ = ast_build_binary(parse, AST_OP_BIT_OR, @2, $1, $3); }
    | expr '^' expr    { $$ = ast_build_binary(parse, AST_OP_BIT_XOR, @2, $1, $3); }
    | expr '&' expr    { $$ = ast_build_binary(parse, AST_OP_BIT_AND, @2, $1, $3); }
    | expr "==" expr   { $$ = ast_build_binary(parse, AST_OP_EQUAL, @2, $1, $3); }
    | expr "!=" expr   { $$ = ast_build_binary(parse, AST_OP_NOT_EQUAL, @2, $1, $3); }
    | expr '<' expr    { $$ = ast_build_binary(parse, AST_OP_LESS, @2, $1, $3); }
    | expr "<=" expr   { $$ = ast_build_binary(parse, AST_OP_LESS_EQUAL, @2, $1, $3); }
    | expr '>' expr    { $$ = ast_build_binary(parse, AST_OP_GREATER, @2, $1, $3); }
    | expr ">=" expr   { $$ = ast_build_binary(parse, AST_OP_GREATER_EQUAL, @2, $1, $3); }
    | expr "<<" expr   { $$ = ast_build_binary(parse, AST_OP_SHIFT_LEFT, @2, $1, $3); }
    | expr ">>" expr   { $$ = ast_build_binary(parse, AST_OP_SHIFT_RIGHT, @2, $1, $3); }
    | expr '+' expr    { $$ = ast_build_binary(parse, AST_OP_ADD, @2, $1, $3); }
    | expr '-' expr    { $$ = ast_build_binary(parse, AST_OP_SUBTRACT, @2, $1, $3); }
    | expr '*' expr    { $$ = ast_build_binary(parse, AST_OP_MULTIPLY, @2, $1, $3); }
    | expr '/' expr    { $$ = ast_build_binary(parse, AST_OP_DIVIDE, @2, $1, $3); }
    | expr '%' expr    { $$ = ast_build_binary(parse, AST_OP_MODULO, @2, $1, $3); }
    | expr "**" expr   { $$ = ast_build_binary(parse, AST_OP_POWER, @2, $1, $3); }
    ;

literal: digits { $$ = ast_build_number(parse, $digits, @$); }
       ;

digits: NUMBER | TRUE | FALSE ;

item: num  { $$ = ast_build_item_number(parse, $1); }
    | text { $$ = ast_build_item_text(parse, $1); }
    | list
    | dict
    ;

key: num  { $$ = ast_build_item_number(parse, $1); }
   | text { $$ = ast_build_item_text(parse, $1); }
   ;

list: '[' ']'              { $$ = ast_build_item_at(ast_build_item(parse, AST_ITEM_LIST), @$); }
    | '[' elements opt_comma ']' { $$ = ast_build_item_at($elements, @$); }
    ;

elements: item { $$ = ast_build_element(parse, ast_build_item(parse, AST_ITEM_LIST), $item); }
        | elements ',' item { $$ = ast_build_element(parse, $1, $item); }
        ;

dict: DICT_OPEN DICT_CLOSE { $$ = ast_build_item_at(ast_build_item(parse, AST_ITEM_DICT), @$); }
    | DICT_OPEN entries opt_comma DICT_CLOSE { $$ = ast_build_item_at($entries, @$); }
    ;

entries: key ':' item
           { $$ = ast_build_entry(parse, ast_build_item(parse, AST_ITEM_DICT), $key, $item); }
       | entries ',' key ':' item { $$ = ast_build_entry(parse, $1, $key, $item); }
       ;

opt_lookup: %empty { $$ = NULL; }
          | lookup
          ;

lookup: '[' key ']'        { $$ = ast_build_lookup(parse, NULL, $key); }
      | lookup '[' key ']' { $$ = ast_build_lookup(parse, $1, $key); }
      ;

/* ---- types, attributes, structs ---- */

type: int_type             { $$ = ast_build_type(parse, "int", @$); }
    | unsigned_type        { $$ = ast_build_type(parse, "unsigned int", @$); }
    | "char"               { $$ = ast_build_type(parse, "char", @$); }
    | "signed" "char"      { $$ = ast_build_type(parse, "signed char", @$); }
    | "unsigned" "char"    { $$ = ast_build_type(parse, "unsigned char", @$); }
    | "string"             { $$ = ast_build_type(parse, "string", @$); }
    | "uint64_t"           { $$ = ast_build_type(parse, "uint64_t", @$); }
    | "int64_t"            { $$ = ast_build_type(parse, "int64_t", @$); }
    | "struct" id          { $$ = ast_build_type_tag(parse, $id, @$); }
    | ref                  { $$ = ast_build_type_ref(parse, $ref); }
    | struct_body          { $$ = ast_build_type_inline($struct_body); }
    ;

int_type: "int" | "integer" | "signed" | "signed" "int" | "signed" "integer" ;

unsigned_type: "unsigned" | "unsigned" "int" | "unsigned" "integer" ;

attr: type id opt_array         { $$ = ast_build_attribute(parse, @$, $type, $id, $3, NULL); }
    | type id opt_array default { $$ = ast_build_attribute(parse, @$, $type, $id, $3, $4); }
    ;

opt_array: %empty  { $$ = false; }
         | '[' ']' { $$ = true; }
         ;

default: '=' item { $$ = $item; }
       ;

attribute: "attribute" attr ';' { $$ = ast_build_statement($attr, @$); }
         ;

struct_body: fields_body { $$ = ast_build_struct(parse, $1, ast_build_name(NULL, @$), @$); }
           ;

fields_body: '{' fields close { $$ = $2; }
           ;

fields: %empty           { $$ = ast_build_field(parse, NULL, NULL); }
      | fields attr ';'  { $$ = ast_build_field(parse, $1, $attr); }
      | fields resume
      ;

struct: "struct" id struct_body { $$ = &ast_build_struct(parse, $3, $id, @$)->node; }
      ;

/* ---- files ---- */

import: "import" text ';'
          { $$ = ast_build_import(parse, @$, ast_build_path(parse, $text), @text, false); }
      | "import" ANGLE ';' { $$ = ast_build_import(parse, @$, $2, @2, true); }
      ;

include: "include" text ';'
           { $$ = ast_build_include(parse, @$, ast_build_path(parse, $text), @text, false); }
       | "include" ANGLE ';' { $$ = ast_build_include(parse, @$, $2, @2, true); }
       ;

/* ---- procedures ---- */

procedure: "procedure" opt_id '{' procedure_members close
             { $$ = ast_build_procedure($4, ast_build_named($opt_id, @1), @$); }
         ;

procedure_members: %empty { $$ = ast_build_procedure_member(parse, NULL, NULL); }
                 | procedure_members procedure_member
                     { $$ = ast_build_procedure_member(parse, $1, $2); }
                 | procedure_members resume
                 ;

procedure_member: include
                | attr { $$ = ast_build_statement($attr, @$); }
                | "void" id '(' params ')' ';'
                    { $$ = ast_build_method(parse, @$, NULL, $id, $params); }
                | type id '(' params ')' ';'
                    { $$ = ast_build_method(parse, @$, &$type, $id, $params); }
                ;

params: %empty         { $$ = ast_build_param(parse, NULL, NULL); }
      | "void"         { $$ = ast_build_param(parse, NULL, NULL); }
      | param_list opt_comma
      ;

param_list: param                { $$ = ast_build_param(parse, NULL, $param); }
          | param_list ',' param { $$ = ast_build_param(parse, $1, $param); }
          ;

param: type id opt_array
         { $$ = ast_build_param_named(parse, @$, AST_IN, $type, $id, $opt_array); }
     | direction type id opt_array
         { $$ = ast_build_param_named(parse, @$, $direction, $type, $id, $opt_array); }
     ;

direction: "in"    { $$ = AST_IN; }
         | "out"   { $$ = AST_OUT; }
         | "inout" { $$ = AST_INOUT; }
         | "refin" { $$ = AST_REFIN; }
         ;

/* ---- components ---- */

component: "component" opt_id component_body
             { $$ = ast_build_component($3, ast_build_named($opt_id, @1), @$); }
         ;

component_body: '{' component_whole '}'      { $$ = ast_build_component_body($2, @$); }
              | '{' component_members broken { $$ = ast_build_component_body($2, @$); }
              ;

component_whole: component_members
               | component_composed
               | component_composed configuration_use
                   { $$ = ast_build_component_member(parse, $1, $2); }
               | component_configured composition_use
                   { $$ = ast_build_component_member(parse, $1, $2); }
               ;

component_composed: component_members composition_use
                      { $$ = ast_build_component_member(parse, $1, $2); }
                  ;

component_configured: component_members configuration_use
                        { $$ = ast_build_component_member(parse, $1, $2); }
                    ;

component_members: %empty { $$ = ast_build_component_member(parse, NULL, NULL); }
                 | component_members component_member
                     { $$ = ast_build_component_member(parse, $1, $2); }
                 | component_members resume
                 ;

component_member: include
                | attribute
                | "control" ';'  { $$ = ast_build_flag(parse, @$, false); }
                | "hardware" ';' { $$ = ast_build_flag(parse, @$, true); }
                | "provides" port_type id ';'
                    { $$ = ast_build_interface($2, @$, AST_PROVIDES, false, $id); }
                | "uses" port_type id ';'
                    { $$ = ast_build_interface($2, @$, AST_USES, false, $id); }
                | "maybe" "uses" port_type id ';'
                    { $$ = ast_build_interface($3, @$, AST_USES, true, $id); }
                | "emits" event_type id ';'
                    { $$ = ast_build_interface($2, @$, AST_EMITS, false, $id); }
                | "consumes" event_type id ';'
                    { $$ = ast_build_interface($2, @$, AST_CONSUMES, false, $id); }
                | "maybe" "consumes" event_type id ';'
                    { $$ = ast_build_interface($3, @$, AST_CONSUMES, true, $id); }
                | "dataport" dataport_type id ';'
                    { $$ = ast_build_interface($2, @$, AST_DATAPORT, false, $id); }
                | "maybe" "dataport" dataport_type id ';'
                    { $$ = ast_build_interface($3, @$, AST_DATAPORT, true, $id); }
                | "has" lock_kind id ';' { $$ = ast_build_lock(parse, @$, $lock_kind, $id); }
                | "has" COPYREGION id ';'
                    { $$ = ast_build_copyregion(parse, @$, $id, NULL); }
                | "has" COPYREGION id '(' num ')' ';'
                    { $$ = ast_build_copyregion(parse, @$, $id, $num); }
                ;

port_type: ref { $$ = ast_build_interface_type(parse, $ref); }
         ;

event_type: id { $$ = ast_build_interface_name(parse, $id); }
          ;

dataport_type: id              { $$ = ast_build_interface_name(parse, $id); }
             | BUF '(' num ')'
                 { $$ = ast_build_buf(parse, ast_build_name($1, @1), @$, $num); }
             ;

lock_kind: "mutex"            { $$ = AST_MUTEX; }
         | "semaphore"        { $$ = AST_SEMAPHORE; }
         | "binary_semaphore" { $$ = AST_BINARY_SEMAPHORE; }
         ;

/* ---- connectors ---- */

connector: "connector" opt_id connector_body
             { $$ = ast_build_connector($3, ast_build_named($opt_id, @1), @$); }
         ;

connector_body: '{' connector_members close { $$ = ast_build_connector_body(parse, $2, @$); }
              | '{' from_side broken        { $$ = ast_build_connector_body(parse, NULL, @$); }
              | '{' broken                  { $$ = ast_build_connector_body(parse, NULL, @$); }
              ;

connector_members: from_side to_side { $$ = ast_build_sides(parse, $1, $2); }
                 | connector_members attribute
                     { $$ = ast_build_connector_attribute(parse, $1, $2); }
                 | connector_members resume
                 ;

from_side: "from" side ';' { $$ = $side; $$.span = @$; }
         ;

to_side: "to" side ';' { $$ = $side; $$.span = @$; }
       ;

side: end_kind                            { $$ = ast_build_side($1, @$, false, NULL); }
    | end_kind "with" num threads         { $$ = ast_build_side($1, @$, false, $num); }
    | "hardware" end_kind                 { $$ = ast_build_side($2, @$, true, NULL); }
    | "hardware" end_kind "with" num threads { $$ = ast_build_side($2, @$, true, $num); }
    ;

threads: "thread" | "threads" ;

end_kind: "Procedure"  { $$ = ast_build_end_kind(AST_END_PROCEDURE, false, @1); }
        | "Procedures" { $$ = ast_build_end_kind(AST_END_PROCEDURE, true, @1); }
        | "Event"      { $$ = ast_build_end_kind(AST_END_EVENT, false, @1); }
        | "Events"     { $$ = ast_build_end_kind(AST_END_EVENT, true, @1); }
        | "Dataport"   { $$ = ast_build_end_kind(AST_END_DATAPORT, false, @1); }
        | "Dataports"  { $$ = ast_build_end_kind(AST_END_DATAPORT, true, @1); }
        ;

/* ---- compositions ---- */

composition: "composition" opt_id '{' composition_members close
               { $$ = ast_build_composition($4, ast_build_named($opt_id, @1), @$); }
           ;

composition_members: %empty { $$ = ast_build_composition_member(parse, NULL, NULL); }
                   | composition_members composition_member
                       { $$ = ast_build_composition_member(parse, $1, $2); }
                   | composition_members resume
                   ;

composition_member: instance | connection | group | export ;

instance: "component" ref id ';'
            { $$ = ast_build_instance(parse, @$, $ref, NULL, $id); }
        | "component" component_body id ';'
            { $$ = ast_build_instance(parse, @$, NULL, $component_body, $id); }
        ;

connection: "connection" ref id '(' ends ')' ';'
              { $$ = ast_build_connection($ends, @$, $ref, NULL, $id); }
          | "connection" connector_body id '(' ends ')' ';'
              { $$ = ast_build_connection($ends, @$, NULL, $connector_body, $id); }
          ;

ends: %empty       { $$ = ast_build_end(parse, NULL, NULL); }
    | end_list opt_comma
    ;

end_list: end              { $$ = ast_build_end(parse, NULL, &$end); }
        | end_list ',' end { $$ = ast_build_end(parse, $1, &$end); }
        ;

end: "from" ref { $$ = ast_build_end_ref(@$, false, $ref); }
   | "to" ref   { $$ = ast_build_end_ref(@$, true, $ref); }
   ;

group: "group" opt_id '{' group_members close
         { $$ = ast_build_group($4, ast_build_named($opt_id, @1), @$); }
     ;

group_members: %empty                  { $$ = ast_build_group_member(parse, NULL, NULL); }
             | group_members instance  { $$ = ast_build_group_member(parse, $1, $2); }
             | group_members resume
             ;

export: "export" ref[source] "->" ref[target] ';'
          { $$ = ast_build_export(parse, @$, $source, $target); }
      ;

/* ---- configurations ---- */

configuration: "configuration" opt_id '{' configuration_members close
                 { $$ = ast_build_configuration($4, ast_build_named($opt_id, @1), @$); }
             ;

configuration_members: %empty { $$ = ast_build_configuration_member(parse, NULL, NULL); }
                     | configuration_members setting
                         { $$ = ast_build_configuration_member(parse, $1, $2); }
                     | configuration_members resume
                     ;

setting: id[target] '.' id[attribute] setting_value ';'
           { $$ = ast_build_setting($setting_value, @$, $target, $attribute); }
       ;

setting_value: '=' item { $$ = ast_build_setting_value(parse, $item); }
             | '=' query { $$ = $query; }
             | "<-" reference { $$ = $reference; }
             ;

query: id '(' query_arg ')' opt_lookup
         { $$ = ast_build_setting_query(parse, @$, $id, $query_arg, $opt_lookup); }
     ;

reference: ref opt_lookup { $$ = ast_build_setting_ref(parse, @$, $ref, $opt_lookup); }
         ;

query_arg: %empty            { $$ = NULL; }
         | dict
         | '[' ']'           { $$ = ast_build_item_at(ast_build_item(parse, AST_ITEM_LIST), @$); }
         | '[' dicts opt_comma ']' { $$ = ast_build_item_at($dicts, @$); }
         ;

dicts: dict { $$ = ast_build_element(parse, ast_build_item(parse, AST_ITEM_LIST), $dict); }
     | dicts ',' dict { $$ = ast_build_element(parse, $1, $dict); }
     ;

/* ---- assemblies ---- */

assembly: "assembly" opt_id '{' assembly_members close
            { $$ = ast_build_assembly(parse, $4, ast_build_named($opt_id, @1), @$); }
        ;

assembly_members: %empty { $$ = ast_build_assembly_member(parse, NULL, NULL); }
                | assembly_members assembly_member
                    { $$ = ast_build_assembly_member(parse, $1, $2); }
                | assembly_members resume
                ;

assembly_member: composition_use | configuration_use | schedule ;

composition_use: composition
                   { $$ = ast_build_composition_use(parse, @$, NULL, $composition); }
               | "composition" ref ';'
                   { $$ = ast_build_composition_use(parse, @$, $ref, NULL); }
               ;

configuration_use: configuration
                     { $$ = ast_build_configuration_use(parse, @$, NULL, $configuration); }
                 | "configuration" ref ';'
                     { $$ = ast_build_configuration_use(parse, @$, $ref, NULL); }
                 ;

schedule: SCHEDULE '{' '[' schedule_entries opt_comma ']' '}'
            { $$ = ast_build_schedule(parse, $schedule_entries, @$); }
        | SCHEDULE '{' broken { $$ = NULL; }
        ;

schedule_entries: schedule_entry { $$ = ast_build_schedule_entry(parse, NULL, &$1); }
                | schedule_entries ',' schedule_entry
                    { $$ = ast_build_schedule_entry(parse, $1, &$3); }
                ;

schedule_entry: '(' plain[domain] ',' plain[duration] unit ')'
                  { $$ = ast_build_schedule_pair(@$, $domain, $duration, $unit); }
              ;

plain: NUMBER { $$ = ast_build_number(parse, $1, @1); }
     ;

unit: %empty { $$ = AST_UNIT_NONE; }
    | TICKS  { $$ = AST_UNIT_TICKS; }
    | US     { $$ = AST_UNIT_US; }
    ;

%%

/* Bison calls this when the stack is full; all syntax errors go through the function below. */
static void adl_yyerror(const struct span *at, struct parse *parse, const char *message)
{
    (void)message;
    parse_error_depth(parse, *at);
}

/* Turns bison's view of a syntax error into words. */
static int yyreport_syntax_error(const yypcontext_t *context, struct parse *parse)
{
    enum { MOST = 64 };
    yysymbol_kind_t kinds[MOST];
    const char *names[MOST];
    int count = yypcontext_expected_tokens(context, kinds, MOST);
    struct parse_surprise surprise = {.span = *yypcontext_location(context), .expected = names};

    for (int i = 0; i < count; i++) {
        names[i] = yysymbol_name(kinds[i]);
    }
    surprise.expected_count = count < 0 ? 0 : (size_t)count;
    surprise.unexpected = yypcontext_token(context) == YYSYMBOL_YYEMPTY
                              ? "end of file"
                              : yysymbol_name(yypcontext_token(context));
    parse_error_report(parse, &surprise);
    return 0;
}
