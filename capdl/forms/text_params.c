/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "capdl/forms/text_writer.h"

static void tcb_parameters(struct text_writer *w, const struct spec_object *object)
{
    const struct spec_tcb *tcb = object->tcb;
    struct strbuf *out = text_writer_parameter(w);
    const char *start = "";

    if (tcb->tls_base != 0) {
        text_writer_fault(w, object, "the TLS base");
    }
    if (tcb->set == SPEC_TCB_WHOLE) {
        strbuf_printf(out, "addr: %" PRIu64 ", ip: %" PRIu64 ", sp: %" PRIu64, tcb->ipc_buffer,
                      tcb->ip, tcb->sp);
        strbuf_printf(out, ", prio: %u, max_prio: %u, affinity: %u", tcb->prio, tcb->max_prio,
                      tcb->affinity);
        start = ", ";
    } else if (tcb->set == SPEC_TCB_PARTIAL) {
        strbuf_printf(out, "addr: %" PRIu64 ", affinity: %u", tcb->ipc_buffer, tcb->affinity);
        start = ", ";
    }
    if (!tcb->resume || tcb->resume_given) {
        strbuf_printf(out, "%sresume: %s", start, tcb->resume ? "True" : "False");
        start = ", ";
    }
    if (tcb->fpu_disabled || tcb->fpu_given) {
        strbuf_printf(out, "%sfpu_disabled: %s", start, tcb->fpu_disabled ? "True" : "False");
        start = ", ";
    }
    if (tcb->fault_ep != 0 || tcb->fault_ep_given) {
        strbuf_printf(out, "%sfault_ep: %" PRIu64, start, tcb->fault_ep);
        start = ", ";
    }
    strbuf_printf(out, "%sdom: %u", start, tcb->domain);
    for (uint32_t i = 0; i < tcb->init_count; i++) {
        strbuf_printf(out, "%s%" PRIu64, i == 0 ? ", init: [" : ", ", tcb->init[i]);
    }
    if (tcb->init_count > 0) {
        strbuf_putc(out, ']');
    }
}

static void check_words(struct text_writer *w, const struct spec_object *object, const char *words,
                        const char *unspeakable)
{
    if (strpbrk(words, unspeakable) != NULL) {
        text_writer_fault(w, object, "a fill");
    }
}

static void put_fill(struct text_writer *w, const struct spec_object *object,
                     const struct spec_fill *fill)
{
    struct strbuf *out = &w->parameters;

    strbuf_printf(out, "{%u %u", fill->dest_offset, fill->length);
    switch (fill->kind) {
    case SPEC_FILL_FILE:
        check_words(w, object, fill->file, "\"}\n\r");
        strbuf_printf(out, " CDL_FrameFill_FileData \"%s\" %" PRIu64, fill->file,
                      fill->file_offset);
        break;
    case SPEC_FILL_BOOT_INFO:
        strbuf_printf(out, " CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_%s %" PRIu64, fill->file,
                      fill->file_offset);
        break;
    case SPEC_FILL_BOOT_PAGE:
        strbuf_puts(out, " CDL_FrameFill_BootInfo_BootInfo");
        break;
    case SPEC_FILL_OTHER:
        check_words(w, object, fill->file, "}\n\r");
        /* Nothing may stand before the brace but a word. */
        strbuf_printf(out, "%s%s", fill->file[0] == '\0' ? "" : " ", fill->file);
        break;
    case SPEC_FILL_NONE:
        text_writer_fault(w, object, "a fill");
        break;
    }
    strbuf_putc(out, '}');
}

static void frame_parameters(struct text_writer *w, const struct spec_object *object)
{
    struct strbuf *out = text_writer_parameter(w);

    if (object->size_bits < 10 || object->size_bits > 63) {
        text_writer_fault(w, object, "the size");
    } else if (object->size_bits < 20) {
        strbuf_printf(out, "%" PRIu64 "k", UINT64_C(1) << (object->size_bits - 10));
    } else {
        strbuf_printf(out, "%" PRIu64 "M", UINT64_C(1) << (object->size_bits - 20));
    }
    if (object->has_paddr) {
        strbuf_printf(text_writer_parameter(w), "paddr: 0x%" PRIx64, object->paddr);
    }
    if (object->fill_count > 0 || object->fills_given) {
        strbuf_puts(text_writer_parameter(w), "fill: [");
        for (uint32_t i = 0; i < object->fill_count; i++) {
            strbuf_puts(&w->parameters, i > 0 ? ", " : "");
            put_fill(w, object, &object->fills[i]);
        }
        strbuf_putc(&w->parameters, ']');
    }
}

static void irq_parameters(struct text_writer *w, const struct spec_object *object)
{
    static const char *const words[][4] = {
        {"ioapic_num", "ioapic_pin",  "ioapic_level", "ioapic_polarity"},
        {"msi_handle", "msi_pci_bus", "msi_pci_dev",  "msi_pci_fun"    },
    };
    const struct spec_irq *irq = object->irq;

    if (irq->source != SPEC_IRQ_LINE) {
        for (unsigned i = 0; i < 4; i++) {
            strbuf_printf(text_writer_parameter(w), "%s: %" PRIu64,
                          words[irq->source == SPEC_IRQ_MSI ? 1 : 0][i], irq->source_words[i]);
        }
    } else if (spec_arch_is_arm(w->spec->arch) && irq->trigger_given) {
        strbuf_printf(text_writer_parameter(w), "trigger: %s, target: %u",
                      irq->edge ? "edge" : "level", irq->target);
    }
}

static void sched_parameters(struct text_writer *w, const struct spec_object *object)
{
    const struct spec_sched *sched = object->sched;

    if (sched->timed) {
        strbuf_printf(text_writer_parameter(w), "period: %" PRIu64 ", budget: %" PRIu64,
                      sched->period, sched->budget);
    }
    if (sched->has_data) {
        strbuf_printf(text_writer_parameter(w), "data: %" PRIu64, sched->data);
    }
    if (object->size_bits != 0) {
        strbuf_printf(text_writer_parameter(w), "%u bits", object->size_bits);
    }
}

/* Device objects. */
static void device_parameters(struct text_writer *w, const struct spec_object *object)
{
    const struct spec_device *device = object->device;
    struct strbuf *out;

    if (object->kind == SPEC_KIND_CONTEXTBANK && !device->given) {
        return;
    }
    out = text_writer_parameter(w);
    if (object->kind == SPEC_KIND_IO_PORTS) {
        strbuf_printf(out, "ports: [%" PRIu64 "..%" PRIu64 "]", device->number, device->second);
    } else if (object->kind == SPEC_KIND_IO_DEVICE) {
        strbuf_printf(out, "domainID: %" PRIu64 ", %u:%u.%u", device->number, device->bus,
                      device->device, device->function);
    } else if (object->kind == SPEC_KIND_ARM_IO_DEVICE) {
        strbuf_printf(out, "iospace: %" PRIu64, device->number);
    } else if (object->kind == SPEC_KIND_IO_PT) {
        strbuf_printf(out, "level: %" PRIu64, device->number);
    } else if (object->kind == SPEC_KIND_CONTEXTBANK) {
        strbuf_printf(out, "bank: %" PRIu64, device->number);
    } else {
        strbuf_printf(out, "irq: %" PRIu64 ", target: %" PRIu64, device->number, device->second);
    }
}

void text_params_gather(struct text_writer *w, const struct spec_object *object)
{
    switch (object->kind) {
    case SPEC_KIND_TCB:
        tcb_parameters(w, object);
        break;
    case SPEC_KIND_CNODE:
        strbuf_printf(text_writer_parameter(w), "%u bits", object->size_bits);
        if (object->takes_untyped) {
            strbuf_puts(text_writer_parameter(w), "untyped: True");
        }
        break;
    case SPEC_KIND_UNTYPED:
        if (object->size_bits != 0) {
            strbuf_printf(text_writer_parameter(w), "%u bits", object->size_bits);
        }
        if (object->has_paddr) {
            strbuf_printf(text_writer_parameter(w), "paddr: 0x%" PRIx64, object->paddr);
        }
        break;
    case SPEC_KIND_FRAME:
        frame_parameters(w, object);
        break;
    case SPEC_KIND_ASID_POOL:
        if (object->asid_high != 0) {
            strbuf_printf(text_writer_parameter(w), "asid_high: 0x%" PRIx64, object->asid_high);
        }
        break;
    case SPEC_KIND_IRQ:
        irq_parameters(w, object);
        break;
    case SPEC_KIND_SC:
        sched_parameters(w, object);
        break;
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_IO_PT:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SGI_SIGNAL:
        device_parameters(w, object);
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
    case SPEC_KIND_PAGE_TABLE:
    case SPEC_KIND_IRQ_CONTROL:
    case SPEC_KIND_ASID_CONTROL:
    case SPEC_KIND_DOMAIN:
    case SPEC_KIND_SCHED_CONTROL:
    case SPEC_KIND_IO_SPACE_MASTER:
    case SPEC_KIND_VCPU:
    case SPEC_KIND_RTREPLY:
    case SPEC_KIND_STREAMID:
    case SPEC_KIND_SMC:
    case SPEC_KIND_COUNT:
        break;
    }
}
