/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/pass.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "adl/base/compilation.h"

/* Index of the pass `name` among the first `count`, or `count`. */
static size_t pass_index(const struct pass *passes, size_t count, const char *name)
{
    size_t i = 0;

    while (i < count && strcmp(passes[i].name, name) != 0) {
        i++;
    }
    return i;
}

/* The first need of passes[at] that is not done, or NULL. */
static const char *pass_missing_need(const struct pass *passes, size_t at,
                                     const enum pass_status *statuses)
{
    for (size_t i = 0; i < PASS_MAX_NEEDS && passes[at].needs[i] != NULL; i++) {
        size_t need = pass_index(passes, at, passes[at].needs[i]);

        assert(need < at);
        if (statuses[need] != PASS_DONE) {
            return passes[at].needs[i];
        }
    }
    return NULL;
}

static enum pass_status pass_run_one(struct compilation *c, const struct pass *pass, void *subject)
{
    uint64_t since = pass_clock();
    bool good = pass->run(c, subject);

    pass_note_time(c, pass->name, since);
#ifndef NDEBUG
    if (good && pass->verify != NULL) {
        pass->verify(c, subject);
    }
#endif
    return good ? PASS_DONE : PASS_FAILED;
}

bool pass_run(struct compilation *c, const struct pass *passes, size_t count, void *subject,
              enum pass_status *statuses)
{
    bool all = true;

    if (statuses == NULL) {
        statuses = arena_array(&c->arena, enum pass_status, count);
    }
    for (size_t i = 0; i < count; i++) {
        const char *missing = pass_missing_need(passes, i, statuses);
        bool trace = compilation_traces(c, passes[i].name);

        if (trace) {
            fprintf(stderr, "trace: %s: %s%s\n", passes[i].name,
                    missing == NULL ? "begins" : "skipped for want of ",
                    missing == NULL ? "" : missing);
        }
        statuses[i] = missing == NULL ? pass_run_one(c, &passes[i], subject) : PASS_SKIPPED;
        if (trace && missing == NULL) {
            fprintf(stderr, "trace: %s: %s\n", passes[i].name,
                    statuses[i] == PASS_DONE ? "done" : "failed");
        }
        all = all && statuses[i] == PASS_DONE;
    }
    return all;
}

uint64_t pass_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void pass_note_time(struct compilation *c, const char *name, uint64_t since)
{
    struct pass_timing timing = {.name = name, .nanoseconds = pass_clock() - since};

    vec_push(&c->arena, &c->timings, timing);
}

void pass_show_timings(const struct compilation *c, FILE *out)
{
    uint64_t total = 0;

    for (size_t i = 0; i < c->timings.count; i++) {
        const struct pass_timing *timing = &c->timings.items[i];

        fprintf(out, "%10" PRIu64 ".%03u ms  %s\n", timing->nanoseconds / 1000000,
                (unsigned)(timing->nanoseconds / 1000 % 1000), timing->name);
        total += timing->nanoseconds;
    }
    fprintf(out, "%10" PRIu64 ".%03u ms  total\n", total / 1000000,
            (unsigned)(total / 1000 % 1000));
}
