/* SPDX-License-Identifier: BSD-2-Clause */
/* What the initial thread finds: boot information, slots, its own image. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static void check_layout(const seL4_BootInfo *info)
{
    uint64_t end = world_image_end();
    verdict_equal("ipc buffer follows the image", (uint64_t)info->ipcBuffer, end);
    verdict_equal("boot info follows the buffer", (uint64_t)info, end + 4096);
    verdict_equal("node id", info->nodeID, 0);
    verdict_equal("number of nodes", info->numNodes, 1);
    verdict_equal("io page table levels", info->numIOPTLevels, 0);
    verdict_equal("root CNode size", info->initThreadCNodeSizeBits, CONFIG_ROOT_CNODE_SIZE_BITS);
    verdict_equal("initial domain", info->initThreadDomain, 0);
}

static void check_regions(const seL4_BootInfo *info)
{
    uint64_t pages = (world_image_end() - world_image_start()) / 4096;
    verdict_equal("paging slots start at 16", info->userImagePaging.start, 16);
    verdict_equal("paging slots", info->userImagePaging.end - info->userImagePaging.start,
                  machine.paging_levels);
    verdict_equal("extra pages follow", info->extraBIPages.start, info->userImagePaging.end);
    verdict_equal("extra pages cover the extra length",
                  info->extraBIPages.end - info->extraBIPages.start,
                  (info->extraLen + 4095) / 4096);
    verdict_equal("image frames follow", info->userImageFrames.start, info->extraBIPages.end);
    verdict_equal("one frame a page", info->userImageFrames.end - info->userImageFrames.start,
                  pages);
    const adlc_BootInfoReclaim *own = world_reclaim();
    verdict_equal("untypeds of own memory follow", own ? own->untyped.start : info->untyped.start,
                  info->userImageFrames.end);
    verdict_equal("untypeds follow", info->untyped.start,
                  own ? own->untyped.end : info->userImageFrames.end);
    /* Programs for seL4 allocate from here without a look at `empty`. */
    verdict_equal("empty slots follow", info->empty.start, info->untyped.end);
    verdict_equal("empty slots end with the CNode", info->empty.end, 4096);
    verdict_equal("no shared frames", info->sharedFrames.end - info->sharedFrames.start, 0);
    verdict_equal("no io spaces", info->ioSpaceCaps.end - info->ioSpaceCaps.start, 0);
}

static void check_slots(void)
{
    static const uint8_t tags[17] = {0, 12, 10, 0, 14, 11, 13, 0, 0, 1, 1, 20, 0, 0, 0, 0, 3};
    unsigned wrong = 0, used = 0;
    for (unsigned slot = 0; slot < 17; slot++) {
        unsigned expected = slot == 3 ? machine.vspace_tag : tags[slot];
        if (world_identify(slot) != expected) {
            verdict_print("slot %u has type %u\n", slot, world_identify(slot));
            wrong++;
        }
    }
    verdict_equal("types of the first 17 slots", wrong, 0);
    for (seL4_CPtr slot = world_info()->untyped.end; slot < WORLD_FIRST_SLOT; slot++) {
        if (world_identify(slot) != 0) {
            verdict_print("slot %lu has type %u\n", slot, world_identify(slot));
            used++;
        }
    }
    verdict_equal("slots behind the untypeds are empty", used, 0);
    verdict_equal("the last slot is empty", world_identify(world_info()->empty.end - 1), 0);
}

static void check_untypeds(const seL4_BootInfo *info)
{
    unsigned count = (unsigned)(info->untyped.end - info->untyped.start);
    unsigned wrong_type = 0, disorder = 0, misaligned = 0, bad_size = 0;
    uint64_t ram = 0;
    bool ram_seen = false;
    for (unsigned i = 0; i < count; i++) {
        const seL4_UntypedDesc *desc = &info->untypedList[i];
        wrong_type += world_identify(info->untyped.start + i) != 2;
        bad_size += desc->sizeBits < seL4_MinUntypedBits || desc->sizeBits > seL4_MaxUntypedBits;
        misaligned += (desc->paddr & ((1ul << desc->sizeBits) - 1)) != 0;
        disorder += desc->isDevice && ram_seen;
        disorder += i > 0 && desc->isDevice && info->untypedList[i - 1].isDevice &&
                    desc->paddr <= info->untypedList[i - 1].paddr;
        if (!desc->isDevice) {
            ram_seen = true;
            ram += 1ul << desc->sizeBits;
        }
    }
    verdict_true("there are untypeds", count > 0 && count <= CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS);
    verdict_equal("all are untypeds", wrong_type, 0);
    verdict_equal("device memory first and ascending", disorder, 0);
    verdict_equal("aligned to their size", misaligned, 0);
    verdict_equal("of a legal size", bad_size, 0);
    verdict_true("at least 900 MiB of RAM", ram >= 900ul << 20);
    verdict_print("boot: 0x%lx bytes of RAM in untypeds\n", ram);
}

static void check_extra(const seL4_BootInfo *info)
{
    const char *at = (const char *)info + 4096;
    const seL4_BootInfoHeader *header = (const seL4_BootInfoHeader *)(const void *)at;
    if (!verdict_true("extra boot information", info->extraLen >= sizeof(*header))) {
        return;
    }
    verdict_equal("device tree chunk", header->id, SEL4_BOOTINFO_HEADER_FDT);
    uint64_t covered = 0;
    while (covered + sizeof(*header) <= info->extraLen) {
        seL4_BootInfoHeader next;
        memcpy(&next, at + covered, sizeof(next));
        covered += next.len >= sizeof(next) ? next.len : info->extraLen;
    }
    verdict_equal("chunks fill the extra length", covered, info->extraLen);
    const uint8_t *tree = (const uint8_t *)(header + 1);
    verdict_equal("device tree magic",
                  (uint64_t)tree[0] << 24 | (uint64_t)tree[1] << 16 | (uint64_t)tree[2] << 8 |
                      tree[3],
                  0xd00dfeed);
    verdict_equal("device tree length",
                  (uint64_t)tree[4] << 24 | (uint64_t)tree[5] << 16 | (uint64_t)tree[6] << 8 |
                      tree[7],
                  header->len - sizeof(*header));
}

void chapter_boot(void)
{
    const seL4_BootInfo *info = world_info();
    verdict_chapter("boot");
    check_layout(info);
    check_regions(info);
    check_slots();
    check_untypeds(info);
    check_extra(info);
    struct reply reply =
        world_call(seL4_CapInitThreadTCB, TCBSetMCPriority, 1, (const uint64_t[]){255}, 1,
                   (const seL4_CPtr[]){seL4_CapInitThreadTCB});
    verdict_done("initial mc priority is 255", &reply);
}
