/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Capabilities of a C spec.
 */
#include <inttypes.h>

#include "capdl/forms/c_writer.h"

/* Bits that CDL_CapData has for a guard. */
#define GUARD_BITS 18u

/* The capability's type; NULL: there is none. */
static const char *type_of(const struct spec *spec, const struct spec_cap *cap,
                           const struct spec_object *object)
{
    static const char *const kinds[SPEC_KIND_COUNT] = {
        [SPEC_KIND_ENDPOINT] = "CDL_EPCap",
        [SPEC_KIND_NOTIFICATION] = "CDL_NotificationCap",
        [SPEC_KIND_TCB] = "CDL_TCBCap",
        [SPEC_KIND_CNODE] = "CDL_CNodeCap",
        [SPEC_KIND_UNTYPED] = "CDL_UntypedCap",
        [SPEC_KIND_FRAME] = "CDL_FrameCap",
        [SPEC_KIND_ASID_POOL] = "CDL_ASIDPoolCap",
        [SPEC_KIND_IRQ] = "CDL_IRQHandlerCap",
        [SPEC_KIND_IRQ_CONTROL] = "CDL_IRQControlCap",
        [SPEC_KIND_ASID_CONTROL] = "CDL_ASIDControlCap",
        [SPEC_KIND_DOMAIN] = "CDL_DomainCap",
        [SPEC_KIND_SCHED_CONTROL] = "CDL_SchedControlCap",
        [SPEC_KIND_VCPU] = "CDL_VCPUCap",
        [SPEC_KIND_IO_PORTS] = "CDL_IOPortsCap",
        [SPEC_KIND_IO_DEVICE] = "CDL_IOSpaceCap",
        [SPEC_KIND_ARM_IO_DEVICE] = "CDL_ARMIOSpaceCap",
        [SPEC_KIND_SC] = "CDL_SCCap",
        [SPEC_KIND_RTREPLY] = "CDL_RTReplyCap",
        [SPEC_KIND_STREAMID] = "CDL_SIDCap",
        [SPEC_KIND_CONTEXTBANK] = "CDL_CBCap",
        [SPEC_KIND_SMC] = "CDL_SMCCap",
        [SPEC_KIND_SGI_SIGNAL] = "CDL_SGISignalCap",
    };
    static const char *const tables[] = {
        [SPEC_TABLE_PT] = "CDL_PTCap",     [SPEC_TABLE_PD] = "CDL_PDCap",
        [SPEC_TABLE_PDPT] = "CDL_PDPTCap", [SPEC_TABLE_PML4] = "CDL_PML4Cap",
        [SPEC_TABLE_PUD] = "CDL_PUDCap",   [SPEC_TABLE_PGD] = "CDL_PGDCap",
    };

    if (object->kind == SPEC_KIND_PAGE_TABLE) {
        return tables[spec_table_word(spec->arch, object)];
    }
    if (cap->thread_cap != SPEC_CAP_THREAD) {
        return cap->thread_cap == SPEC_CAP_REPLY ? "CDL_ReplyCap" : "CDL_MasterReplyCap";
    }
    return kinds[object->kind];
}

static void put_rights(struct c_writer *w, uint8_t rights)
{
    static const char *const names[] = {"CDL_CanWrite", "CDL_CanRead", "CDL_CanGrant",
                                        "CDL_CanGrantReply"};
    bool first = true;

    strbuf_puts(w->out, ", .rights = (");
    for (unsigned bit = 0; bit < 4; bit++) {
        if ((rights >> bit & 1) != 0) {
            strbuf_printf(w->out, "%s%s", first ? "" : "|", names[bit]);
            first = false;
        }
    }
    strbuf_puts(w->out, first ? "0)" : ")");
}

static void put_badge(struct c_writer *w, uint64_t badge)
{
    strbuf_printf(w->out, ", .data = {.tag = CDL_CapData_Badge, .badge = %" PRIu64 "u}", badge);
}

static void put_frame(struct c_writer *w, const struct spec_cap *cap)
{
    put_rights(w, (uint8_t)(cap->rights | (cap->executable ? SPEC_GRANT : 0)));
    strbuf_printf(w->out, ", .vm_attribs = %s, .mapping_container_id = ",
                  cap->uncached ? "CDL_VM_CacheDisabled" : "CDL_VM_CacheEnabled");
    if (cap->mapped_alias) {
        c_writer_put_id(w, cap->mapping_table);
    } else {
        strbuf_puts(w->out, "INVALID_OBJ_ID");
    }
    strbuf_printf(w->out, ", .mapping_slot = %" PRIu32, cap->mapped_alias ? cap->mapping_slot : 0);
}

static void put_guard(struct c_writer *w, const struct spec_object *holder,
                      const struct spec_cap *cap)
{
    if (cap->guard >> GUARD_BITS != 0) {
        c_writer_fault(w, holder, "a guard of more than 18 bits");
    }
    strbuf_printf(w->out,
                  ", .rights = CDL_AllRights, .data = CDL_CapData_MakeGuard(%u, %" PRIu64 ")",
                  cap->guard_size, cap->guard);
}

/* What capabilities of a kind have beside the object. */
static void put_data(struct c_writer *w, const struct spec_object *holder,
                     const struct spec_cap *cap, const struct spec_object *object)
{
    const struct spec_device *device = object->device;

    if (object->kind == SPEC_KIND_ENDPOINT || object->kind == SPEC_KIND_NOTIFICATION) {
        put_rights(w, cap->rights);
        put_badge(w, cap->badge);
    } else if (object->kind == SPEC_KIND_SMC) {
        put_badge(w, cap->badge);
    } else if (object->kind == SPEC_KIND_FRAME) {
        put_frame(w, cap);
    } else if (object->kind == SPEC_KIND_CNODE) {
        put_guard(w, holder, cap);
    } else if (object->kind == SPEC_KIND_TCB) {
        strbuf_puts(w->out, ", .rights = CDL_AllRights");
    } else if (object->kind == SPEC_KIND_IO_DEVICE) {
        strbuf_printf(w->out, ", .data = {.tag = CDL_CapData_Raw, .data = 0x%" PRIx64 "}",
                      device->number << 16 | (uint64_t)device->bus << 8 |
                          (uint64_t)device->device << 3 | device->function);
    } else if (object->kind == SPEC_KIND_ARM_IO_DEVICE) {
        strbuf_printf(w->out, ", .data = {.tag = CDL_CapData_Raw, .data = %" PRIu64 "u}",
                      device->number);
    }
}

static void put_cap(struct c_writer *w, const struct spec_object *holder,
                    const struct spec_cap *cap)
{
    const struct spec_object *object = spec_object(w->spec, cap->object);
    const char *type = type_of(w->spec, cap, object);
    uint32_t index = (uint32_t)(holder - w->spec->objects);

    if (type == NULL) {
        c_writer_fault(w, holder,
                       arena_printf(&w->c->arena, "the capability to `%s` in slot %" PRIu32,
                                    object->name, cap->slot));
        return;
    }
    strbuf_printf(w->out, "{%" PRIu32 ", {.type = %s", cap->slot, type);
    if (object->kind == SPEC_KIND_IRQ) {
        if (object->irq->unmapped) {
            c_writer_fault(w, object, "the missing interrupt number");
        }
        strbuf_printf(w->out, ", .obj_id = INVALID_OBJ_ID, .irq = %" PRIu64, object->irq->number);
    } else if (object->kind == SPEC_KIND_SCHED_CONTROL) {
        strbuf_printf(w->out, ", .obj_id = %" PRIu64, object->device->number);
    } else if (!spec_kind_is_control(object->kind)) {
        strbuf_puts(w->out, ", .obj_id = ");
        c_writer_put_id(w, cap->object);
    }
    if (!spec_kind_is_control(object->kind) && cap->thread_cap == SPEC_CAP_THREAD) {
        strbuf_printf(w->out, ", .is_orig = %s",
                      map_get(&w->derived, map_key_from_pair(index, cap->slot), NULL) ? "false"
                                                                                      : "true");
        put_data(w, holder, cap, object);
    }
    strbuf_puts(w->out, "}},\n");
}

void c_caps_put(struct c_writer *w, const struct spec_object *holder)
{
    strbuf_printf(w->out, ".slots.num = %" PRIu32 ",\n", holder->cap_count);
    if (holder->cap_count == 0) {
        strbuf_puts(w->out, ".slots.slot = NULL,\n");
        return;
    }
    strbuf_puts(w->out, ".slots.slot = (CDL_CapSlot[]) {\n");
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        put_cap(w, holder, &holder->caps[i]);
    }
    strbuf_puts(w->out, "},\n");
}
