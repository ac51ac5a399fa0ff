/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes a root server with a spec of its own, for tests of loader/init in QEMU: two threads that
 * share an address space and a CSpace, and at least one of everything the root server can make.
 * A variant adds something it cannot make; the test looks for the line that says so.
 *
 * The spec is written struct by struct here, not by capdl/forms, so that the two ends of the format
 * are tested against a third party.
 *
 * usage: make_world riscv64|aarch64 UART_PADDR UART_IRQ RAM_END CODE INIT_ELF ROOT_ELF [VARIANT]
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/file.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/include/crc32.h"
#include "loader/pack/pack.h"

enum { OBJECTS_MAX = 21000, CAPS_MAX = 18000, MANY_TABLES = 32, CODE_PAGES = 2, BIG_PAGES = 512 };

#define CODE        UINT64_C(0x10000000)
#define SHARED      (CODE + 0x100000)
#define IPC_BUFFERS (CODE + 0x110000)
#define STACKS      (CODE + 0x120000)
#define TLS         (CODE + 0x130000)
#define UART        (CODE + 0x180000)
#define BIG         (CODE + 0x200000)
#define FAULT_SLOT  8

/* How far from the end of memory the contents at fixed addresses lie: a multiple of 2 MiB, and
   far from what the boot loader and the kernel take. */
#define FIXED_BELOW_END UINT64_C(0x1fe00000)

struct cap {
    uint32_t holder;
    struct capdl_cap cap;
};

struct world {
    bool arm;
    uint64_t uart_paddr, ram_end;
    uint32_t uart_irq;
    struct capdl_object objects[OBJECTS_MAX];
    uint32_t object_count;
    struct cap caps[CAPS_MAX];
    uint32_t cap_count;
    char names[OBJECTS_MAX * 12];
    uint32_t names_size;
    uint32_t tables[4], levels;
    uint32_t ep, ntfn, cnode, tcb[2], code[CODE_PAGES], big, shared, uart, irq;
};

static struct world world;

static uint32_t object(const char *name, uint8_t kind, uint8_t size_bits, uint8_t memory_bits)
{
    struct capdl_object *o = &world.objects[world.object_count];

    *o = (struct capdl_object){.kind = kind,
                               .size_bits = size_bits,
                               .memory_bits = memory_bits,
                               .name = world.names_size,
                               .detail = CAPDL_NONE};
    world.names_size += (uint32_t)sprintf(world.names + world.names_size, "%s", name) + 1;
    return world.object_count++;
}

static uint32_t frame(const char *name)
{
    return object(name, CAPDL_KIND_FRAME, 12, 12);
}

static uint32_t filled(const char *name, uint8_t bits, uint32_t page)
{
    uint32_t id = object(name, CAPDL_KIND_FRAME, bits, bits);

    world.objects[id].detail = page;
    world.objects[id].page_count = 1u << (bits - 12);
    return id;
}

static uint32_t device(const char *name, uint8_t bits, uint64_t paddr)
{
    uint32_t id = object(name, CAPDL_KIND_FRAME, bits, bits);

    world.objects[id].flags = CAPDL_OBJECT_HAS_PADDR;
    world.objects[id].value = paddr;
    return id;
}

static struct capdl_cap *cap(uint32_t holder, uint32_t slot, uint32_t to, uint8_t rights)
{
    struct cap *c = &world.caps[world.cap_count++];

    c->holder = holder;
    c->cap =
        (struct capdl_cap){.slot = slot, .object = to, .rights = rights, .mapping = CAPDL_NONE};
    return &c->cap;
}

static uint32_t table_index(uint64_t vaddr, uint32_t level)
{
    return (uint32_t)(vaddr >> (12 + 9 * (world.levels - 1 - level))) & 511;
}

static struct capdl_cap *map(uint64_t vaddr, uint32_t to, uint8_t rights)
{
    uint32_t level = world.objects[to].size_bits == 12 ? world.levels - 1 : world.levels - 2;

    return cap(world.tables[level], table_index(vaddr, level), to, rights);
}

static void make_memory(void)
{
    const uint8_t rw = CAPDL_RIGHT_READ | CAPDL_RIGHT_WRITE;
    uint32_t buffers[2], stacks[2];

    for (uint32_t i = 0; i < world.levels; i++) {
        world.tables[i] = object("table", CAPDL_KIND_PAGE_TABLE, 0, 12);
        world.objects[world.tables[i]].level = (uint8_t)i;
        if (i != 0) {
            (void)cap(world.tables[i - 1], table_index(CODE, i - 1), world.tables[i], 0);
        }
    }
    for (uint32_t i = 0; i < CODE_PAGES; i++) {
        world.code[i] = filled("code", 12, i);
        map(CODE + i * 4096, world.code[i], CAPDL_RIGHT_READ)->flags = CAPDL_CAP_EXECUTABLE;
    }
    world.big = filled("big", 21, CODE_PAGES);
    world.shared = filled("shared", 12, CODE_PAGES + BIG_PAGES);
    world.uart = device("uart", 12, world.uart_paddr);
    (void)map(BIG, world.big, CAPDL_RIGHT_READ);
    (void)map(SHARED, world.shared, rw);
    map(UART, world.uart, rw)->flags = CAPDL_CAP_UNCACHED;
    (void)map(TLS, frame("tls"), rw);
    for (uint32_t i = 0; i < 2; i++) {
        buffers[i] = frame("buffer");
        stacks[i] = frame("stack");
        (void)map(IPC_BUFFERS + i * 4096, buffers[i], rw);
        (void)map(STACKS + i * 8192, stacks[i], rw);
        (void)cap(world.tcb[i], CAPDL_TCB_IPC_BUFFER, buffers[i], rw);
    }
}

static void make_objects(void)
{
    const uint8_t all = 15;

    world.ep = object("ep", CAPDL_KIND_ENDPOINT, 0, 4);
    world.ntfn = object("ntfn", CAPDL_KIND_NOTIFICATION, 0, 5);
    world.cnode = object("cnode", CAPDL_KIND_CNODE, 4, 9);
    for (uint32_t i = 0; i < 2; i++) {
        world.tcb[i] = object(i == 0 ? "client" : "server", CAPDL_KIND_TCB, 0, 11);
        world.objects[world.tcb[i]].detail = i;
    }
    make_memory();
    world.irq = object("irq", CAPDL_KIND_IRQ, 0, 0);
    world.objects[world.irq].detail = 0;
    cap(world.irq, 0, world.ntfn, all)->data = 8;
    cap(world.cnode, 1, world.ep, all)->data = 0x77;
    cap(world.cnode, 2, world.ntfn, all)->data = 4;
    (void)cap(world.cnode, 3, world.tcb[0], 0);
    cap(world.cnode, 4, world.cnode, 0)->guard_size = 60;
    (void)cap(world.cnode, 5, world.ep, all);
    cap(world.cnode, 6, world.shared, CAPDL_RIGHT_READ)->flags = CAPDL_CAP_MAPPED_ALIAS;
    (void)cap(world.cnode, 7, world.irq, 0);
    cap(world.cnode, FAULT_SLOT, world.ep, all)->data = 0x1234;
    for (uint32_t i = 0; i < 2; i++) {
        cap(world.tcb[i], CAPDL_TCB_CSPACE, world.cnode, 0)->guard_size = 60;
        (void)cap(world.tcb[i], CAPDL_TCB_VSPACE, world.tables[0], 0);
    }
    (void)cap(world.tcb[1], CAPDL_TCB_BOUND_NTFN, world.ntfn, all);
}

/* 20 000 objects: pages, mapped, and endpoints. */
static void make_many(void)
{
    for (uint32_t i = 0; i < MANY_TABLES; i++) {
        uint32_t table = object("t", CAPDL_KIND_PAGE_TABLE, 0, 12);
        uint32_t leaf = world.levels - 1;

        world.objects[table].level = (uint8_t)leaf;
        (void)cap(world.tables[leaf - 1], table_index(BIG, leaf - 1) + 1 + i, table, 0);
        for (uint32_t k = 0; k < CAPDL_TABLE_SLOTS; k++) {
            (void)cap(table, k, frame("p"), CAPDL_RIGHT_READ);
        }
    }
    while (world.object_count < 20000) {
        (void)object("e", CAPDL_KIND_ENDPOINT, 0, 4);
    }
}

/* Something that goes wrong, or goes right in another way; false if there is no such variant. */
static bool vary(const char *variant)
{
    if (strcmp(variant, "memory") == 0) {
        (void)object("huge", CAPDL_KIND_UNTYPED, 34, 34);
    } else if (strcmp(variant, "address") == 0) {
        (void)device("nowhere", 12, UINT64_C(0x50000001000));
    } else if (strcmp(variant, "overlap") == 0) {
        (void)device("twin", 12, world.uart_paddr);
    } else if (strcmp(variant, "bound") == 0) {
        (void)cap(world.tcb[0], CAPDL_TCB_BOUND_NTFN, world.ntfn, 15);
    } else if (strcmp(variant, "shared-table") == 0) {
        (void)cap(object("other", CAPDL_KIND_PAGE_TABLE, 0, 12), 0, world.tables[1], 0);
    } else if (strcmp(variant, "slots") == 0) {
        for (unsigned i = 0; i < 4000; i++) {
            (void)object("e", CAPDL_KIND_ENDPOINT, 0, 4);
        }
    } else if (strcmp(variant, "many") == 0) {
        make_many();
    } else if (strcmp(variant, "fixed") == 0) { /* contents at fixed addresses */
        world.objects[world.big].flags = world.objects[world.shared].flags = CAPDL_OBJECT_HAS_PADDR;
        world.objects[world.big].value = world.ram_end - FIXED_BELOW_END;
        world.objects[world.shared].value = world.objects[world.big].value - 0x3000;
    } else if (strcmp(variant, "controls") == 0) { /* what the root server only passes on */
        (void)cap(world.cnode, 9, object("pool", CAPDL_KIND_ASID_POOL, 0, 12), 0);
        (void)cap(world.cnode, 10, object("irqs", CAPDL_KIND_IRQ_CONTROL, 0, 0), 0);
        (void)cap(world.cnode, 11, object("asids", CAPDL_KIND_ASID_CONTROL, 0, 0), 0);
        (void)cap(world.cnode, 12, object("domain", CAPDL_KIND_DOMAIN, 0, 0), 0);
        (void)cap(world.cnode, 13, object("memory", CAPDL_KIND_UNTYPED, 16, 16), 0);
    } else {
        return variant[0] == '\0';
    }
    return true;
}

static int by_holder_and_slot(const void *a, const void *b)
{
    const struct cap *x = a, *y = b;

    if (x->holder != y->holder) {
        return x->holder < y->holder ? -1 : 1;
    }
    return x->cap.slot < y->cap.slot ? -1 : x->cap.slot > y->cap.slot;
}

/* Sorts the caps, gives each object its range, and the alias its mapping. */
static void settle_caps(void)
{
    uint32_t mapping = CAPDL_NONE;

    qsort(world.caps, world.cap_count, sizeof *world.caps, by_holder_and_slot);
    for (uint32_t id = 0, at = 0; id < world.object_count; id++) {
        world.objects[id].first_cap = at;
        for (; at < world.cap_count && world.caps[at].holder == id; at++) {
            world.objects[id].cap_count++;
        }
    }
    for (uint32_t i = 0; i < world.cap_count; i++) {
        if (world.caps[i].cap.object == world.shared && world.caps[i].holder != world.cnode) {
            mapping = i;
        }
    }
    for (uint32_t i = 0; i < world.cap_count; i++) {
        if ((world.caps[i].cap.flags & CAPDL_CAP_MAPPED_ALIAS) != 0 &&
            world.caps[i].holder == world.cnode) {
            world.caps[i].cap.mapping = mapping;
        }
    }
}

static struct capdl_table append(uint8_t *spec, uint32_t *at, const void *from, uint32_t count,
                                 uint32_t record)
{
    struct capdl_table table = {(*at + 7) / 8 * 8, count};

    memcpy(spec + table.offset, from, (size_t)count * record);
    *at = table.offset + count * record;
    return table;
}

static size_t write_spec(uint8_t *spec, const uint8_t *contents, uint32_t pages)
{
    struct capdl_header h = {.magic = CAPDL_MAGIC,
                             .version = CAPDL_VERSION,
                             .header_size = sizeof h,
                             .contents_pages = pages,
                             .arch = world.arm ? CAPDL_ARCH_AARCH64 : CAPDL_ARCH_RISCV64};
    static struct capdl_cap caps[CAPS_MAX];
    struct capdl_tcb tcbs[2];
    struct capdl_irq irq = {.number = world.uart_irq};
    uint64_t words[6];
    uint32_t at = sizeof h;

    settle_caps();
    for (uint32_t i = 0; i < world.cap_count; i++) {
        caps[i] = world.caps[i].cap;
    }
    for (uint32_t i = 0; i < 2; i++) {
        tcbs[i] = (struct capdl_tcb){.ip = CODE,
                                     .sp = STACKS + i * 8192 + 4096,
                                     .ipc_buffer = IPC_BUFFERS + i * 4096,
                                     .tls_base = TLS + 256 * i,
                                     .flags = CAPDL_TCB_RESUME,
                                     .prio = (uint8_t)(100 + i),
                                     .max_prio = 101,
                                     .fault_ep = i == 0 ? FAULT_SLOT : 0,
                                     .first_word = 3 * i,
                                     .word_count = 3};
        words[3 * i] = i;
        words[3 * i + 1] = tcbs[i].ipc_buffer;
        words[3 * i + 2] = 0xfeed;
    }
    h.objects = append(spec, &at, world.objects, world.object_count, sizeof *world.objects);
    h.caps = append(spec, &at, caps, world.cap_count, sizeof *caps);
    h.tcbs = append(spec, &at, tcbs, 2, sizeof *tcbs);
    h.irqs = append(spec, &at, &irq, 1, sizeof irq);
    h.scheds = append(spec, &at, "", 0, sizeof(struct capdl_sched));
    h.devices = append(spec, &at, "", 0, sizeof(struct capdl_device));
    h.fills = append(spec, &at, "", 0, sizeof(struct capdl_fill));
    h.parents = append(spec, &at, "", 0, sizeof(struct capdl_parent));
    h.asids = append(spec, &at, "", 0, sizeof(struct capdl_asid));
    h.schedule = append(spec, &at, "", 0, sizeof(struct capdl_domain));
    h.words = append(spec, &at, words, 6, sizeof *words);
    h.names = append(spec, &at, world.names, world.names_size, 1);
    h.total_size = (at + 7) / 8 * 8;
    h.contents_crc = crc32_feed(0, contents, (size_t)pages * 4096);
    memcpy(spec, &h, sizeof h);
    h.crc = crc32_feed(0, spec + CAPDL_CRC_FROM, h.total_size - CAPDL_CRC_FROM);
    memcpy(spec, &h, sizeof h);
    return h.total_size;
}

/* Code, the large frame with a mark at each end, the shared page. */
static uint8_t *make_contents(struct compilation *c, const char *code_path, uint32_t *pages)
{
    static const uint64_t marks[3] = {0xb16b00b5, 0xe0e0, 0x5a5a};
    uint8_t *contents, *big;
    size_t size;
    char *code;

    *pages = CODE_PAGES + BIG_PAGES + 1;
    if (file_read(&c->arena, code_path, CODE_PAGES * 4096, &code, &size) != FILE_OK) {
        return NULL;
    }
    contents = arena_alloc(&c->arena, (size_t)*pages * 4096, 4096);
    big = contents + CODE_PAGES * 4096;
    memcpy(contents, code, size);
    memcpy(big, &marks[0], 8);
    memcpy(big + BIG_PAGES * 4096 - 8, &marks[1], 8);
    memcpy(big + BIG_PAGES * 4096, &marks[2], 8);
    return contents;
}

int main(int argc, char **argv)
{
    struct compilation c;
    uint8_t *spec, *contents;
    uint32_t pages;
    int result = 99;

    if (argc < 8) {
        return 99;
    }
    compilation_init(&c);
    world.arm = strcmp(argv[1], "aarch64") == 0;
    world.uart_paddr = strtoull(argv[2], NULL, 0);
    world.uart_irq = (uint32_t)strtoul(argv[3], NULL, 0);
    world.ram_end = strtoull(argv[4], NULL, 0);
    world.levels = world.arm ? 4 : 3;
    world.names_size = 1;
    make_objects();
    contents = make_contents(&c, argv[5], &pages);
    if (contents != NULL && vary(argc > 8 ? argv[8] : "")) {
        spec = arena_alloc(&c.arena, (size_t)1 << 21, 4096);
        result = pack_root_server(
            &c, &(struct pack_root_options){.init_path = argv[6],
                                            .output_path = argv[7],
                                            .spec = spec,
                                            .contents = contents,
                                            .spec_size = write_spec(spec, contents, pages),
                                            .contents_pages = pages});
    }
    for (size_t i = 0; i < c.diags.list.count; i++) {
        fprintf(stderr, "%s\n", c.diags.list.items[i]->message);
    }
    compilation_done(&c);
    return result;
}
