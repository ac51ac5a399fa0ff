/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Frames of the program's own: alloc_frame, and the regions that the templates of whole components
 * define - stacks, IPC buffers, pools for devices, and pages that the loader fills.
 */
#include <string.h>

#include "adl/base/intern.h"
#include "adl/glue/claims.h"
#include "adl/glue/jinja_tree.h"

/* The most one symbol may have. */
#define FRAMES_MAX 65536u

/* alloc_frame(name, size=4096, paddr=, read=, write=): the CPtr of a cap to a frame. */
static struct jinja_value global_alloc_frame(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 1, "name label size paddr read write grant cached");
    return jinja_int(claims_cap_to(claims, call, claims_object(claims, call, "seL4_FrameObject")));
}

static const char *symbol_argument(struct claims *claims, struct jinja_call *call)
{
    return arena_strdup(&claims->facts->c->arena, jinja_argument_string(call, 0, "symbol", NULL));
}

/* How many pages the bytes at a symbol are. */
static uint32_t page_count(struct jinja_call *call, size_t position, const __int128 *fallback)
{
    __int128 size = jinja_argument_int(call, position, "size", fallback);
    if (size <= 0 || size % SYSTEM_BUILD_PAGE != 0 || size / SYSTEM_BUILD_PAGE > FRAMES_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`size` is a multiple of 4096, and at least that");
    }
    return (uint32_t)(size / SYSTEM_BUILD_PAGE);
}

/* `count` new pages called after the symbol. */
static struct spec_object_id *new_pages(struct claims *claims, struct jinja_call *call,
                                        const char *symbol, uint32_t count)
{
    struct arena *arena = &claims->facts->c->arena;
    struct spec_object_id *frames = arena_array(arena, struct spec_object_id, count);
    claims_count(claims, call->span, count);
    for (uint32_t i = 0; i < count; i++) {
        frames[i] = system_build_object(claims->build, SPEC_KIND_FRAME, claims->label,
                                        arena_printf(arena, "%s_%u_obj", symbol, i));
        spec_object(claims->build->spec, frames[i])->size_bits = SYSTEM_BUILD_PAGE_BITS;
    }
    return frames;
}

static struct program_region pages_region(const char *symbol, const struct spec_object_id *frames,
                                          uint32_t count)
{
    return (struct program_region){
        .name = symbol,
        .size = (uint64_t)count * SYSTEM_BUILD_PAGE,
        .frames = frames,
        .frame_count = count,
        .frame_bits = SYSTEM_BUILD_PAGE_BITS,
        .rights = SPEC_READ | SPEC_WRITE,
    };
}

/* What the words of a fill mean: "CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT". */
static struct spec_fill boot_fill(struct claims *claims, struct jinja_call *call)
{
    static const char prefix[] = "CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_";
    static const char *const chunks[] = {"X86_VBE",         "X86_MBMMAP",   "X86_ACPI_RSDP",
                                         "X86_FRAMEBUFFER", "X86_TSC_FREQ", "FDT"};
    const char *text = jinja_argument_string(call, 1, "fill", NULL);
    const char *name =
        strncmp(text, prefix, sizeof(prefix) - 1) == 0 ? text + sizeof(prefix) - 1 : "";
    if (strcmp(name, "BootInfo") == 0) {
        return (struct spec_fill){.kind = SPEC_FILL_BOOT_PAGE};
    }
    for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
        if (strcmp(name, chunks[i]) == 0) {
            return (struct spec_fill){.kind = SPEC_FILL_BOOT_INFO,
                                      .file = intern_string(&claims->facts->c->interner, name)};
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
               "`%s` is no fill; write \"CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT\" or "
               "..._BootInfo",
               text);
}

/* register_fill_frame(symbol, fill, size=4096): pages that get what the kernel says at boot. */
static struct jinja_value global_register_fill_frame(struct jinja_call *call)
{
    static const __int128 page = SYSTEM_BUILD_PAGE;
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 3, "symbol fill size");
    const char *symbol = symbol_argument(claims, call);
    struct spec_fill fill = boot_fill(claims, call);
    uint32_t count = page_count(call, 2, &page);
    struct spec_object_id *frames = new_pages(claims, call, symbol, count);
    for (uint32_t i = 0; i < count; i++) {
        fill.length = SYSTEM_BUILD_PAGE;
        fill.file_offset = fill.kind == SPEC_FILL_BOOT_PAGE ? 0 : (uint64_t)i * SYSTEM_BUILD_PAGE;
        spec_add_fill(claims->build->spec, frames[i], fill);
    }
    struct program_region region = pages_region(symbol, frames, count);
    region.rights = SPEC_READ;
    return claims_region(claims, call, region, symbol);
}

/* register_stack_symbol(symbol, size): memory between two pages that stay unmapped. */
static struct jinja_value global_register_stack_symbol(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 2, "symbol size");
    const char *symbol = symbol_argument(claims, call);
    uint32_t count = page_count(call, 1, NULL);
    struct program_region region =
        pages_region(symbol, new_pages(claims, call, symbol, count), count);
    region.guard_before = region.guard_after = SYSTEM_BUILD_PAGE;
    return claims_region(claims, call, region, symbol);
}

/* The frame an argument is: an object, else a cap. */
static struct spec_object_id frame_of(struct claims *claims, struct jinja_call *call,
                                      struct jinja_value value)
{
    const struct spec_object_id *object = claims_object_of(value);
    const struct spec_cap *cap = claims_cap_of(value);
    if (value.kind == JINJA_INT && value.as.integer > 0 && value.as.integer <= UINT32_MAX) {
        cap = spec_cap_at(claims->build->spec, claims->program->program.cspace,
                          (uint32_t)value.as.integer);
    }
    struct spec_object_id id = object != NULL ? *object
                               : cap != NULL  ? cap->object
                                              : SPEC_NO_OBJECT;
    if (id.index == SPEC_NO_OBJECT.index ||
        spec_object(claims->build->spec, id)->kind != SPEC_KIND_FRAME) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` takes frames: objects of alloc_obj or CPtrs of alloc_frame",
                   call->callable->name);
    }
    return id;
}

/* register_ipc_symbol(symbol, frame): the frame between two pages that stay unmapped. */
static struct jinja_value global_register_ipc_symbol(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 0, 2, "symbol frame");
    const char *symbol = symbol_argument(claims, call);
    struct spec_object_id *frame = arena_new(&claims->facts->c->arena, struct spec_object_id);
    *frame = frame_of(claims, call, jinja_argument(call, 1, "frame", NULL));
    if (spec_object(claims->build->spec, *frame)->size_bits != SYSTEM_BUILD_PAGE_BITS) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "an IPC buffer is a frame of 4096 bytes");
    }
    struct program_region region = pages_region(symbol, frame, 1);
    region.guard_before = region.guard_after = SYSTEM_BUILD_PAGE;
    return claims_region(claims, call, region, symbol);
}

/* register_dma_pool(symbol, page_size, caps): the frames behind CPtrs of the program, which then
 * are the caps they are mapped with. */
static struct jinja_value global_register_dma_pool(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    struct spec *spec = claims->build->spec;
    jinja_check_arguments(call, 0, 3, "symbol page_size caps");
    const char *symbol = symbol_argument(claims, call);
    uint8_t bits =
        claims_frame_bits(call, (uint64_t)jinja_argument_int(call, 1, "page_size", NULL));
    const struct jinja_list *caps =
        jinja_items_of(call->jinja, jinja_argument(call, 2, "caps", NULL), call->span);
    struct spec_object_id *frames =
        arena_array(&claims->facts->c->arena, struct spec_object_id, caps->count + 1);
    for (size_t i = 0; i < caps->count; i++) {
        frames[i] = frame_of(claims, call, caps->items[i]);
        if (spec_object(spec, frames[i])->size_bits != bits) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "frame %zu of the pool has not the size `page_size`", i);
        }
        if (caps->items[i].kind == JINJA_INT) {
            spec_cap_change(spec, claims->program->program.cspace,
                            (uint32_t)caps->items[i].as.integer)
                ->mapped_alias = true;
        }
    }
    if (caps->count == 0 || caps->count > FRAMES_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a pool has 1 to %u frames",
                   FRAMES_MAX);
    }
    struct program_region region = pages_region(symbol, frames, (uint32_t)caps->count);
    region.frame_bits = bits;
    region.size = (uint64_t)caps->count << bits;
    return claims_region(claims, call, region, symbol);
}

void claims_add_frames(struct claims *claims)
{
    claims_global(claims, "alloc_frame", global_alloc_frame);
    claims_global(claims, "register_fill_frame", global_register_fill_frame);
    claims_global(claims, "register_stack_symbol", global_register_stack_symbol);
    claims_global(claims, "register_ipc_symbol", global_register_ipc_symbol);
    claims_global(claims, "register_dma_pool", global_register_dma_pool);
}
