/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory that several programs map: register_shared_variable and its kin.
 */
#include <string.h>

#include "adl/glue/claims.h"
#include "adl/glue/jinja_tree.h"

/* The most that one global name stands for. */
#define SHARED_MAX ((uint64_t)1 << 30)

/* Bytes of a frame for `size` bytes: what the template says, else the largest that divides it. */
static uint8_t frame_bits(struct jinja_call *call, uint64_t size, const char *name)
{
    const struct jinja_value *wanted = claims_keyword(call, "frame_size");
    static const uint8_t bits[] = {30, 21, 12};
    if (wanted != NULL) {
        uint8_t asked = claims_frame_bits(call, claims_number(call, "frame_size", 0, SHARED_MAX));
        if (size % ((uint64_t)1 << asked) != 0) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "%llu bytes of `%s` are not a multiple of its frames' 2^%u",
                       (unsigned long long)size, name, asked);
        }
        return asked;
    }
    for (size_t i = 0; i < sizeof(bits); i++) {
        if (size % ((uint64_t)1 << bits[i]) == 0) {
            return bits[i];
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
               "`%s` has %llu bytes, which is not a multiple of 4096", name,
               (unsigned long long)size);
}

/* Size of shared memory, a number or the text of one. */
static uint64_t shared_size(struct jinja_call *call, size_t position, const char *name)
{
    struct jinja_value size = jinja_argument(call, position, "size", NULL);
    struct jinja_value arguments[] = {size};
    if (size.kind == JINJA_STRING) {
        struct jinja_call filter = {
            .jinja = call->jinja, .span = call->span, .arguments = arguments, .count = 1};
        jinja_apply_filter(call->jinja, "int", &filter, &size);
    }
    __int128 bytes = jinja_integer(call->jinja, size, call->span, "size");
    if (bytes <= 0 || bytes > (__int128)SHARED_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "the size of `%s` is not from 1 to 2^30 bytes", name);
    }
    return (uint64_t)bytes;
}

/* Puts the frames at physical addresses from `paddr` on. */
static void place_frames(struct claims *claims, struct jinja_call *call,
                         struct claims_window *window, const char *name, uint64_t paddr)
{
    struct arena *arena = &claims->facts->c->arena;
    struct spec_object_id *frames = arena_array(arena, struct spec_object_id, window->count);
    if (paddr % ((uint64_t)1 << window->bits) != 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` lies at physical address 0x%llx, which is not a multiple of its frames' "
                   "2^%u bytes",
                   name, (unsigned long long)paddr, window->bits);
    }
    for (uint32_t i = 0; i < window->count; i++) {
        frames[i] = system_build_frame_at(claims->build, paddr + ((uint64_t)i << window->bits),
                                          window->bits, name, arena_printf(arena, "%u_obj", i));
        if (frames[i].index == SPEC_NO_OBJECT.index) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "physical address 0x%llx of `%s` is mapped elsewhere in frames of another "
                       "size",
                       (unsigned long long)(paddr + ((uint64_t)i << window->bits)), name);
        }
    }
    window->frames = frames;
    window->placed = true;
}

/* Frames of a name that nobody asked an address for yet get one. */
static void place_later(struct claims *claims, struct jinja_call *call,
                        struct claims_window *window, const char *name, uint64_t paddr)
{
    for (uint32_t i = 0; i < window->count; i++) {
        uint64_t at = paddr + ((uint64_t)i << window->bits);
        struct spec_object *frame = spec_object(claims->build->spec, window->frames[i]);
        if (map_get(&claims->build->frames_at, at, NULL)) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "physical address 0x%llx of `%s` belongs to another frame",
                       (unsigned long long)at, name);
        }
        frame->has_paddr = true;
        frame->paddr = at;
        map_put(&claims->build->frames_at, &claims->facts->c->arena, at, window->frames[i].index);
    }
    window->placed = true;
}

static struct claims_window *new_window(struct claims *claims, struct jinja_call *call,
                                        const char *name, uint64_t size, uint8_t bits)
{
    struct arena *arena = &claims->facts->c->arena;
    struct claims_window window = {.count = (uint32_t)(size >> bits), .bits = bits};
    claims_count(claims, call->span, window.count);
    if (claims_keyword(call, "paddr") != NULL) {
        place_frames(claims, call, &window, name, claims_number(call, "paddr", 0, UINT64_MAX >> 8));
    } else {
        struct spec_object_id *frames = arena_array(arena, struct spec_object_id, window.count);
        for (uint32_t i = 0; i < window.count; i++) {
            frames[i] = system_build_object(claims->build, SPEC_KIND_FRAME, name,
                                            arena_printf(arena, "%u_obj", i));
            spec_object(claims->build->spec, frames[i])->size_bits = bits;
        }
        window.frames = frames;
        window.placed = claims_flag(call, "contiguous", false);
        if (window.placed) {
            system_build_keep_together(claims->build, frames, window.count, name, "memory");
        }
    }
    map_string_put(&claims->windows, arena, arena_strdup(arena, name),
                   (uint32_t)claims->window_list.count);
    vec_push(arena, &claims->window_list, window);
    return &claims->window_list.items[claims->window_list.count - 1];
}

/* The frames of global name `name`, new ones at first. */
static struct claims_window *find_window(struct claims *claims, struct jinja_call *call,
                                         const char *name, uint64_t size)
{
    uint8_t bits = frame_bits(call, size, name);
    uint32_t index;
    if (!map_string_get(&claims->windows, name, &index)) {
        return new_window(claims, call, name, size, bits);
    }
    struct claims_window *window = &claims->window_list.items[index];
    if ((uint64_t)window->count << window->bits != size || window->bits != bits) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` was registered with %u frames of 2^%u bytes, now with %llu of 2^%u", name,
                   window->count, window->bits, (unsigned long long)(size >> bits), bits);
    }
    if (claims_keyword(call, "paddr") != NULL) {
        uint64_t paddr = claims_number(call, "paddr", 0, UINT64_MAX >> 8);
        if (!window->placed) {
            place_later(claims, call, window, name, paddr);
        } else if (spec_object(claims->build->spec, window->frames[0])->paddr != paddr) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "`%s` lies at another physical address already", name);
        }
    }
    return window;
}

/* What the region is called: `name=`, else `dataport` for the memory of a dataport, else the
 * symbol. */
static const char *region_name(struct claims *claims, struct jinja_call *call, const char *symbol)
{
    const struct jinja_value *given = claims_keyword(call, "name");
    if (given != NULL) {
        return jinja_argument_string(call, SIZE_MAX, "name", NULL);
    }
    const struct jinja_value *interface = jinja_get(claims->holder.as.dict, "interface");
    const struct jinja_value *regions = jinja_get(claims->holder.as.dict, "regions");
    bool dataport = interface != NULL &&
                    jinja_equal(*jinja_get(interface->as.dict, "kind"), jinja_string("dataport"));
    return dataport && jinja_get(regions->as.dict, "dataport") == NULL ? "dataport" : symbol;
}

/* The symbol's name in the program: names of an instance are local to it where several share a
 * program, but for those that begin with adlc_. */
static const char *visible_symbol(const struct claims *claims, const char *symbol)
{
    const struct jinja_value *instance = jinja_get(claims->holder.as.dict, "instance");
    const struct jinja_dict *owner = instance != NULL ? instance->as.dict : claims->holder.as.dict;
    return claims->program->instances.count == 1
               ? symbol
               : arena_printf(&claims->facts->c->arena, "adlc_%lld_%s",
                              (long long)jinja_get(owner, "position")->as.integer, symbol);
}

static struct program_region new_region(struct claims *claims, struct jinja_call *call,
                                        const struct claims_window *window, const char *symbol)
{
    const char *rights = jinja_argument_string(call, 5, "perm", "RW");
    if (strspn(rights, "RWXP") != strlen(rights)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`perm` is made of R, W, X and P, not `%s`", rights);
    }
    return (struct program_region){
        .name = region_name(claims, call, symbol),
        .size = (uint64_t)window->count << window->bits,
        .frames = window->frames,
        .frame_count = window->count,
        .frame_bits = window->bits,
        .rights = (uint8_t)((strchr(rights, 'R') != NULL ? SPEC_READ : 0u) |
                            (strchr(rights, 'W') != NULL ? SPEC_WRITE : 0u)),
        .executable = strchr(rights, 'X') != NULL,
        .uncached = !claims_flag(call, "cached", true),
    };
}

/* Caps to the frames of a region, for with_mapping_caps=[]. */
static void give_frame_caps(struct claims *claims, struct jinja_call *call,
                            const struct program_region *region, const char *symbol)
{
    const struct jinja_value *into = claims_keyword(call, "with_mapping_caps");
    if (into == NULL) {
        return;
    }
    if (into->kind != JINJA_LIST || into->as.list->frozen) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`with_mapping_caps` is a list that gets the caps, not %s",
                   jinja_type_name(*into));
    }
    for (uint32_t i = 0; i < region->frame_count; i++) {
        uint32_t slot = claims_cap(
            claims,
            arena_printf(&call->jinja->scratch, "%s frame %u", visible_symbol(claims, symbol), i),
            (struct spec_cap){
                .object = region->frames[i],
                .rights = region->rights,
                .mapped_alias = true,
            },
            call->span);
        jinja_append(&call->jinja->scratch, *into, jinja_int(slot));
    }
}

/* What a template puts behind the definition of `symbol`: a check of its size, and, where instances
 * share a program, the name under which it is seen from outside its instance. */
static struct jinja_value symbol_text(struct jinja_call *call, const char *symbol,
                                      const struct program_region *region)
{
    unsigned long long total = region->guard_before + region->size + region->guard_after;
    struct strbuf text;
    strbuf_init(&text, &call->jinja->scratch);
    strbuf_printf(&text,
                  "_Static_assert(sizeof(%s) == %llu, \"%s does not fit into the %llu bytes that "
                  "are shared\");",
                  symbol, total, symbol, total);
    if (strcmp(symbol, region->symbol) != 0) {
        strbuf_printf(&text, "\nextern __typeof__(%s) %s __attribute__((alias(\"%s\")));", symbol,
                      region->symbol, symbol);
    }
    return jinja_built(&text);
}

struct jinja_value claims_region(struct claims *claims, struct jinja_call *call,
                                 struct program_region region, const char *symbol)
{
    region.place = claims->place;
    region.symbol = visible_symbol(claims, symbol);
    claims_count(claims, call->span, 1);
    uint32_t index = system_build_add_region(claims->build, claims->program, region);
    facts_add_region(claims->facts, claims->holder, &claims->program->regions.items[index]);
    return symbol_text(call, symbol, &region);
}

/* register_shared_variable(global_name, symbol, size, frame_size=, paddr=, contiguous=false,
 * perm="RW", cached=true, label=, with_mapping_caps=, name=): backs `symbol` by the frames of
 * `global_name`; gives C that checks the symbol's size. */
static struct jinja_value global_register_shared_variable(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 2, 3,
                          "global_name symbol size frame_size paddr contiguous perm cached label "
                          "with_mapping_caps name");
    struct arena *arena = &claims->facts->c->arena;
    const char *global = jinja_argument_string(call, 0, "global_name", NULL);
    const char *symbol = arena_strdup(arena, jinja_argument_string(call, 1, "symbol", NULL));
    uint64_t size = shared_size(call, 2, global);
    const struct claims_window *window = find_window(claims, call, global, size);
    struct program_region region = new_region(claims, call, window, symbol);
    give_frame_caps(claims, call, &region, symbol);
    return claims_region(claims, call, region, symbol);
}

static struct jinja_value global_get_frames(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 1, 2, "global_name size frame_size label");
    const char *global = jinja_argument_string(call, 0, "global_name", NULL);
    const struct claims_window *window =
        find_window(claims, call, global, shared_size(call, 1, global));
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    for (uint32_t i = 0; i < window->count; i++) {
        jinja_append(&call->jinja->scratch, list, claims_object_value(claims, window->frames[i]));
    }
    return list;
}

void claims_add_memory(struct claims *claims)
{
    claims_global(claims, "register_shared_variable", global_register_shared_variable);
    claims_global(claims, "get_shared_variable_backing_frames", global_get_frames);
}
