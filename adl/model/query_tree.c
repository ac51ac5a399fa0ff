/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/query_tree.h"

#include <string.h>

#include <libfdt.h>

#define DEPTH_MAX     64                 /* levels of nodes; real trees have fewer than ten */
#define BLOB_MAX      (2u * 1024 * 1024) /* what Linux allows */
#define RANGES_MAX    (16u * 1024)       /* bytes of a `reg` or `ranges` */
#define CELL_SIZE     4u
#define CELLS_MAX     4 /* of one address or size */
#define DEFAULT_CELLS 2 /* #address-cells when it is not given, as the specification says */

VEC_STRUCT(values, struct model_value);

/* A property as bytes of the blob. */
struct property {
    const char *name;
    const unsigned char *bytes;
    uint32_t size;
};

/* How the children of a node count addresses, and where they are seen from above. */
struct bus {
    uint32_t address_cells, size_cells;
    struct property ranges;
};

static struct model_value query_tree_integer(uint64_t integer)
{
    return (struct model_value){.kind = MODEL_VALUE_INTEGER, .integer = integer};
}

static struct model_value query_tree_text(const char *text)
{
    return (struct model_value){.kind = MODEL_VALUE_STRING, .string = text};
}

static struct model_value query_tree_list(struct arena *arena, const struct model_value *items,
                                          uint32_t count)
{
    struct model_value *copy = arena_array(arena, struct model_value, count);

    if (count > 0) {
        memcpy(copy, items, count * sizeof *copy);
    }
    return (struct model_value){.kind = MODEL_VALUE_LIST, .items = copy, .count = count};
}

static bool query_tree_property(const struct query_tree *tree, uint32_t node, const char *name,
                                struct property *property)
{
    int size = 0;
    const void *bytes = fdt_getprop(tree->blob, tree->nodes.items[node].offset, name, &size);

    *property = (struct property){.name = name, .bytes = bytes};
    property->size = bytes != NULL && size > 0 ? (uint32_t)size : 0;
    return bytes != NULL;
}

static uint32_t query_tree_cell(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Strings: not empty, printable, each with a NUL at its end. */
static bool query_tree_is_strings(const struct property *property)
{
    unsigned char before = '\0';

    if (property->size == 0 || property->bytes[property->size - 1] != '\0') {
        return false;
    }
    for (uint32_t i = 0; i < property->size; i++) {
        unsigned char byte = property->bytes[i];

        if (byte == '\0' ? before == '\0' : byte < ' ' || byte > '~') {
            return false;
        }
        before = byte;
    }
    return true;
}

static struct model_value query_tree_property_value(struct arena *arena,
                                                    const struct property *property)
{
    struct values items = {0};

    if (query_tree_is_strings(property)) {
        for (uint32_t at = 0; at < property->size;) {
            const char *text = (const char *)property->bytes + at;

            vec_push(arena, &items, query_tree_text(text));
            at += (uint32_t)strlen(text) + 1;
        }
    } else if (property->size % CELL_SIZE == 0) {
        for (uint32_t at = 0; at < property->size; at += CELL_SIZE) {
            vec_push(arena, &items, query_tree_integer(query_tree_cell(property->bytes + at)));
        }
    } else {
        for (uint32_t at = 0; at < property->size; at++) {
            vec_push(arena, &items, query_tree_integer(property->bytes[at]));
        }
    }
    return (struct model_value){
        .kind = MODEL_VALUE_LIST, .items = items.items, .count = (uint32_t)items.count};
}

static uint32_t query_tree_cells(const struct query_tree *tree, uint32_t node, const char *name,
                                 uint32_t fallback)
{
    struct property property;

    return query_tree_property(tree, node, name, &property) && property.size == CELL_SIZE
               ? query_tree_cell(property.bytes)
               : fallback;
}

static struct bus query_tree_bus(const struct query_tree *tree, uint32_t node)
{
    struct bus bus = {.address_cells = DEFAULT_CELLS, .size_cells = 1};

    if (node != QUERY_TREE_NONE) {
        bus.address_cells = query_tree_cells(tree, node, "#address-cells", DEFAULT_CELLS);
        bus.size_cells = query_tree_cells(tree, node, "#size-cells", 1);
        (void)query_tree_property(tree, node, "ranges", &bus.ranges);
    }
    return bus;
}

/* A number of several cells; only the lowest 128 bits count. */
static unsigned __int128 query_tree_number(const unsigned char *bytes, uint32_t cells)
{
    unsigned __int128 number = 0;

    for (uint32_t i = 0; i < cells; i++) {
        number = number << 32 | query_tree_cell(bytes + (size_t)i * CELL_SIZE);
    }
    return number;
}

/* `address` on `bus` as seen on the bus above it. False: it reaches out of the range it is in. */
static bool query_tree_translate(const struct bus *bus, const struct bus *above,
                                 unsigned __int128 *address, unsigned __int128 size)
{
    uint32_t cells = bus->address_cells + above->address_cells + bus->size_cells;
    uint32_t entry = cells * CELL_SIZE;

    for (uint32_t at = 0; entry > 0 && at + entry <= bus->ranges.size; at += entry) {
        const unsigned char *bytes = bus->ranges.bytes + at;
        const unsigned char *to = bytes + (size_t)bus->address_cells * CELL_SIZE;
        const unsigned char *length = to + (size_t)above->address_cells * CELL_SIZE;
        unsigned __int128 start = query_tree_number(bytes, bus->address_cells);
        unsigned __int128 reach = query_tree_number(length, bus->size_cells);

        if (*address < start || *address - start >= reach) {
            continue;
        }
        if (size > reach - (*address - start)) {
            return false;
        }
        *address = query_tree_number(to, above->address_cells) + (*address - start);
        return true;
    }
    return true; /* not translated: the same above */
}

static void query_tree_put_cells(struct model_value *items, uint32_t cells,
                                 unsigned __int128 number)
{
    for (uint32_t i = cells; i > 0; i--) {
        items[i - 1] = query_tree_integer((uint32_t)number);
        number >>= 32;
    }
}

/* An address in the space of `node`'s children as the CPU sees it. False: see above. */
static bool query_tree_translate_up(const struct query_tree *tree, uint32_t node,
                                    unsigned __int128 *address, unsigned __int128 size)
{
    struct bus bus = query_tree_bus(tree, node);

    for (uint32_t up = node; up != QUERY_TREE_NONE; up = tree->nodes.items[up].parent) {
        struct bus above = query_tree_bus(tree, tree->nodes.items[up].parent);

        if (bus.address_cells > CELLS_MAX || bus.size_cells > CELLS_MAX ||
            above.address_cells > CELLS_MAX || bus.ranges.size > RANGES_MAX ||
            !query_tree_translate(&bus, &above, address, size)) {
            return false;
        }
        bus = above;
    }
    return true;
}

/* The cells of `reg` with addresses as the CPU sees them. NULL, or what is wrong. */
static const char *query_tree_reg(const struct query_tree *tree, uint32_t node,
                                  const struct property *reg, struct model_value *value)
{
    uint32_t parent = tree->nodes.items[node].parent;
    struct bus bus = query_tree_bus(tree, parent);
    uint32_t count = reg->size / CELL_SIZE;
    uint32_t cells = bus.address_cells + bus.size_cells;
    struct model_value *items = arena_array(tree->arena, struct model_value, count);

    if (bus.address_cells > CELLS_MAX || bus.size_cells > CELLS_MAX || reg->size > RANGES_MAX) {
        return "more address cells than any device has";
    }
    if (cells == 0 ? reg->size > 0 : reg->size % (cells * CELL_SIZE) != 0) {
        return "a `reg` that is no whole number of addresses and sizes";
    }
    for (uint32_t at = 0; at < count; at += cells) {
        const unsigned char *bytes = reg->bytes + (size_t)at * CELL_SIZE;
        const unsigned char *size_bytes = bytes + (size_t)bus.address_cells * CELL_SIZE;
        unsigned __int128 address = query_tree_number(bytes, bus.address_cells);
        unsigned __int128 size = query_tree_number(size_bytes, bus.size_cells);

        if (!query_tree_translate_up(tree, parent, &address, size)) {
            return "an address range that does not fit the `ranges` above it";
        }
        if (bus.address_cells < CELLS_MAX && address >> (32 * bus.address_cells) != 0) {
            return "an address too large for the number of cells of its node";
        }
        query_tree_put_cells(items + at, bus.address_cells, address);
        query_tree_put_cells(items + at + bus.address_cells, bus.size_cells, size);
    }
    *value = (struct model_value){.kind = MODEL_VALUE_LIST, .items = items, .count = count};
    return NULL;
}

/* What is said of a node beside its properties. */
static void query_tree_put_own(struct query_tree *tree, uint32_t node, struct values *keys,
                               struct values *items)
{
    const struct query_tree_node *found = vec_at(&tree->nodes, node);
    struct bus bus = query_tree_bus(tree, found->parent);
    const struct model_value address_cells = query_tree_integer(bus.address_cells);
    const struct model_value size_cells = query_tree_integer(bus.size_cells);

    vec_push(tree->arena, keys, query_tree_text("this-address-cells"));
    vec_push(tree->arena, items, query_tree_list(tree->arena, &address_cells, 1));
    vec_push(tree->arena, keys, query_tree_text("this-size-cells"));
    vec_push(tree->arena, items, query_tree_list(tree->arena, &size_cells, 1));
    vec_push(tree->arena, keys, query_tree_text("this-node-path"));
    vec_push(tree->arena, items, query_tree_text(found->path));
}

const struct model_value *query_tree_value(struct query_tree *tree, uint32_t node, const char **why)
{
    struct query_tree_node *found = vec_at(&tree->nodes, node);
    struct values keys = {0}, items = {0};
    int offset;

    *why = NULL;
    if (found->value != NULL) {
        return found->value;
    }
    fdt_for_each_property_offset(offset, tree->blob, found->offset)
    {
        struct property property;
        int size = 0;
        struct model_value value;

        property.bytes = fdt_getprop_by_offset(tree->blob, offset, &property.name, &size);
        property.size = (uint32_t)size;
        if (property.bytes == NULL || size < 0) {
            *why = "a damaged property";
        } else if (strcmp(property.name, "reg") == 0) {
            *why = query_tree_reg(tree, node, &property, &value);
        } else {
            value = query_tree_property_value(tree->arena, &property);
        }
        if (*why != NULL) {
            return NULL;
        }
        vec_push(tree->arena, &keys, query_tree_text(property.name));
        vec_push(tree->arena, &items, value);
    }
    query_tree_put_own(tree, node, &keys, &items);
    struct model_value *value = arena_new(tree->arena, struct model_value);
    *value = (struct model_value){.kind = MODEL_VALUE_DICT,
                                  .keys = keys.items,
                                  .items = items.items,
                                  .count = (uint32_t)items.count};
    found->value = value;
    return value;
}

bool query_tree_values(const struct query_tree *tree, uint32_t node, const char *name,
                       struct model_value *value)
{
    struct property property;

    if (!query_tree_property(tree, node, name, &property)) {
        return false;
    }
    *value = query_tree_property_value(tree->arena, &property);
    return true;
}

uint32_t query_tree_find(const struct query_tree *tree, const char *path)
{
    for (uint32_t i = 0; i < tree->nodes.count; i++) {
        if (strcmp(tree->nodes.items[i].path, path) == 0) {
            return i;
        }
    }
    return QUERY_TREE_NONE;
}

const char *query_tree_string(const struct query_tree *tree, const char *path, const char *name)
{
    uint32_t node = query_tree_find(tree, path);
    struct property property;

    return node != QUERY_TREE_NONE && query_tree_property(tree, node, name, &property) &&
                   query_tree_is_strings(&property)
               ? (const char *)property.bytes
               : NULL;
}

const char *query_tree_read(struct query_tree *tree, struct arena *arena, const void *blob,
                            size_t size)
{
    uint32_t above[DEPTH_MAX]; /* the nodes from the root down */
    int depth = -1;            /* the root is at 0 */

    *tree = (struct query_tree){.arena = arena, .size = (uint32_t)size};
    if (size > BLOB_MAX) {
        return "larger than any device tree";
    }
    blob = memcpy(arena_alloc(arena, size, 8), blob, size); /* libfdt wants it aligned */
    tree->blob = blob;
    if (size < sizeof(struct fdt_header) || fdt_check_full(blob, size) != 0) {
        return "no device tree blob, or a damaged one";
    }
    for (int offset = fdt_next_node(blob, -1, &depth); offset >= 0 && depth >= 0;
         offset = fdt_next_node(blob, offset, &depth)) {
        const char *name = fdt_get_name(blob, offset, NULL);
        uint32_t parent = QUERY_TREE_NONE;

        if (name == NULL) {
            return "a node without a name";
        }
        if (depth >= DEPTH_MAX) {
            return "nested deeper than any device tree";
        }
        if (depth > 0) {
            parent = above[depth - 1];
            const char *path = tree->nodes.items[parent].path;
            name = arena_printf(arena, "%s/%s", depth == 1 ? "" : path, name);
        } else {
            name = "/";
        }
        above[depth] = (uint32_t)tree->nodes.count;
        vec_push(arena, &tree->nodes,
                 (struct query_tree_node){.offset = offset, .parent = parent, .path = name});
    }
    return tree->nodes.count > 0 ? NULL : "a tree without a root";
}
