/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The device tree, for instances that look things up in it: where a setting `dtb` of the instance,
 * or of one of its interfaces, is the answer of a query, the loader copies the tree that the kernel
 * was started with into pages of the component (adl.md 10.4).
 */
#include <string.h>

#include "adl/lower/lowering.h"

#define HEADER   16u /* seL4_BootInfoHeader, in front of the tree */
#define TREE_MAX (16u * 1024 * 1024)

/* The size in the answer of a query; 0 when the value is none. */
static uint64_t tree_size(const struct model_setting *setting)
{
    const struct model_value *value = setting != NULL ? &setting->value : NULL;
    if (value == NULL || value->kind != MODEL_VALUE_DICT) {
        return 0;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        const struct model_value *key = &value->keys[i], *size = &value->items[i];
        if (key->kind == MODEL_VALUE_STRING && strcmp(key->string, "dtb_size") == 0 &&
            size->kind == MODEL_VALUE_LIST && size->count == 1 && size->items[0].integer > 0 &&
            size->items[0].integer <= TREE_MAX) {
            return (uint64_t)size->items[0].integer;
        }
    }
    return 0;
}

/* The size of the tree that the instance or an interface of it asks for; 0: none does. */
static uint64_t wanted_size(const struct lowering *l, uint32_t instance)
{
    const struct model_instance *one = &l->model->instances[instance];
    const char *name = intern_string(&l->c->interner, "dtb");
    uint64_t size = tree_size(model_setting(l->model, one->name, name));
    const struct model_component *type = &l->model->components[one->component];
    for (uint32_t i = 0; size == 0 && i < type->interface_count; i++) {
        const char *target =
            arena_printf(&l->c->arena, "%s.%s", one->name, type->interfaces[i].name);
        size = tree_size(model_setting(l->model, intern_string(&l->c->interner, target), name));
    }
    return size;
}

void lower_device_tree(struct lowering *l, struct program_build *p, uint32_t instance)
{
    uint64_t size = wanted_size(l, instance);
    if (size == 0) {
        return;
    }
    /* a page more than the board's own tree takes: what the kernel gets may have grown a little */
    uint32_t count = (uint32_t)((size + HEADER + SYSTEM_BUILD_PAGE - 1) / SYSTEM_BUILD_PAGE) + 1;
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, count);
    for (uint32_t k = 0; k < count; k++) {
        frames[k] =
            system_build_object(l->build, SPEC_KIND_FRAME, l->model->instances[instance].name,
                                arena_printf(&l->c->arena, "device_tree_%u", k));
        spec_object(l->spec, frames[k])->size_bits = SYSTEM_BUILD_PAGE_BITS;
        spec_add_fill(l->spec, frames[k],
                      (struct spec_fill){
                          .kind = SPEC_FILL_BOOT_INFO,
                          .length = SYSTEM_BUILD_PAGE,
                          .file = intern_string(&l->c->interner, "FDT"),
                          .file_offset = (uint64_t)k * SYSTEM_BUILD_PAGE,
                      });
    }
    system_build_add_region(
        l->build, p,
        (struct program_region){
            .place = lowering_own(l, instance),
            .name = "device_tree",
            .symbol = arena_printf(&l->c->arena, "adlc_device_tree_%zu", p->regions.count),
            .size = (uint64_t)count * SYSTEM_BUILD_PAGE,
            .frames = frames,
            .frame_count = count,
            .frame_bits = SYSTEM_BUILD_PAGE_BITS,
            .rights = SPEC_READ,
        });
}
