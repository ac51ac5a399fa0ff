/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contents of frames that cannot be a page of our image: large ones, and those at a fixed physical
 * address. Each is mapped at a window in our own address space, written, and unmapped. The window
 * is 1 GiB beyond address 0, where this program never reaches; small and large pages have windows
 * of their own, 2 MiB apart, because a page and a table cannot share an entry. Page tables for the
 * window come from the first plain untyped that still has room.
 */
#include "loader/include/init_payload.h"
#include "loader/init/include/hand_off.h"
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"
#include "loader/init/include/init_string.h"

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

static void copy_contents(struct init *init, uint32_t object, seL4_CPtr copy)
{
    const struct capdl_object *o = &init->view.objects[object];
    uint64_t window = o->size_bits > CAPDL_PAGE_BITS ? WINDOW_LARGE : WINDOW_SMALL;
    const uint8_t *from =
        init->view.contents + (o->page_count != 0 ? (uint64_t)o->detail * CAPDL_PAGE_SIZE : 0);

    map_window(init, object, copy, window);
    if (o->page_count != 0) {
        memcpy((void *)(uintptr_t)window, from, (size_t)o->page_count * CAPDL_PAGE_SIZE);
    }
    fill_frame(init, object, (uint8_t *)(uintptr_t)window);
    init_report_check(init, object, "Page_Unify_Instruction", init_cpu_unify(copy, o->size_bits));
    init_report_check(init, object, "Page_Unmap", init_cpu_unmap_page(copy));
    init_slots_delete(init, object, copy);
}

void init_frames_fill(struct init *init)
{
    seL4_CPtr copy = 0;

    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind != CAPDL_KIND_FRAME || (o->page_count == 0 && !has_boot_fill(init, o))) {
            continue;
        }
        if (spec_view_is_image_page(o)) {
            fill_frame(init, i, init->contents + (uint64_t)o->detail * CAPDL_PAGE_SIZE);
        } else {
            copy = copy == 0 ? init_slots_take(init, i) : copy;
            copy_contents(init, i, copy);
        }
    }
}
