/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/text/expand_fills.h"

#include <stdlib.h>
#include <string.h>

#include "adl/base/strbuf.h"

#define CHUNK_PREFIX "CDL_FrameFill_BootInfo_"

/* The words of one fill, one behind the other. */
struct words {
    struct expand *e;
    const struct cdl_item *item;
    const char *at; /* the next word; "" at the end */
    bool failed;
};

static const char *next_word(struct words *w)
{
    const char *word = w->at;

    w->at += *word != '\0' ? strlen(word) + 1 : 0;
    return word;
}

static uint64_t next_number(struct words *w, uint64_t most)
{
    const char *word = next_word(w);
    char *end = NULL;
    int base = word[0] == '0' && (word[1] == 'x' || word[1] == 'X') ? 16 : 10;
    unsigned long long value = strtoull(word, &end, base);

    if (word[0] < '0' || word[0] > '9' || *end != '\0' || strlen(word) > 20 || value > most) {
        if (!w->failed) {
            (void)expand_fault(w->e, DIAG_CAPDL_NUMBER, w->item->span,
                               "the word `%s` of this fill is not a number that fits", word);
        }
        w->failed = true;
    }
    return value;
}

static const char *next_quoted(struct words *w)
{
    const char *word = next_word(w);
    size_t size = strlen(word);

    if (size < 2 || word[0] != '"' || word[size - 1] != '"') {
        (void)expand_fault(w->e, DIAG_CAPDL_PARAMETER, w->item->span,
                           "a file name stands between quotes");
        w->failed = true;
        return "";
    }
    return intern_bytes(&w->e->c->interner, word + 1, size - 2);
}

static bool is_chunk(const char *word)
{
    static const char *const names[] = {
        "Padding",         "X86_VBE",      "X86_MBMMAP", "X86_ACPI_RSDP",
        "X86_Framebuffer", "X86_TSC_Freq", "FDT"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strncmp(word, CHUNK_PREFIX, strlen(CHUNK_PREFIX)) == 0 &&
            strcmp(word + strlen(CHUNK_PREFIX), names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Keeps the words of a fill as they are. */
static void keep_words(struct words *w, struct spec_fill *fill)
{
    struct strbuf text;

    strbuf_init(&text, &w->e->c->arena);
    (void)diag_report(&w->e->c->diags, DIAG_CAPDL_IGNORED, w->item->span,
                      "a fill of a kind that no loader knows");
    while (*w->at != '\0') {
        strbuf_printf(&text, "%s%s", text.size > 0 ? " " : "", next_word(w));
    }
    fill->kind = SPEC_FILL_OTHER;
    fill->file = intern_string(&w->e->c->interner, text.text);
}

static bool read_fill(struct expand *e, const struct cdl_item *item, struct spec_fill *fill)
{
    struct words w = {.e = e, .item = item, .at = item->word};
    const char *chunk;

    fill->dest_offset = (uint32_t)next_number(&w, UINT32_MAX);
    fill->length = (uint32_t)next_number(&w, UINT32_MAX);
    if (strcmp(w.at, "CDL_FrameFill_FileData") == 0) {
        fill->kind = SPEC_FILL_FILE;
        (void)next_word(&w);
        fill->file = next_quoted(&w);
        fill->file_offset = next_number(&w, UINT64_MAX);
    } else if (strcmp(w.at, "CDL_FrameFill_BootInfo") == 0) {
        fill->kind = SPEC_FILL_BOOT_INFO;
        (void)next_word(&w);
        chunk = next_word(&w);
        if (!is_chunk(chunk)) {
            (void)expand_fault(e, DIAG_CAPDL_PARAMETER, item->span,
                               "there is no chunk `%s` of the boot info", chunk);
            return false;
        }
        fill->file = intern_string(&e->c->interner, chunk + strlen(CHUNK_PREFIX));
        fill->file_offset = next_number(&w, UINT64_MAX);
    } else if (strcmp(w.at, "CDL_FrameFill_BootInfo_BootInfo") == 0) {
        fill->kind = SPEC_FILL_BOOT_PAGE;
        (void)next_word(&w);
    } else {
        keep_words(&w, fill);
    }
    if (*w.at != '\0' && !w.failed) {
        (void)expand_fault(e, DIAG_CAPDL_PARAMETER, item->span, "the word `%s` is one too many",
                           w.at);
        return false;
    }
    return !w.failed;
}

static int compare_fills(const void *a, const void *b)
{
    const struct spec_fill *x = a;
    const struct spec_fill *y = b;

    return (x->dest_offset > y->dest_offset) - (x->dest_offset < y->dest_offset);
}

void expand_fills(struct expand *e, const struct cdl_param *param, struct spec_object *frame)
{
    bool sorted = true;

    for (const struct cdl_item *item = param->value.items; item != NULL; item = item->next) {
        frame->fill_capacity++;
    }
    frame->fills_given = true;
    frame->fills = arena_array(&e->c->arena, struct spec_fill, frame->fill_capacity);
    for (const struct cdl_item *item = param->value.items; item != NULL; item = item->next) {
        struct spec_fill *fill = &frame->fills[frame->fill_count];

        if (item->kind != CDL_ITEM_FILL) {
            (void)expand_fault(e, DIAG_CAPDL_PARAMETER, item->span, "a fill stands between braces");
        } else if (read_fill(e, item, fill)) {
            sorted = sorted && (frame->fill_count == 0 || compare_fills(fill - 1, fill) <= 0);
            frame->fill_count++;
        }
    }
    if (!sorted) {
        qsort(frame->fills, frame->fill_count, sizeof(*frame->fills), compare_fills);
    }
}
