/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/check/c_words.h"

#include <stdlib.h>
#include <string.h>

struct c_word {
    const char *word;
    const char *owner;
};

static int c_words_compare(const void *key, const void *member)
{
    return strcmp((const char *)key, ((const struct c_word *)member)->word);
}

const char *c_words_owner(const char *name)
{
    static const struct c_word words[] = {
#define C_WORD(word, owner) {#word, owner},
#include "adl/check/c_words.def"
#undef C_WORD
    };
    const struct c_word *found;

    if (name == NULL) {
        return NULL;
    }
    found = (const struct c_word *)bsearch(name, words, sizeof words / sizeof words[0],
                                           sizeof words[0], c_words_compare);
    return found == NULL ? NULL : found->owner;
}
