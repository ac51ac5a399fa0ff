/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Fields of the objects in a JSON spec.
 */
#include <inttypes.h>
#include <string.h>

#include "capdl/forms/json_reader.h"

/* Which parameters capDL text is to have for the thread: those that are not as if none was given.
 */
static uint8_t tcb_set(const struct spec_tcb *tcb)
{
    if (tcb->ip != 0 || tcb->sp != 0 || tcb->prio != SPEC_TCB_DEFAULT_PRIO ||
        tcb->max_prio != SPEC_TCB_DEFAULT_PRIO) {
        return SPEC_TCB_WHOLE;
    }
    return tcb->ipc_buffer != 0 || tcb->affinity != 0 || tcb->resume_given || tcb->fpu_given
               ? SPEC_TCB_PARTIAL
               : SPEC_TCB_BARE;
}

static void read_tcb(struct json_reader *r, uint32_t fields, struct spec_tcb *tcb)
{
    uint32_t extra = json_reader_need(r, fields, "extra");
    uint32_t words = json_reader_array(r, extra, "gprs");
    uint64_t domain = 0;
    uint64_t *init;

    tcb->ipc_buffer = json_reader_number(r, extra, "ipc_buffer_addr", UINT64_MAX);
    tcb->affinity = (uint8_t)json_reader_number(r, extra, "affinity", UINT8_MAX);
    tcb->prio = (uint8_t)json_reader_number(r, extra, "prio", UINT8_MAX);
    tcb->max_prio = (uint8_t)json_reader_number(r, extra, "max_prio", UINT8_MAX);
    tcb->ip = json_reader_number(r, extra, "ip", UINT64_MAX);
    tcb->sp = json_reader_number(r, extra, "sp", UINT64_MAX);
    tcb->fpu_disabled = json_reader_truth(r, extra, "fpu_disabled");
    tcb->fpu_given = tcb->fpu_disabled;
    tcb->resume = json_reader_truth(r, extra, "resume");
    tcb->resume_given = !tcb->resume;
    if (json_reader_maybe(r, extra, "domain", &domain) && domain > UINT8_MAX) {
        (void)json_reader_fault(r, json_tree_get(&r->tree, extra, "domain"), "a domain has 8 bits");
    }
    tcb->domain = (uint8_t)domain;
    tcb->fault_ep_given = json_reader_maybe(r, extra, "master_fault_ep", &tcb->fault_ep);
    for (uint32_t i = words == 0 ? 0 : r->tree.nodes[words].first; i != 0;
         i = r->tree.nodes[i].next) {
        tcb->init_count++;
    }
    init = arena_array(&r->c->arena, uint64_t, tcb->init_count);
    tcb->init = init;
    for (uint32_t i = words == 0 ? 0 : r->tree.nodes[words].first; i != 0;
         i = r->tree.nodes[i].next) {
        if (!json_tree_number(&r->tree, i, init++)) {
            (void)json_reader_fault(r, i, "a register has a number of at most 64 bits");
        }
    }
    tcb->set = tcb_set(tcb);
}

/* The content of one entry: where the bytes come from; false after a report. */
static bool read_content(struct json_reader *r, uint32_t node, struct spec_fill *fill)
{
    uint32_t data = json_tree_get(&r->tree, node, "Data");
    uint32_t info = json_tree_get(&r->tree, node, "BootInfo");
    const char *word;

    if (data != 0) {
        word = json_tree_string(&r->tree, json_reader_need(r, data, "file"));
        fill->kind = SPEC_FILL_FILE;
        fill->file = word;
        fill->file_offset = json_reader_number(r, data, "file_offset", UINT64_MAX);
        if (word == NULL) {
            (void)json_reader_fault(r, data, "the name of a file is expected");
        }
        return word != NULL;
    }
    if (info != 0) {
        word = json_tree_string(&r->tree, json_reader_need(r, info, "id"));
        word = word == NULL ? NULL : json_kinds_chunk_from_json(word);
        fill->kind = SPEC_FILL_BOOT_INFO;
        fill->file_offset = json_reader_number(r, info, "offset", UINT64_MAX);
        if (word == NULL) {
            (void)json_reader_fault(r, info, "there is no such chunk of the boot info");
            return false;
        }
        fill->file = intern_string(&r->c->interner, word);
        return true;
    }
    (void)json_reader_fault(r, node, "a content of the kind `Data` or `BootInfo` is expected");
    return false;
}

static void read_fills(struct json_reader *r, uint32_t fields, struct spec_object_id frame)
{
    uint32_t init = json_reader_need(r, fields, "init");
    uint32_t entries = json_reader_array(r, init, "entries");

    for (uint32_t i = entries == 0 ? 0 : r->tree.nodes[entries].first; i != 0;
         i = r->tree.nodes[i].next) {
        uint32_t range = json_reader_need(r, i, "range");
        uint32_t content = json_reader_need(r, i, "content");
        uint64_t start = json_reader_number(r, range, "start", UINT32_MAX);
        uint64_t end = json_reader_number(r, range, "end", UINT32_MAX);
        struct spec_fill fill = {.dest_offset = (uint32_t)start};

        if (end < start) {
            (void)json_reader_fault(r, range, "the range ends before it begins");
        } else if (content != 0 && read_content(r, content, &fill)) {
            fill.length = (uint32_t)(end - start);
            spec_add_fill(r->spec, frame, fill);
        }
    }
    spec_object(r->spec, frame)->fills_given = spec_object(r->spec, frame)->fill_count > 0;
}

static void read_frame(struct json_reader *r, uint32_t fields, struct spec_object_id id)
{
    struct spec_object *object = spec_object(r->spec, id);

    object->size_bits = (uint8_t)json_reader_number(r, fields, "size_bits", 63);
    object->has_paddr = json_reader_maybe(r, fields, "paddr", &object->paddr);
    read_fills(r, fields, id);
}

/* The level of a table; on riscv the graph tells later. */
static void read_page_table(struct json_reader *r, uint32_t fields, struct spec_object *object)
{
    bool pud_root = false;
    uint64_t level = 0;

    if (json_reader_maybe(r, fields, "level", &level) && level > 3) {
        (void)json_reader_fault(r, json_tree_get(&r->tree, fields, "level"),
                                "there are at most four levels of page tables");
        level = 0;
    }
    (void)json_tree_truth(&r->tree, json_tree_get(&r->tree, fields, "pud_root"), &pud_root);
    object->level = (uint8_t)(level + (pud_root && level < 3 ? 1 : 0));
    (void)json_reader_truth(r, fields, "is_root");
    object->table_word = SPEC_TABLE_BY_LEVEL;
    object->table_word = (uint8_t)spec_table_word(r->spec->arch, object);
}

static void read_irq(struct json_reader *r, uint32_t fields, enum json_object variant,
                     struct spec_irq *irq)
{
    static const char *const msi[] = {"handle", "pci_bus", "pci_dev", "pci_func"};
    static const char *const ioapic[] = {"ioapic", "pin", "level", "polarity"};
    uint32_t extra = variant == JSON_IRQ ? 0 : json_reader_need(r, fields, "extra");

    irq->unmapped = true;
    if (variant == JSON_ARM_IRQ || variant == JSON_RISCV_IRQ) {
        irq->trigger_given = true;
        irq->edge = json_reader_number(r, extra, "trigger", 1) != 0;
        irq->target = variant == JSON_RISCV_IRQ
                          ? 0
                          : (uint32_t)json_reader_number(r, extra, "target", UINT32_MAX);
    } else if (variant != JSON_IRQ) {
        irq->source = variant == JSON_IRQ_MSI ? SPEC_IRQ_MSI : SPEC_IRQ_IOAPIC;
        for (unsigned i = 0; i < 4; i++) {
            irq->source_words[i] = json_reader_number(
                r, extra, (variant == JSON_IRQ_MSI ? msi : ioapic)[i], UINT32_MAX);
        }
    }
}

static void read_sched(struct json_reader *r, uint32_t fields, struct spec_object *object)
{
    uint32_t extra = json_reader_need(r, fields, "extra");
    struct spec_sched *sched = object->sched;

    object->size_bits = (uint8_t)json_reader_number(r, fields, "size_bits", 63);
    sched->period = json_reader_number(r, extra, "period", UINT64_MAX);
    sched->budget = json_reader_number(r, extra, "budget", UINT64_MAX);
    sched->data = json_reader_number(r, extra, "badge", UINT64_MAX);
    sched->has_data = sched->data != 0;
    sched->timed = sched->period != 0 || sched->budget != 0 || sched->has_data;
}

/* Objects that are little more than numbers. */
static void read_numbers(struct json_reader *r, uint32_t fields, enum json_object variant,
                         struct spec_object *object)
{
    uint32_t pci;

    if (variant == JSON_CNODE) {
        object->size_bits = (uint8_t)json_reader_number(r, fields, "size_bits", 63);
    } else if (variant == JSON_UNTYPED) {
        object->size_bits = (uint8_t)json_reader_number(r, fields, "size_bits", 63);
        object->has_paddr = json_reader_maybe(r, fields, "paddr", &object->paddr);
    } else if (variant == JSON_ASID_POOL) {
        object->asid_high = json_reader_number(r, fields, "high", UINT64_MAX);
    } else if (variant == JSON_IO_PORTS) {
        object->device->number = json_reader_number(r, fields, "start_port", UINT16_MAX);
        object->device->second = json_reader_number(r, fields, "end_port", UINT16_MAX);
    } else if (variant == JSON_IO_PAGE_TABLE) {
        object->device->number = json_reader_number(r, fields, "level", UINT8_MAX);
    } else if (variant == JSON_IO_SPACE) {
        pci = json_reader_need(r, fields, "pci_device");
        object->device->number = json_reader_number(r, fields, "domain_id", UINT16_MAX);
        object->device->bus = (uint32_t)json_reader_number(r, pci, "bus", 255);
        object->device->device = (uint32_t)json_reader_number(r, pci, "device", 31);
        object->device->function = (uint32_t)json_reader_number(r, pci, "function", 7);
    }
}

void json_objects_read(struct json_reader *r)
{
    for (uint32_t i = 0; i < r->count; i++) {
        struct spec_object_id id = {r->ids[i]};
        enum json_object variant = (enum json_object)r->variants[i];
        uint32_t fields = r->nodes[i];
        struct spec_object *object;

        if (id.index == SPEC_NO_OBJECT.index || fields == 0) {
            continue;
        }
        object = spec_object(r->spec, id);
        if (object->kind == SPEC_KIND_TCB) {
            read_tcb(r, fields, object->tcb);
        } else if (object->kind == SPEC_KIND_FRAME) {
            read_frame(r, fields, id);
        } else if (object->kind == SPEC_KIND_PAGE_TABLE) {
            read_page_table(r, fields, object);
        } else if (object->kind == SPEC_KIND_IRQ) {
            read_irq(r, fields, variant, object->irq);
        } else if (object->kind == SPEC_KIND_SC) {
            read_sched(r, fields, object);
        } else {
            read_numbers(r, fields, variant, object);
        }
        if (spec_kind_has_slots(object->kind) && object->kind != SPEC_KIND_UNTYPED) {
            json_caps_read(r, fields, id);
        }
    }
}
