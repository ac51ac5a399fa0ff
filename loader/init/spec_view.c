/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/spec_view.h"

#include "capdl/include/crc32.h"

static const struct spec_fault no_fault = {NULL, CAPDL_NONE};

static struct spec_fault fault(const char *text, uint32_t object)
{
    return (struct spec_fault){text, object};
}

const char *spec_view_name(const struct spec_view *view, uint32_t object)
{
    return capdl_name(view->spec, view->objects[object].name);
}

const struct capdl_cap *spec_view_cap(const struct spec_view *view, uint32_t holder, uint32_t slot)
{
    const struct capdl_object *o = &view->objects[holder];

    for (uint32_t i = 0; i < o->cap_count; i++) {
        if (view->caps[o->first_cap + i].slot == slot) {
            return &view->caps[o->first_cap + i];
        }
    }
    return NULL;
}

uint32_t spec_view_frame_at(const struct spec_view *view, uint32_t vspace, uint64_t vaddr)
{
    uint32_t table = vspace;

    for (uint8_t level = 0; level < view->shape->levels && vaddr < view->shape->user_end; level++) {
        const struct capdl_cap *cap =
            spec_view_cap(view, table, page_tables_index(view->shape, level, vaddr));

        if (cap == NULL) {
            return CAPDL_NONE;
        }
        table = cap->object;
        if (view->objects[table].kind == CAPDL_KIND_FRAME) {
            return (uint32_t)(cap - view->caps);
        }
        if (view->objects[table].kind != CAPDL_KIND_PAGE_TABLE) {
            return CAPDL_NONE;
        }
    }
    return CAPDL_NONE;
}

static const char *check_frame(const struct spec_view *view, const struct capdl_object *o)
{
    if (page_tables_frame_level(view->shape, o->size_bits) == PAGE_TABLES_NO_LEVEL) {
        return "this CPU has no pages of that size";
    }
    if (o->memory_bits != o->size_bits) {
        return "a frame must take as much memory as it is large";
    }
    if (o->page_count != 0 && o->size_bits > SPEC_VIEW_CONTENTS_BITS) {
        return "a frame of more than 2 MiB cannot have contents";
    }
    return NULL;
}

/* The entries of a table: tables of the next level, or frames as large as an entry. */
static const char *check_table(const struct spec_view *view, const struct capdl_object *o)
{
    if (o->level >= view->shape->levels) {
        return "this CPU has no page tables of that level";
    }
    for (uint32_t i = 0; i < o->cap_count; i++) {
        const struct capdl_cap *cap = &view->caps[o->first_cap + i];
        const struct capdl_object *to = &view->objects[cap->object];
        bool table = to->kind == CAPDL_KIND_PAGE_TABLE && to->level == o->level + 1;
        bool frame = to->kind == CAPDL_KIND_FRAME &&
                     page_tables_frame_level(view->shape, to->size_bits) == o->level;

        if (!table && !frame) {
            return "a page table holds something that cannot be mapped there";
        }
    }
    return NULL;
}

/* One slot of a TCB: which kind of object may stand there. */
static const char *check_tcb_cap(const struct spec_view *view, const struct capdl_cap *cap)
{
    const struct capdl_object *to = &view->objects[cap->object];

    switch (cap->slot) {
    case CAPDL_TCB_CSPACE:
        return to->kind == CAPDL_KIND_CNODE ? NULL : "its CSpace is not a CNode";
    case CAPDL_TCB_VSPACE:
        return to->kind == CAPDL_KIND_PAGE_TABLE && to->level == 0
                   ? NULL
                   : "its VSpace is not a top-level page table";
    case CAPDL_TCB_IPC_BUFFER:
        return to->kind == CAPDL_KIND_FRAME ? NULL : "its IPC buffer is not a frame";
    case CAPDL_TCB_BOUND_NTFN:
        return to->kind == CAPDL_KIND_NOTIFICATION ? NULL
                                                   : "it is bound to something else than "
                                                     "a notification";
    case CAPDL_TCB_FAULT_EP:
        return to->kind == CAPDL_KIND_ENDPOINT ? NULL : "its fault endpoint is not an endpoint";
    default:
        return "a capability in a TCB slot that this kernel does not have";
    }
}

/* Start arguments on the stack: all their pages are there, and ours to write to. */
static const char *check_stack(const struct spec_view *view, uint32_t vspace,
                               const struct capdl_tcb *tcb)
{
    uint64_t size = capdl_stack_size(tcb->word_count);

    if (size == 0) {
        return NULL;
    }
    if (tcb->sp % CAPDL_STACK_ALIGN != 0 || tcb->sp < size) {
        return "more than 4 start arguments, but its stack pointer is not a multiple of 16, or "
               "too low";
    }
    for (uint64_t at = tcb->sp - size; at < tcb->sp; at = (at | (CAPDL_PAGE_SIZE - 1)) + 1) {
        uint32_t mapping = spec_view_frame_at(view, vspace, at);

        if (mapping == CAPDL_NONE || (view->caps[mapping].rights & CAPDL_RIGHT_WRITE) == 0) {
            return "more than 4 start arguments, but no frame that it may write to is mapped below "
                   "its stack pointer";
        }
        if (view->objects[view->caps[mapping].object].size_bits > SPEC_VIEW_CONTENTS_BITS) {
            return "more than 4 start arguments, but its stack is in a frame of more than 2 MiB";
        }
    }
    return NULL;
}

static const char *check_tcb(const struct spec_view *view, uint32_t id)
{
    const struct capdl_object *o = &view->objects[id];
    const struct capdl_tcb *tcb = &capdl_tcbs(view->spec)[o->detail];
    const struct capdl_cap *buffer = spec_view_cap(view, id, CAPDL_TCB_IPC_BUFFER);

    for (uint32_t i = 0; i < o->cap_count; i++) {
        const char *text = check_tcb_cap(view, &view->caps[o->first_cap + i]);

        if (text != NULL) {
            return text;
        }
    }
    if (spec_view_cap(view, id, CAPDL_TCB_CSPACE) == NULL ||
        spec_view_cap(view, id, CAPDL_TCB_VSPACE) == NULL) {
        return "a thread without CSpace or VSpace";
    }
    if ((buffer == NULL) != (tcb->ipc_buffer == 0)) {
        return "an IPC buffer needs both a frame and an address";
    }
    if (spec_view_cap(view, id, CAPDL_TCB_FAULT_EP) != NULL && tcb->fault_ep == 0) {
        return "a fault endpoint without the address it has in the thread's CSpace";
    }
    if (tcb->affinity != 0) {
        return "it wants a core other than 0";
    }
    return check_stack(view, spec_view_cap(view, id, CAPDL_TCB_VSPACE)->object, tcb);
}

/* A CNode slot: special caps exist once, an alias must belong to a mapping of the same frame. */
static const char *check_cnode(const struct spec_view *view, const struct capdl_object *o)
{
    for (uint32_t i = 0; i < o->cap_count; i++) {
        const struct capdl_cap *cap = &view->caps[o->first_cap + i];

        if ((cap->flags & CAPDL_CAP_MAPPED_ALIAS) != 0 &&
            (cap->mapping >= view->spec->caps.count ||
             view->caps[cap->mapping].object != cap->object)) {
            return "a capability stands for the mapping of another frame";
        }
        if ((cap->flags & (CAPDL_CAP_REPLY | CAPDL_CAP_MASTER_REPLY)) != 0) {
            return "a reply capability, which only the kernel makes";
        }
        if (cap->guard_size > 64 - 1) {
            return "a guard of more than 63 bits";
        }
    }
    return NULL;
}

/* The contents seen so far: how far those that become frames reach, and those that are copied,
   which lie behind them. */
struct pages_seen {
    uint32_t next_image, next_other, first_other;
};

/* Page contents are given away whole, so no two frames may name the same page. Frames come in any
   order; the check is quadratic only in the number of frames whose ranges are out of order. */
static bool contents_shared(const struct spec_view *view, uint32_t id, struct pages_seen *seen)
{
    const struct capdl_object *o = &view->objects[id];
    bool image = spec_view_is_image_page(o);
    uint32_t *next = image ? &seen->next_image : &seen->next_other;
    bool in_order = o->detail >= *next;

    if (o->page_count == 0) {
        return false;
    }
    *next = in_order ? o->detail + o->page_count : *next;
    if (!image && o->detail < seen->first_other) {
        seen->first_other = o->detail;
    }
    if (in_order && seen->next_image <= seen->first_other) {
        return false;
    }
    for (uint32_t other = 0; other < id; other++) {
        const struct capdl_object *p = &view->objects[other];

        if (p->kind == CAPDL_KIND_FRAME && p->page_count != 0 &&
            o->detail < p->detail + p->page_count && p->detail < o->detail + o->page_count) {
            return true;
        }
    }
    return false;
}

/* What lies in an untyped is marked so and takes memory, and has no address where the untyped has
   none; a pool has address spaces. */
static const char *check_members(const struct spec_view *view, const struct capdl_object *o)
{
    for (uint32_t i = 0; i < o->cap_count; i++) {
        const struct capdl_object *to = &view->objects[view->caps[o->first_cap + i].object];

        if (o->kind == CAPDL_KIND_UNTYPED &&
            ((to->flags & CAPDL_OBJECT_COVERED) == 0 || to->memory_bits == 0)) {
            return "an untyped with something in it that is not made of memory";
        }
        if (o->kind == CAPDL_KIND_UNTYPED && (to->flags & CAPDL_OBJECT_HAS_PADDR) != 0 &&
            (o->flags & CAPDL_OBJECT_HAS_PADDR) == 0) {
            return "an untyped without an address, and something in it that has one";
        }
        if (o->kind == CAPDL_KIND_ASID_POOL &&
            (to->kind != CAPDL_KIND_PAGE_TABLE || to->level != 0)) {
            return "an ASID pool with something in it that is no address space";
        }
    }
    return NULL;
}

static const char *check_object(const struct spec_view *view, uint32_t id, struct pages_seen *seen)
{
    const struct capdl_object *o = &view->objects[id];

    switch (o->kind) {
    case CAPDL_KIND_FRAME:
        if (contents_shared(view, id, seen)) {
            return "its contents are those of another frame, too";
        }
        return check_frame(view, o);
    case CAPDL_KIND_PAGE_TABLE:
        return check_table(view, o);
    case CAPDL_KIND_TCB:
        return check_tcb(view, id);
    case CAPDL_KIND_CNODE:
        return check_cnode(view, o);
    case CAPDL_KIND_IRQ:
        if (o->cap_count != 0 &&
            view->objects[view->caps[o->first_cap].object].kind != CAPDL_KIND_NOTIFICATION) {
            return "an interrupt that signals something else than a notification";
        }
        return (capdl_irqs(view->spec)[o->detail].flags &
                (CAPDL_IRQ_UNMAPPED | CAPDL_IRQ_IOAPIC | CAPDL_IRQ_MSI)) == 0
                   ? NULL
                   : "an interrupt without a number, or of another interrupt controller";
    case CAPDL_KIND_UNTYPED:
    case CAPDL_KIND_ASID_POOL:
        return check_members(view, o);
    case CAPDL_KIND_ENDPOINT:
    case CAPDL_KIND_NOTIFICATION:
    case CAPDL_KIND_IRQ_CONTROL:
    case CAPDL_KIND_ASID_CONTROL:
    case CAPDL_KIND_DOMAIN:
        return NULL;
    default:
        return "the kernel has no objects of its kind";
    }
}

/* Does an object lie in two untypeds? Their members are as many as the objects marked so; then
   there is none that lies in two, or another lies in none, and is never made. */
static bool covers_shared(const struct spec_view *view)
{
    uint64_t members = 0, marked = 0;

    for (uint32_t id = 0; id < view->object_count; id++) {
        const struct capdl_object *o = &view->objects[id];

        members += o->kind == CAPDL_KIND_UNTYPED ? o->cap_count : 0;
        marked += (o->flags & CAPDL_OBJECT_COVERED) != 0 ? 1 : 0;
    }
    return members != marked;
}

struct spec_fault spec_view_open(struct spec_view *view, const void *spec, size_t size,
                                 uint32_t arch, const void *contents, uint64_t contents_pages)
{
    const struct capdl_header *header = spec;
    const char *text = binary_check(spec, size);
    struct pages_seen seen = {0, 0, UINT32_MAX};

    if (text != NULL) {
        return fault(text, CAPDL_NONE);
    }
    *view = (struct spec_view){.spec = header, .contents = contents};
    view->objects = capdl_objects(header);
    view->caps = capdl_caps(header);
    view->shape = page_tables_shape(arch);
    view->object_count = header->objects.count;
    if (header->arch != arch || view->shape == NULL) {
        return fault("it is for another CPU", CAPDL_NONE);
    }
    if (header->contents_pages != contents_pages) {
        return fault("the frame contents beside it have another size", CAPDL_NONE);
    }
    if (contents != NULL && contents_pages != 0 &&
        crc32_feed(0, contents, (size_t)contents_pages * CAPDL_PAGE_SIZE) != header->contents_crc) {
        return fault("the frame contents are corrupt (checksum)", CAPDL_NONE);
    }
    for (uint32_t id = 0; id < view->object_count; id++) {
        text = check_object(view, id, &seen);
        if (text != NULL) {
            return fault(text, id);
        }
    }
    if (covers_shared(view)) {
        return fault("something lies in several untypeds, or in none although it is to",
                     CAPDL_NONE);
    }
    return no_fault;
}
