/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The program's heap, taken from both ends: from below by sbrk, for malloc; from above in whole
 * pages by mmap. The pages at the very top, taken with the first mmap, say which pages are taken.
 */
#include <camkes/program.h>
#include <camkes/runtime_lock.h>

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096u

static size_t used;          /* bytes from below */
static unsigned char *taken; /* a bit for each page of the heap; NULL: mmap was never called */
static size_t lowest_taken;  /* page number; all below are sbrk's or free */
static size_t own_pages;     /* where those of `taken` itself begin */

static size_t page_count(void)
{
    return camkes_program.heap_size / PAGE;
}

static size_t pages_for(size_t bytes)
{
    return bytes / PAGE + (bytes % PAGE != 0);
}

void *sbrk(ptrdiff_t increment)
{
    size_t limit = taken != NULL ? lowest_taken * PAGE : camkes_program.heap_size;
    ptrdiff_t low = -(ptrdiff_t)used;
    ptrdiff_t high = (ptrdiff_t)(limit - used);
    if (increment < low || increment > high) {
        errno = ENOMEM;
        return (void *)-1;
    }
    char *old = camkes_program.heap + used;
    used = (size_t)((ptrdiff_t)used + increment);
    return old;
}

static bool is_taken(size_t page)
{
    return (taken[page / 8] & 1u << page % 8) != 0;
}

static void take(size_t first, size_t count)
{
    for (size_t page = first; page < first + count; page++) {
        taken[page / 8] |= (unsigned char)(1u << page % 8);
    }
    lowest_taken = first < lowest_taken ? first : lowest_taken;
}

static bool begin(void)
{
    size_t own = pages_for(page_count() / 8 + 1);
    if (taken != NULL) {
        return true;
    }
    if (page_count() < own + 1 || (page_count() - own) * PAGE < used) {
        return false;
    }
    own_pages = lowest_taken = page_count() - own;
    taken = (unsigned char *)camkes_program.heap + own_pages * PAGE;
    memset(taken, 0, own * PAGE);
    return true;
}

/* The highest run of `count` free pages above what sbrk gave, from `*first` on; false when there is
 * none. */
static bool find_run(size_t count, size_t *first)
{
    size_t run = 0;
    for (size_t page = own_pages; page > pages_for(used); page--) {
        run = is_taken(page - 1) ? 0 : run + 1;
        if (run == count) {
            *first = page - 1;
            return true;
        }
    }
    return false;
}

static void *allocate(size_t count)
{
    size_t first = 0;
    char *memory = MAP_FAILED;
    camkes_runtime_lock();
    if (count <= page_count() && begin() && find_run(count, &first)) {
        take(first, count);
        memory = camkes_program.heap + first * PAGE;
    }
    camkes_runtime_unlock();
    return memory;
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    int kind = flags & (MAP_SHARED | MAP_PRIVATE);
    (void)address;
    (void)file;
    (void)offset;
    if (length == 0 || kind == 0 || kind == (MAP_SHARED | MAP_PRIVATE)) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    if ((flags & MAP_ANONYMOUS) == 0) {
        errno = ENODEV;
        return MAP_FAILED;
    }
    if ((flags & MAP_FIXED) != 0 || (protection & PROT_EXEC) != 0) {
        errno = ENOTSUP;
        return MAP_FAILED;
    }
    void *memory = allocate(pages_for(length));
    if (memory == MAP_FAILED) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return memset(memory, 0, pages_for(length) * PAGE);
}

/* Frees the pages from `first` on; false when they are not mmap's. */
static bool release(size_t first, size_t count)
{
    if (taken == NULL || first < pages_for(used) || first >= own_pages ||
        count > own_pages - first) {
        return false;
    }
    for (size_t page = first; page < first + count; page++) {
        taken[page / 8] &= (unsigned char)~(1u << page % 8);
    }
    while (lowest_taken < own_pages && !is_taken(lowest_taken)) {
        lowest_taken++;
    }
    return true;
}

int munmap(void *address, size_t length)
{
    uintptr_t start = (uintptr_t)address, heap = (uintptr_t)camkes_program.heap;
    bool good = false;
    camkes_runtime_lock();
    if (start % PAGE == 0 && start >= heap && length != 0) {
        good = release((start - heap) / PAGE, pages_for(length));
    }
    camkes_runtime_unlock();
    if (!good) {
        errno = EINVAL;
    }
    return good ? 0 : -1;
}
