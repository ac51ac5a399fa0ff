/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_kernel.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "adl/base/map.h"

/* ---- the kernel ---- */

static bool check_thread(struct compilation *c, const struct spec_object *tcb,
                         const struct check_kernel *kernel)
{
    bool good = true;

    if (kernel->cores != 0 && tcb->tcb->affinity >= kernel->cores) {
        (void)diag_report(&c->diags, DIAG_SPEC_KERNEL, tcb->span,
                          "thread `%s` is for core %u, but there are %" PRIu32, tcb->name,
                          tcb->tcb->affinity, kernel->cores);
        good = false;
    }
    if (kernel->domains != 0 && tcb->tcb->domain >= kernel->domains) {
        (void)diag_report(&c->diags, DIAG_SPEC_KERNEL, tcb->span,
                          "thread `%s` is in domain %u, but there are %" PRIu32, tcb->name,
                          tcb->tcb->domain, kernel->domains);
        good = false;
    }
    return good;
}

/* The words for what the other scheduler does not have; NULL: it has this object. */
static const char *missing(const struct spec_object *object, enum check_scheduler scheduler)
{
    bool mcs = object->kind == SPEC_KIND_SC || object->kind == SPEC_KIND_RTREPLY ||
               object->kind == SPEC_KIND_SCHED_CONTROL;

    if (scheduler == CHECK_CLASSIC && mcs) {
        return "only a kernel with the MCS scheduler has such objects";
    }
    if (scheduler == CHECK_MCS && object->kind == SPEC_KIND_TCB && object->tcb->fault_ep != 0) {
        return "a kernel with the MCS scheduler takes the fault endpoint from a slot";
    }
    return NULL;
}

bool check_kernel(struct compilation *c, const struct spec *spec, const struct check_kernel *kernel)
{
    bool good = true;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];
        const char *words = missing(object, kernel->scheduler);

        if (object->kind == SPEC_KIND_TCB) {
            good = check_thread(c, object, kernel) && good;
        }
        if (words != NULL) {
            (void)diag_report(&c->diags, DIAG_SPEC_KERNEL, object->span, "object `%s` (%s): %s",
                              object->name, spec_object_keyword(spec->arch, object), words);
            good = false;
        }
    }
    for (uint32_t i = 0; kernel->domains != 0 && i < spec->schedule.count; i++) {
        const struct spec_domain *entry = &spec->schedule.entries[i];

        if (entry->domain >= kernel->domains) {
            (void)diag_report(&c->diags, DIAG_SPEC_KERNEL, entry->span,
                              "the schedule has domain %u, but there are %" PRIu32, entry->domain,
                              kernel->domains);
            good = false;
        }
    }
    return good;
}

/* ---- files ---- */

struct files {
    struct compilation *c;
    const char *folder;
    struct map_string index; /* name -> index in sizes */
    VEC(uint64_t) sizes;     /* UINT64_MAX: it cannot be read, which was reported */
    bool good;
};

static void fault(struct files *f, const struct spec_object *frame, const char *file,
                  const char *why)
{
    (void)diag_report(&f->c->diags, DIAG_FILL_UNREADABLE, frame->span,
                      "file `%s`, needed for frame `%s`: %s", file, frame->name, why);
    f->good = false;
}

static uint64_t size_of(struct files *f, const struct spec_object *frame, const char *name)
{
    uint64_t size = UINT64_MAX;
    struct stat status;
    uint32_t index;

    if (map_string_get(&f->index, name, &index)) {
        return f->sizes.items[index];
    }
    if (stat(arena_printf(&f->c->arena, "%s/%s", f->folder, name), &status) != 0) {
        fault(f, frame, name, strerror(errno));
    } else if (!S_ISREG(status.st_mode)) {
        fault(f, frame, name, "no file, but something else");
    } else {
        size = (uint64_t)status.st_size;
    }
    (void)map_string_put(&f->index, &f->c->arena, name, (uint32_t)f->sizes.count);
    vec_push(&f->c->arena, &f->sizes, size);
    return size;
}

bool check_kernel_files(struct compilation *c, const struct spec *spec, const char *folder)
{
    struct files f = {.c = c, .folder = folder, .good = true};

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *frame = &spec->objects[i];

        for (uint32_t n = 0; n < frame->fill_count; n++) {
            const struct spec_fill *fill = &frame->fills[n];
            uint64_t size =
                fill->kind == SPEC_FILL_FILE ? size_of(&f, frame, fill->file) : UINT64_MAX;

            if (size != UINT64_MAX &&
                (fill->file_offset > size || fill->length > size - fill->file_offset)) {
                fault(&f, frame, fill->file,
                      arena_printf(&c->arena,
                                   "it has %" PRIu64 " bytes, but fill %" PRIu32 " takes %" PRIu32
                                   " from byte %" PRIu64 " on",
                                   size, n, fill->length, fill->file_offset));
            }
        }
    }
    return f.good;
}
