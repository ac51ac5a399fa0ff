/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contents of frames that cannot be a page of our image: large ones, and those at a fixed physical
 * address; and what is not known before: pieces of the boot information, start arguments on stacks.
 * Each such frame is mapped at a window in our own address space, written, and unmapped. The window
 * is 1 GiB beyond address 0, where this program never reaches; small and large pages have windows
 * of their own, 2 MiB apart, because a page and a table cannot share an entry. Page tables for the
 * window come from the first plain untyped that still has room.
 */
#include "loader/common/bare_string.h"
#include "loader/include/init_payload.h"
#include "loader/init/include/hand_off.h"
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

#define WINDOW_LARGE UINT64_C(0x40000000)
#define WINDOW_SMALL (WINDOW_LARGE + (UINT64_C(1) << 21))

/* Makes one page table for the window of a frame. */
static seL4_CPtr make_table(struct init *init, uint32_t object)
{
    const seL4_BootInfo *b = init->bootinfo;
    seL4_CPtr slot = init_slots_take(init, object);
    seL4_Error error = seL4_NotEnoughMemory;

    for (seL4_CPtr u = b->untyped.start; u < b->untyped.end && error != seL4_NoError; u++) {
        if (b->untypedList[u - b->untyped.start].isDevice == 0) {
            error = init_slots_retype(init, u, init_cpu_table_type(1), 0, slot, 1);
        }
    }
    init_report_check(init, object, "seL4_Untyped_Retype (page table to copy through)", error);
    return slot;
}

/* Maps our own copy of the frame's capability, in slot `copy`, at the window; tables are added as
   they are missed. */
static void map_window(struct init *init, uint32_t object, seL4_CPtr copy, uint64_t window)
{
    seL4_Error error;

    init_slots_copy(init, object, copy, seL4_ReadWrite);
    for (unsigned tables = 0;; tables++) {
        error =
            init_cpu_map_page(copy, seL4_CapInitThreadVSpace, window, seL4_ReadWrite, false, true);
        if (error != seL4_FailedLookup || tables == PAGE_TABLES_MAX_LEVELS) {
            break;
        }
        init_report_check(
            init, object, "PageTable_Map (to copy through)",
            init_cpu_map_table(make_table(init, object), seL4_CapInitThreadVSpace, window));
    }
    init_report_check(init, object, "Page_Map (to copy contents)", error);
}

const uint8_t *init_boot_chunk(const struct init *init, uint32_t id, uint64_t *size)
{
    const uint8_t *at = (const uint8_t *)init->bootinfo + INIT_PAYLOAD_PAGE;
    uint64_t left = init->bootinfo->extraLen;
    seL4_BootInfoHeader header;

    while (left >= sizeof header) {
        memcpy(&header, at, sizeof header); /* chunks follow each other at any address */
        if (header.len < sizeof header || header.len > left) {
            return NULL;
        }
        if (header.id == id) {
            *size = header.len;
            return at;
        }
        at += header.len;
        left -= header.len;
    }
    return NULL;
}

/* Writes what a fill takes from the boot information; where that has nothing, zero stays. */
static void fill_from_boot(const struct init *init, uint32_t object, const struct capdl_fill *fill,
                           uint8_t *page)
{
    const uint8_t *from = NULL;
    uint64_t size = INIT_PAYLOAD_PAGE;
    uint64_t offset = fill->file_offset;

    if (fill->kind == CAPDL_FILL_BOOT_INFO) {
        from = init_boot_chunk(init, fill->file, &size);
    } else if (fill->kind == CAPDL_FILL_BOOT_PAGE) {
        from = hand_off_boot_page(init, object);
    }
    if (from != NULL && offset < size) {
        memcpy(page + fill->dest_offset, from + offset,
               (size_t)(fill->length < size - offset ? fill->length : size - offset));
    }
}

/* Has the frame parts that come from the boot information? */
static bool has_boot_fill(const struct init *init, const struct capdl_object *o)
{
    for (uint32_t i = 0; i < o->fill_count; i++) {
        uint32_t kind = capdl_fills(init->view.spec)[o->first_fill + i].kind;

        if (kind == CAPDL_FILL_BOOT_INFO || kind == CAPDL_FILL_BOOT_PAGE) {
            return true;
        }
    }
    return false;
}

static void fill_frame(const struct init *init, uint32_t object, uint8_t *page)
{
    const struct capdl_object *o = &init->view.objects[object];

    for (uint32_t i = 0; i < o->fill_count; i++) {
        fill_from_boot(init, object, &capdl_fills(init->view.spec)[o->first_fill + i], page);
    }
}

/* Makes a frame's memory accessible until close_frame: where it is. */
static uint8_t *open_frame(struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];
    uint64_t window = o->size_bits > CAPDL_PAGE_BITS ? WINDOW_LARGE : WINDOW_SMALL;

    if (spec_view_is_image_page(o)) {
        return init->contents + (uint64_t)o->detail * CAPDL_PAGE_SIZE;
    }
    if (init->window_slot == 0) {
        init->window_slot = init_slots_take(init, object);
    }
    map_window(init, object, init->window_slot, window);
    return (uint8_t *)(uintptr_t)window; /* NOLINT(performance-no-int-to-ptr) */
}

static void close_frame(const struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];

    if (spec_view_is_image_page(o)) {
        return;
    }
    init_report_check(init, object, "Page_Unify_Instruction",
                      init_cpu_unify(init->window_slot, o->size_bits));
    init_report_check(init, object, "Page_Unmap", init_cpu_unmap_page(init->window_slot));
    init_slots_delete(init, object, init->window_slot);
}

static void copy_contents(struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];
    uint8_t *frame = open_frame(init, object);

    if (o->page_count != 0 && !spec_view_is_image_page(o)) {
        memcpy(frame, init->view.contents + (uint64_t)o->detail * CAPDL_PAGE_SIZE,
               (size_t)o->page_count * CAPDL_PAGE_SIZE);
    }
    fill_frame(init, object, frame);
    close_frame(init, object);
}

/* Writes the start arguments that go on the stack of the thread, page by page. */
static void put_arguments(struct init *init, uint32_t thread)
{
    const struct capdl_tcb *tcb = &capdl_tcbs(init->view.spec)[init->view.objects[thread].detail];
    const uint64_t *words = capdl_words(init->view.spec) + tcb->first_word;
    uint32_t vspace = spec_view_cap(&init->view, thread, CAPDL_TCB_VSPACE)->object;
    uint64_t at = tcb->sp - capdl_stack_size(tcb->word_count);

    for (uint32_t i = CAPDL_STACK_FROM, count; i < tcb->word_count; i += count) {
        uint32_t frame = init->view.caps[spec_view_frame_at(&init->view, vspace, at)].object;
        uint64_t offset = at & ((UINT64_C(1) << init->view.objects[frame].size_bits) - 1);
        uint64_t room = (INIT_PAYLOAD_PAGE - at % INIT_PAYLOAD_PAGE) / sizeof *words;
        uint32_t left = tcb->word_count - i;

        count = left < room ? left : (uint32_t)room;
        memcpy(open_frame(init, frame) + offset, words + i, count * sizeof *words);
        close_frame(init, frame);
        at += count * sizeof *words;
    }
}

void init_frames_fill(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind == CAPDL_KIND_FRAME && (o->page_count != 0 || has_boot_fill(init, o))) {
            copy_contents(init, i);
        }
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind == CAPDL_KIND_TCB &&
            capdl_stack_size(capdl_tcbs(init->view.spec)[o->detail].word_count) != 0) {
            put_arguments(init, i);
        }
    }
}
