/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/system_build.h"

struct system_build *system_build_new(struct compilation *c, enum spec_arch arch)
{
    struct system_build *build = arena_new(&c->arena, struct system_build);
    build->c = c;
    build->spec = spec_new(&c->arena, &c->interner, arch);
    return build;
}

struct spec_object_id system_build_object(struct system_build *build, enum spec_kind kind,
                                          const char *label, const char *name)
{
    const char *full = arena_printf(&build->c->arena, "%s_%s", label, name);
    for (uint32_t n = 1; spec_find(build->spec, full).index != SPEC_NO_OBJECT.index; n++) {
        full = arena_printf(&build->c->arena, "%s_%s_%u", label, name, n);
    }
    return spec_add_object(build->spec, kind, full);
}

uint64_t system_build_give_cap(struct system_build *build, struct program_build *p,
                               struct program_place place, const char *name, struct spec_cap cap)
{
    cap.slot = p->next_slot++;
    if (cap.object.index != SPEC_NO_OBJECT.index) {
        spec_put_cap(build->spec, p->program.cspace, cap);
    }
    struct program_cap *note = vec_add(&build->c->arena, &p->caps);
    note->place = place;
    note->name = intern_string(&build->c->interner, name);
    note->cptr = cap.slot;
    note->badge = cap.badge;
    note->object = cap.object;
    return cap.slot;
}

uint64_t system_build_own_cnode(struct system_build *build, struct program_build *p)
{
    static const struct program_place own = {.connection = PROGRAM_OWN};
    if (p->cnode_slot == 0) {
        p->cnode_slot = (uint32_t)system_build_give_cap(
            build, p, own, "cnode", (struct spec_cap){.object = SPEC_NO_OBJECT});
    }
    return p->cnode_slot;
}

uint32_t system_build_add_region(struct system_build *build, struct program_build *p,
                                 struct program_region region)
{
    region.name = intern_string(&build->c->interner, region.name);
    region.symbol = intern_string(&build->c->interner, region.symbol);
    vec_push(&build->c->arena, &p->regions, region);
    return (uint32_t)(p->regions.count - 1);
}

struct spec_object_id system_build_frame_at(struct system_build *build, uint64_t paddr,
                                            uint8_t bits, const char *label, const char *name)
{
    uint32_t known;
    if (map_get(&build->frames_at, paddr, &known)) {
        struct spec_object_id frame = {known};
        return spec_object(build->spec, frame)->size_bits == bits ? frame : SPEC_NO_OBJECT;
    }
    struct spec_object_id frame = system_build_object(build, SPEC_KIND_FRAME, label, name);
    struct spec_object *object = spec_object(build->spec, frame);
    object->size_bits = bits;
    object->has_paddr = true;
    object->paddr = paddr;
    map_put(&build->frames_at, &build->c->arena, paddr, frame.index);
    return frame;
}

void system_build_keep_together(struct system_build *build, const struct spec_object_id *frames,
                                uint32_t count, const char *label, const char *name)
{
    if (count < 2) {
        return;
    }
    uint8_t bits = spec_object(build->spec, frames[0])->size_bits;
    uint64_t size = (uint64_t)count << bits;
    struct spec_object_id whole = system_build_object(build, SPEC_KIND_UNTYPED, label, name);
    while (UINT64_C(1) << bits < size) {
        bits++;
    }
    spec_object(build->spec, whole)->size_bits = bits;
    for (uint32_t i = 0; i < count; i++) {
        spec_put_cap(build->spec, whole, (struct spec_cap){.slot = i, .object = frames[i]});
    }
}

struct program_list system_build_publish(struct system_build *build)
{
    if (build->listing == NULL) {
        build->listing = arena_array(&build->c->arena, struct program, build->program_count);
    }
    for (uint32_t i = 0; i < build->program_count; i++) {
        struct program_build *p = &build->programs[i];
        p->program.instances = p->instances.items;
        p->program.instance_count = (uint32_t)p->instances.count;
        p->program.threads = p->threads.items;
        p->program.thread_count = (uint32_t)p->threads.count;
        p->program.regions = p->regions.items;
        p->program.region_count = (uint32_t)p->regions.count;
        p->program.caps = p->caps.items;
        p->program.cap_count = (uint32_t)p->caps.count;
        build->listing[i] = p->program;
    }
    return (struct program_list){.programs = build->listing, .count = build->program_count};
}
