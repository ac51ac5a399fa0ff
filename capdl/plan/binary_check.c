/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/include/binary_check.h"

#include "capdl/include/crc32.h"
#include "capdl/plan/page_tables.h"

/* Everything a check needs to know; kept small, it lies on the root server's stack. */
struct view {
    const struct capdl_header *header;
    const struct capdl_object *objects;
    const struct capdl_cap *caps;
    uint32_t next_cap, next_fill; /* where the next object's ranges must start */
    uint32_t tcbs_seen, irqs_seen, scheds_seen, devices_seen;
    const struct page_tables_shape *shape; /* NULL: a 32-bit architecture */
};

#define TABLE_SLOTS_32  4096u /* the largest table of any 32-bit architecture */
#define TABLE_LEVELS_32 2u

/* The tables must follow each other; `*end` is where the one before ended. */
static const char *check_table(const struct capdl_header *header, const struct capdl_table *table,
                               uint32_t record, uint32_t *end)
{
    uint64_t size = (uint64_t)table->count * record;

    if (table->offset % 8 != 0 || table->offset < *end || table->offset - *end >= 8) {
        return "a table of the spec lies in the wrong place";
    }
    if (table->offset > header->total_size || size > header->total_size - table->offset) {
        return "a table of the spec is longer than the spec";
    }
    *end = table->offset + (uint32_t)size;
    return NULL;
}

static const char *check_tables(const struct capdl_header *h)
{
    const struct {
        const struct capdl_table *table;
        uint32_t record;
    } tables[] = {
        {&h->objects,  sizeof(struct capdl_object)},
        {&h->caps,     sizeof(struct capdl_cap)   },
        {&h->tcbs,     sizeof(struct capdl_tcb)   },
        {&h->irqs,     sizeof(struct capdl_irq)   },
        {&h->scheds,   sizeof(struct capdl_sched) },
        {&h->devices,  sizeof(struct capdl_device)},
        {&h->fills,    sizeof(struct capdl_fill)  },
        {&h->parents,  sizeof(struct capdl_parent)},
        {&h->asids,    sizeof(struct capdl_asid)  },
        {&h->schedule, sizeof(struct capdl_domain)},
        {&h->words,    sizeof(uint64_t)           },
        {&h->names,    1                          },
    };
    uint32_t end = sizeof(struct capdl_header);

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        const char *fault = check_table(h, tables[i].table, tables[i].record, &end);

        if (fault != NULL) {
            return fault;
        }
    }
    if (h->total_size - end >= 8) {
        return "the spec has bytes that belong to no table";
    }
    if (h->names.count == 0 || capdl_name(h, 0)[0] != '\0' ||
        capdl_name(h, h->names.count - 1)[0] != '\0') {
        return "the spec's names are not terminated";
    }
    return NULL;
}

static const char *check_header(const struct capdl_header *h, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)h;

    if (size < sizeof(*h)) {
        return "the spec is cut short (no whole header)";
    }
    if (h->magic != CAPDL_MAGIC) {
        return "not a spec (wrong magic number)";
    }
    if (h->version != CAPDL_VERSION) {
        return "the spec is of another version";
    }
    if (h->header_size != sizeof(*h) || h->total_size < sizeof(*h) || h->total_size % 8 != 0 ||
        h->total_size > CAPDL_SIZE_MAX) {
        return "the spec's sizes make no sense";
    }
    if (h->total_size > size) {
        return "the spec is cut short";
    }
    if (crc32_feed(0, bytes + CAPDL_CRC_FROM, h->total_size - CAPDL_CRC_FROM) != h->crc) {
        return "the spec is damaged (checksum)";
    }
    if (h->arch >= CAPDL_ARCH_COUNT) {
        return "the spec is for an unknown architecture";
    }
    return NULL;
}

/* First slot number that an object cannot have; 0 when it has none. */
static uint64_t slot_limit(const struct view *v, const struct capdl_object *object)
{
    switch (object->kind) {
    case CAPDL_KIND_TCB:
        return CAPDL_TCB_SLOTS;
    case CAPDL_KIND_CNODE:
        return UINT64_C(1) << object->size_bits;
    case CAPDL_KIND_PAGE_TABLE:
    case CAPDL_KIND_ASID_POOL:
        return v->shape != NULL ? CAPDL_TABLE_SLOTS : TABLE_SLOTS_32;
    case CAPDL_KIND_UNTYPED:
    case CAPDL_KIND_IO_DEVICE:
    case CAPDL_KIND_ARM_IO_DEVICE:
    case CAPDL_KIND_IO_PT:
        return UINT64_C(1) << 32;
    case CAPDL_KIND_IRQ:
        return 1;
    default:
        return 0;
    }
}

static const char *check_cap(const struct view *v, const struct capdl_cap *cap)
{
    if (cap->object >= v->header->objects.count) {
        return "a capability names no object";
    }
    if (cap->rights > 15 || cap->flags > 2 * CAPDL_CAP_MASTER_REPLY - 1 || cap->reserved != 0 ||
        cap->guard_size > 64) {
        return "a capability has impossible attributes";
    }
    if ((cap->flags & CAPDL_CAP_MAPPED_ALIAS) != 0 ? cap->mapping >= v->header->caps.count
                                                   : cap->mapping != CAPDL_NONE) {
        return "a capability names no mapping";
    }
    return NULL;
}

static const char *check_slots(struct view *v, const struct capdl_object *object)
{
    uint64_t limit = slot_limit(v, object);

    if (object->first_cap != v->next_cap ||
        object->cap_count > v->header->caps.count - v->next_cap) {
        return "an object's capabilities are not where they should be";
    }
    for (uint32_t i = 0; i < object->cap_count; i++) {
        const struct capdl_cap *cap = &v->caps[object->first_cap + i];
        const char *fault = check_cap(v, cap);

        if (fault != NULL) {
            return fault;
        }
        if (cap->slot >= limit) {
            return "a capability lies in a slot that its holder does not have";
        }
        if (i > 0 && cap->slot <= cap[-1].slot) {
            return "an object's capabilities are not sorted by slot";
        }
    }
    v->next_cap += object->cap_count;
    return NULL;
}

static const char *check_frame(struct view *v, const struct capdl_object *object)
{
    const struct capdl_fill *fills = capdl_fills(v->header);

    if (object->first_fill != v->next_fill ||
        object->fill_count > v->header->fills.count - v->next_fill) {
        return "a frame's fills are not where they should be";
    }
    for (uint32_t i = 0; i < object->fill_count; i++) {
        const struct capdl_fill *fill = &fills[object->first_fill + i];
        uint64_t size = UINT64_C(1) << object->size_bits;
        bool named = fill->kind == CAPDL_FILL_FILE || fill->kind == CAPDL_FILL_OTHER;

        if (fill->kind < CAPDL_FILL_FILE || fill->kind > CAPDL_FILL_OTHER ||
            fill->file >= (named ? v->header->names.count : CAPDL_FILL_CHUNKS) ||
            (fill->kind != CAPDL_FILL_OTHER &&
             (fill->dest_offset > size || fill->length > size - fill->dest_offset))) {
            return "a frame has an impossible fill";
        }
    }
    v->next_fill += object->fill_count;
    if (object->page_count == 0) {
        return object->detail == CAPDL_NONE ? NULL : "a frame has contents of no length";
    }
    if (object->size_bits < CAPDL_PAGE_BITS ||
        object->page_count != UINT64_C(1) << (object->size_bits - CAPDL_PAGE_BITS) ||
        object->detail > v->header->contents_pages ||
        object->page_count > v->header->contents_pages - object->detail) {
        return "a frame's contents lie outside the contents region";
    }
    return NULL;
}

/* The detail of a scheduling context or device; others have none. */
static const char *check_record(struct view *v, const struct capdl_object *object)
{
    if (object->kind == CAPDL_KIND_SC) {
        const struct capdl_sched *sched = &capdl_scheds(v->header)[v->scheds_seen];

        if (object->detail != v->scheds_seen || v->scheds_seen >= v->header->scheds.count) {
            return "a scheduling context has no parameters";
        }
        v->scheds_seen++;
        return sched->flags < 2 * CAPDL_SCHED_HAS_DATA && sched->reserved == 0
                   ? NULL
                   : "a scheduling context has unknown flags";
    }
    if (capdl_kind_has_device(object->kind)) {
        const struct capdl_device *device = &capdl_devices(v->header)[v->devices_seen];

        if (object->detail != v->devices_seen || v->devices_seen >= v->header->devices.count) {
            return "a device has no parameters";
        }
        v->devices_seen++;
        return device->given <= 1 ? NULL : "a device has unknown flags";
    }
    return object->detail == CAPDL_NONE ? NULL : "an object has parameters that its kind has not";
}

/* detail and the fields that only some kinds have. Detail records are used in order, so that none
 * is used twice or not at all. */
static const char *check_detail(struct view *v, const struct capdl_object *object)
{
    if (object->kind == CAPDL_KIND_FRAME) {
        return check_frame(v, object);
    }
    if (object->fill_count != 0 || object->page_count != 0) {
        return "an object that is no frame has contents";
    }
    if (object->kind == CAPDL_KIND_TCB) {
        const struct capdl_tcb *tcb = &capdl_tcbs(v->header)[v->tcbs_seen];

        if (object->detail != v->tcbs_seen || v->tcbs_seen >= v->header->tcbs.count) {
            return "a TCB has no parameters";
        }
        if (tcb->flags > 2 * CAPDL_TCB_BARE - 1) {
            return "a TCB has unknown flags";
        }
        v->tcbs_seen++;
        return tcb->first_word <= v->header->words.count &&
                       tcb->word_count <= v->header->words.count - tcb->first_word
                   ? NULL
                   : "a TCB's arguments lie outside the spec";
    }
    if (object->kind == CAPDL_KIND_IRQ) {
        const struct capdl_irq *irq = &capdl_irqs(v->header)[v->irqs_seen];

        if (object->detail != v->irqs_seen || v->irqs_seen >= v->header->irqs.count) {
            return "an interrupt has no parameters";
        }
        v->irqs_seen++;
        return irq->flags <= 2 * CAPDL_IRQ_MSI - 1 ? NULL : "an interrupt has unknown flags";
    }
    return check_record(v, object);
}

static const char *check_object(struct view *v, const struct capdl_object *object)
{
    const char *fault;

    if (object->kind >= CAPDL_KIND_COUNT) {
        return "an object is of an unknown kind";
    }
    if (object->size_bits > 63 || object->memory_bits > 63 ||
        object->flags > 2 * CAPDL_OBJECT_COVERED - 1 || object->reserved1 != 0 ||
        (object->kind == CAPDL_KIND_CNODE && object->size_bits > 32) ||
        object->word > CAPDL_TABLE_PGD || (object->reserved0[0] | object->reserved0[1]) != 0) {
        return "an object has impossible attributes";
    }
    if (object->kind == CAPDL_KIND_PAGE_TABLE
            ? object->level >= (v->shape != NULL ? v->shape->levels : TABLE_LEVELS_32)
            : object->level != 0) {
        return "a page table is of a level that the architecture has not";
    }
    if (object->name >= v->header->names.count) {
        return "an object's name lies outside the spec";
    }
    fault = check_slots(v, object);
    return fault != NULL ? fault : check_detail(v, object);
}

/* The tables that speak of caps by index, and the schedule. */
static const char *check_edges(const struct capdl_header *h)
{
    const struct capdl_parent *parents = capdl_parents(h);
    const struct capdl_asid *asids = capdl_asids(h);
    const struct capdl_domain *schedule = capdl_schedule(h);

    for (uint32_t i = 0; i < h->parents.count; i++) {
        if (parents[i].child >= h->caps.count || parents[i].parent >= h->caps.count ||
            (i > 0 && parents[i].child <= parents[i - 1].child)) {
            return "the derivations are not sorted, or of no capability";
        }
    }
    for (uint32_t i = 0; i < h->asids.count; i++) {
        if (asids[i].cap >= h->caps.count || asids[i].reserved != 0 ||
            (i > 0 && asids[i].cap <= asids[i - 1].cap)) {
            return "the ASIDs are not sorted, or of no capability";
        }
    }
    for (uint32_t i = 0; i < h->schedule.count; i++) {
        if (schedule[i].domain > 255 || schedule[i].flags > CAPDL_DOMAIN_MICROSECONDS) {
            return "the schedule has an impossible entry";
        }
    }
    return h->schedule_flags <= CAPDL_SCHEDULE_NO_START ? NULL : "the schedule has unknown flags";
}

const char *binary_check(const void *spec, size_t size)
{
    struct view v = {.header = (const struct capdl_header *)spec};
    const char *fault = check_header(v.header, size);

    if (fault == NULL) {
        fault = check_tables(v.header);
    }
    if (fault != NULL) {
        return fault;
    }
    v.objects = capdl_objects(v.header);
    v.caps = capdl_caps(v.header);
    v.shape = page_tables_shape(v.header->arch);
    for (uint32_t i = 0; i < v.header->objects.count; i++) {
        fault = check_object(&v, &v.objects[i]);
        if (fault != NULL) {
            return fault;
        }
    }
    if (v.next_cap != v.header->caps.count || v.next_fill != v.header->fills.count ||
        v.tcbs_seen != v.header->tcbs.count || v.irqs_seen != v.header->irqs.count ||
        v.scheds_seen != v.header->scheds.count || v.devices_seen != v.header->devices.count) {
        return "the spec has records that belong to no object";
    }
    return check_edges(v.header);
}
