/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Objects of a C spec.
 */
#include <inttypes.h>
#include <string.h>

#include "capdl/forms/c_writer.h"

static void put_tcb(struct c_writer *w, const struct spec_object *object)
{
    const struct spec_tcb *tcb = object->tcb;

    strbuf_printf(w->out,
                  ".type = CDL_TCB,\n.tcb_extra = {\n"
                  "#if (0x%" PRIx64 " & ((1 << seL4_IPCBufferSizeBits) - 1)) != 0\n"
                  "#    error \"the IPC buffer is not aligned\"\n"
                  "#endif\n"
                  ".ipcbuffer_addr = 0x%" PRIx64 ",\n.priority = %u,\n.max_priority = %u,\n"
                  ".affinity = %u,\n.pc = 0x%" PRIx64 ",\n.sp = 0x%" PRIx64 ",\n",
                  tcb->ipc_buffer, tcb->ipc_buffer, tcb->prio, tcb->max_prio, tcb->affinity,
                  tcb->ip, tcb->sp);
    if (tcb->init_count > 0) {
        strbuf_puts(w->out, ".init = (const seL4_Word[]) {");
        for (uint32_t i = 0; i < tcb->init_count; i++) {
            strbuf_printf(w->out, "%s%" PRIu64 "u", i > 0 ? ", " : "", tcb->init[i]);
        }
        strbuf_puts(w->out, "},\n");
    }
    strbuf_printf(w->out,
                  ".init_sz = %" PRIu32 ",\n.domain = %u,\n.resume = %u,\n.fpu_disabled = %u,\n"
                  ".fault_ep = %" PRIu64 "u,\n},\n",
                  tcb->init_count, tcb->domain,
                  tcb->resume || (tcb->set == SPEC_TCB_BARE && !tcb->resume_given) ? 1u : 0u,
                  tcb->fpu_disabled ? 1u : 0u, tcb->fault_ep);
    c_caps_put(w, object);
}

static void put_fill(struct c_writer *w, const struct spec_object *frame,
                     const struct spec_fill *fill)
{
    const char *type = fill->kind == SPEC_FILL_FILE        ? "CDL_FrameFill_FileData"
                       : fill->kind == SPEC_FILL_BOOT_INFO ? "CDL_FrameFill_BootInfo"
                                                           : NULL;

    if (type == NULL) {
        c_writer_fault(w, frame, "a fill");
        return;
    }
    strbuf_printf(w->out, "{.type = %s, .dest_offset = %" PRIu32 ", .dest_len = %" PRIu32 ", ",
                  type, fill->dest_offset, fill->length);
    if (fill->kind == SPEC_FILL_FILE) {
        strbuf_puts(w->out, ".file_data_type = {.filename = \"");
        strbuf_put_c_escaped(w->out, fill->file, strlen(fill->file));
        strbuf_printf(w->out, "\", .file_offset = %" PRIu64 "}}, ", fill->file_offset);
    } else {
        strbuf_printf(
            w->out, ".bi_type = {.type = CDL_FrameFill_BootInfo_%s, .src_offset = %" PRIu64 "}}, ",
            fill->file, fill->file_offset);
    }
}

static void put_frame(struct c_writer *w, const struct spec_object *object)
{
    strbuf_printf(w->out, ".type = CDL_Frame,\n.size_bits = %u,\n", object->size_bits);
    strbuf_printf(w->out, ".frame_extra = {.paddr = 0x%" PRIx64 ", ",
                  object->has_paddr ? object->paddr : 0);
    if (object->has_paddr && object->paddr == 0) {
        c_writer_fault(w, object, "the address 0");
    }
    if (object->fill_count > 0) {
        strbuf_puts(w->out, ".fill = {");
        for (uint32_t i = 0; i < object->fill_count; i++) {
            put_fill(w, object, &object->fills[i]);
        }
        strbuf_putc(w->out, '}');
    }
    strbuf_puts(w->out, "},\n");
}

static void put_irq(struct c_writer *w, const struct spec_object *object)
{
    static const char *const msi[] = {"handle", "pci_bus", "pci_dev", "pci_fun"};
    static const char *const ioapic[] = {"ioapic", "ioapic_pin", "level", "polarity"};
    const struct spec_irq *irq = object->irq;
    bool is_msi = irq->source == SPEC_IRQ_MSI;

    if (irq->source != SPEC_IRQ_LINE) {
        strbuf_printf(w->out, ".type = %s,\n.%s = {",
                      is_msi ? "CDL_MSIInterrupt" : "CDL_IOAPICInterrupt",
                      is_msi ? "msiirq_extra" : "ioapicirq_extra");
        for (unsigned i = 0; i < 4; i++) {
            strbuf_printf(w->out, ".%s = %" PRIu64 ", ", (is_msi ? msi : ioapic)[i],
                          irq->source_words[i]);
        }
        strbuf_puts(w->out, "},\n");
    } else if (spec_arch_is_arm(w->spec->arch) && irq->trigger_given) {
        strbuf_printf(w->out,
                      ".type = CDL_ARMInterrupt,\n.armirq_extra = {.trigger = %u, .target = "
                      "%" PRIu32 "},\n",
                      irq->edge ? 1u : 0u, irq->target);
    } else {
        strbuf_puts(w->out, ".type = CDL_Interrupt,\n.size_bits = 0,\n");
    }
    c_caps_put(w, object);
}

/* Objects that are little more than numbers. */
static void put_numbers(struct c_writer *w, const struct spec_object *object)
{
    const struct spec_device *device = object->device;

    if (object->kind == SPEC_KIND_UNTYPED) {
        strbuf_printf(w->out, ".type = CDL_Untyped,\n.size_bits = %d,\n.paddr = 0x%" PRIx64 ",\n",
                      object->size_bits != 0 ? (int)object->size_bits : -1,
                      object->has_paddr ? object->paddr : 0);
    } else if (object->kind == SPEC_KIND_SC) {
        strbuf_printf(w->out,
                      ".type = CDL_SchedContext,\n.sc_extra = {.period = %" PRIu64
                      "u, .budget = %" PRIu64 "u, .data = %" PRIu64 "u},\n.size_bits = %u,\n",
                      object->sched->period, object->sched->budget, object->sched->data,
                      object->size_bits);
    } else if (object->kind == SPEC_KIND_IO_PORTS) {
        strbuf_printf(w->out, ".type = CDL_IOPorts,\n.start = %" PRIu64 ",\n.end = %" PRIu64 ",\n",
                      device->number, device->second);
    } else if (object->kind == SPEC_KIND_ASID_POOL) {
        strbuf_printf(w->out, ".type = CDL_ASIDPool,\n.asid_high = 0x%" PRIx64 ",\n",
                      object->asid_high);
        c_caps_put(w, object);
    } else if (object->kind == SPEC_KIND_SGI_SIGNAL) {
        strbuf_printf(w->out,
                      ".type = CDL_SGISignal,\n.sgisignal_extra = {.irq = %" PRIu64
                      ", .target = %" PRIu64 "},\n",
                      device->number, device->second);
    } else if (object->kind == SPEC_KIND_CONTEXTBANK) {
        strbuf_printf(w->out, ".type = CDL_CB,\n.cb_extra = {.bank = %" PRIu64 "},\n",
                      device->number);
        if (device->number > UINT8_MAX) {
            c_writer_fault(w, object, "a bank above 255");
        }
    }
}

/* Writes an object that has a type and nothing else; false when it is none of these. */
static bool put_plain(struct c_writer *w, const struct spec_object *object)
{
    static const char *const types[SPEC_KIND_COUNT] = {
        [SPEC_KIND_ENDPOINT] = "CDL_Endpoint",  [SPEC_KIND_NOTIFICATION] = "CDL_Notification",
        [SPEC_KIND_VCPU] = "CDL_VCPU",          [SPEC_KIND_RTREPLY] = "CDL_RTReply",
        [SPEC_KIND_STREAMID] = "CDL_SID",       [SPEC_KIND_SMC] = "CDL_SMC",
        [SPEC_KIND_IO_DEVICE] = "CDL_IODevice", [SPEC_KIND_ARM_IO_DEVICE] = "CDL_ARMIODevice",
    };

    if (types[object->kind] != NULL) {
        strbuf_printf(w->out, ".type = %s,\n", types[object->kind]);
    }
    return types[object->kind] != NULL;
}

void c_objects_put(struct c_writer *w, const struct spec_object *object)
{
    static const char *const tables[] = {
        [SPEC_TABLE_PT] = "CDL_PT",     [SPEC_TABLE_PD] = "CDL_PD",
        [SPEC_TABLE_PDPT] = "CDL_PDPT", [SPEC_TABLE_PML4] = "CDL_PML4",
        [SPEC_TABLE_PUD] = "CDL_PUD",   [SPEC_TABLE_PGD] = "CDL_PGD",
    };

    strbuf_puts(w->out, "#ifdef CONFIG_DEBUG_BUILD\n.name = \"");
    strbuf_put_c_escaped(w->out, object->name, strlen(object->name));
    strbuf_puts(w->out, "\",\n#endif\n");
    if (put_plain(w, object)) {
        if (object->cap_count > 0) {
            c_writer_fault(w, object, "what the object holds");
        }
    } else if (object->kind == SPEC_KIND_TCB) {
        put_tcb(w, object);
    } else if (object->kind == SPEC_KIND_FRAME) {
        put_frame(w, object);
    } else if (object->kind == SPEC_KIND_IRQ) {
        put_irq(w, object);
    } else if (object->kind == SPEC_KIND_CNODE) {
        strbuf_printf(w->out, ".type = CDL_CNode,\n.size_bits = %u,\n", object->size_bits);
        c_caps_put(w, object);
    } else if (object->kind == SPEC_KIND_PAGE_TABLE) {
        strbuf_printf(w->out, ".type = %s,\n", tables[spec_table_word(w->spec->arch, object)]);
        c_caps_put(w, object);
    } else if (object->kind == SPEC_KIND_IO_PT) {
        c_writer_fault(w, object, "the type `io_pt`");
    } else {
        put_numbers(w, object);
    }
}
