/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/property/kernel/exhaust.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_world.h"

#define MAX_REGIONS 16u

struct region {
    uint64_t *start;
    size_t words;
};

static struct region regions[MAX_REGIONS];
static unsigned region_count;

/* A state: what differs from the start, as pairs of word number and value. */
struct node {
    uint64_t *words;
    uint32_t count;
    uint32_t parent;
    uint32_t operation;
    uint32_t depth;
    uint64_t hash;
    uint32_t *next; /* per operation: the state it leads to, NONE: not applicable */
};

#define NONE UINT32_MAX

static struct node *nodes;
static uint32_t node_count;
static uint32_t node_room;
static uint32_t *table; /* hash table of state numbers */
static uint32_t table_size;
static uint64_t *start_words; /* all tracked words of the start */
static uint64_t *scratch;
static uint8_t *machine; /* all memory at the start */
static size_t word_count;

static struct exhaust what_runs;
static const struct exhaust *running; /* null: no step is under way */
static uint32_t current_node;
static unsigned current_operation;

static void print_path(void)
{
    uint32_t path[64];
    unsigned length = 0;

    if (running == NULL) {
        return;
    }
    for (uint32_t node = current_node; node != 0 && length < 64; node = nodes[node].parent) {
        path[length++] = nodes[node].operation;
    }
    fprintf(stderr, "%s: broken by:", running->name);
    while (length > 0) {
        fputc(' ', stderr);
        running->show(path[--length]);
    }
    fputc(' ', stderr);
    running->show(current_operation);
    fputc('\n', stderr);
    running = NULL;
}

static void on_abort(int number)
{
    (void)number;
    print_path();
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
}

int exhaust_report(void **state)
{
    (void)state;
    print_path();
    return 0;
}

unsigned exhaust_bound(int argc, char **argv, unsigned small)
{
    signal(SIGABRT, on_abort);
    return argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : small;
}

void exhaust_track(void *start, size_t size)
{
    assert_true(region_count < MAX_REGIONS && size % 8 == 0 && (uintptr_t)start % 8 == 0);
    regions[region_count++] = (struct region){start, size / 8};
}

size_t exhaust_size(void)
{
    size_t words = 0;

    for (unsigned i = 0; i < region_count; i++) {
        words += regions[i].words;
    }
    return words * sizeof(uint64_t);
}

void exhaust_save(uint64_t *copy)
{
    for (unsigned i = 0; i < region_count; i++) {
        memcpy(copy, regions[i].start, regions[i].words * sizeof(*copy));
        copy += regions[i].words;
    }
}

void exhaust_restore(const uint64_t *copy)
{
    for (unsigned i = 0; i < region_count; i++) {
        memcpy(regions[i].start, copy, regions[i].words * sizeof(*copy));
        copy += regions[i].words;
    }
}

bool exhaust_is(const uint64_t *copy)
{
    for (unsigned i = 0; i < region_count; i++) {
        if (memcmp(regions[i].start, copy, regions[i].words * sizeof(*copy)) != 0) {
            return false;
        }
        copy += regions[i].words;
    }
    return true;
}

void exhaust_world(void)
{
    struct tcb *thread = kernel.current;
    struct cap untyped = world_slot(WORLD_UNTYPED)->cap;

    region_count = 0;
    exhaust_track(&kernel, sizeof(kernel));
    exhaust_track(thread, sizeof(*thread));
    exhaust_track(kernel.idle, sizeof(*kernel.idle));
    exhaust_track(cap_object(thread->slots[TCB_SLOT_BUFFER].cap), sizeof(struct ipc_buffer));
    exhaust_track(world_slot(0), world_info->empty.start * sizeof(struct slot));
    exhaust_track(world_slot(WORLD_UNTYPED), 64 * sizeof(struct slot));
    exhaust_track(cap_object(untyped), cap_untyped_used(untyped));
}

void exhaust_tidy(void)
{
    struct tcb *thread = kernel.current;
    struct ipc_buffer *buffer = cap_object(thread->slots[TCB_SLOT_BUFFER].cap);

    memset(&kernel.error, 0, sizeof(kernel.error));
    memset(&kernel.lookup, 0, sizeof(kernel.lookup));
    kernel.work_units = 0;
    fake.console_length = 0;
    fake.pending_irq = 0;
    memset(buffer, 0, sizeof(*buffer));
    thread->slice = 1;
    for (unsigned i = 0; i < NUM_MSG_REGISTERS; i++) {
        arch_context_set(&thread->context, ARCH_REG_MSG0 + i, 0);
    }
    arch_context_set(&thread->context, ARCH_REG_INFO, 0);
    arch_context_set(&thread->context, ARCH_REG_CAP, 0);
    arch_context_set(&thread->context, ARCH_REG_SYSCALL, 0);
    arch_context_set(&thread->context, ARCH_REG_NEXT_IP, 0);
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    assert_non_null(memory);
    return memory;
}

static void copy_tracked(uint64_t *to)
{
    for (unsigned i = 0; i < region_count; i++) {
        memcpy(to, regions[i].start, regions[i].words * 8);
        to += regions[i].words;
    }
}

static void restore(const struct node *node)
{
    const uint64_t *from = start_words;
    size_t base = 0;
    uint32_t next = 0;

    for (unsigned i = 0; i < region_count; i++) {
        memcpy(regions[i].start, from + base, regions[i].words * 8);
        for (; next < node->count && node->words[2 * next] < base + regions[i].words; next++) {
            regions[i].start[node->words[2 * next] - base] = node->words[2 * next + 1];
        }
        base += regions[i].words;
    }
}

/* Differences of tracked memory from the start, in scratch; their number. */
static uint32_t differences(uint64_t *hash)
{
    const uint64_t *from = start_words;
    uint64_t base = 0;
    uint32_t count = 0;
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (unsigned i = 0; i < region_count; i++) {
        for (size_t word = 0; word < regions[i].words; word++) {
            if (regions[i].start[word] != from[base + word]) {
                scratch[2 * count] = base + word;
                scratch[2 * count + 1] = regions[i].start[word];
                sum = (sum ^ scratch[2 * count]) * UINT64_C(0x100000001b3);
                sum = (sum ^ scratch[2 * count + 1]) * UINT64_C(0x9e3779b97f4a7c15);
                sum ^= sum >> 29;
                count++;
            }
        }
        base += regions[i].words;
    }
    *hash = sum;
    return count;
}

static void grow(void)
{
    if (node_count == node_room) {
        node_room = node_room == 0 ? 1024 : 2 * node_room;
        nodes = realloc(nodes, node_room * sizeof(*nodes));
        assert_non_null(nodes);
    }
    if (2 * node_count >= table_size) {
        free(table);
        table_size = table_size == 0 ? 4096 : 2 * table_size;
        table = room(table_size, sizeof(*table));
        memset(table, 0xff, table_size * sizeof(*table));
        for (uint32_t i = 0; i < node_count; i++) {
            uint32_t at = (uint32_t)nodes[i].hash & (table_size - 1);
            while (table[at] != NONE) {
                at = (at + 1) & (table_size - 1);
            }
            table[at] = i;
        }
    }
}

/* The number of the state that memory is in now, a new one if it is new. */
static uint32_t find_state(uint32_t parent, unsigned operation, unsigned depth)
{
    uint64_t hash;
    uint32_t count = differences(&hash);
    uint32_t at;

    grow();
    at = (uint32_t)hash & (table_size - 1);
    for (; table[at] != NONE; at = (at + 1) & (table_size - 1)) {
        const struct node *node = &nodes[table[at]];
        if (node->hash == hash && node->count == count &&
            memcmp(node->words, scratch, count * 16u) == 0) {
            return table[at];
        }
    }
    table[at] = node_count;
    nodes[node_count] = (struct node){.words = room(2 * count + 2, 8),
                                      .count = count,
                                      .parent = parent,
                                      .operation = operation,
                                      .depth = depth,
                                      .hash = hash};
    memcpy(nodes[node_count].words, scratch, count * 16u);
    return node_count++;
}

static uint64_t expand(uint32_t number)
{
    uint64_t steps = 0;

    nodes[number].next = room(running->operations, sizeof(uint32_t));
    current_node = number;
    for (unsigned operation = 0; operation < running->operations; operation++) {
        uint32_t next = NONE;
        current_operation = operation;
        restore(&nodes[number]);
        if (running->step(operation)) {
            next = find_state(number, operation, nodes[number].depth + 1);
            steps++;
        }
        nodes[number].next[operation] = next;
    }
    return steps;
}

/* Sequences of exactly 1, 2, ... bound operations, added up. */
static double count_sequences(void)
{
    double *now = room(node_count, sizeof(double));
    double *then = room(node_count, sizeof(double));
    double total = 0;

    now[0] = 1;
    for (unsigned length = 0; length < running->bound; length++) {
        memset(then, 0, node_count * sizeof(double));
        for (uint32_t i = 0; i < node_count; i++) {
            for (unsigned k = 0; now[i] > 0 && k < running->operations; k++) {
                if (nodes[i].next[k] != NONE) {
                    then[nodes[i].next[k]] += now[i];
                    total += now[i];
                }
            }
        }
        double *kept = now;
        now = then;
        then = kept;
    }
    free(now);
    free(then);
    return total;
}

static void forget_all(void)
{
    for (uint32_t i = 0; i < node_count; i++) {
        free(nodes[i].words);
        free(nodes[i].next);
    }
    free(nodes);
    free(table);
    free(start_words);
    free(scratch);
    free(machine);
    nodes = NULL;
    start_words = NULL;
    scratch = NULL;
    machine = NULL;
    table = NULL;
    node_count = 0;
    node_room = 0;
    table_size = 0;
}

void exhaust_run(const struct exhaust *what)
{
    uint64_t steps = 0;

    forget_all(); /* what a failed test before has left */
    word_count = 0;
    for (unsigned i = 0; i < region_count; i++) {
        word_count += regions[i].words;
    }
    start_words = room(word_count, 8);
    scratch = room(word_count, 16);
    machine = room(1, FAKE_RAM_SIZE);
    copy_tracked(start_words);
    memcpy(machine, (const void *)(uintptr_t)FAKE_RAM, FAKE_RAM_SIZE);
    what_runs = *what; /* the caller's may be gone when a failure is reported */
    running = &what_runs;
    find_state(0, 0, 0);
    for (uint32_t i = 0; i < node_count && nodes[i].depth < what->bound; i++) {
        steps += expand(i);
    }
    restore(&nodes[0]);
    printf("%s: %u states, %llu operations checked, all %.4g sequences of up to %u operations%s\n",
           what->name, node_count, (unsigned long long)steps, count_sequences(), what->bound,
           nodes[node_count - 1].depth < what->bound ? " (and of any length: no new states)" : "");
    running = NULL;
    assert_memory_equal((const void *)(uintptr_t)FAKE_RAM, machine, FAKE_RAM_SIZE);
    assert_true(node_count > 1);
    forget_all();
}
