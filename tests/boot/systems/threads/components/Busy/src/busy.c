// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

static volatile int shared, inside, wrong, starts;

/* Allocates, checks that nobody else writes to the memory, and counts under the lock. */
static void some_work(char mark, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        size_t size = (size_t)(16 + i % 7 * 40);
        char *memory = malloc(size);
        if (memory == NULL) {
            wrong++;
            continue;
        }
        memset(memory, mark, size);
        slots_wait();
        guard_lock();
        wrong += inside++ != 0;
        shared++;
        inside--;
        guard_unlock();
        slots_post();
        for (size_t k = 0; k < size; k++) {
            wrong += memory[k] != mark;
        }
        free(memory);
    }
}

/* Runs at a high priority whenever the kicker gets its turn. */
static void at_start(void *argument)
{
    some_work(*(char *)argument, 20);
    starts++;
    start_reg_callback(at_start, argument);
}

void start__init(void)
{
    static char mark = 'S';
    start_reg_callback(at_start, &mark);
}

int low_work(int kicks)
{
    while (starts < kicks) {
        some_work('L', 10);
    }
    gate_wait();
    gate_post();
    return wrong;
}

int middle_work(int rounds)
{
    gate_wait();
    some_work('M', rounds);
    printf("busy: started %d times, %s, wrong %d\n", starts >= 50 ? 50 : starts,
           shared >= 50 * 20 + 2000 ? "counted all" : "lost some", wrong);
    return wrong;
}

static int deeper(int depth, volatile char *from)
{
    volatile char here[512];
    here[0] = from[0];
    return depth == 0 ? here[0] : deeper(depth - 1, here) + here[0];
}

void overflow_go(int depth)
{
    volatile char start = 1;
    printf("busy: %d levels down: %d\n", depth, deeper(depth, &start));
}

void jump_go(int depth)
{
    void (*volatile nowhere)(void) = (void (*)(void))(uintptr_t)depth;
    nowhere();
}
