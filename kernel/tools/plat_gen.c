/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plat_gen: turns a board description (kernel/plat/BOARD/plat.yaml) into what the kernel's build
 * needs, so that the numbers of a board stand in exactly one place.
 *
 *     plat_gen PLAT.YAML --header board.h --cmake board.cmake
 *
 * board.h holds only macros (usable from assembly), named BOARD_*:
 *     BOARD_NAME, BOARD_CPU            strings
 *     BOARD_KERNEL_PHYS, _VIRT         link addresses
 *     BOARD_MEMORY(X)                  X(start, end) for each RAM range, ascending
 *     BOARD_DEVICES(X)                 X(start, end) for each device range withheld from users
 *     BOARD_MAPPED_DEVICES(X)          X(start, end, offset) for each device with a driver; offset
 *                                      is its place in the kernel's device window
 *     BOARD_<DEVICE>_PADDR, _SIZE, _OFFSET   one set per mapped device
 *     BOARD_IRQ_MAX, BOARD_IRQ_TIMER, BOARD_IRQ_TRIGGER, BOARD_TIMER_FREQUENCY
 * board.cmake sets BOARD_CPU, BOARD_DRIVERS (file names without .c, each once), BOARD_KERNEL_PHYS
 * and BOARD_KERNEL_VIRT.
 *
 * Any fault in the description ends the program with status 1, a message on stderr and no output
 * that a build could take for good.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#define MAX_RANGES      32
#define MAX_DRIVERS     16
#define PAGE_SIZE       UINT64_C(0x1000)
#define LARGE_PAGE_SIZE UINT64_C(0x200000)

struct range {
    uint64_t start;
    uint64_t end;
    uint64_t offset; /* in the kernel's device window; devices with a driver only */
    const char *name;
    const char *driver; /* NULL: the kernel does not touch it */
    bool shared;        /* users may have it too */
};

struct board {
    const char *name;
    const char *cpu;
    uint64_t kernel_phys;
    uint64_t kernel_virt;
    struct range memory[MAX_RANGES];
    size_t memory_count;
    struct range devices[MAX_RANGES];
    size_t device_count;
    const char *drivers[MAX_DRIVERS];
    size_t driver_count;
    uint64_t irq_max;
    uint64_t irq_timer;
    bool irq_trigger;
    uint64_t timer_frequency;
};

/* The description being read; only for messages. */
struct reader {
    yaml_document_t document;
    const char *path;
    bool failed;
};

/* Reports a fault at `node` (may be NULL: the whole file) and marks the reading as failed. */
static void plat_gen_fault(struct reader *r, const yaml_node_t *node, const char *format, ...)
{
    va_list args;

    r->failed = true;
    fprintf(stderr, "%s:%zu: error: ", r->path, node == NULL ? 1 : node->start_mark.line + 1);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* Returns the value of `key` in a mapping, or NULL if there is none. */
static yaml_node_t *plat_gen_find(struct reader *r, const yaml_node_t *map, const char *key)
{
    if (map == NULL || map->type != YAML_MAPPING_NODE) {
        return NULL;
    }
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top;
         p++) {
        yaml_node_t *k = yaml_document_get_node(&r->document, p->key);

        if (k != NULL && k->type == YAML_SCALAR_NODE &&
            strcmp((const char *)k->data.scalar.value, key) == 0) {
            return yaml_document_get_node(&r->document, p->value);
        }
    }
    return NULL;
}

/* Returns the text of `key`; a missing one is a fault if `needed`, else NULL. */
static const char *plat_gen_text(struct reader *r, const yaml_node_t *map, const char *key,
                                 bool needed)
{
    const yaml_node_t *node = plat_gen_find(r, map, key);

    if (node == NULL || node->type != YAML_SCALAR_NODE) {
        if (needed) {
            plat_gen_fault(r, node == NULL ? map : node, "'%s' is missing or no plain value", key);
        }
        return NULL;
    }
    return (const char *)node->data.scalar.value;
}

/* Returns the number of `key` (decimal or 0x...); a fault and 0 if missing or no number. */
static uint64_t plat_gen_number(struct reader *r, const yaml_node_t *map, const char *key)
{
    const char *text = plat_gen_text(r, map, key, true);
    char *end = NULL;

    if (text == NULL) {
        return 0;
    }
    errno = 0;
    uint64_t value = strtoull(text, &end, 0);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-') {
        plat_gen_fault(r, plat_gen_find(r, map, key), "'%s' is not a number: %s", key, text);
        return 0;
    }
    return value;
}

/* Returns whether `key` says true; a missing one is false. */
static bool plat_gen_flag(struct reader *r, const yaml_node_t *map, const char *key)
{
    const char *text = plat_gen_text(r, map, key, false);

    if (text == NULL || strcmp(text, "false") == 0) {
        return false;
    }
    if (strcmp(text, "true") != 0) {
        plat_gen_fault(r, plat_gen_find(r, map, key), "'%s' is neither true nor false", key);
    }
    return true;
}

/* Reads the ranges listed under `key` into `out` (MAX_RANGES long); returns how many. */
static size_t plat_gen_ranges(struct reader *r, const char *key, struct range *out)
{
    const yaml_node_t *list = plat_gen_find(r, yaml_document_get_root_node(&r->document), key);
    size_t count = 0;

    if (list == NULL || list->type != YAML_SEQUENCE_NODE) {
        plat_gen_fault(r, list, "'%s' is missing or no list", key);
        return 0;
    }
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top;
         i++) {
        const yaml_node_t *node = yaml_document_get_node(&r->document, *i);

        if (count == MAX_RANGES) {
            plat_gen_fault(r, node, "more than %d entries in '%s'", MAX_RANGES, key);
            break;
        }
        struct range *range = &out[count];
        range->start = plat_gen_number(r, node, "start");
        range->end = plat_gen_number(r, node, "end");
        range->name = plat_gen_text(r, node, "name", false);
        range->driver = plat_gen_text(r, node, "driver", false);
        range->shared = plat_gen_flag(r, node, "shared");
        if (range->end <= range->start || (range->start | range->end) % PAGE_SIZE != 0) {
            plat_gen_fault(r, node, "range is empty or not made of whole pages");
        }
        if (count > 0 && range->start < out[count - 1].end) {
            plat_gen_fault(r, node, "ranges of '%s' are not ascending", key);
        }
        if (range->driver != NULL && range->name == NULL) {
            plat_gen_fault(r, node, "a range with a driver needs a name");
        }
        count++;
    }
    return count;
}

/* Adds a driver unless it is there already. */
static void plat_gen_add_driver(struct reader *r, struct board *board, const char *driver)
{
    for (size_t i = 0; i < board->driver_count; i++) {
        if (strcmp(board->drivers[i], driver) == 0) {
            return;
        }
    }
    if (board->driver_count == MAX_DRIVERS) {
        plat_gen_fault(r, NULL, "more than %d drivers", MAX_DRIVERS);
        return;
    }
    board->drivers[board->driver_count++] = driver;
}

/* Collects the drivers of the devices and of the list "drivers". */
static void plat_gen_drivers(struct reader *r, struct board *board)
{
    const yaml_node_t *list =
        plat_gen_find(r, yaml_document_get_root_node(&r->document), "drivers");

    for (size_t i = 0; i < board->device_count; i++) {
        if (board->devices[i].driver != NULL) {
            plat_gen_add_driver(r, board, board->devices[i].driver);
        }
    }
    if (list == NULL) {
        return;
    }
    if (list->type != YAML_SEQUENCE_NODE) {
        plat_gen_fault(r, list, "'drivers' is no list");
        return;
    }
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top;
         i++) {
        const yaml_node_t *node = yaml_document_get_node(&r->document, *i);

        if (node == NULL || node->type != YAML_SCALAR_NODE) {
            plat_gen_fault(r, node, "a driver is the name of a file in kernel/drivers");
            continue;
        }
        plat_gen_add_driver(r, board, (const char *)node->data.scalar.value);
    }
}

/*
 * Gives every device with a driver its place in the kernel's device window: in listed order, small
 * ones page after page, large ones at the same place modulo 2 MiB as in physical memory, so that
 * they can be mapped with large pages.
 */
static void plat_gen_place(struct board *board)
{
    uint64_t next = 0;

    for (size_t i = 0; i < board->device_count; i++) {
        struct range *device = &board->devices[i];

        if (device->driver == NULL) {
            continue;
        }
        if (device->end - device->start >= LARGE_PAGE_SIZE) {
            next += (device->start - next) & (LARGE_PAGE_SIZE - 1);
        }
        device->offset = next;
        next += device->end - device->start;
    }
}

/* Fills `board` from the loaded document; strings live as long as the document. */
static void plat_gen_read(struct reader *r, struct board *board)
{
    const yaml_node_t *root = yaml_document_get_root_node(&r->document);

    board->name = plat_gen_text(r, root, "name", true);
    board->cpu = plat_gen_text(r, root, "cpu", true);
    board->kernel_phys = plat_gen_number(r, plat_gen_find(r, root, "kernel"), "phys");
    board->kernel_virt = plat_gen_number(r, plat_gen_find(r, root, "kernel"), "virt");
    board->memory_count = plat_gen_ranges(r, "memory", board->memory);
    board->device_count = plat_gen_ranges(r, "devices", board->devices);
    board->irq_max = plat_gen_number(r, plat_gen_find(r, root, "irqs"), "max");
    board->irq_timer = plat_gen_number(r, plat_gen_find(r, root, "irqs"), "timer");
    board->irq_trigger = plat_gen_flag(r, plat_gen_find(r, root, "irqs"), "trigger");
    board->timer_frequency = plat_gen_number(r, plat_gen_find(r, root, "timer"), "frequency");
    plat_gen_drivers(r, board);
    plat_gen_place(board);
    if ((board->kernel_phys ^ board->kernel_virt) % LARGE_PAGE_SIZE != 0) {
        plat_gen_fault(r, NULL, "kernel phys and virt differ modulo 2 MiB");
    }
    if (board->irq_timer > board->irq_max) {
        plat_gen_fault(r, NULL, "the timer's irq is above irqs.max");
    }
}

/* Writes BOARD_<NAME> of a device in upper case. */
static void plat_gen_put_name(FILE *out, const char *name)
{
    fputs("BOARD_", out);
    for (; *name != '\0'; name++) {
        fputc(*name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name, out);
    }
}

/* Writes the device macros of the header. */
static void plat_gen_put_devices(FILE *out, const struct board *board)
{
    fputs("\n#define BOARD_DEVICES(X)", out);
    for (size_t i = 0; i < board->device_count; i++) {
        if (!board->devices[i].shared) {
            fprintf(out, " \\\n    X(BOARD_UL(0x%" PRIx64 "), BOARD_UL(0x%" PRIx64 "))",
                    board->devices[i].start, board->devices[i].end);
        }
    }
    fputs("\n#define BOARD_MAPPED_DEVICES(X)", out);
    for (size_t i = 0; i < board->device_count; i++) {
        const struct range *d = &board->devices[i];

        if (d->driver != NULL) {
            fprintf(out,
                    " \\\n    X(BOARD_UL(0x%" PRIx64 "), BOARD_UL(0x%" PRIx64
                    "), BOARD_UL(0x%" PRIx64 "))",
                    d->start, d->end, d->offset);
        }
    }
    fputs("\n\n", out);
    for (size_t i = 0; i < board->device_count; i++) {
        const struct range *d = &board->devices[i];
        const char *const suffixes[] = {"PADDR", "SIZE", "OFFSET"};
        const uint64_t values[] = {d->start, d->end - d->start, d->offset};

        for (size_t k = 0; d->driver != NULL && k < 3; k++) {
            fputs("#define ", out);
            plat_gen_put_name(out, d->name);
            fprintf(out, "_%s BOARD_UL(0x%" PRIx64 ")\n", suffixes[k], values[k]);
        }
    }
}

/* Writes the whole header. */
static void plat_gen_put_header(FILE *out, const struct board *board)
{
    fprintf(
        out,
        "/* Generated by plat_gen from kernel/plat/%s/plat.yaml; do not edit. */\n"
        "#ifndef PLAT_BOARD_H\n#define PLAT_BOARD_H\n\n"
        "#ifdef __ASSEMBLER__\n#define BOARD_UL(x) x\n#else\n#define BOARD_UL(x) x##ul\n#endif\n\n"
        "#define BOARD_NAME \"%s\"\n#define BOARD_CPU \"%s\"\n"
        "#define BOARD_KERNEL_PHYS BOARD_UL(0x%" PRIx64 ")\n"
        "#define BOARD_KERNEL_VIRT BOARD_UL(0x%" PRIx64 ")\n\n#define BOARD_MEMORY(X)",
        board->name, board->name, board->cpu, board->kernel_phys, board->kernel_virt);
    for (size_t i = 0; i < board->memory_count; i++) {
        fprintf(out, " \\\n    X(BOARD_UL(0x%" PRIx64 "), BOARD_UL(0x%" PRIx64 "))",
                board->memory[i].start, board->memory[i].end);
    }
    plat_gen_put_devices(out, board);
    fprintf(out,
            "\n#define BOARD_IRQ_MAX BOARD_UL(%" PRIu64 ")\n"
            "#define BOARD_IRQ_TIMER BOARD_UL(%" PRIu64 ")\n#define BOARD_IRQ_TRIGGER %d\n"
            "#define BOARD_TIMER_FREQUENCY BOARD_UL(%" PRIu64 ")\n\n#endif\n",
            board->irq_max, board->irq_timer, board->irq_trigger ? 1 : 0, board->timer_frequency);
}

/* Writes the part that CMake reads. */
static void plat_gen_put_cmake(FILE *out, const struct board *board)
{
    fprintf(out, "set(BOARD_CPU %s)\nset(BOARD_DRIVERS", board->cpu);
    for (size_t i = 0; i < board->driver_count; i++) {
        fprintf(out, " %s", board->drivers[i]);
    }
    fprintf(out, ")\nset(BOARD_KERNEL_PHYS 0x%" PRIx64 ")\nset(BOARD_KERNEL_VIRT 0x%" PRIx64 ")\n",
            board->kernel_phys, board->kernel_virt);
}

/* Writes one output through a temporary name; returns false with a message if that fails. */
static bool plat_gen_write(const char *path, const struct board *board,
                           void (*put)(FILE *, const struct board *))
{
    char temp[4096];
    int length = snprintf(temp, sizeof(temp), "%s.tmp", path);

    if (length < 0 || (size_t)length >= sizeof(temp)) {
        fprintf(stderr, "plat_gen: path too long: %s\n", path);
        return false;
    }
    FILE *out = fopen(temp, "w");
    if (out == NULL) {
        fprintf(stderr, "plat_gen: %s: %s\n", temp, strerror(errno));
        return false;
    }
    put(out, board);
    bool ok = ferror(out) == 0;
    ok = fclose(out) == 0 && ok;
    if (!ok || rename(temp, path) != 0) {
        fprintf(stderr, "plat_gen: %s: %s\n", path, strerror(errno));
        remove(temp);
        return false;
    }
    return true;
}

/* Loads the YAML text at r->path; returns false with a message if it is unreadable. */
static bool plat_gen_load(struct reader *r)
{
    yaml_parser_t parser;
    FILE *in = fopen(r->path, "rb");

    if (in == NULL) {
        fprintf(stderr, "plat_gen: %s: %s\n", r->path, strerror(errno));
        return false;
    }
    if (yaml_parser_initialize(&parser) == 0) {
        fputs("plat_gen: out of memory\n", stderr);
        fclose(in);
        return false;
    }
    yaml_parser_set_input_file(&parser, in);
    bool ok = yaml_parser_load(&parser, &r->document) != 0;
    if (!ok) {
        fprintf(stderr, "%s:%zu: error: %s\n", r->path, parser.problem_mark.line + 1,
                parser.problem == NULL ? "unreadable" : parser.problem);
    }
    yaml_parser_delete(&parser);
    fclose(in);
    return ok;
}

int main(int argc, char **argv)
{
    static struct board board;
    struct reader reader = {.path = argc > 1 ? argv[1] : NULL};

    if (argc != 6 || strcmp(argv[2], "--header") != 0 || strcmp(argv[4], "--cmake") != 0) {
        fputs("usage: plat_gen PLAT.YAML --header FILE --cmake FILE\n", stderr);
        return 2;
    }
    if (!plat_gen_load(&reader)) {
        return 1;
    }
    plat_gen_read(&reader, &board);
    bool ok = !reader.failed && plat_gen_write(argv[3], &board, plat_gen_put_header) &&
              plat_gen_write(argv[5], &board, plat_gen_put_cmake);
    yaml_document_delete(&reader.document);
    return ok ? 0 : 1;
}
