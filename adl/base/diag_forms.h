/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Diagnostics for other programs: each function appends all that was collected, in one form.
 * Forms, their versions and where they come from:
 *
 *     json     {"schema": "adlc.findings/1", "findings": [...]} (reference checks-policy-cli, 3.6)
 *     sarif    SARIF 2.1.0, docs.oasis-open.org/sarif/sarif/v2.1.0
 *     github   workflow commands: ::error file=...,line=...::message
 *     compact  file:line:col: severity: message [rule], one line each, as GCC prints them
 *     junit    the XML that test reporters read; a fault is a failed case
 *
 * Paths are as shown to the user, relative to the folder worked in.
 */
#ifndef ADL_BASE_DIAG_FORMS_H
#define ADL_BASE_DIAG_FORMS_H

struct diags;
struct sources;
struct strbuf;

/* Who speaks. */
struct diag_tool {
    const char *name, *version;
};

typedef void diag_form_function(struct strbuf *out, const struct diags *diags,
                                struct sources *sources, const struct diag_tool *tool);

diag_form_function diag_json;
diag_form_function diag_sarif;
diag_form_function diag_github;
diag_form_function diag_compact;
diag_form_function diag_junit;

/* Appends a quoted and escaped JSON string; bytes that are not UTF-8 become U+FFFD. */
void diag_json_string(struct strbuf *out, const char *text);

#endif
