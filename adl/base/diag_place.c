/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/diag_place.h"

#include <string.h>

#include "adl/base/diag.h"
#include "adl/base/strbuf.h"
#include "adl/base/utf8.h"

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

/* UTF-16 units of a text: two for what lies beyond the first 65536 characters. */
static uint32_t utf16_count(const char *text, size_t size)
{
    uint32_t count = 0;

    for (size_t at = 0; at < size;) {
        size_t length = utf8_sequence(text + at, size - at);

        count += length == 4 ? 2 : 1;
        at += length == 0 ? 1 : length;
    }
    return count;
}

bool diag_place_from_span(struct sources *sources, struct span span, struct diag_place *place)
{
    struct source_place start, end;

    if (!source_locate(sources, span, &start)) {
        return false;
    }
    end = start;
    end.mark_start += start.mark_size;
    if (start.exact && end.mark_start == start.text_size &&
        span.end - span.start > start.mark_size) {
        struct source_place last;

        if (source_locate(sources, (struct span){span.file, span.end, span.end}, &last) &&
            last.exact && strcmp(last.name, start.name) == 0 && last.line > start.line) {
            end = last;
        }
    }
    *place = (struct diag_place){
        .file = start.name,
        .line = start.line,
        .column = start.column,
        .end_line = end.line,
        .end_column = (uint32_t)utf8_count(end.text, end.mark_start) + 1,
        .utf16_column = utf16_count(start.text, start.mark_start) + 1,
        .utf16_end_column = utf16_count(end.text, end.mark_start) + 1,
        .text = start.text,
        .text_size = start.text_size,
        .exact = start.exact,
    };
    return true;
}

static uint64_t fnv_add(uint64_t hash, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)text[i]) * FNV_PRIME;
    }
    return hash * FNV_PRIME; /* so that "ab", "c" differs from "a", "bc" */
}

void diag_place_fingerprint(struct strbuf *out, const struct diag *diag, struct sources *sources)
{
    const char *rule = diag_rule(diag->id);
    struct diag_place place;
    uint64_t hash = fnv_add(FNV_START, rule, strlen(rule));

    hash = fnv_add(hash, diag->message, strlen(diag->message));
    if (diag_place_from_span(sources, diag->span, &place)) {
        hash = fnv_add(hash, place.file, strlen(place.file));
        hash = fnv_add(hash, place.text, place.text_size);
    }
    strbuf_printf(out, "%016llx", (unsigned long long)hash);
}
