/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc explain: the paragraph of adlc-diagnostics(7) on one message. The manual page, which is
 * installed beside the templates, is the one source of these texts. adlc rules: the catalogue.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/diag_forms.h"
#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"
#include "adl/cli/command.h"

#define PAGE       "adlc-diagnostics.7"
#define PAGE_LIMIT ((size_t)16 * 1024 * 1024)
#define ITEM       ".It Sy "

/* Appends the arguments of a macro as plain text: markup words go, what they mark stays. */
static void put_marked(struct strbuf *out, const char *line, size_t size)
{
    static const char *const markup[] = {"Ql", "Fl", "Ar", "Cm", "Xr",
                                         "Pa", "Ev", "Sy", "Nm", "Pq"};
    bool glued = true;
    for (size_t at = 0; at < size;) {
        size_t length = strcspn(line + at, " \n");
        length = length > size - at ? size - at : length;
        bool is_markup = false;
        for (size_t i = 0; i < sizeof(markup) / sizeof(markup[0]); i++) {
            is_markup = is_markup || (length == 2 && strncmp(markup[i], line + at, 2) == 0);
        }
        if (length == 2 && strncmp(line + at, "Ns", 2) == 0) {
            glued = true;
        } else if (is_markup) {
            if (strncmp(line + at, "Fl", 2) == 0) {
                strbuf_puts(out, glued ? "-" : " -");
                glued = true;
            }
        } else if (length > 0) {
            bool stop = length == 1 && strchr(".,;:)", line[at]) != NULL;
            strbuf_puts(out, glued || stop ? "" : " ");
            strbuf_put_bytes(out, line + at, length);
            glued = false;
        }
        at += length + 1;
    }
}

/* Appends one line of the page as plain text; `literal`: inside an example. */
static void put_line(struct strbuf *out, const char *line, size_t size, bool *literal)
{
    if (strncmp(line, ".Bd", 3) == 0 || strncmp(line, ".Ed", 3) == 0) {
        *literal = line[1] == 'B';
        return;
    }
    if (strncmp(line, ".Pp", 3) == 0) {
        strbuf_putc(out, '\n');
        return;
    }
    strbuf_puts(out, *literal ? "    " : "");
    if (line[0] == '.' && size > 1) {
        put_marked(out, line + 1, size - 1);
    } else {
        strbuf_put_bytes(out, line, size);
    }
    strbuf_putc(out, '\n');
}

/* Appends the paragraph on `name`; false if the page has none. */
static bool put_paragraph(struct strbuf *out, const char *page, const char *name)
{
    size_t length = strlen(name);
    bool literal = false;
    for (page = strstr(page, ITEM); page != NULL; page = strstr(page + 1, ITEM)) {
        const char *at = page + strlen(ITEM);
        if (strncmp(at, name, length) == 0 && at[length] == ' ') {
            break;
        }
    }
    if (page == NULL) {
        return false;
    }
    page = strchr(page, '\n');
    while (page != NULL && strncmp(++page, ".It", 3) != 0 && strncmp(page, ".El", 3) != 0) {
        size_t size = strcspn(page, "\n");
        put_line(out, page, size, &literal);
        page = page[size] == '\n' ? page + size : NULL;
    }
    return true;
}

static int report_unknown(const char *name)
{
    struct suggest near;
    suggest_start(&near, name);
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        suggest_consider(&near, diag_kind((enum diag_id)i)->name);
        suggest_consider(&near, diag_rule((enum diag_id)i));
    }
    fprintf(stderr, "adlc: no message has the id or name `%s`", name);
    if (suggest_result(&near) != NULL) {
        fprintf(stderr, "; did you mean `%s`?", suggest_result(&near));
    }
    fputs("\n`adlc rules` lists them\n", stderr);
    return EXIT_STATUS_USAGE;
}

int command_explain(struct compilation *c, const struct options *options)
{
    const char *wanted = options->operands.items[0];
    enum diag_id id = diag_find(wanted);
    struct installation installation;
    if (id == DIAG_COUNT) {
        return report_unknown(wanted);
    }
    if (!platform_installation(c, &installation)) {
        return EXIT_STATUS_DONE;
    }
    const char *share = path_directory(&c->arena, installation.templates);
    const char *path = path_join(&c->arena, share, PAGE);
    const struct diag_kind *kind = diag_kind(id);
    char *page = NULL;
    size_t size = 0;
    struct strbuf text;
    strbuf_init(&text, &c->arena);
    strbuf_printf(&text, "%s [%s], %s: %s\n\n", diag_rule(id), kind->name,
                  diag_severity_text(kind->severity), kind->meaning);
    if (file_read(&c->arena, path, PAGE_LIMIT, &page, &size) != FILE_OK ||
        !put_paragraph(&text, page, kind->name)) {
        diag_report(&c->diags, DIAG_INSTALLATION, SPAN_NONE,
                    "adlc's own files are missing: no paragraph on `%s` in %s", kind->name, path);
        return EXIT_STATUS_DONE;
    }
    fwrite(text.text, 1, text.size, stdout);
    return EXIT_STATUS_DONE;
}

int command_rules(struct compilation *c, const struct options *options)
{
    bool json = false;
    for (vec_each (format, &options->values[OPTION_FORMAT])) {
        json = json || strcmp(*format, "json") == 0;
    }
    struct strbuf text;
    strbuf_init(&text, &c->arena);
    strbuf_puts(&text, json ? "{\"schema\": \"adlc.rules/1\", \"rules\": [" : "");
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        const struct diag_kind *kind = diag_kind((enum diag_id)i);
        const char *severity = diag_severity_text(kind->severity);
        if (!json) {
            strbuf_printf(&text, "%-8s %-26s %-8s %s\n", diag_rule((enum diag_id)i), kind->name,
                          severity, kind->meaning);
            continue;
        }
        strbuf_printf(&text, "%s\n  {\"id\": \"%s\", \"name\": \"%s\", \"severity\": \"%s\", ",
                      i > 0 ? "," : "", diag_rule((enum diag_id)i), kind->name, severity);
        strbuf_puts(&text, "\"meaning\": ");
        diag_json_string(&text, kind->meaning);
        strbuf_putc(&text, '}');
    }
    strbuf_puts(&text, json ? "\n]}\n" : "");
    fwrite(text.text, 1, text.size, stdout);
    return EXIT_STATUS_DONE;
}
