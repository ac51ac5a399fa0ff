/* SPDX-License-Identifier: BSD-2-Clause
 *
 * One object alone: does the architecture have it, in this size, with these parameters?
 */
#include <inttypes.h>

#include "capdl/check/check_state.h"
#include "capdl/spec/sizes.h"

/* ---- the architecture ---- */

static bool has_kind(enum spec_arch arch, const struct spec_object *object)
{
    bool arm = spec_arch_is_arm(arch);
    bool x86 = spec_arch_is_x86(arch);

    switch (object->kind) {
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_IO_PT:
        return x86;
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_SGI_SIGNAL:
        return arm;
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SMC:
        return arch == SPEC_ARCH_AARCH64;
    case SPEC_KIND_VCPU:
        return arch != SPEC_ARCH_RISCV64;
    case SPEC_KIND_IRQ:
        return object->irq == NULL || object->irq->source == SPEC_IRQ_LINE || x86;
    case SPEC_KIND_PAGE_TABLE:
        return object->table_word == SPEC_TABLE_BY_LEVEL || object->level != UINT8_MAX ||
               object->table_word == SPEC_TABLE_PT;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_TCB:
    case SPEC_KIND_CNODE:
    case SPEC_KIND_UNTYPED:
    case SPEC_KIND_FRAME:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_SC:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_COUNT:
        break;
    }
    return true;
}

/* ---- sizes and parameters ---- */

static void check_fills(struct checker *k, const struct spec_object *object)
{
    uint64_t size = UINT64_C(1) << object->size_bits;
    uint64_t end = 0;

    if (object->fill_count > 0 && object->has_paddr) {
        (void)check_fault(k, DIAG_SPEC_FILL, object,
                          "a frame at a fixed address cannot have initial contents");
    }
    for (uint32_t i = 0; i < object->fill_count; i++) {
        const struct spec_fill *fill = &object->fills[i];

        if (fill->kind == SPEC_FILL_NONE ||
            (fill->kind != SPEC_FILL_BOOT_PAGE && fill->file == NULL)) {
            (void)check_fault(k, DIAG_SPEC_FILL, object, "fill %u has no source", i);
        }
        if (fill->dest_offset < end) {
            (void)check_fault(k, DIAG_SPEC_FILL, object, "fill %u overlaps the one before", i);
        }
        end = (uint64_t)fill->dest_offset + fill->length;
        if (end > size) {
            (void)check_fault(k, DIAG_SPEC_FILL, object,
                              "fill %u ends at byte %" PRIu64 " of %" PRIu64, i, end, size);
        }
    }
}

/* Memory at a fixed address must be aligned to its size. */
static void check_address(struct checker *k, const struct spec_object *object)
{
    if (object->has_paddr && object->size_bits > 0 && object->size_bits < 64 &&
        object->paddr % (UINT64_C(1) << object->size_bits) != 0) {
        (void)check_fault(k, DIAG_SPEC_ADDRESS, object,
                          "address 0x%" PRIx64 " is not a multiple of the size", object->paddr);
    }
}

static void check_frame(struct checker *k, const struct spec_object *object)
{
    if (sizes_frame_level(k->spec->arch, object->size_bits) == 255) {
        (void)check_fault(k, DIAG_SPEC_SIZE, object, "2^%u bytes is no page size of %s",
                          object->size_bits, spec_arch_keyword(k->spec->arch));
        return;
    }
    check_address(k, object);
    check_fills(k, object);
}

static void check_untyped(struct checker *k, const struct spec_object *object)
{
    uint8_t max = sizes_max_untyped_bits(k->spec->arch);

    /* An untyped that text only names around others has no size. */
    if ((object->size_bits < sizes_min_untyped_bits(k->spec->arch) || object->size_bits > max) &&
        (object->size_bits != 0 || object->span.file == 0)) {
        (void)check_fault(k, DIAG_SPEC_SIZE, object, "an untyped cannot have 2^%u bytes",
                          object->size_bits);
    }
    check_address(k, object);
}

static void check_sched(struct checker *k, const struct spec_object *object)
{
    if (object->sched->timed && object->sched->budget > object->sched->period) {
        (void)check_fault(k, DIAG_SPEC_PARAMETER, object,
                          "a budget of %" PRIu64 " in a period of %" PRIu64, object->sched->budget,
                          object->sched->period);
    }
    if (object->size_bits != 0 && (object->size_bits < 7 || object->size_bits > 16)) {
        (void)check_fault(k, DIAG_SPEC_SIZE, object, "a scheduling context cannot have 2^%u bytes",
                          object->size_bits);
    }
}

/* The numbers of ports and banks. */
static void check_device(struct checker *k, const struct spec_object *object)
{
    if (object->kind == SPEC_KIND_IO_PORTS && object->device->number > object->device->second) {
        (void)check_fault(k, DIAG_SPEC_PARAMETER, object,
                          "its last port comes before its first one");
    }
    if (object->kind == SPEC_KIND_CONTEXTBANK && object->device->number > UINT8_MAX) {
        (void)check_fault(k, DIAG_SPEC_PARAMETER, object, "there is no bank %" PRIu64,
                          object->device->number);
    }
}

static void check_parameters(struct checker *k, const struct spec_object *object)
{
    switch (object->kind) {
    case SPEC_KIND_FRAME:
        check_frame(k, object);
        break;
    case SPEC_KIND_CNODE:
        if (object->size_bits < 1 || object->size_bits > 32) {
            (void)check_fault(k, DIAG_SPEC_SIZE, object, "a CNode cannot have 2^%u slots",
                              object->size_bits);
        }
        break;
    case SPEC_KIND_UNTYPED:
        check_untyped(k, object);
        break;
    case SPEC_KIND_PAGE_TABLE:
        if (object->level >= sizes_page_table_levels(k->spec->arch)) {
            (void)check_fault(k, DIAG_SPEC_SIZE, object, "%s has no page tables of level %u",
                              spec_arch_keyword(k->spec->arch), object->level);
        }
        break;
    case SPEC_KIND_TCB:
    case SPEC_KIND_IRQ:
        if (object->kind == SPEC_KIND_TCB ? object->tcb == NULL : object->irq == NULL) {
            (void)check_fault(k, DIAG_SPEC_INVALID, object, "it has no parameters");
        }
        break;
    case SPEC_KIND_SC:
        check_sched(k, object);
        break;
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_CONTEXTBANK:
        check_device(k, object);
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_ASID_POOL:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_VCPU:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_IO_PT:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_SMC:
    case SPEC_KIND_SGI_SIGNAL:
    case SPEC_KIND_COUNT:
        break;
    }
}

void check_objects(struct checker *k, uint32_t index)
{
    const struct spec_object *object = &k->spec->objects[index];

    if (object->name == NULL || object->name[0] == '\0' ||
        spec_find(k->spec, object->name).index != index) {
        (void)check_fault(k, DIAG_SPEC_INVALID, object, "its name is empty or not its own");
    }
    if ((unsigned)object->kind >= SPEC_KIND_COUNT) {
        (void)check_fault(k, DIAG_SPEC_INVALID, object, "unknown kind");
        return;
    }
    if (object->fill_count > 0 && object->kind != SPEC_KIND_FRAME) {
        (void)check_fault(k, DIAG_SPEC_FILL, object, "only frames have initial contents");
    }
    if (object->has_paddr && object->kind != SPEC_KIND_FRAME && object->kind != SPEC_KIND_UNTYPED) {
        (void)check_fault(k, DIAG_SPEC_PARAMETER, object,
                          "only frames and untypeds have a fixed address");
    }
    if (object->cap_count > 0 && !spec_kind_has_slots(object->kind)) {
        (void)check_fault(k, DIAG_SPEC_INVALID, object,
                          "it has no slots, but %u capabilities in them", object->cap_count);
    }
    if (!has_kind(k->spec->arch, object)) {
        (void)check_fault(k, DIAG_SPEC_ARCHITECTURE, object, "%s has no such objects",
                          spec_arch_keyword(k->spec->arch));
        return;
    }
    check_parameters(k, object);
}
