/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who gets which untypeds, and what the receivers are told of it.
 */
#include "loader/common/bare_string.h"
#include "loader/include/init_payload.h"
#include "loader/init/include/hand_off.h"
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"

/* Boot information: as a receiver is to see it, and as the kernel gave it. */
static struct {
    union {
        seL4_BootInfo info;
        uint8_t bytes[INIT_PAYLOAD_PAGE];
    } page;
    struct {
        seL4_BootInfoHeader header;
        adlc_BootInfoReclaim body;
    } reclaim;
} shown;

_Static_assert(sizeof shown.page == INIT_PAYLOAD_PAGE, "boot information takes a page");
_Static_assert(sizeof shown.reclaim.body.list / sizeof shown.reclaim.body.list[0] ==
                   HAND_OFF_PIECES,
               "untypeds of the root server's memory");
_Static_assert(HAND_OFF_UNTYPEDS == CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS,
               "untypeds of the boot information");

/* Copies the kernel's list of the root server's own untypeds to `shown`; false if there is none. */
static bool read_reclaim(const struct init *init)
{
    uint64_t size;
    const uint8_t *chunk = init_boot_chunk(init, ADLC_BOOTINFO_HEADER_RECLAIM, &size);

    if (chunk == NULL || size != sizeof shown.reclaim) {
        return false;
    }
    memcpy(&shown.reclaim, chunk, sizeof shown.reclaim);
    return shown.reclaim.body.untyped.end - shown.reclaim.body.untyped.start <= HAND_OFF_PIECES;
}

struct hand_off_list hand_off_pieces(const struct init *init)
{
    if (!read_reclaim(init)) {
        return (struct hand_off_list){0, 0};
    }
    return (struct hand_off_list){
        shown.reclaim.body.untyped.start,
        (uint32_t)(shown.reclaim.body.untyped.end - shown.reclaim.body.untyped.start),
    };
}

/* Divides the untypeds of the boot information, and decides which of the root server's own can go.
 */
static void share(struct init *init)
{
    const seL4_BootInfo *b = init->bootinfo;
    uint64_t size = (uint64_t)init->view.spec->contents_pages * INIT_PAYLOAD_PAGE;
    uint64_t start = 0;
    struct hand_off_list pieces = hand_off_pieces(init);

    if (size != 0) {
        init_report_check(init, CAPDL_NONE, "Page_GetAddress",
                          init_cpu_page_address(init->contents_slot, &start));
    }
    for (uint32_t i = 0; i < b->untyped.end - b->untyped.start; i++) {
        hand_off_plan_untyped(&init->hand_off, i, b->untypedList[i].sizeBits,
                              b->untypedList[i].isDevice != 0);
    }
    for (uint32_t i = 0; i < pieces.count; i++) {
        const seL4_UntypedDesc *piece = &shown.reclaim.body.list[i];

        hand_off_plan_piece(&init->hand_off, i, piece->paddr, piece->sizeBits, start, size);
    }
}

void hand_off_prepare(struct init *init)
{
    uint32_t receiver = hand_off_plan_begin(&init->hand_off, &init->view);
    uint64_t need;

    if (receiver != CAPDL_NONE) {
        init_report_fail(init, receiver, "more CNodes than 16 are to receive untypeds:");
    }
    if (init->hand_off.count == 0) {
        return;
    }
    share(init);
    if (!hand_off_plan_fits(&init->hand_off, &init->view, &receiver, &need)) {
        init_report_text("adlc-init:");
        init_report_object(init, receiver);
        init_report_text(": too few slots for the untypeds that it is to receive: it needs ");
        init_report_number(need);
        init_report_text("\n");
        init_report_stop();
    }
}

/* Does the address space map the frame? */
static bool maps(const struct init *init, uint32_t vspace, uint32_t frame)
{
    uint32_t table[PAGE_TABLES_MAX_LEVELS] = {vspace};
    uint32_t next[PAGE_TABLES_MAX_LEVELS] = {0};
    uint32_t depth = 0;

    for (;;) {
        const struct capdl_object *o = &init->view.objects[table[depth]];
        uint32_t to;

        if (next[depth] == o->cap_count) {
            if (depth == 0) {
                return false;
            }
            depth--;
            continue;
        }
        to = init->view.caps[o->first_cap + next[depth]].object;
        next[depth]++;
        if (to == frame) {
            return true;
        }
        if (init->view.objects[to].kind == CAPDL_KIND_PAGE_TABLE) {
            depth++; /* spec_view: a table's level is one more than that of the table it is in */
            table[depth] = to;
            next[depth] = 0;
        }
    }
}

/* Whose slots the frame is to tell of: number of a receiver; HAND_OFF_MAX: nobody's. */
static uint32_t reader_of(const struct init *init, uint32_t frame)
{
    const struct hand_off_plan *h = &init->hand_off;

    if (h->count <= 1) {
        return h->count == 1 ? 0 : HAND_OFF_MAX;
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        uint32_t r = 0;

        if (init->view.objects[i].kind != CAPDL_KIND_TCB) {
            continue;
        }
        while (r < h->count &&
               spec_view_cap(&init->view, i, CAPDL_TCB_CSPACE)->object != h->receivers[r].cnode) {
            r++;
        }
        if (r < h->count &&
            maps(init, spec_view_cap(&init->view, i, CAPDL_TCB_VSPACE)->object, frame)) {
            return r;
        }
    }
    return HAND_OFF_MAX;
}

const uint8_t *hand_off_boot_page(const struct init *init, uint32_t object)
{
    const struct hand_off_plan *h = &init->hand_off;
    const seL4_BootInfo *b = init->bootinfo;
    uint32_t reader = reader_of(init, object);
    const struct hand_off_receiver *r = &h->receivers[reader % HAND_OFF_MAX];
    seL4_BootInfo *info = &shown.page.info;
    uint32_t count = 0;

    if (reader == HAND_OFF_MAX) {
        return (const uint8_t *)b;
    }
    memcpy(&shown.page, b, sizeof shown.page);
    for (uint32_t i = 0; i < b->untyped.end - b->untyped.start; i++) {
        if (h->receiver_of[i] == reader) {
            info->untypedList[count] = b->untypedList[i];
            count++;
        }
    }
    for (uint32_t i = 0; reader == 0 && i < HAND_OFF_PIECES; i++) {
        if (h->gives_piece[i]) {
            info->untypedList[count] = shown.reclaim.body.list[i];
            info->untypedList[count].padding[0] = 1;
            count++;
        }
    }
    memset(&info->untypedList[count], 0,
           (CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS - count) * sizeof info->untypedList[0]);
    info->untyped.start = r->free + 1;
    info->untyped.end = info->untyped.start + count;
    info->empty.start = info->untyped.end;
    info->empty.end = UINT64_C(1) << init->view.objects[r->cnode].size_bits;
    return shown.page.bytes;
}
