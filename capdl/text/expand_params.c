/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Parameters of objects (capdl reference, section 4). Each kind takes those it knows; what is left
 * over does not belong there or was given twice.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/text/expand.h"
#include "capdl/text/expand_fills.h"
#include "capdl/text/params.h"

static const struct {
    const char *word;
    enum spec_kind kind;
} type_words[] = {
    {"ep",             SPEC_KIND_ENDPOINT     },
    {"notification",   SPEC_KIND_NOTIFICATION },
    {"tcb",            SPEC_KIND_TCB          },
    {"cnode",          SPEC_KIND_CNODE        },
    {"ut",             SPEC_KIND_UNTYPED      },
    {"irq",            SPEC_KIND_IRQ          },
    {"arm_irq",        SPEC_KIND_IRQ          },
    {"ioapic_irq",     SPEC_KIND_IRQ          },
    {"msi_irq",        SPEC_KIND_IRQ          },
    {"asid_pool",      SPEC_KIND_ASID_POOL    },
    {"pt",             SPEC_KIND_PAGE_TABLE   },
    {"pd",             SPEC_KIND_PAGE_TABLE   },
    {"pml4",           SPEC_KIND_PAGE_TABLE   },
    {"pdpt",           SPEC_KIND_PAGE_TABLE   },
    {"pud",            SPEC_KIND_PAGE_TABLE   },
    {"pgd",            SPEC_KIND_PAGE_TABLE   },
    {"frame",          SPEC_KIND_FRAME        },
    {"io_ports",       SPEC_KIND_IO_PORTS     },
    {"io_device",      SPEC_KIND_IO_DEVICE    },
    {"arm_io_device",  SPEC_KIND_ARM_IO_DEVICE},
    {"io_pt",          SPEC_KIND_IO_PT        },
    {"vcpu",           SPEC_KIND_VCPU         },
    {"sc",             SPEC_KIND_SC           },
    {"rtreply",        SPEC_KIND_RTREPLY      },
    {"streamid",       SPEC_KIND_STREAMID     },
    {"contextbank",    SPEC_KIND_CONTEXTBANK  },
    {"smc",            SPEC_KIND_SMC          },
    {"arm_sgi_signal", SPEC_KIND_SGI_SIGNAL   },
};

bool expand_params_kind(const char *type, enum spec_kind *kind)
{
    for (size_t i = 0; i < sizeof(type_words) / sizeof(type_words[0]); i++) {
        if (strcmp(type_words[i].word, type) == 0) {
            *kind = type_words[i].kind;
            return true;
        }
    }
    return false;
}

/* log2 of `size`, which must be a power of two; 0 after a report. */
static uint8_t power_of_two(struct params *p, const struct cdl_param *param, uint64_t size)
{
    uint8_t bits = 0;

    if (size == 0 || (size & (size - 1)) != 0) {
        (void)params_fault(p, param->span, "the size is not a power of two");
        return 0;
    }
    while (size >> bits > 1) {
        bits++;
    }
    return bits;
}

/* `N bits`: false when it is not there. */
static bool take_bits(struct params *p, uint64_t most, uint8_t *bits)
{
    const struct cdl_param *param = params_take_size(p, "bits");

    if (param == NULL) {
        return false;
    }
    if (param->value.numbers[0] > most) {
        (void)params_fault(p, param->span, "%" PRIu64 " bits are too many",
                           param->value.numbers[0]);
        return true;
    }
    *bits = (uint8_t)param->value.numbers[0];
    return true;
}

static void frame(struct params *p, struct spec_object *object)
{
    const struct cdl_param *param = params_take_size(p, "k");
    uint8_t shift = 10;

    if (param == NULL) {
        param = params_take_size(p, "M");
        shift = 20;
    }
    if (param == NULL) {
        params_missing(p, "a size, as in `4k`");
    } else if (param->value.numbers[0] > UINT64_C(1) << (62 - shift)) {
        (void)params_fault(p, param->span, "the frame is too large");
    } else {
        object->size_bits = power_of_two(p, param, param->value.numbers[0] << shift);
    }
    object->has_paddr = params_take_number(p, "paddr", UINT64_MAX, &object->paddr);
    param = params_take(p, "fill", CDL_VALUE_LIST);
    if (param != NULL) {
        expand_fills(p->e, param, object);
    }
}

/* Takes the eight parameters of a TCB of which some sets are allowed. A repeated one is ignored. */
static void tcb_set(struct params *p, struct spec_tcb *tcb)
{
    static const char *const words[] = {"addr", "ip", "sp", "prio", "max_prio", "affinity"};
    const uint64_t most[] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, 255, 255, 255};
    uint64_t values[6] = {0, 0, 0, SPEC_TCB_DEFAULT_PRIO, SPEC_TCB_DEFAULT_PRIO, 0};
    unsigned given = 0;

    for (unsigned i = 0; i < 6; i++) {
        given |= params_take_number(p, words[i], most[i], &values[i]) ? 1u << i : 0;
        params_ignore(p, words[i]);
    }
    tcb->resume = true;
    tcb->resume_given = params_take_flag(p, "resume", &tcb->resume);
    tcb->fpu_given = params_take_flag(p, "fpu_disabled", &tcb->fpu_disabled);
    params_ignore(p, "resume");
    params_ignore(p, "fpu_disabled");
    tcb->ipc_buffer = values[0];
    tcb->ip = values[1];
    tcb->sp = values[2];
    tcb->prio = (uint8_t)values[3];
    tcb->max_prio = (uint8_t)values[4];
    tcb->affinity = (uint8_t)values[5];
    tcb->set = given == 0x3f ? SPEC_TCB_WHOLE : given == 0x21 ? SPEC_TCB_PARTIAL : SPEC_TCB_BARE;
    if (tcb->set == SPEC_TCB_BARE && (given != 0 || tcb->resume_given || tcb->fpu_given)) {
        struct diag *diag = params_fault(p, p->decl->span, "the parameters are not a whole set");

        diag_note(diag, "a tcb has addr, ip, sp, prio, max_prio and affinity, or addr and "
                        "affinity, or none of them; resume and fpu_disabled only go with some");
    }
}

static void tcb(struct params *p, struct spec_tcb *tcb)
{
    const struct cdl_param *init;
    uint64_t domain = 0;

    tcb_set(p, tcb);
    tcb->fault_ep_given = params_take_number(p, "fault_ep", UINT64_MAX, &tcb->fault_ep);
    (void)params_take_number(p, "dom", 255, &domain);
    tcb->domain = (uint8_t)domain;
    init = params_take(p, "init", CDL_VALUE_LIST);
    if (init != NULL) {
        uint64_t *words;

        for (const struct cdl_item *item = init->value.items; item != NULL; item = item->next) {
            tcb->init_count++;
        }
        words = arena_array(&p->e->c->arena, uint64_t, tcb->init_count);
        tcb->init = words;
        for (const struct cdl_item *item = init->value.items; item != NULL; item = item->next) {
            if (item->kind != CDL_ITEM_NUMBER) {
                (void)params_fault(p, item->span, "only numbers can stand here");
            }
            *words++ = item->number;
        }
    }
}

static void irq(struct params *p, struct spec_irq *irq)
{
    static const char *const words[][4] = {
        {"ioapic_num", "ioapic_pin",  "ioapic_level", "ioapic_polarity"},
        {"msi_handle", "msi_pci_bus", "msi_pci_dev",  "msi_pci_fun"    },
    };
    const char *type = p->decl->type;
    uint64_t target = 0;

    irq->unmapped = true;
    if (strcmp(type, "arm_irq") == 0) {
        const struct cdl_param *trigger = params_take(p, "trigger", CDL_VALUE_WORDS);
        const char *word = trigger != NULL ? trigger->value.items->word : "";

        if (!spec_arch_is_arm(p->e->spec->arch)) {
            (void)params_fault(p, p->decl->type_span, "`arm_irq` is for Arm only");
        }
        irq->trigger_given = true;
        irq->edge = strcmp(word, "edge") == 0;
        if (trigger == NULL) {
            params_missing(p, "`trigger`");
        } else if ((!irq->edge && strcmp(word, "level") != 0) ||
                   trigger->value.items->next != NULL) {
            (void)params_fault(p, trigger->span, "a trigger is `level` or `edge`");
        }
        params_need_number(p, "target", UINT32_MAX, &target);
        irq->target = (uint32_t)target;
    } else if (strcmp(type, "irq") != 0 && strcmp(type, "cnode") != 0) {
        irq->source = strcmp(type, "msi_irq") == 0 ? SPEC_IRQ_MSI : SPEC_IRQ_IOAPIC;
        for (unsigned i = 0; i < 4; i++) {
            params_need_number(p, words[irq->source == SPEC_IRQ_MSI ? 1 : 0][i], UINT32_MAX,
                               &irq->source_words[i]);
        }
    }
}

static void sched(struct params *p, struct spec_object *object)
{
    struct spec_sched *sched = object->sched;
    bool period = params_take_number(p, "period", UINT64_MAX, &sched->period);
    bool budget = params_take_number(p, "budget", UINT64_MAX, &sched->budget);

    sched->timed = period && budget;
    sched->has_data = params_take_number(p, "data", UINT64_MAX, &sched->data);
    (void)take_bits(p, 63, &object->size_bits);
    if (period != budget || (sched->has_data && !sched->timed)) {
        (void)params_fault(p, p->decl->span, "period and budget go together, and data with them");
    }
}

static void pci_device(struct params *p, struct spec_device *device)
{
    const struct cdl_param *param = params_take(p, NULL, CDL_VALUE_PCI);

    params_need_number(p, "domainID", UINT16_MAX, &device->number);
    if (param == NULL) {
        params_missing(p, "a PCI address, as in `0:3.1`");
    } else if (param->value.numbers[0] > 255 || param->value.numbers[1] > 31 ||
               param->value.numbers[2] > 7) {
        (void)params_fault(p, param->span, "there is no such PCI address");
    } else {
        device->bus = (uint32_t)param->value.numbers[0];
        device->device = (uint32_t)param->value.numbers[1];
        device->function = (uint32_t)param->value.numbers[2];
    }
}

static void device(struct params *p, enum spec_kind kind, struct spec_device *device)
{
    if (kind == SPEC_KIND_IO_PORTS) {
        const struct cdl_param *param = params_take(p, "ports", CDL_VALUE_LIST);
        const struct cdl_item *item = param != NULL ? param->value.items : NULL;

        if (item == NULL || item->next != NULL || item->kind != CDL_ITEM_RANGE) {
            params_missing(p, "`ports`, as in `ports: [0x3f8..0x3ff]`");
        } else if (item->number > UINT16_MAX || item->limit > UINT16_MAX) {
            (void)params_fault(p, item->span, "ports have 16 bits");
        } else {
            device->number = item->number;
            device->second = item->limit;
        }
    } else if (kind == SPEC_KIND_IO_DEVICE) {
        pci_device(p, device);
    } else if (kind == SPEC_KIND_ARM_IO_DEVICE) {
        params_need_number(p, "iospace", UINT64_MAX, &device->number);
    } else if (kind == SPEC_KIND_IO_PT) {
        params_need_number(p, "level", 255, &device->number);
    } else if (kind == SPEC_KIND_CONTEXTBANK) {
        device->given = params_take_number(p, "bank", UINT64_MAX, &device->number);
    } else if (kind == SPEC_KIND_SGI_SIGNAL) {
        params_need_number(p, "irq", UINT32_MAX, &device->number);
        params_need_number(p, "target", UINT32_MAX, &device->second);
    }
}

static void page_table(struct params *p, struct spec_object *object)
{
    static const struct {
        const char *word;
        enum spec_table_word table;
        uint8_t level[SPEC_ARCHES]; /* 255: not there */
    } tables[] = {
        {"pt",   SPEC_TABLE_PT,   {0, 3, 3, 1, 1}        },
        {"pd",   SPEC_TABLE_PD,   {0, 2, 2, 0, 0}        },
        {"pdpt", SPEC_TABLE_PDPT, {255, 255, 1, 255, 255}},
        {"pml4", SPEC_TABLE_PML4, {255, 255, 0, 255, 255}},
        {"pud",  SPEC_TABLE_PUD,  {255, 1, 255, 255, 255}},
        {"pgd",  SPEC_TABLE_PGD,  {255, 0, 255, 255, 255}},
    };
    size_t i = 0;

    while (strcmp(tables[i].word, p->decl->type) != 0) {
        i++;
    }
    object->table_word = (uint8_t)tables[i].table;
    object->level = tables[i].level[p->e->spec->arch];
}

/* Takes the parameters that the kind knows. */
static void take_all(struct params *p, struct spec_object *object)
{
    switch (object->kind) {
    case SPEC_KIND_TCB:
        tcb(p, object->tcb);
        break;
    case SPEC_KIND_CNODE:
        if (!take_bits(p, 63, &object->size_bits)) {
            params_missing(p, "a size, as in `4 bits`");
        }
        (void)params_take_flag(p, "untyped", &object->takes_untyped);
        if (object->size_bits == 0 && !p->failed) {
            object->kind = SPEC_KIND_IRQ; /* this is how an interrupt was spelled once */
            irq(p, object->irq);
        }
        break;
    case SPEC_KIND_UNTYPED:
        (void)take_bits(p, 63, &object->size_bits);
        object->has_paddr = params_take_number(p, "paddr", UINT64_MAX, &object->paddr);
        break;
    case SPEC_KIND_FRAME:
        frame(p, object);
        break;
    case SPEC_KIND_PAGE_TABLE:
        page_table(p, object);
        break;
    case SPEC_KIND_ASID_POOL:
        (void)params_take_number(p, "asid_high", UINT64_MAX, &object->asid_high);
        break;
    case SPEC_KIND_IRQ:
        irq(p, object->irq);
        break;
    case SPEC_KIND_SC:
        sched(p, object);
        break;
    case SPEC_KIND_IO_PORTS:
    case SPEC_KIND_IO_DEVICE:
    case SPEC_KIND_ARM_IO_DEVICE:
    case SPEC_KIND_IO_PT:
    case SPEC_KIND_CONTEXTBANK:
    case SPEC_KIND_SGI_SIGNAL:
        device(p, object->kind, object->device);
        break;
    case SPEC_KIND_ENDPOINT:
    case SPEC_KIND_NOTIFICATION:
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

bool expand_params(struct expand *e, struct cdl_decl *decl, struct spec_object *object)
{
    struct params p = {.e = e, .decl = decl, .list = decl->params.first};

    p.what = "";
    p.word = decl->type;
    (void)expand_params_kind(decl->type, &object->kind);
    e->tcb = (struct spec_tcb){0};
    e->irq = (struct spec_irq){0};
    e->sched = (struct spec_sched){0};
    e->device = (struct spec_device){0};
    object->tcb = &e->tcb;
    object->irq = &e->irq;
    object->sched = &e->sched;
    object->device = &e->device;
    take_all(&p, object);
    params_finish(&p);
    return !p.failed;
}
