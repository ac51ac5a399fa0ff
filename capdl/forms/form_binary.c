/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_binary.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/file.h"
#include "adl/base/map.h"
#include "adl/base/strbuf.h"
#include "capdl/forms/binary_kinds.h"
#include "capdl/include/binary_check.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/include/crc32.h"
#include "capdl/spec/sizes.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "records are written as they lie");

#define FILE_SIZE_MAX ((size_t)512 << 20)

/* A file that fills come from. */
struct content_file {
    const char *bytes;
    size_t size;
    bool loaded;
};

struct writer {
    struct compilation *c;
    const struct spec *spec;
    const struct form_file *files; /* where contents come from */
    bool wants_pages;              /* frames have contents */
    bool hollow;                   /* but these are not written */
    struct content_file *loaded;   /* per file */
    struct map_string file_index;
    struct strbuf names;
    struct map_string name_offset;
    struct capdl_header header;
    struct capdl_object *objects;
    struct capdl_cap *caps;
    struct capdl_tcb *tcbs;
    struct capdl_irq *irqs;
    struct capdl_sched *scheds;
    struct capdl_device *devices;
    struct capdl_fill *fills;
    struct capdl_parent *parents;
    struct capdl_asid *asids;
    struct capdl_domain *schedule;
    uint64_t *words;
    uint8_t *contents;
    uint32_t next_image_page, next_other_page; /* see assign_pages */
    bool failed;
};

/* ---- frame contents ---- */

static void content_fault(struct writer *w, const struct spec_object *frame, const char *file,
                          const char *why)
{
    (void)diag_report(&w->c->diags, DIAG_FILL_UNREADABLE, frame->span,
                      "file `%s`, needed for frame `%s`: %s", file, frame->name, why);
    w->failed = true;
}

/* The bytes of the file a fill names; NULL after a diagnostic. A file that cannot be read is
 * reported once. */
static const struct content_file *content_file(struct writer *w, const struct spec_object *frame,
                                               const char *name)
{
    struct content_file *file;
    uint32_t index;

    if (!map_string_get(&w->file_index, name, &index)) {
        content_fault(w, frame, name, "no such program in the system");
        return NULL;
    }
    file = &w->loaded[index];
    if (!file->loaded) {
        char *bytes = NULL;
        enum file_result result =
            file_read(&w->c->arena, w->files[index].path, FILE_SIZE_MAX, &bytes, &file->size);

        file->loaded = true;
        file->bytes = result == FILE_OK ? bytes : NULL;
        if (result != FILE_OK) {
            content_fault(w, frame, name, file_result_text(result));
        }
    }
    return file->bytes != NULL ? file : NULL;
}

static void write_content(struct writer *w, const struct spec_object *frame, uint8_t *page)
{
    for (uint32_t i = 0; i < frame->fill_count; i++) {
        const struct spec_fill *fill = &frame->fills[i];
        const struct content_file *file;

        if (fill->kind != SPEC_FILL_FILE) {
            continue; /* that part is filled at boot */
        }
        file = content_file(w, frame, fill->file);
        assert(fill->dest_offset <= UINT64_C(1) << frame->size_bits &&
               fill->length <= (UINT64_C(1) << frame->size_bits) - fill->dest_offset);
        if (file == NULL) {
            continue;
        }
        if (fill->file_offset > file->size || fill->length > file->size - fill->file_offset) {
            content_fault(w, frame, fill->file, "shorter than the frame's contents");
            continue;
        }
        memcpy(page + fill->dest_offset, file->bytes + fill->file_offset, fill->length);
    }
}

/* Number of content pages of an object; 0 when it has none or they are not wanted. */
static uint32_t content_pages(const struct writer *w, const struct spec_object *object)
{
    for (uint32_t i = 0; w->wants_pages && i < object->fill_count; i++) {
        if (object->fills[i].kind == SPEC_FILL_FILE) {
            assert(object->size_bits >= CAPDL_PAGE_BITS && object->size_bits <= 30);
            return UINT32_C(1) << (object->size_bits - CAPDL_PAGE_BITS);
        }
    }
    return 0;
}

/* Is the frame a page of the root server's image? Members of untypeds are marked already. */
static bool is_image_page(const struct writer *w, uint32_t index)
{
    const struct spec_object *object = &w->spec->objects[index];

    return !object->has_paddr && content_pages(w, object) == 1 &&
           (w->objects[index].flags & CAPDL_OBJECT_COVERED) == 0;
}

/* Pages that become frames come first, then those that are copied: so where the former lie does
 * not depend on where the latter stand in the spec. */
static void assign_pages(struct writer *w)
{
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        w->next_other_page += is_image_page(w, i) ? 1 : 0;
    }
}

static void write_pages(struct writer *w, uint32_t index)
{
    const struct spec_object *object = &w->spec->objects[index];
    struct capdl_object *out = &w->objects[index];
    uint32_t *next = is_image_page(w, index) ? &w->next_image_page : &w->next_other_page;

    out->page_count = content_pages(w, object);
    if (out->page_count > 0) {
        out->detail = *next;
        *next += out->page_count;
        w->header.contents_pages += out->page_count;
        if (!w->hollow) {
            write_content(w, object, w->contents + (size_t)out->detail * CAPDL_PAGE_SIZE);
        }
    }
}

/* ---- tables ---- */

/* Offset of `text` in names; equal texts share one place. */
static uint32_t name_offset(struct writer *w, const char *text)
{
    uint32_t offset;

    if (!map_string_get(&w->name_offset, text, &offset)) {
        offset = (uint32_t)w->names.size;
        (void)map_string_put(&w->name_offset, &w->c->arena, text, offset);
        strbuf_put_bytes(&w->names, text, strlen(text) + 1);
    }
    return offset;
}

static uint32_t flag(bool set, uint32_t value)
{
    return set ? value : 0;
}

static void write_tcb(struct writer *w, const struct spec_tcb *tcb)
{
    struct capdl_tcb *out = &w->tcbs[w->header.tcbs.count++];

    *out = (struct capdl_tcb){
        .ip = tcb->ip,
        .sp = tcb->sp,
        .ipc_buffer = tcb->ipc_buffer,
        .tls_base = tcb->tls_base,
        .fault_ep = tcb->fault_ep,
        .prio = tcb->prio,
        .max_prio = tcb->max_prio,
        .affinity = tcb->affinity,
        .domain = tcb->domain,
        .flags = flag(tcb->resume, CAPDL_TCB_RESUME) |
                 flag(tcb->fpu_disabled, CAPDL_TCB_FPU_DISABLED) |
                 flag(tcb->resume_given, CAPDL_TCB_RESUME_GIVEN) |
                 flag(tcb->fpu_given, CAPDL_TCB_FPU_GIVEN) |
                 flag(tcb->fault_ep_given, CAPDL_TCB_FAULT_EP_GIVEN) |
                 flag(tcb->set == SPEC_TCB_PARTIAL, CAPDL_TCB_PARTIAL) |
                 flag(tcb->set == SPEC_TCB_BARE, CAPDL_TCB_BARE),
        .first_word = w->header.words.count,
        .word_count = tcb->init_count,
    };
    for (uint32_t i = 0; i < tcb->init_count; i++) {
        w->words[w->header.words.count++] = tcb->init[i];
    }
}

static void write_irq(struct writer *w, const struct spec_irq *irq)
{
    struct capdl_irq *out = &w->irqs[w->header.irqs.count++];

    *out = (struct capdl_irq){
        .number = irq->number,
        .target = irq->target,
        .flags = flag(irq->trigger_given, CAPDL_IRQ_TRIGGER_GIVEN) |
                 flag(irq->edge, CAPDL_IRQ_EDGE) | flag(irq->unmapped, CAPDL_IRQ_UNMAPPED) |
                 flag(irq->source == SPEC_IRQ_IOAPIC, CAPDL_IRQ_IOAPIC) |
                 flag(irq->source == SPEC_IRQ_MSI, CAPDL_IRQ_MSI),
    };
    memcpy(out->source, irq->source_words, sizeof(out->source));
}

static void write_sched(struct writer *w, const struct spec_sched *sched)
{
    w->scheds[w->header.scheds.count++] = (struct capdl_sched){
        .period = sched->period,
        .budget = sched->budget,
        .data = sched->data,
        .flags =
            flag(sched->timed, CAPDL_SCHED_TIMED) | flag(sched->has_data, CAPDL_SCHED_HAS_DATA),
    };
}

static void write_device(struct writer *w, const struct spec_device *device)
{
    w->devices[w->header.devices.count++] = (struct capdl_device){
        .number = device->number,
        .second = device->second,
        .bus = device->bus,
        .device = device->device,
        .function = device->function,
        .given = flag(device->given, 1),
    };
}

static void write_fills(struct writer *w, const struct spec_object *object)
{
    static const uint32_t kinds[] = {
        [SPEC_FILL_NONE] = CAPDL_FILL_OTHER,          [SPEC_FILL_FILE] = CAPDL_FILL_FILE,
        [SPEC_FILL_BOOT_INFO] = CAPDL_FILL_BOOT_INFO, [SPEC_FILL_BOOT_PAGE] = CAPDL_FILL_BOOT_PAGE,
        [SPEC_FILL_OTHER] = CAPDL_FILL_OTHER,
    };

    for (uint32_t i = 0; i < object->fill_count; i++) {
        const struct spec_fill *fill = &object->fills[i];
        uint32_t file = 0;

        if (fill->kind == SPEC_FILL_BOOT_INFO) {
            file = binary_kinds_chunk_from_spec(fill->file);
        } else if (fill->file != NULL) {
            file = name_offset(w, fill->file);
        }
        w->fills[w->header.fills.count++] = (struct capdl_fill){
            .kind = kinds[fill->kind],
            .dest_offset = fill->dest_offset,
            .length = fill->length,
            .file = file,
            .file_offset = fill->file_offset,
        };
    }
}

/* Index in the cap table of a slot, which must be full. */
static uint32_t cap_index(const struct writer *w, struct spec_place place)
{
    const struct spec_object *holder = spec_object(w->spec, place.holder);
    const struct spec_cap *cap = spec_cap_at(w->spec, place.holder, place.slot);

    assert(cap != NULL);
    return w->objects[place.holder.index].first_cap + (uint32_t)(cap - holder->caps);
}

static void write_cap(struct writer *w, const struct spec_cap *cap)
{
    bool node = spec_object(w->spec, cap->object)->kind == SPEC_KIND_CNODE;
    uint32_t flags = flag(cap->executable, CAPDL_CAP_EXECUTABLE) |
                     flag(cap->uncached, CAPDL_CAP_UNCACHED) |
                     flag(cap->mapped_alias, CAPDL_CAP_MAPPED_ALIAS) |
                     flag(cap->thread_cap == SPEC_CAP_REPLY, CAPDL_CAP_REPLY) |
                     flag(cap->thread_cap == SPEC_CAP_MASTER_REPLY, CAPDL_CAP_MASTER_REPLY);
    struct spec_place mapping = {cap->mapping_table, cap->mapping_slot};

    if (cap->has_asid) {
        w->asids[w->header.asids.count++] = (struct capdl_asid){
            .cap = w->header.caps.count, .high = cap->asid_high, .low = cap->asid_low};
    }
    w->caps[w->header.caps.count++] = (struct capdl_cap){
        .slot = cap->slot,
        .object = cap->object.index,
        .rights = cap->rights,
        .flags = (uint8_t)flags,
        .guard_size = cap->guard_size,
        .mapping = cap->mapped_alias ? cap_index(w, mapping) : CAPDL_NONE,
        .data = node ? cap->guard : cap->badge,
    };
}

static void write_object(struct writer *w, uint32_t index)
{
    const struct spec_object *object = &w->spec->objects[index];
    struct capdl_object *out = &w->objects[index];

    out->kind = binary_kinds_from_spec(object->kind);
    out->size_bits = object->size_bits;
    out->memory_bits = sizes_memory_bits(w->spec->arch, object);
    out->level = object->level;
    out->flags |= (uint8_t)(flag(object->has_paddr, CAPDL_OBJECT_HAS_PADDR) |
                            flag(object->fills_given, CAPDL_OBJECT_FILLS_GIVEN) |
                            flag(object->takes_untyped, CAPDL_OBJECT_UNTYPED));
    out->word = object->table_word;
    out->value = object->has_paddr ? object->paddr : object->asid_high;
    out->name = name_offset(w, object->name);
    out->detail = CAPDL_NONE;
    if (object->kind == SPEC_KIND_TCB) {
        out->detail = w->header.tcbs.count;
        write_tcb(w, object->tcb);
    } else if (object->kind == SPEC_KIND_IRQ) {
        out->detail = w->header.irqs.count;
        write_irq(w, object->irq);
    } else if (object->kind == SPEC_KIND_SC) {
        out->detail = w->header.scheds.count;
        write_sched(w, object->sched);
    } else if (capdl_kind_has_device(out->kind)) {
        out->detail = w->header.devices.count;
        write_device(w, object->device);
    } else if (object->kind == SPEC_KIND_FRAME) {
        out->first_fill = w->header.fills.count;
        out->fill_count = object->fill_count;
        write_fills(w, object);
        write_pages(w, index);
    }
}

static int compare_parents(const void *a, const void *b)
{
    const struct capdl_parent *x = a;
    const struct capdl_parent *y = b;

    return (x->child > y->child) - (x->child < y->child);
}

/* Marks what an untyped covers. */
static void write_covers(struct writer *w)
{
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        for (uint32_t k = 0; object->kind == SPEC_KIND_UNTYPED && k < object->cap_count; k++) {
            w->objects[object->caps[k].object.index].flags |= CAPDL_OBJECT_COVERED;
        }
    }
}

/* Needs first_cap of all objects. */
static void write_parents(struct writer *w)
{
    const struct spec *spec = w->spec;

    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        w->parents[i] = (struct capdl_parent){cap_index(w, spec->derivations[i].child),
                                              cap_index(w, spec->derivations[i].parent)};
    }
    if (spec->derivation_count > 0) {
        qsort(w->parents, spec->derivation_count, sizeof(*w->parents), compare_parents);
    }
    w->header.parents.count = spec->derivation_count;
}

static void write_schedule(struct writer *w)
{
    const struct spec_schedule *schedule = &w->spec->schedule;

    for (uint32_t i = 0; i < schedule->count; i++) {
        const struct spec_domain *entry = &schedule->entries[i];

        w->schedule[i] = (struct capdl_domain){
            .duration = entry->duration,
            .domain = entry->domain,
            .flags = flag(entry->microseconds, CAPDL_DOMAIN_MICROSECONDS),
        };
    }
    w->header.schedule.count = schedule->count;
    w->header.schedule_start = schedule->start;
    w->header.schedule_shift = schedule->index_shift;
    w->header.schedule_flags = flag(schedule->no_start, CAPDL_SCHEDULE_NO_START);
}

/* Sizes everything and makes room; false when the format cannot hold the spec. */
static bool make_room(struct writer *w)
{
    struct arena *arena = &w->c->arena;
    uint64_t caps = 0, tcbs = 0, irqs = 0, scheds = 0, devices = 0, fills = 0, words = 0, pages = 0;

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        caps += object->cap_count;
        fills += object->fill_count;
        pages += content_pages(w, object);
        tcbs += object->tcb != NULL ? 1u : 0u;
        irqs += object->irq != NULL ? 1u : 0u;
        scheds += object->sched != NULL ? 1u : 0u;
        devices += object->device != NULL ? 1u : 0u;
        words += object->tcb != NULL ? object->tcb->init_count : 0;
    }
    if (caps > CAPDL_SIZE_MAX / 64 || fills > CAPDL_SIZE_MAX / 64 ||
        w->spec->object_count > CAPDL_SIZE_MAX / 256 || w->spec->derivation_count > caps ||
        words > CAPDL_SIZE_MAX / 64 || pages > CAPDL_SIZE_MAX / CAPDL_PAGE_SIZE) {
        (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, SPAN_NONE,
                          "the spec is too large for the binary form: %u objects, %" PRIu64
                          " capabilities, %" PRIu64 " pages of contents",
                          w->spec->object_count, caps, pages);
        return false;
    }
    w->objects = arena_array(arena, struct capdl_object, w->spec->object_count);
    w->caps = arena_array(arena, struct capdl_cap, caps);
    w->tcbs = arena_array(arena, struct capdl_tcb, tcbs);
    w->irqs = arena_array(arena, struct capdl_irq, irqs);
    w->scheds = arena_array(arena, struct capdl_sched, scheds);
    w->devices = arena_array(arena, struct capdl_device, devices);
    w->fills = arena_array(arena, struct capdl_fill, fills);
    w->parents = arena_array(arena, struct capdl_parent, w->spec->derivation_count);
    w->asids = arena_array(arena, struct capdl_asid, caps);
    w->schedule = arena_array(arena, struct capdl_domain, w->spec->schedule.count);
    w->words = arena_array(arena, uint64_t, words);
    w->contents = w->hollow ? NULL : arena_alloc_array(arena, pages, CAPDL_PAGE_SIZE, 8);
    return true;
}

/* Appends one table to the output. */
static void put_table(struct strbuf *out, struct capdl_table *table, const void *records,
                      size_t size)
{
    table->offset = (uint32_t)(sizeof(struct capdl_header) + out->size);
    strbuf_put_bytes(out, records, size * table->count);
    while (out->size % 8 != 0) {
        strbuf_putc(out, '\0');
    }
}

/* Puts header and tables together and seals them. */
static void assemble(struct writer *w, struct form_binary *result)
{
    struct capdl_header *h = &w->header;
    struct strbuf body;

    strbuf_init(&body, &w->c->arena);
    h->objects.count = w->spec->object_count;
    h->names.count = (uint32_t)w->names.size;
    put_table(&body, &h->objects, w->objects, sizeof(*w->objects));
    put_table(&body, &h->caps, w->caps, sizeof(*w->caps));
    put_table(&body, &h->tcbs, w->tcbs, sizeof(*w->tcbs));
    put_table(&body, &h->irqs, w->irqs, sizeof(*w->irqs));
    put_table(&body, &h->scheds, w->scheds, sizeof(*w->scheds));
    put_table(&body, &h->devices, w->devices, sizeof(*w->devices));
    put_table(&body, &h->fills, w->fills, sizeof(*w->fills));
    put_table(&body, &h->parents, w->parents, sizeof(*w->parents));
    put_table(&body, &h->asids, w->asids, sizeof(*w->asids));
    put_table(&body, &h->schedule, w->schedule, sizeof(*w->schedule));
    put_table(&body, &h->words, w->words, sizeof(*w->words));
    put_table(&body, &h->names, w->names.text, 1);

    h->magic = CAPDL_MAGIC;
    h->version = CAPDL_VERSION;
    h->header_size = sizeof(*h);
    h->arch = binary_kinds_arch_from_spec(w->spec->arch);
    h->total_size = (uint32_t)(sizeof(*h) + body.size);
    h->contents_crc =
        w->hollow ? 0 : crc32_feed(0, w->contents, (size_t)h->contents_pages * CAPDL_PAGE_SIZE);
    h->crc = crc32_feed(0, (const char *)h + CAPDL_CRC_FROM, sizeof(*h) - CAPDL_CRC_FROM);
    h->crc = crc32_feed(h->crc, body.text, body.size);

    result->spec_size = h->total_size;
    result->spec = arena_alloc(&w->c->arena, h->total_size, 8);
    memcpy(result->spec, h, sizeof(*h));
    memcpy(result->spec + sizeof(*h), body.text, body.size);
    result->contents = w->contents;
    result->contents_pages = h->contents_pages;
}

static bool write_spec(struct writer *w, struct form_binary *out)
{
    const struct spec *spec = w->spec;
    uint32_t first_cap = 0;

    strbuf_init(&w->names, &w->c->arena);
    (void)name_offset(w, "");
    if (!make_room(w)) {
        return false;
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        w->objects[i].first_cap = first_cap;
        w->objects[i].cap_count = spec->objects[i].cap_count;
        first_cap += spec->objects[i].cap_count;
    }
    write_covers(w);
    assign_pages(w);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        write_object(w, i);
        for (uint32_t j = 0; j < spec->objects[i].cap_count; j++) {
            write_cap(w, &spec->objects[i].caps[j]);
        }
    }
    write_parents(w);
    write_schedule(w);
    assemble(w, out);
    return !w->failed;
}

bool form_binary_write(struct compilation *c, const struct spec *spec,
                       const struct form_file *files, size_t file_count, struct form_binary *out)
{
    struct writer w = {.c = c, .spec = spec, .files = files, .wants_pages = files != NULL};

    w.loaded = arena_array(&c->arena, struct content_file, file_count);
    for (size_t i = 0; i < file_count; i++) {
        (void)map_string_put(&w.file_index, &c->arena, files[i].name, (uint32_t)i);
    }
    return write_spec(&w, out);
}

bool form_binary_outline(struct compilation *c, const struct spec *spec, struct form_binary *out)
{
    struct writer w = {.c = c, .spec = spec, .wants_pages = true, .hollow = true};

    return write_spec(&w, out);
}
