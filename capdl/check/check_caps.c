/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The capabilities in one object: may such a capability be in such a slot, and do its attributes
 * mean something there?
 */
#include <inttypes.h>

#include "capdl/check/check_state.h"
#include "capdl/spec/sizes.h"

/* Entries of an ASID pool take a word each. */
#define ASID_POOL_BITS 12u

/* ---- what fits where ---- */

static bool is_root_table(const struct checker *k, const struct spec_object *object)
{
    /* Kernels with three levels on aarch64 have the pud as root. */
    return object->kind == SPEC_KIND_PAGE_TABLE &&
           (object->level == 0 ||
            (k->spec->arch == SPEC_ARCH_AARCH64 && object->table_word == SPEC_TABLE_PUD));
}

/* Why a capability cannot be where it is: the rule, and words that go on from "the capability to
 * `x` in slot 3". Without words it can. */
struct misfit {
    enum diag_id id;
    const char *words;
};

static struct misfit no_slot(const char *words)
{
    return (struct misfit){DIAG_SPEC_SLOT, words};
}

/* The words for contents that do not fit, or none if they do. */
static struct misfit unless(bool fits, const char *words)
{
    return (struct misfit){DIAG_SPEC_CONTENT, fits ? NULL : words};
}

static struct misfit fits_tcb(const struct checker *k, const struct spec_cap *cap,
                              const struct spec_object *object)
{
    switch (cap->slot) {
    case SPEC_TCB_CSPACE:
        return unless(object->kind == SPEC_KIND_CNODE, "is no CNode, which a CSpace is");
    case SPEC_TCB_VSPACE:
        return unless(is_root_table(k, object), "is no root of an address space");
    case SPEC_TCB_REPLY:
        return unless(object->kind == SPEC_KIND_TCB && cap->thread_cap == SPEC_CAP_MASTER_REPLY,
                      "is no `master_reply`, which this slot is for");
    case SPEC_TCB_CALLER:
        return unless(object->kind == SPEC_KIND_TCB && cap->thread_cap == SPEC_CAP_REPLY,
                      "is no `reply`, which this slot is for");
    case SPEC_TCB_IPC_BUFFER:
        return unless(object->kind == SPEC_KIND_FRAME && !object->has_paddr,
                      "is no frame of ordinary memory, which an IPC buffer is");
    case SPEC_TCB_FAULT_EP:
    case SPEC_TCB_TIMEOUT_EP:
        return unless(object->kind == SPEC_KIND_ENDPOINT, "is no endpoint for faults");
    case SPEC_TCB_SC:
        return unless(object->kind == SPEC_KIND_SC, "is no scheduling context");
    case SPEC_TCB_BOUND_NTFN:
        return unless(object->kind == SPEC_KIND_NOTIFICATION, "is no notification to be bound");
    case SPEC_TCB_VCPU:
        return unless(object->kind == SPEC_KIND_VCPU, "is no VCPU");
    default:
        return no_slot("is in a slot that threads do not have");
    }
}

/* Pages of Arm that take 16 entries of a table begin at a multiple of them. */
static bool is_aligned(enum spec_arch arch, const struct spec_cap *cap,
                       const struct spec_object *object)
{
    return arch != SPEC_ARCH_ARM11 || (object->size_bits != 16 && object->size_bits != 24) ||
           cap->slot % 16 == 0;
}

static struct misfit fits_table(const struct checker *k, const struct spec_object *holder,
                                const struct spec_cap *cap, const struct spec_object *object)
{
    if (cap->slot >= sizes_table_slots(k->spec->arch, holder->level)) {
        return no_slot("is in a slot that such tables do not have");
    }
    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return unless(object->level == holder->level + 1u,
                      "is no table of the level below, nor a page");
    }
    if (object->kind != SPEC_KIND_FRAME) {
        return unless(false, "is neither a table nor a frame");
    }
    if (!is_aligned(k->spec->arch, cap, object)) {
        return unless(false, "is a page at an address that is not a multiple of its size");
    }
    return unless(sizes_frame_level(k->spec->arch, object->size_bits) == holder->level,
                  "is a frame of a size that tables of this level do not map");
}

static struct misfit fits_pool(const struct checker *k, const struct spec_cap *cap,
                               const struct spec_object *object)
{
    if (cap->slot >= (8u << ASID_POOL_BITS) / spec_arch_word_bits(k->spec->arch)) {
        return no_slot("is in a slot that ASID pools do not have");
    }
    return unless(is_root_table(k, object), "is no root of an address space");
}

static struct misfit fits_holder(const struct checker *k, const struct spec_object *holder,
                                 const struct spec_cap *cap, const struct spec_object *object)
{
    bool table = object->kind == SPEC_KIND_PAGE_TABLE || object->kind == SPEC_KIND_IO_PT;

    switch (holder->kind) {
    case SPEC_KIND_TCB:
        return fits_tcb(k, cap, object);
    case SPEC_KIND_CNODE:
        return holder->size_bits >= 32 || cap->slot < UINT32_C(1) << holder->size_bits
                   ? unless(true, NULL)
                   : no_slot("is in a slot behind the last one");
    case SPEC_KIND_PAGE_TABLE:
        return fits_table(k, holder, cap, object);
    case SPEC_KIND_IRQ:
        return cap->slot != 0 ? no_slot("is in a slot that interrupts do not have")
                              : unless(object->kind == SPEC_KIND_NOTIFICATION,
                                       "is no notification, which interrupts go to");
    case SPEC_KIND_ASID_POOL:
        return fits_pool(k, cap, object);
    case SPEC_KIND_UNTYPED:
        return unless(!spec_kind_is_control(object->kind) &&
                          (sizes_memory_bits(k->spec->arch, object) != 0 ||
                           object->kind == SPEC_KIND_UNTYPED),
                      "is made from no memory");
    case SPEC_KIND_IO_PT:
        return unless(object->kind == SPEC_KIND_FRAME || object->kind == SPEC_KIND_IO_PT,
                      "is neither a table of the IOMMU nor a frame");
    case SPEC_KIND_IO_DEVICE:
        return unless(object->kind == SPEC_KIND_IO_PT, "is no table of the IOMMU");
    case SPEC_KIND_ARM_IO_DEVICE:
        return unless(table, "is no table of the IOMMU");
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_FRAME:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_VCPU:
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_SC:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SMC:
    case SPEC_KIND_SGI_SIGNAL:
    case SPEC_KIND_COUNT:
        break;
    }
    return unless(true, NULL); /* holders without slots are reported once, with the object */
}

/* ---- attributes ---- */

/* A frame cap in a CNode that stands for a mapping. */
static void check_alias(struct checker *k, const struct spec_object *holder,
                        const struct spec_cap *cap)
{
    const struct spec_cap *mapping;
    uint32_t other;

    if (holder->kind != SPEC_KIND_CNODE ||
        spec_object(k->spec, cap->object)->kind != SPEC_KIND_FRAME) {
        (void)check_cap_fault(k, DIAG_SPEC_MAPPING, holder, cap, "cannot stand for a mapping");
        return;
    }
    if (cap->mapping_table.index >= k->spec->object_count ||
        spec_object(k->spec, cap->mapping_table)->kind != SPEC_KIND_PAGE_TABLE) {
        (void)check_cap_fault(k, DIAG_SPEC_MAPPING, holder, cap,
                              "stands for a mapping in something that is no page table");
        return;
    }
    mapping = spec_cap_at(k->spec, cap->mapping_table, cap->mapping_slot);
    if (mapping == NULL || mapping->object.index != cap->object.index) {
        (void)check_cap_fault(k, DIAG_SPEC_MAPPING, holder, cap,
                              "stands for a mapping that is not there");
        return;
    }
    if (!map_put(&k->mappings, &k->c->arena,
                 map_key_from_pair(cap->mapping_table.index, cap->mapping_slot),
                 (uint32_t)(holder - k->spec->objects))) {
        (void)map_get(&k->mappings, map_key_from_pair(cap->mapping_table.index, cap->mapping_slot),
                      &other);
        (void)check_cap_fault(k, DIAG_SPEC_MAPPING, holder, cap,
                              "stands for the same mapping as another capability");
    }
}

static bool fits_guard(const struct checker *k, const struct spec_cap *cap,
                       const struct spec_object *object)
{
    unsigned word = spec_arch_word_bits(k->spec->arch);

    return cap->guard_size + object->size_bits <= word &&
           (cap->guard_size >= 64 || cap->guard >> cap->guard_size == 0);
}

static void check_attributes(struct checker *k, const struct spec_object *holder,
                             const struct spec_cap *cap, const struct spec_object *object)
{
    bool message = object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION ||
                   object->kind == SPEC_KIND_SMC;
    bool node = object->kind == SPEC_KIND_CNODE;
    bool frame = object->kind == SPEC_KIND_FRAME;
    bool mapping = holder->kind == SPEC_KIND_PAGE_TABLE || holder->kind == SPEC_KIND_CNODE ||
                   holder->kind == SPEC_KIND_IO_PT || holder->kind == SPEC_KIND_TCB;

    if (cap->badge != 0 && !message) {
        (void)check_cap_fault(k, DIAG_SPEC_ATTRIBUTE, holder, cap,
                              "has a badge, which only endpoints and notifications have");
    }
    if (spec_arch_word_bits(k->spec->arch) == 32 && message && cap->badge >> 28 != 0) {
        (void)check_cap_fault(k, DIAG_SPEC_BADGE, holder, cap, "has a badge of more than 28 bits");
    }
    if ((cap->guard != 0 || cap->guard_size != 0) && !node) {
        (void)check_cap_fault(k, DIAG_SPEC_ATTRIBUTE, holder, cap,
                              "has a guard, which only CNodes have");
    }
    if (node && !fits_guard(k, cap, object)) {
        (void)check_cap_fault(k, DIAG_SPEC_GUARD, holder, cap, "has a guard that does not fit");
    }
    if ((cap->executable || cap->uncached) && !(mapping && frame)) {
        (void)check_cap_fault(k, DIAG_SPEC_ATTRIBUTE, holder, cap,
                              "has attributes of a mapping, but is none");
    }
    if ((cap->rights & ~SPEC_ALL_RIGHTS) != 0) {
        (void)check_cap_fault(k, DIAG_SPEC_ATTRIBUTE, holder, cap, "has rights that do not exist");
    }
    if (cap->mapped_alias) {
        check_alias(k, holder, cap);
    }
}

/* ---- tables are in one place ---- */

static void check_place(struct checker *k, struct spec_place *places, uint32_t holder,
                        const struct spec_cap *cap)
{
    struct spec_place *place = &places[cap->object.index];

    if (place->holder.index != SPEC_NO_OBJECT.index) {
        const struct spec_cap *first = spec_cap_at(k->spec, place->holder, place->slot);
        struct diag *diag =
            check_fault(k, DIAG_SPEC_SHARED, spec_object(k->spec, cap->object),
                        "it is an entry of both `%s` and `%s`",
                        spec_object(k->spec, place->holder)->name, k->spec->objects[holder].name);

        if (first != NULL && first->span.file != 0) {
            diag_label(diag, first->span, "one of them");
            diag_label(diag, cap->span, "the other one");
        }
        return;
    }
    *place = (struct spec_place){{holder}, cap->slot};
}

void check_caps(struct checker *k, uint32_t index)
{
    const struct spec_object *holder = &k->spec->objects[index];

    for (uint32_t i = 0; i < holder->cap_count; i++) {
        const struct spec_cap *cap = &holder->caps[i];
        const struct spec_object *object;
        struct misfit misfit;

        if (i > 0 && cap->slot <= cap[-1].slot) {
            (void)check_fault(k, DIAG_SPEC_INVALID, holder, "its slots are not sorted at slot %u",
                              cap->slot);
        }
        if (cap->object.index >= k->spec->object_count) {
            (void)check_fault(k, DIAG_SPEC_INVALID, holder,
                              "the capability in slot %u names no object", cap->slot);
            continue;
        }
        object = spec_object(k->spec, cap->object);
        misfit = fits_holder(k, holder, cap, object);
        if (misfit.words != NULL) {
            (void)check_cap_fault(k, misfit.id, holder, cap, "%s", misfit.words);
        } else if (holder->kind == SPEC_KIND_PAGE_TABLE && object->kind == SPEC_KIND_PAGE_TABLE) {
            check_place(k, k->parents, index, cap);
        } else if (holder->kind == SPEC_KIND_ASID_POOL) {
            check_place(k, k->pools, index, cap);
        }
        check_attributes(k, holder, cap, object);
    }
}
