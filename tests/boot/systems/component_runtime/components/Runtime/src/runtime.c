/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <camkes.h>
#include <camkes/io.h>

#define PAGE   4096u
#define BLOCKS 512

extern char __executable_start[];
extern char *morecore_area;
extern size_t morecore_size;

static __thread int own = 41;
static int ticks;
static volatile int other_errno = -1, other_own = -1;

static void check(const char *what, int good)
{
    printf("runtime: %s %s\n", what, good ? "good" : "BAD");
}

/* ---- heap ---- */

/* Takes blocks of `size` until there are no more; returns how many, or -1 when one was spoilt. */
static int fill(size_t size)
{
    static unsigned char *blocks[BLOCKS];
    int count = 0, result;
    while (count < BLOCKS && (blocks[count] = malloc(size)) != NULL) {
        memset(blocks[count], count, size);
        count++;
    }
    result = count;
    for (int i = 0; i < count; i++) {
        for (size_t k = 0; k < size; k++) {
            result = blocks[i][k] == (unsigned char)i ? result : -1;
        }
    }
    for (int i = 0; i < count; i++) {
        free(blocks[i]);
    }
    return result;
}

static void use_heap(void)
{
    errno = 0;
    int first = fill(1000);
    check("heap to its end", first > 200 && first < BLOCKS && errno == ENOMEM);
    check("heap once more", fill(1000) == first);
    check("too much", malloc((size_t)-1 / 2) == NULL && malloc(morecore_size) == NULL);
    char *some = malloc(10);
    check("place of the heap",
          morecore_size == 262144 && some >= morecore_area && some < morecore_area + morecore_size);
    free(some);
}

static char *map(size_t length)
{
    return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int refused(void *memory, int error)
{
    return memory == MAP_FAILED && errno == error;
}

static int is_zero(const char *memory, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (memory[i] != 0) {
            return 0;
        }
    }
    return 1;
}

static void use_pages(void)
{
    char *a = map(2 * PAGE), *b = map(1), *pages[64];
    int count = 0, again = 0;
    check("pages", a != MAP_FAILED && b != MAP_FAILED && (uintptr_t)a % PAGE == 0 &&
                       is_zero(a, 2 * PAGE) && (b + PAGE <= a || a + 2 * PAGE <= b));
    memset(a, 1, 2 * PAGE);
    check("giving a part back", munmap(a, PAGE) == 0 && a[PAGE] == 1);
    char *c = map(PAGE);
    check("taking it again", c == a && is_zero(c, PAGE) && a[PAGE] == 1);
    check("all back", munmap(a, 2 * PAGE) == 0 && munmap(b, 1) == 0);
    while (count < 64 && (pages[count] = map(PAGE)) != MAP_FAILED) {
        count++;
    }
    check("pages to the end", count > 0 && count < 64 && errno == ENOMEM);
    check("heap and pages keep apart", fill(1000) < 64);
    for (int i = 0; i < count; i++) {
        munmap(pages[i], PAGE);
    }
    while (again < count && (pages[again] = map(PAGE)) != MAP_FAILED) {
        again++;
    }
    check("as many again", again == count);
    for (int i = 0; i < again; i++) {
        munmap(pages[i], PAGE);
    }
}

static void refuse_pages(void)
{
    char stack;
    check("no files",
          refused(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0), ENODEV) &&
              refused(mmap(NULL, PAGE, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOTSUP) &&
              refused(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EINVAL) &&
              refused(map((size_t)-1), ENOMEM) && refused(map((size_t)-PAGE), ENOMEM));
    check("not mapped", munmap(&stack, PAGE) == -1 && errno == EINVAL &&
                            munmap(__executable_start, PAGE) == -1 && errno == EINVAL &&
                            munmap(morecore_area, PAGE) == -1 && errno == EINVAL);
}

static void use_advice(void)
{
    static char page[2 * PAGE] __attribute__((aligned(4096)));
    unsigned char there[2] = {0};
    void *hole = (void *)((uintptr_t)__executable_start - PAGE);
    check("advice", madvise(page, sizeof(page), MADV_WILLNEED) == 0 &&
                        madvise(page, sizeof(page), -1) == -1 && errno == EINVAL &&
                        madvise(page + 42, PAGE, MADV_NORMAL) == -1 && errno == EINVAL &&
                        madvise(hole, PAGE, MADV_NORMAL) == -1 && errno == ENOMEM);
    check("mincore", mincore(page, sizeof(page) - 42, there) == 0 && there[0] == 1 &&
                         there[1] == 1 && mincore(page, PAGE, NULL) == -1 && errno == EFAULT &&
                         mincore(page, SIZE_MAX, there) == -1 && errno == ENOMEM);
    check("locks of pages", mlock(page, PAGE) == 0 && mlock(hole, PAGE) == -1 && errno == ENOMEM &&
                                mlockall(MCL_FUTURE) == 0 && mlockall(-1) == -1);
    check("protection", mprotect(page, PAGE, PROT_READ | PROT_WRITE) == 0 &&
                            mprotect(page, PAGE, PROT_EXEC) == -1 && errno == EACCES &&
                            mprotect(__executable_start, PAGE, PROT_EXEC) == 0);
}

/* ---- threads ---- */

static void on_tick(void *argument)
{
    ticks++;
    if (ticks < 3 && tick_reg_callback(on_tick, argument) != 0) {
        printf("runtime: registering again BAD\n");
    }
}

static void on_other(void *argument)
{
    (void)argument;
    other_errno = errno;
    other_own = own;
    errno = 99;
    own = 99;
}

static void use_threads(void)
{
    errno = 7;
    own = 8;
    check("registering",
          other_reg_callback(on_other, NULL) == 0 && other_reg_callback(on_other, NULL) == -1);
    out_other_emit();
    while (other_own == -1) {
        seL4_Yield();
    }
    check("errno of each thread", errno == 7 && other_errno == 0);
    check("variables of each thread", own == 8 && other_own == 41);
    (void)tick_reg_callback(on_tick, NULL);
    for (int i = 1; i <= 3; i++) {
        out_tick_emit();
        while (ticks < i) {
            seL4_Yield();
        }
    }
    out_tick_emit(); /* nobody is registered any more: it waits */
    tick_wait();
    check("callbacks", ticks == 3 && tick_poll() == 0);
}

/* ---- the system ---- */

static void use_tree(void)
{
    ps_io_ops_t ops;
    static const unsigned char magic[] = {0xd0, 0x0d, 0xfe, 0xed};
    const char *tree = camkes_io_ops(&ops) == 0 ? ps_io_fdt_get(&ops.io_fdt) : NULL;
    check("device tree", tree != NULL && memcmp(tree, magic, sizeof(magic)) == 0);
    check("place in the system", strcmp(get_instance_name(), "runtime") == 0 &&
                                     get_instance_affinity() == 0 && getpid() == 2 &&
                                     getppid() == 1);
    srand(100);
    int first = rand();
    srand(100);
    check("random numbers", first == rand() && first != rand());
}

int run(void)
{
    use_threads();
    use_tree();
    refuse_pages();
    use_advice();
    use_pages();
    use_heap();
    for (int i = 0; i < 20; i++) { /* another domain's output may come into a line */
        printf("runtime: done\n");
    }
    return 0;
}
