/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/cli/memory_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/plan/plan_spec.h"

static bool parse_number(const char **text, uint64_t *value)
{
    char *end;

    errno = 0;
    if (**text < '0' || **text > '9') {
        return false;
    }
    *value = strtoull(*text, &end, 0);
    *text = end;
    return errno == 0;
}

bool memory_plan_parse(const char *text, struct untyped_plan_memory *memory)
{
    uint64_t bits;

    *memory = (struct untyped_plan_memory){0};
    if (!parse_number(&text, &memory->paddr) || *text++ != ':' || !parse_number(&text, &bits) ||
        bits < 4 || bits > 63) {
        return false;
    }
    memory->size_bits = (uint8_t)bits;
    memory->device = strcmp(text, ":device") == 0;
    return memory->device || *text == '\0';
}

bool memory_plan(struct compilation *c, const struct spec *spec, struct untyped_plan_memory *memory,
                 uint32_t count, struct strbuf *out)
{
    struct untyped_plan plan;
    struct untyped_plan_step step;

    if (!plan_spec(c, spec, memory, count, &plan)) {
        return false;
    }
    strbuf_printf(out, "%18s %12s %8s  %s\n", "address", "bytes", "untyped", "object");
    while (untyped_plan_next(&plan, &step)) {
        const char *name =
            step.object == UNTYPED_PLAN_NONE ? "(skipped)" : spec->objects[step.object].name;

        strbuf_printf(out, "0x%016" PRIx64 " %12" PRIu64 " %8u  %s\n", step.paddr,
                      UINT64_C(1) << step.size_bits, step.memory, name);
    }
    strbuf_printf(out, "\n%u retypes, %u of them to skip memory\n", plan.steps, plan.fillers);
    for (uint32_t i = 0; i < count; i++) {
        strbuf_printf(out, "untyped %u at 0x%" PRIx64 "%s: %" PRIu64 " of %" PRIu64 " bytes used\n",
                      i, memory[i].paddr, memory[i].device ? " (device)" : "", memory[i].used,
                      UINT64_C(1) << memory[i].size_bits);
    }
    return true;
}
