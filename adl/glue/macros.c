/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/macros.h"

#include <string.h>

#include "adl/glue/jinja_tree.h"

#define PAGE       4096
#define BADGE_BITS 64

static struct jinja_value text(struct jinja_call *call, const char *bytes)
{
    return jinja_string(arena_strdup(&call->jinja->scratch, bytes));
}

/* str() of an argument. */
static const char *shown(struct jinja_call *call, size_t position, const char *name)
{
    struct strbuf out;
    strbuf_init(&out, &call->jinja->scratch);
    jinja_put_str(&out, jinja_argument(call, position, name, NULL));
    return out.text;
}

static struct jinja_value attribute(struct jinja_call *call, struct jinja_value of,
                                    const char *name)
{
    return jinja_defined(call->jinja, jinja_attribute(call->jinja, of, name, call->span),
                         call->span);
}

/* ---- types and includes ---- */

/* show_includes(includes, prefix='') */
static struct jinja_value show_includes(struct jinja_call *call)
{
    struct strbuf out;
    jinja_check_arguments(call, 1, 2, "prefix");
    const char *prefix = jinja_argument_string(call, 1, "prefix", "");
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[0], call->span);
    strbuf_init(&out, &call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value source = attribute(call, items->items[i], "source");
        bool relative = jinja_is_true(attribute(call, items->items[i], "relative"));
        strbuf_printf(&out, "#include %s%s", relative ? "\"" : "<", relative ? prefix : "");
        jinja_put_str(&out, source);
        strbuf_printf(&out, "%s\n", relative ? "\"" : ">");
    }
    return jinja_built(&out);
}

/* show_type(type): a name of a type or a struct's object as C. */
static struct jinja_value show_type(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "t");
    struct jinja_value type = jinja_argument(call, 0, "t", NULL);
    const char *name = shown(call, 0, "t");
    if (type.kind == JINJA_DICT) {
        return text(call, arena_printf(&call->jinja->scratch, "struct %s", name));
    }
    return text(call, facts_c_type(name));
}

/* Is it "Buf(n)"? Then where n begins. */
static const char *buffer_size(const char *type)
{
    return strncmp(type, "Buf(", 4) == 0 ? type + 4 : NULL;
}

/* dataport_size(type): n of Buf(n), else a sizeof for the C compiler. */
static struct jinja_value dataport_size(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "type");
    const char *type = jinja_argument_string(call, 0, "type", NULL);
    const char *size = buffer_size(type);
    if (size != NULL) {
        return jinja_bytes(arena_strdup(&call->jinja->scratch, size), strcspn(size, ")"));
    }
    return text(call, arena_printf(&call->jinja->scratch, "sizeof(%s)", facts_c_type(type)));
}

static struct jinja_value dataport_type(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "type");
    const char *type = jinja_argument_string(call, 0, "type", NULL);
    return text(call, buffer_size(type) != NULL ? "void" : facts_c_type(type));
}

/* type_to_fit_integer(n): the smallest type that counts to n - 1. */
static struct jinja_value type_to_fit_integer(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "value");
    __int128 value = jinja_argument_int(call, 0, "value", NULL);
    return jinja_string(value <= 256                        ? "uint8_t"
                        : value <= 65536                    ? "uint16_t"
                        : value <= (__int128)UINT32_MAX + 1 ? "uint32_t"
                                                            : "uint64_t");
}

/* get_perm(configuration, instance, interface): the letters of `<interface>_access`. Without it
 * memory is not executable, other than with CAmkES. */
static struct jinja_value get_perm(struct jinja_call *call)
{
    jinja_check_arguments(call, 3, 3, "configuration instance_name interface_name");
    struct jinja_value settings =
        jinja_item(call->jinja, call->arguments[0], call->arguments[1], call->span);
    const char *name = arena_printf(&call->jinja->scratch, "%s_access",
                                    jinja_argument_string(call, 2, "interface_name", NULL));
    const struct jinja_value *found =
        settings.kind == JINJA_DICT ? jinja_get(settings.as.dict, name) : NULL;
    return found != NULL && jinja_is_true(*found) ? *found : jinja_string("RW");
}

/* ---- sizes ---- */

/* An integer, or the text of one. */
static __int128 number(struct jinja_call *call, size_t position, const char *name)
{
    struct jinja_value value = jinja_argument(call, position, name, NULL);
    if (value.kind == JINJA_STRING) {
        struct jinja_call inner = {
            .jinja = call->jinja, .span = call->span, .arguments = &value, .count = 1};
        struct jinja_value result;
        jinja_apply_filter(call->jinja, "int", &inner, &result);
        value = result;
    }
    return jinja_integer(call->jinja, value, call->span, name);
}

/* get_page_size(size, arch): the largest page that divides the size, 0 if none does. */
static struct jinja_value get_page_size(struct jinja_call *call)
{
    static const __int128 sizes[] = {1 << 30, 1 << 21, 1 << 12};
    jinja_check_arguments(call, 1, 2, "size arch");
    __int128 size = number(call, 0, "size");
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (size >= sizes[i] && size % sizes[i] == 0) {
            return jinja_int(sizes[i]);
        }
    }
    return jinja_int(0);
}

/* Numbers that sums of sizes are made of: from 0 to 2^64. */
static __int128 size_argument(struct jinja_call *call, size_t position, const char *name)
{
    __int128 value = number(call, position, name);
    if (value < 0 || value > (__int128)UINT64_MAX) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`%s` is not from 0 to 2^64", name);
    }
    return value;
}

static struct jinja_value next_page_multiple(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 2, "size arch");
    __int128 size = size_argument(call, 0, "size");
    return jinja_int(size <= PAGE ? PAGE : (size + PAGE - 1) / PAGE * PAGE);
}

static struct jinja_value align_page_address(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 2, "address arch");
    return jinja_int(size_argument(call, 0, "address") / PAGE * PAGE);
}

static struct jinja_value round_to(struct jinja_call *call, bool up)
{
    jinja_check_arguments(call, 2, 2, "");
    __int128 x = size_argument(call, 0, "x"), y = size_argument(call, 1, "y");
    if (y == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "rounding to a multiple of 0");
    }
    return jinja_int((up ? x + y - 1 : x) / y * y);
}

static struct jinja_value round_up(struct jinja_call *call)
{
    return round_to(call, true);
}

static struct jinja_value round_down(struct jinja_call *call)
{
    return round_to(call, false);
}

static struct jinja_value get_word_size(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 1, "arch");
    return jinja_int(8);
}

/* shared_buffer_symbol(sym, shmem_size, page_size): defines memory for register_shared_variable. */
static struct jinja_value shared_buffer_symbol(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 3, "sym shmem_size page_size");
    const char *symbol = jinja_argument_string(call, 0, "sym", NULL);
    const char *size = shown(call, 1, "shmem_size");
    const char *page = shown(call, 2, "page_size");
    return text(call, arena_printf(&call->jinja->scratch,
                                   "struct {\n"
                                   "    char content[((%s) + %s - 1) / %s * %s];\n"
                                   "} %s __attribute__((section(\".bss.adlc_region\"), "
                                   "aligned(%s), used));\n",
                                   size, page, page, page, symbol, page));
}

static struct jinja_value generated_file_notice(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 0, "");
    return jinja_string("Made by adlc from a template; edit that instead.");
}

/* ---- badges of what an instance shares among its connections ---- */

/* Does the connector of an end say so on its side? */
static bool is_flagged(struct jinja_call *call, struct jinja_value end, const char *what)
{
    struct jinja_value side = attribute(call, end, "side");
    struct jinja_value type = attribute(call, attribute(call, end, "parent"), "type");
    const struct jinja_list *attributes =
        jinja_items_of(call->jinja, attribute(call, type, "attributes"), call->span);
    const char *name =
        arena_printf(&call->jinja->scratch, "%s_%s", jinja_c_string(call->jinja, side), what);
    for (size_t i = 0; i < attributes->count; i++) {
        if (jinja_equal(attribute(call, attributes->items[i], "name"), jinja_string(name))) {
            return jinja_is_true(attribute(call, attributes->items[i], "default"));
        }
    }
    return false;
}

/* A number among the settings of the instance of an end. */
static unsigned __int128 badge_setting(struct jinja_call *call, struct jinja_value end,
                                       const char *name, unsigned __int128 fallback)
{
    struct jinja_value settings = attribute(call, attribute(call, end, "instance"), "settings");
    const struct jinja_value *found = jinja_get(settings.as.dict, name);
    if (found == NULL) {
        return fallback;
    }
    __int128 value = jinja_integer(call->jinja, *found, call->span, name);
    return value < 0 ? 0 : (unsigned __int128)value;
}

_Noreturn static void no_badge(struct jinja_call *call, struct jinja_value end)
{
    struct strbuf name;
    strbuf_init(&name, &call->jinja->scratch);
    jinja_put_str(&name, end);
    jinja_fail(call->jinja, DIAG_TEMPLATE_RAISED, call->span, "there is no badge left for `%s`",
               name.text);
}

/* How many badges an end takes: one, but one for each interrupt of a device whose connector says
 * global_interrupts. */
static size_t badge_count(struct jinja_call *call, struct jinja_value end, bool *several)
{
    const struct facts *facts = call->callable->data;
    struct strbuf target;
    *several = is_flagged(call, end, "global_interrupts");
    if (!*several) {
        return 1;
    }
    strbuf_init(&target, &call->jinja->scratch);
    jinja_put_str(&target, end);
    const struct jinja_value *settings = jinja_get(facts->configuration.as.dict, target.text);
    const struct jinja_value *made =
        settings != NULL ? jinja_get(settings->as.dict, "generate_interrupts") : NULL;
    const struct jinja_value *dtb = settings != NULL ? jinja_get(settings->as.dict, "dtb") : NULL;
    if (made == NULL || !jinja_is_true(*made) || dtb == NULL || dtb->kind != JINJA_DICT) {
        return 0;
    }
    const struct jinja_list *nodes =
        jinja_items_of(call->jinja, attribute(call, *dtb, "query"), call->span);
    bool riscv = facts->spec->arch == SPEC_ARCH_RISCV64;
    return nodes->count > 0 ? macros_interrupts(call, nodes->items[0], riscv).as.list->count : 0;
}

/* global_endpoint_badges(composition, end, configuration, arch): the bit by which the instance's
 * one notification tells this end from its others, or the list of those of its interrupts. The bits
 * of `global_endpoint_mask` are given out from the lowest up, in the order of the connections. */
static struct jinja_value global_endpoint_badges(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 4, "configuration arch");
    struct jinja_value end = call->arguments[1];
    const unsigned __int128 all = ((unsigned __int128)1 << BADGE_BITS) - 1;
    unsigned __int128 base = badge_setting(call, end, "global_endpoint_base", 1);
    unsigned __int128 mask = badge_setting(call, end, "global_endpoint_mask", all & ~base);
    const struct jinja_list *ends = jinja_items_of(
        call->jinja, attribute(call, attribute(call, end, "instance"), "ends"), call->span);
    unsigned __int128 badge = 1;
    for (size_t i = 0; i < ends->count && badge <= all; i++) {
        bool several;
        jinja_step(call->jinja, call->span);
        if (!is_flagged(call, ends->items[i], "global_endpoint")) {
            continue;
        }
        struct jinja_value badges = jinja_list_new(&call->jinja->scratch);
        for (size_t k = badge_count(call, ends->items[i], &several); k > 0; k--) {
            while ((badge & mask) == 0 && badge <= all) {
                badge <<= 1;
            }
            if (badge <= all) {
                jinja_append(&call->jinja->scratch, badges, jinja_int((__int128)(badge | base)));
            }
            badge <<= 1;
        }
        if (jinja_equal(ends->items[i], end) && (several || badges.as.list->count == 1)) {
            return several ? badges : badges.as.list->items[0];
        }
    }
    no_badge(call, end);
}

/* The next number that has no bit outside of the mask. */
static unsigned __int128 next_within(unsigned __int128 badge, unsigned __int128 mask)
{
    while ((badge & ~mask) != 0 && badge <= UINT64_MAX) {
        badge += badge & ~mask & (~(badge & ~mask) + 1);
    }
    return badge;
}

/* global_rpc_endpoint_badges(composition, end, configuration): for each end of the other side the
 * badge it has on the instance's one endpoint. */
static struct jinja_value global_rpc_endpoint_badges(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 3, "configuration");
    struct jinja_value end = call->arguments[1];
    unsigned __int128 base = badge_setting(call, end, "global_rpc_endpoint_base", 0);
    unsigned __int128 mask =
        badge_setting(call, end, "global_rpc_endpoint_mask", (unsigned __int128)UINT64_MAX - 1);
    const struct jinja_list *ends = jinja_items_of(
        call->jinja, attribute(call, attribute(call, end, "instance"), "ends"), call->span);
    unsigned __int128 badge = next_within(1, mask);
    for (size_t i = 0; i < ends->count; i++) {
        if (!is_flagged(call, ends->items[i], "global_rpc_endpoint")) {
            continue;
        }
        struct jinja_value badges = jinja_list_new(&call->jinja->scratch);
        size_t count =
            jinja_length(call->jinja, attribute(call, ends->items[i], "others"), call->span);
        for (size_t k = 0; k < count && badge <= UINT64_MAX; k++) {
            jinja_step(call->jinja, call->span);
            jinja_append(&call->jinja->scratch, badges, jinja_int((__int128)(badge | base)));
            badge = next_within(badge + 1, mask);
        }
        if (jinja_equal(ends->items[i], end) && badges.as.list->count == count) {
            return badges;
        }
    }
    no_badge(call, end);
}

/* virtqueue_get_client_id(composition, end, configuration): the number of the end among those of
 * its instance with the same connector: `<iface>_id`, else the smallest that is left, in order. */
static struct jinja_value virtqueue_get_client_id(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 3, "configuration");
    struct jinja_value end = call->arguments[1], wanted = {0};
    struct jinja_value instance = attribute(call, end, "instance");
    struct jinja_value connector = attribute(call, attribute(call, end, "parent"), "type");
    struct jinja_value settings = attribute(call, instance, "settings");
    const struct jinja_list *ends =
        jinja_items_of(call->jinja, attribute(call, instance, "ends"), call->span);
    struct jinja_value taken = jinja_dict_new(&call->jinja->scratch);
    for (int given = 1; given >= 0; given--) {
        __int128 next = 0;
        for (size_t i = 0; i < ends->count; i++) {
            jinja_step(call->jinja, call->span);
            struct jinja_value type =
                attribute(call, attribute(call, ends->items[i], "parent"), "type");
            const char *name = arena_printf(
                &call->jinja->scratch, "%s_id",
                jinja_c_string(
                    call->jinja,
                    attribute(call, attribute(call, ends->items[i], "interface"), "name")));
            const struct jinja_value *id = jinja_get(settings.as.dict, name);
            if (!jinja_equal(type, connector) || (id != NULL) != (given != 0)) {
                continue;
            }
            while (id == NULL && jinja_get_value(taken.as.dict, jinja_int(next)) != NULL) {
                next++;
            }
            wanted =
                jinja_int(id != NULL ? jinja_integer(call->jinja, *id, call->span, name) : next);
            jinja_put_value(&call->jinja->scratch, taken, wanted, jinja_bool(true));
            if (jinja_equal(ends->items[i], end)) {
                return wanted;
            }
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "this end is not one of its instance");
}

/* ---- messages ---- */

/* generate_seL4_Recv(options, ep, badge, reply) */
static struct jinja_value generate_recv(struct jinja_call *call)
{
    jinja_check_arguments(call, 3, 4, "");
    return text(call, arena_printf(&call->jinja->scratch, "seL4_Recv(%s, %s)",
                                   shown(call, 1, "ep_cap"), shown(call, 2, "badge")));
}

/* generate_seL4_ReplyRecv(options, ep, info, badge, reply) */
static struct jinja_value generate_reply_recv(struct jinja_call *call)
{
    jinja_check_arguments(call, 4, 5, "");
    return text(call, arena_printf(&call->jinja->scratch, "seL4_ReplyRecv(%s, %s, %s)",
                                   shown(call, 1, "ep_cap"), shown(call, 2, "info"),
                                   shown(call, 3, "badge")));
}

/* generate_seL4_SignalRecv(options, result, notification, info, ep, badge, reply) */
static struct jinja_value generate_signal_recv(struct jinja_call *call)
{
    jinja_check_arguments(call, 6, 7, "");
    return text(call, arena_printf(&call->jinja->scratch, "seL4_Signal(%s); %s = seL4_Recv(%s, %s)",
                                   shown(call, 2, "notification"), shown(call, 1, "result"),
                                   shown(call, 4, "ep_cap"), shown(call, 5, "badge")));
}

void macros_add(struct jinja *jinja, struct facts *facts)
{
    static const struct jinja_named_function members[] = {
        {"ROUND_DOWN",                 round_down                },
        {"ROUND_UP",                   round_up                  },
        {"align_page_address",         align_page_address        },
        {"dataport_size",              dataport_size             },
        {"dataport_type",              dataport_type             },
        {"generated_file_notice",      generated_file_notice     },
        {"get_page_size",              get_page_size             },
        {"get_perm",                   get_perm                  },
        {"get_word_size",              get_word_size             },
        {"global_endpoint_badges",     global_endpoint_badges    },
        {"global_rpc_endpoint_badges", global_rpc_endpoint_badges},
        {"next_page_multiple",         next_page_multiple        },
        {"shared_buffer_symbol",       shared_buffer_symbol      },
        {"show_includes",              show_includes             },
        {"show_type",                  show_type                 },
        {"type_to_fit_integer",        type_to_fit_integer       },
        {"virtqueue_get_client_id",    virtqueue_get_client_id   },
    };
    static const struct jinja_named_function globals[] = {
        {"generate_seL4_Recv",       generate_recv       },
        {"generate_seL4_ReplyRecv",  generate_reply_recv },
        {"generate_seL4_SignalRecv", generate_signal_recv},
    };
    struct arena *arena = &facts->c->arena;
    struct jinja_value macros = jinja_object_new(arena, "macros");
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        jinja_put(arena, macros, members[i].name,
                  jinja_callable_new(arena, members[i].name, members[i].function, facts));
    }
    macros_device_add(arena, macros);
    jinja_freeze(macros);
    jinja_set(jinja, "macros", macros);
    for (size_t i = 0; i < sizeof(globals) / sizeof(globals[0]); i++) {
        jinja_set(jinja, globals[i].name,
                  jinja_callable_new(arena, globals[i].name, globals[i].function, NULL));
    }
}
