/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What an instance asks for in its settings beyond its connections (adl.md 10.2, 10.3, 14): a pool
 * of memory for devices, spare kernel objects for the runtime's allocator, the resources of
 * `simple`, the view that monitors and other resource managers start from, all memory that nobody
 * else got, and control over ASIDs and domains.  All of it is caps in the component's own CSpace,
 * under the names that templates/component/pools.jinja reads.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "adl/lower/lowering.h"
#include "adl/model/model_value.h"

#define DMA_POOL_MAX  (256ll * 1024 * 1024)
#define POOL_MAX      65535
#define UNTYPED_LEAST 4u
#define UNTYPED_MOST  28u /* of `untyped<N>_pool`; `simple_untyped<N>_pool` goes further */
#define SIMPLE_MOST   38u
#define IRQ_MAX       65535

/* The instance whose settings are read, and where the caps go. */
struct pool {
    struct lowering *l;
    struct program_build *p;
    const char *target;
    uint32_t instance;
    struct program_place own;
};

static int64_t pool_setting(const struct pool *pool, const char *name, int64_t high)
{
    return lowering_setting(pool->l, pool->target, name, "", 0, 0, high);
}

static const struct model_setting *find_setting(const struct pool *pool, const char *name)
{
    return model_setting(pool->l->model, pool->target, intern_string(&pool->l->c->interner, name));
}

/* A new object with its cap, both called `<what>_<index>`. */
static struct spec_object_id give_object(const struct pool *pool, enum spec_kind kind,
                                         const char *what, int64_t index)
{
    const char *name = arena_printf(&pool->l->c->arena, "%s_%lld", what, (long long)index);
    struct spec_object_id object = system_build_object(pool->l->build, kind, pool->target, name);
    system_build_give_cap(pool->l->build, pool->p, pool->own, name,
                          (struct spec_cap){.object = object, .rights = SPEC_ALL_RIGHTS});
    return object;
}

/* ---- memory for devices ---- */

/* The frame of page `k`, at a place in memory of its own when the setting says so. */
static struct spec_object_id dma_frame(const struct pool *pool, uint32_t k,
                                       const struct model_setting *paddr)
{
    struct lowering *l = pool->l;
    const char *name = arena_printf(&l->c->arena, "dma_frame_%u", k);
    struct spec_object_id frame =
        system_build_object(l->build, SPEC_KIND_FRAME, pool->target, name);
    struct spec_object *object = spec_object(l->spec, frame);
    object->size_bits = 12;
    if (paddr != NULL) {
        object->has_paddr = true;
        object->paddr = (uint64_t)pool_setting(pool, "dma_pool_paddr", INT64_MAX) +
                        (uint64_t)k * SYSTEM_BUILD_PAGE;
    }
    return frame;
}

static void lower_dma_pool(const struct pool *pool)
{
    struct lowering *l = pool->l;
    int64_t size = pool_setting(pool, "dma_pool", DMA_POOL_MAX);
    uint32_t count = (uint32_t)((size + SYSTEM_BUILD_PAGE - 1) / SYSTEM_BUILD_PAGE);
    const struct model_setting *paddr = find_setting(pool, "dma_pool_paddr");
    if (count == 0) {
        return;
    }
    if (paddr != NULL && pool_setting(pool, "dma_pool_paddr", INT64_MAX) % SYSTEM_BUILD_PAGE != 0) {
        struct diag *d = diag_report(&l->c->diags, DIAG_DEVICE_ALIGNMENT, paddr->span,
                                     "memory is mapped in whole pages; `dma_pool_paddr` is not a "
                                     "multiple of %u",
                                     SYSTEM_BUILD_PAGE);
        diag_hint(d, "round the address to a multiple of 0x%x", SYSTEM_BUILD_PAGE);
        return;
    }
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, count);
    for (uint32_t k = 0; k < count; k++) {
        frames[k] = dma_frame(pool, k, paddr);
        system_build_give_cap(l->build, pool->p, pool->own,
                              arena_printf(&l->c->arena, "dma_frame_%u", k),
                              (struct spec_cap){
                                  .object = frames[k],
                                  .rights = SPEC_READ | SPEC_WRITE,
                                  .mapped_alias = true,
                              });
    }
    if (paddr == NULL) {
        system_build_keep_together(l->build, frames, count, pool->target, "dma_memory");
    }
    system_build_add_region(
        l->build, pool->p,
        (struct program_region){
            .place = pool->own,
            .name = "dma_pool",
            .symbol = arena_printf(&l->c->arena, "adlc_dma_pool_%zu", pool->p->regions.count),
            .size = (uint64_t)count * SYSTEM_BUILD_PAGE,
            .frames = frames,
            .frame_count = count,
            .frame_bits = 12,
            .rights = SPEC_READ | SPEC_WRITE,
            .uncached = pool_setting(pool, "dma_pool_cached", 1) == 0,
        });
}

/* ---- spare objects ---- */

/* Spare TCBs have the component's own CSpace and VSpace and do not run until they are told where.
 * Their domains are the entries of `tcb_pool_domains`. */
static void lower_tcb_pool(const struct pool *pool)
{
    const struct model_setting *domains = find_setting(pool, "tcb_pool_domains");
    int64_t count = pool_setting(pool, "tcb_pool", POOL_MAX);
    for (int64_t k = 0; k < count; k++) {
        struct spec_object_id id = give_object(pool, SPEC_KIND_TCB, "tcb_pool", k);
        struct spec_tcb *tcb = spec_object(pool->l->spec, id)->tcb;
        if (domains != NULL && k < domains->value.count) {
            __int128 domain = 0;
            (void)model_value_to_integer(&domains->value.items[k], &domain);
            tcb->domain = (uint8_t)domain;
        }
        spec_put_cap(pool->l->spec, id,
                     (struct spec_cap){.slot = SPEC_TCB_VSPACE, .object = pool->p->program.vspace});
        vec_push(&pool->l->c->arena, &pool->p->spare_threads, id);
    }
}

/* The sizes b of settings `<prefix>untyped<b>_pool`, as bits 1 << b. */
static uint64_t untyped_sizes(const struct pool *pool, const char *prefix)
{
    const struct model_settings *settings = model_settings_of(pool->l->model, pool->target);
    const char *start = arena_printf(&pool->l->c->arena, "%suntyped", prefix);
    size_t length = strlen(start);
    uint64_t sizes = 0;
    for (uint32_t i = 0; settings != NULL && i < settings->count; i++) {
        const char *name = settings->settings[i].attribute;
        if (strncmp(name, start, length) == 0 && isdigit((unsigned char)name[length])) {
            char *end;
            unsigned long bits = strtoul(name + length, &end, 10);
            sizes |= bits < 64 && strcmp(end, "_pool") == 0 ? UINT64_C(1) << bits : 0;
        }
    }
    return sizes;
}

/* Untypeds of every size that `<prefix>untyped<bits>_pool` asks for; other sizes are reported. */
static void lower_untyped_pools(const struct pool *pool, const char *prefix, unsigned most)
{
    uint64_t sizes = untyped_sizes(pool, prefix);
    for (unsigned bits = 0; sizes >> bits != 0 && bits < 64; bits++) {
        if ((sizes >> bits & 1) == 0) {
            continue;
        }
        const char *what = arena_printf(&pool->l->c->arena, "%suntyped%u_pool", prefix, bits);
        const struct model_setting *setting = find_setting(pool, what);
        if (setting == NULL) {
            continue;
        }
        if (bits < UNTYPED_LEAST || bits > most) {
            diag_report(&pool->l->c->diags, DIAG_RESOURCE_ENTRY, setting->span,
                        "`%s` asks for untypeds of 2^%u bytes; from 2^%u to 2^%u are possible",
                        what, bits, UNTYPED_LEAST, most);
            continue;
        }
        int64_t count = pool_setting(pool, what, POOL_MAX);
        for (int64_t k = 0; k < count; k++) {
            struct spec_object_id untyped = give_object(pool, SPEC_KIND_UNTYPED, what, k);
            spec_object(pool->l->spec, untyped)->size_bits = (uint8_t)bits;
        }
    }
}

/* ---- simple ---- */

/* Reports an entry of a list that is not of the form its setting has. */
static void report_entry(const struct pool *pool, const char *name, const struct model_value *entry,
                         const char *form)
{
    struct diag *d = diag_report(&pool->l->c->diags, DIAG_RESOURCE_ENTRY, entry->span,
                                 "an entry of `%s` is not of the form %s", name, form);
    diag_hint(d, "write it like that; numbers are decimal or start with 0x");
}

/* The `count` numbers of "a:b:c" into `numbers`; false when it is anything else. */
static bool split_numbers(const struct model_value *entry, uint64_t *numbers, size_t count)
{
    if (entry->kind != MODEL_VALUE_STRING) {
        return false;
    }
    const char *at = entry->string;
    for (size_t i = 0; i < count; i++) {
        char *end;
        errno = 0;
        if (!isdigit((unsigned char)*at)) {
            return false;
        }
        numbers[i] = strtoull(at, &end, 0);
        if (errno != 0 || *end != (i + 1 < count ? ':' : '\0')) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

/* Calls `take` for every entry of the list setting `name`. */
static void each_entry(const struct pool *pool, const char *name,
                       void (*take)(const struct pool *pool, const struct model_value *entry))
{
    const struct model_setting *setting = find_setting(pool, name);
    if (setting == NULL || setting->value.kind != MODEL_VALUE_LIST) {
        return;
    }
    for (uint32_t i = 0; i < setting->value.count; i++) {
        take(pool, &setting->value.items[i]);
    }
}

/* "paddr:size:frame_bits": caps to the device frames of a range, which nothing maps. */
static void take_mmio(const struct pool *pool, const struct model_value *entry)
{
    static const char form[] = "\"paddr:size:frame_bits\", in whole frames of 12 or 21 bits";
    uint64_t numbers[3];
    bool good = split_numbers(entry, numbers, 3) && (numbers[2] == 12 || numbers[2] == 21);
    uint64_t frame = good ? UINT64_C(1) << numbers[2] : 1;
    if (!good || numbers[0] % frame != 0 || numbers[1] % frame != 0 || numbers[1] == 0 ||
        numbers[1] > DMA_POOL_MAX || numbers[0] > INT64_MAX) {
        report_entry(pool, "mmios", entry, form);
        return;
    }
    struct lowering *l = pool->l;
    for (uint64_t paddr = numbers[0]; paddr < numbers[0] + numbers[1]; paddr += frame) {
        const char *name = arena_printf(&l->c->arena, "simple_mmio_%llx_%u",
                                        (unsigned long long)paddr, (unsigned)numbers[2]);
        struct spec_object_id object =
            system_build_frame_at(l->build, paddr, (uint8_t)numbers[2], pool->target, name);
        if (object.index == SPEC_NO_OBJECT.index) {
            diag_report(&l->c->diags, DIAG_RESOURCE_ENTRY, entry->span,
                        "the frame at 0x%llx is used elsewhere with another size",
                        (unsigned long long)paddr);
            return;
        }
        system_build_give_cap(
            l->build, pool->p, pool->own, name,
            (struct spec_cap){.object = object, .rights = SPEC_READ | SPEC_WRITE});
    }
}

/* "paddr:size_bits": device memory as an untyped. */
static void take_untyped_mmio(const struct pool *pool, const struct model_value *entry)
{
    uint64_t numbers[2];
    if (!split_numbers(entry, numbers, 2) || numbers[1] < UNTYPED_LEAST ||
        numbers[1] > SIMPLE_MOST || numbers[0] > INT64_MAX ||
        numbers[0] % (UINT64_C(1) << numbers[1]) != 0) {
        report_entry(pool, "untyped_mmios", entry,
                     "\"paddr:size_bits\", with an address aligned to the size");
        return;
    }
    const char *name = arena_printf(&pool->l->c->arena, "simple_device_untyped_%llx_%u",
                                    (unsigned long long)numbers[0], (unsigned)numbers[1]);
    struct spec_object_id id =
        system_build_object(pool->l->build, SPEC_KIND_UNTYPED, pool->target, name);
    struct spec_object *object = spec_object(pool->l->spec, id);
    object->size_bits = (uint8_t)numbers[1];
    object->has_paddr = true;
    object->paddr = numbers[0];
    system_build_give_cap(pool->l->build, pool->p, pool->own, name,
                          (struct spec_cap){.object = id, .rights = SPEC_ALL_RIGHTS});
}

/* An interrupt's handler. */
static void take_irq(const struct pool *pool, const struct model_value *entry)
{
    __int128 number;
    if (!model_value_to_integer(entry, &number) || number < 0 || number > IRQ_MAX) {
        report_entry(pool, "irqs", entry, "NUMBER, that of an interrupt");
        return;
    }
    const char *name = arena_printf(&pool->l->c->arena, "simple_irq_%u", (unsigned)number);
    struct spec_object_id id =
        system_build_object(pool->l->build, SPEC_KIND_IRQ, pool->target, name);
    spec_object(pool->l->spec, id)->irq->number = (uint64_t)number;
    system_build_give_cap(pool->l->build, pool->p, pool->own, name,
                          (struct spec_cap){.object = id});
}

/* Says which settings of `simple` no platform here has anything for. */
static void refuse_foreign(const struct pool *pool)
{
    static const struct {
        const char *name, *needs;
    } foreign[] = {
        {"ioports",    "an x86 platform"             },
        {"iospaces",   "an x86 platform with IOMMU"  },
        {"smmu",       "an Arm platform with SMMU"   },
        {"sched_ctrl", "a kernel with MCS scheduling"},
    };
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        const struct model_setting *setting = find_setting(pool, foreign[i].name);
        if (setting != NULL) {
            diag_report(&pool->l->c->diags, DIAG_PLATFORM_LACKS, setting->span,
                        "`%s` needs %s, which the platform built for is not", foreign[i].name,
                        foreign[i].needs);
        }
    }
}

/* A cap to the program's own CNode, which instances of a group share. */
static void give_own_cnode(const struct pool *pool)
{
    uint64_t slot = system_build_own_cnode(pool->l->build, pool->p);
    if (pool->own.end != 0) {
        vec_push(&pool->l->c->arena, &pool->p->caps,
                 (struct program_cap){
                     .place = pool->own,
                     .name = intern_string(&pool->l->c->interner, "cnode"),
                     .cptr = slot,
                     .object = SPEC_NO_OBJECT,
                 });
    }
}

static void lower_simple(const struct pool *pool)
{
    if (pool_setting(pool, "simple", 1) == 0) {
        return;
    }
    system_build_give_cap(pool->l->build, pool->p, pool->own, "simple_vspace",
                          (struct spec_cap){
                              .object = pool->p->program.vspace,
                              .rights = SPEC_ALL_RIGHTS,
                          });
    lower_untyped_pools(pool, "simple_", SIMPLE_MOST);
    each_entry(pool, "mmios", take_mmio);
    each_entry(pool, "untyped_mmios", take_untyped_mmio);
    each_entry(pool, "irqs", take_irq);
    refuse_foreign(pool);
}

/* ---- what the root server has left ---- */

/* `untyped_memory`: the loader puts the untypeds that are left behind the CNode's own slots, and
 * tells of them in a page of boot information (capdl(5), HAND-OFF). */
static void lower_untyped_memory(const struct pool *pool)
{
    struct lowering *l = pool->l;
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, 1);
    if (pool_setting(pool, "untyped_memory", 1) == 0) {
        return;
    }
    spec_object(l->spec, pool->p->program.cspace)->takes_untyped = true;
    frames[0] = system_build_object(l->build, SPEC_KIND_FRAME, pool->target, "bootinfo_frame");
    spec_object(l->spec, frames[0])->size_bits = SYSTEM_BUILD_PAGE_BITS;
    spec_add_fill(l->spec, frames[0],
                  (struct spec_fill){.kind = SPEC_FILL_BOOT_PAGE, .length = SYSTEM_BUILD_PAGE});
    system_build_add_region(
        l->build, pool->p,
        (struct program_region){
            .place = pool->own,
            .name = "bootinfo",
            .symbol = arena_printf(&l->c->arena, "adlc_bootinfo_%zu", pool->p->regions.count),
            .size = SYSTEM_BUILD_PAGE,
            .frames = frames,
            .frame_count = 1,
            .frame_bits = SYSTEM_BUILD_PAGE_BITS,
            .rights = SPEC_READ,
        });
}

static void lower_control(const struct pool *pool)
{
    if (pool_setting(pool, "asid_pool", 1) != 0) {
        give_object(pool, SPEC_KIND_ASID_POOL, "asid_pool", 0);
    }
    if (pool_setting(pool, "domain_ctrl", 1) != 0) {
        system_build_give_cap(
            pool->l->build, pool->p, pool->own, "domain_ctrl",
            (struct spec_cap){.object = spec_control(pool->l->spec, SPEC_KIND_DOMAIN, 0)});
    }
}

void lower_pools(struct lowering *l, struct program_build *p, uint32_t instance)
{
    struct pool pool = {
        .l = l,
        .p = p,
        .target = l->model->instances[instance].name,
        .instance = instance,
        .own = lowering_own(l, instance),
    };
    lower_dma_pool(&pool);
    lower_tcb_pool(&pool);
    int64_t count = pool_setting(&pool, "ep_pool", POOL_MAX);
    for (int64_t k = 0; k < count; k++) {
        give_object(&pool, SPEC_KIND_ENDPOINT, "ep_pool", k);
    }
    count = pool_setting(&pool, "notification_pool", POOL_MAX);
    for (int64_t k = 0; k < count; k++) {
        give_object(&pool, SPEC_KIND_NOTIFICATION, "notification_pool", k);
    }
    lower_untyped_pools(&pool, "", UNTYPED_MOST);
    if (pool_setting(&pool, "simple", 1) != 0 || pool_setting(&pool, "untyped_memory", 1) != 0) {
        give_own_cnode(&pool);
    }
    lower_simple(&pool);
    lower_control(&pool);
    lower_untyped_memory(&pool);
}
