/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Macros about devices and physical memory: interrupts of a node of the device tree, untyped memory
 * that covers a range, sizes of pages.
 */
#include <string.h>

#include "adl/glue/jinja_tree.h"
#include "adl/glue/macros.h"

#define UNTYPED_LEAST 4
#define UNTYPED_MOST  47
#define CELLS_MAX     4096u

/* The 32-bit cells of a property of a node; NULL when it has none. */
static const struct jinja_list *cells_of(struct jinja_call *call, struct jinja_value node,
                                         const char *name)
{
    const struct jinja_value *found =
        node.kind == JINJA_DICT ? jinja_get(node.as.dict, name) : NULL;
    if (found == NULL || found->kind == JINJA_NONE) {
        return NULL;
    }
    const struct jinja_list *cells = jinja_items_of(call->jinja, *found, call->span);
    for (size_t i = 0; i < cells->count; i++) {
        if (cells->count > CELLS_MAX || cells->items[i].kind != JINJA_INT ||
            cells->items[i].as.integer < 0 || cells->items[i].as.integer > UINT32_MAX) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "`%s` of the node is no list of 32-bit numbers", name);
        }
    }
    return cells;
}

/* An interrupt: with RISC-V's PLIC one cell; with ARM's GIC (type, number, flags), with the
 * Raspberry Pi 3's controller (bank, number). */
static struct jinja_value interrupt_of(struct arena *arena, const struct jinja_value *cells,
                                       size_t count)
{
    struct jinja_value irq = jinja_dict_new(arena);
    __int128 number = cells[0].as.integer;
    bool edge = true; /* as CAmkES has it where nothing is said */
    if (count == 2) {
        number = 32 * (number + 1) + cells[1].as.integer;
    } else if (count == 3) {
        number = cells[1].as.integer + (number == 0 ? 32 : 16);
        edge = (cells[2].as.integer & 3) != 0;
    }
    jinja_put(arena, irq, "irq", jinja_int(number));
    jinja_put(arena, irq, "trigger", jinja_int(edge));
    return irq;
}

struct jinja_value macros_interrupts(struct jinja_call *call, struct jinja_value node, bool riscv)
{
    const struct jinja_list *cells = cells_of(call, node, "interrupts");
    struct jinja_value result = jinja_list_new(&call->jinja->scratch);
    size_t skip = 0; /* in interrupts-extended each has the controller in front */
    if (cells == NULL) {
        cells = cells_of(call, node, "interrupts_extended");
        skip = 1;
    }
    if (cells == NULL) {
        return result;
    }
    size_t each = skip + (riscv ? 1 : cells->count % (skip + 3) == 0 ? 3 : 2);
    if (cells->count % each != 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_RAISED, call->span,
                   "the node's interrupts are %zu numbers, which is no multiple of %zu",
                   cells->count, each);
    }
    for (size_t i = 0; i < cells->count; i += each) {
        jinja_append(&call->jinja->scratch, result,
                     interrupt_of(&call->jinja->scratch, &cells->items[i + skip], each - skip));
    }
    return result;
}

/* parse_dtb_node_interrupts(node, max_num_interrupts, arch): for each interrupt a dict of its
 * number `irq` and `trigger`, 1 for edges. At most so many, -1: any number. */
static struct jinja_value parse_dtb_node_interrupts(struct jinja_call *call)
{
    jinja_check_arguments(call, 3, 3, "");
    const char *arch = jinja_argument_string(call, 2, "arch", NULL);
    __int128 most = jinja_argument_int(call, 1, "max_num_interrupts", NULL);
    struct jinja_value irqs = macros_interrupts(call, jinja_argument(call, 0, "node", NULL),
                                                strncmp(arch, "riscv", 5) == 0);
    if (most != -1 && (__int128)irqs.as.list->count > most) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_RAISED, call->span,
                   "the node has %zu interrupts, more than the %lld that can be handled",
                   irqs.as.list->count, (long long)most);
    }
    return irqs;
}

/* get_untypeds_from_range(start, size): a list of (address, log2 of the size) that cover the range,
 * each on a multiple of its size. */
static struct jinja_value get_untypeds_from_range(struct jinja_call *call)
{
    struct arena *arena = &call->jinja->scratch;
    struct jinja_value result = jinja_list_new(arena);
    jinja_check_arguments(call, 2, 2, "start size");
    __int128 start = jinja_argument_int(call, 0, "start", NULL);
    __int128 size = jinja_argument_int(call, 1, "size", NULL);
    if (start < 0 || size < 0 || start > INT64_MAX || size > INT64_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "a range of memory has an address and a size from 0 to 2^63");
    }
    while (size > 0) {
        unsigned bits = UNTYPED_MOST;
        while (((__int128)1 << bits) > size || start % ((__int128)1 << bits) != 0) {
            bits--; /* ends at 0 at the latest */
        }
        struct jinja_value pair = jinja_tuple_new(arena);
        jinja_append(arena, pair, jinja_int(start));
        jinja_append(arena, pair, jinja_int(bits));
        jinja_append(arena, result, pair);
        jinja_step(call->jinja, call->span);
        start += (__int128)1 << bits;
        size -= (__int128)1 << bits;
    }
    return result;
}

/* page_sizes(arch): from the smallest up. */
static struct jinja_value page_sizes(struct jinja_call *call)
{
    struct jinja_value result = jinja_list_new(&call->jinja->scratch);
    jinja_check_arguments(call, 0, 1, "arch");
    for (unsigned bits = 12; bits <= 30; bits += 9) {
        jinja_append(&call->jinja->scratch, result, jinja_int((__int128)1 << bits));
    }
    return result;
}

static struct jinja_value min_untyped_size(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 1, "arch");
    return jinja_int(UNTYPED_LEAST);
}

static struct jinja_value max_untyped_size(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 1, "arch");
    return jinja_int(UNTYPED_MOST);
}

/* thread_stack(sym, size), ipc_buffer(sym): definitions for register_stack_symbol and
 * register_ipc_symbol, with the pages around them; ipc_buffer_address(sym): of the page between. */
static struct jinja_value guarded(struct jinja_call *call, __int128 size)
{
    const char *symbol = jinja_argument_string(call, 0, "sym", NULL);
    if (size <= 0 || size > INT32_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a stack has 1 to 2^31 bytes");
    }
    return jinja_string(arena_printf(&call->jinja->scratch, "CAMKES_REGION char %s[%lld];\n",
                                     symbol, (long long)((size + 4095) / 4096 * 4096 + 8192)));
}

static struct jinja_value thread_stack(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    return guarded(call, jinja_argument_int(call, 1, "size", NULL));
}

static struct jinja_value ipc_buffer(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return guarded(call, 4096);
}

static struct jinja_value ipc_buffer_address(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return jinja_string(arena_printf(&call->jinja->scratch, "((seL4_Word)%s + 4096)",
                                     jinja_argument_string(call, 0, "sym", NULL)));
}

void macros_device_add(struct arena *arena, struct jinja_value macros)
{
    static const struct jinja_named_function members[] = {
        {"get_untypeds_from_range",   get_untypeds_from_range  },
        {"ipc_buffer",                ipc_buffer               },
        {"ipc_buffer_address",        ipc_buffer_address       },
        {"max_untyped_size",          max_untyped_size         },
        {"min_untyped_size",          min_untyped_size         },
        {"page_sizes",                page_sizes               },
        {"parse_dtb_node_interrupts", parse_dtb_node_interrupts},
        {"thread_stack",              thread_stack             },
    };
    jinja_put(arena, macros, "PAGE_SIZE", jinja_int(4096));
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        jinja_put(arena, macros, members[i].name,
                  jinja_callable_new(arena, members[i].name, members[i].function, NULL));
    }
}
