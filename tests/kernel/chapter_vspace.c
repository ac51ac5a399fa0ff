/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces: what mapped memory does, big pages, a second address space. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode, VSPACE = seL4_CapInitThreadVSpace };
static const uint64_t window = 0x18000000, big_window = 0x20000000;

static volatile uint64_t worker_saw;
static uint64_t shared_word;

static seL4_Error map(seL4_CPtr frame, seL4_CPtr vspace, uint64_t address, seL4_CapRights_t rights)
{
    return adlc_page_map(frame, vspace, address, rights, ADLC_VM_DEFAULT);
}

/* Maps with as many tables as are missing. */
static seL4_Error map_with_tables(seL4_CPtr frame, seL4_CPtr vspace, uint64_t address,
                                  seL4_CapRights_t rights)
{
    for (;;) {
        seL4_Error error = map(frame, vspace, address, rights);
        if (error != seL4_FailedLookup) {
            return error;
        }
        seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
        error = adlc_page_table_map(table, vspace, address, ADLC_VM_DEFAULT);
        if (error != seL4_NoError) {
            return error;
        }
    }
}

static void check_sharing(void)
{
    seL4_CPtr frame = world_frame();
    seL4_CPtr copy = world_copy(frame, seL4_AllRights);
    volatile uint64_t *one = (volatile uint64_t *)window;
    volatile uint64_t *two = (volatile uint64_t *)(window + 0x3000);
    verdict_equal("map", map_with_tables(frame, VSPACE, window, seL4_ReadWrite), 0);
    verdict_equal("map a copy elsewhere", map(copy, VSPACE, window + 0x3000, seL4_ReadWrite), 0);
    one[5] = 0x1234;
    verdict_equal("both show the same memory", two[5], 0x1234);
    verdict_equal("unmap one", adlc_page_unmap(frame), 0);
    verdict_equal("the other stays", two[5], 0x1234);
    verdict_equal("map it at the free place", map(frame, VSPACE, window + 0x1000, seL4_CanRead), 0);
    verdict_equal("with the same contents", *(volatile uint64_t *)(window + 0x1028), 0x1234);
    adlc_page_unmap(frame);
    world_delete(frame);
    verdict_equal("deleting the original leaves the copy mapped", two[5], 0x1234);
    world_delete(copy);
}

static void check_big_page(void)
{
    seL4_CPtr untyped = world_untyped(21);
    seL4_CPtr frame = world_slot();
    verdict_equal("a 2 MiB frame",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_LARGE_PAGE, 0, ROOT, 0, 0, frame, 1), 0);
    verdict_equal("at an odd address", map(frame, VSPACE, big_window + 0x1000, seL4_ReadWrite),
                  seL4_AlignmentError);
    verdict_equal("maps without another table", map(frame, VSPACE, big_window, seL4_ReadWrite), 0);
    volatile uint64_t *words = (volatile uint64_t *)big_window;
    words[0] = 1;
    words[(1 << 21) / 8 - 1] = 2;
    verdict_equal("first word", words[0], 1);
    verdict_equal("last word", words[(1 << 21) / 8 - 1], 2);
    seL4_CPtr small = world_frame();
    verdict_equal("a small frame inside is refused",
                  map(small, VSPACE, big_window + 0x1000, seL4_ReadWrite) != seL4_NoError, 1);
    verdict_equal("delete", world_delete(frame), 0);
    verdict_equal("then a small frame finds no table",
                  map(small, VSPACE, big_window + 0x1000, seL4_ReadWrite), seL4_FailedLookup);
    verdict_equal("of 2 MiB", seL4_GetMR(SEL4_MAPPING_LOOKUP_LEVEL), SEL4_MAPPING_LOOKUP_NO_PT);
}

static void check_table_removal(void)
{
    const uint64_t address = big_window + 0x600000;
    seL4_CPtr frame = world_frame();
    seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
    verdict_equal("map a table", adlc_page_table_map(table, VSPACE, address, ADLC_VM_DEFAULT), 0);
    verdict_equal("and a frame", map(frame, VSPACE, address, seL4_ReadWrite), 0);
    *(volatile uint64_t *)address = 99;
    verdict_equal("delete the table", world_delete(table), 0);
    verdict_equal("its frame can be unmapped", adlc_page_unmap(frame), 0);
    verdict_equal("and mapped elsewhere", map(frame, VSPACE, window + 0x5000, seL4_ReadWrite), 0);
    verdict_equal("with its contents", *(volatile uint64_t *)(window + 0x5000), 99);
}

/* A second address space with the whole image in it, but one page replaced. */
_Alignas(4096) static volatile uint64_t private_page[512];

static void look_around(uint64_t argument)
{
    worker_saw = private_page[0];
    private_page[1] = argument;
    shared_word = argument;
}

static seL4_Error map_image(seL4_CPtr vspace, seL4_CPtr instead)
{
    const seL4_BootInfo *info = world_info();
    unsigned pages = (unsigned)(info->userImageFrames.end - info->userImageFrames.start);
    for (unsigned i = 0; i < pages; i++) {
        uint64_t address = world_image_start() + i * 4096ul;
        bool replaced = address == (uint64_t)private_page;
        seL4_CPtr frame =
            replaced ? instead : world_copy(info->userImageFrames.start + i, seL4_AllRights);
        seL4_Error error = map_with_tables(frame, vspace, address, seL4_ReadWrite);
        if (error != seL4_NoError) {
            return error;
        }
    }
    return seL4_NoError;
}

static void check_second_space(void)
{
    seL4_CPtr vspace = world_object(ADLC_OBJ_VSPACE, 0);
    seL4_CPtr frame = world_frame();
    seL4_CPtr view = world_copy(frame, seL4_AllRights);
    verdict_equal("assign an address space identifier",
                  adlc_asid_pool_assign(seL4_CapInitThreadASIDPool, vspace), 0);
    if (!verdict_equal("map the image into it", map_image(vspace, frame), 0)) {
        return;
    }
    verdict_equal("look at its page", map(view, VSPACE, window + 0x8000, seL4_ReadWrite), 0);
    volatile uint64_t *other = (volatile uint64_t *)(window + 0x8000);
    other[0] = 0x5ec0;
    private_page[0] = 0x1111;
    private_page[1] = 0;
    struct worker *worker = world_worker(60, 0);
    verdict_equal("a thread in it", seL4_TCB_SetSpace(worker->tcb, 0, ROOT, 0, vspace, 0), 0);
    world_run(worker, look_around, 0x77);
    verdict_equal("sees its own page", worker_saw, 0x5ec0);
    verdict_equal("writes its own page", other[1], 0x77);
    verdict_equal("not ours", private_page[1], 0);
    verdict_equal("and the shared rest", shared_word, 0x77);
    world_run(worker, look_around, 0x78);
    verdict_equal("runs again", shared_word, 0x78);
    seL4_CPtr copy = world_copy(vspace, seL4_AllRights);
    verdict_equal("delete a copy of its address space", world_delete(copy), 0);
    world_run(worker, look_around, 0x7a);
    verdict_equal("it still runs", shared_word, 0x7a);
    verdict_equal("revoke takes the thread's own", world_revoke(vspace), 0);
    verdict_equal("delete the last", world_delete(vspace), 0);
    shared_word = 0;
    world_run(worker, look_around, 0x79);
    verdict_equal("then the thread cannot run", shared_word, 0);
    world_end(worker);
}

static void check_code(void)
{
    seL4_CPtr frame = world_frame();
    uint32_t *code = (uint32_t *)(window + 0x9000);
    verdict_equal("map a page for code",
                  adlc_page_map(frame, VSPACE, window + 0x9000, seL4_ReadWrite, ADLC_VM_DEFAULT),
                  0);
    for (unsigned i = 0; i < machine_code_bytes / 4; i++) {
        code[i] = machine_code[i];
    }
    machine_sync_code(code, machine_code_bytes);
    uint64_t (*function)(void) = (uint64_t(*)(void))(window + 0x9000);
    verdict_equal("written code runs", function(), 42);
}

static void check_pools(void)
{
    seL4_CPtr untyped = world_untyped(12);
    seL4_CPtr pool = world_slot();
    seL4_CPtr vspace = world_object(ADLC_OBJ_VSPACE, 0);
    verdict_equal(
        "make a pool",
        adlc_asid_control_make_pool(seL4_CapASIDControl, untyped, ROOT, pool, WORLD_DEPTH), 0);
    verdict_equal("it is one", world_identify(pool), 13);
    verdict_equal("assign from it", adlc_asid_pool_assign(pool, vspace), 0);
    verdict_equal("map in that space",
                  map_with_tables(world_frame(), vspace, 0x10000, seL4_ReadWrite), 0);
    verdict_equal("delete the pool", world_delete(pool), 0);
    verdict_equal("then mapping fails", map(world_frame(), vspace, 0x11000, seL4_ReadWrite),
                  seL4_FailedLookup);
    verdict_equal("because the root is gone", seL4_GetMR(1), seL4_InvalidRoot);
}

void chapter_vspace(void)
{
    verdict_chapter("vspace");
    check_sharing();
    check_big_page();
    check_table_removal();
    check_second_space();
    check_code();
    check_pools();
}
