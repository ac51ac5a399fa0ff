/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/json_kinds.h"

#include <string.h>

const struct json_kind json_kinds[JSON_OBJECTS] = {
    [JSON_NO_OBJECT] = {"",             "",                 SPEC_KIND_COUNT,        false},
    [JSON_ENDPOINT] = {"Endpoint",     "Endpoint",         SPEC_KIND_ENDPOINT,     true },
    [JSON_NOTIFICATION] = {"Notification", "Notification",     SPEC_KIND_NOTIFICATION, true },
    [JSON_TCB] = {"Tcb",          "Tcb",              SPEC_KIND_TCB,          false},
    [JSON_CNODE] = {"CNode",        "CNode",            SPEC_KIND_CNODE,        false},
    [JSON_UNTYPED] = {"Untyped",      "Untyped",          SPEC_KIND_UNTYPED,      false},
    [JSON_FRAME] = {"Frame",        "Frame",            SPEC_KIND_FRAME,        false},
    [JSON_PAGE_TABLE] = {"PageTable",    "PageTable",        SPEC_KIND_PAGE_TABLE,   false},
    [JSON_ASID_POOL] = {"AsidPool",     "AsidPool",         SPEC_KIND_ASID_POOL,    false},
    [JSON_IRQ] = {"Irq",          "IrqHandler",       SPEC_KIND_IRQ,          false},
    [JSON_ARM_IRQ] = {"ArmIrq",       "ArmIrqHandler",    SPEC_KIND_IRQ,          false},
    [JSON_RISCV_IRQ] = {"RiscvIrq",     "RiscvIrqHandler",  SPEC_KIND_IRQ,          false},
    [JSON_IRQ_MSI] = {"IrqMsi",       "IrqMsiHandler",    SPEC_KIND_IRQ,          false},
    [JSON_IRQ_IOAPIC] = {"IrqIOApic",    "IrqIOApicHandler", SPEC_KIND_IRQ,          false},
    [JSON_VCPU] = {"VCpu",         "VCpu",             SPEC_KIND_VCPU,         true },
    [JSON_IO_PORTS] = {"IOPorts",      "IOPorts",          SPEC_KIND_IO_PORTS,     false},
    [JSON_IO_SPACE] = {"IOSpace",      "IOSpace",          SPEC_KIND_IO_DEVICE,    false},
    [JSON_IO_PAGE_TABLE] = {"IOPageTable",  "IOPageTable",      SPEC_KIND_IO_PT,        false},
    [JSON_SCHED_CONTEXT] = {"SchedContext", "SchedContext",     SPEC_KIND_SC,           false},
    [JSON_REPLY] = {"Reply",        "Reply",            SPEC_KIND_RTREPLY,      true },
    [JSON_SMC] = {"ArmSmc",       "ArmSmc",           SPEC_KIND_SMC,          true },
    [JSON_DOMAIN_SET] = {"DomainSet",    "DomainSet",        SPEC_KIND_DOMAIN,       true },
};

enum json_object json_kinds_of(enum spec_arch arch, const struct spec_object *object)
{
    if (object->kind == SPEC_KIND_IRQ) {
        if (object->irq->source != SPEC_IRQ_LINE) {
            return object->irq->source == SPEC_IRQ_MSI ? JSON_IRQ_MSI : JSON_IRQ_IOAPIC;
        }
        if (!object->irq->trigger_given || spec_arch_is_x86(arch)) {
            return JSON_IRQ;
        }
        return spec_arch_is_arm(arch) ? JSON_ARM_IRQ : JSON_RISCV_IRQ;
    }
    for (int i = JSON_NO_OBJECT + 1; i < JSON_OBJECTS; i++) {
        if (json_kinds[i].kind == object->kind) {
            return (enum json_object)i;
        }
    }
    return JSON_NO_OBJECT;
}

static const char *const chunks[][2] = {
    {"Padding",         "Padding"       },
    {"X86_VBE",         "X86Vbe"        },
    {"X86_MBMMAP",      "X86Mbmmap"     },
    {"X86_ACPI_RSDP",   "X86AcpiRsdp"   },
    {"X86_Framebuffer", "X86FrameBuffer"},
    {"X86_TSC_Freq",    "X86TscFreq"    },
    {"FDT",             "Fdt"           },
};

static const char *translate(const char *word, unsigned from)
{
    for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
        if (strcmp(chunks[i][from], word) == 0) {
            return chunks[i][1 - from];
        }
    }
    return NULL;
}

const char *json_kinds_chunk_to_json(const char *chunk)
{
    return translate(chunk, 0);
}

const char *json_kinds_chunk_from_json(const char *id)
{
    return translate(id, 1);
}
