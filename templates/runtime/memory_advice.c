/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The functions of <sys/mman.h> about memory that is there. A component's memory never moves and
 * its rights never change, so all that they do is to look whether they are asked for something
 * possible.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>

#include <camkes/vma.h>

#define PAGE 4096u

/* The part of the address space that the page of `address` belongs to, NULL where nothing is. */
static const struct camkes_vma *vma_of(uintptr_t address)
{
    uintptr_t page = address / PAGE * PAGE;
    for (size_t i = 0; i < camkes_vmas_size; i++) {
        const struct camkes_vma *vma = &camkes_vmas[i];
        if ((vma->read || vma->write) && (uintptr_t)vma->start < page + PAGE &&
            page < (uintptr_t)vma->end) {
            return vma;
        }
    }
    return NULL;
}

static bool allows(const struct camkes_vma *vma, int protection)
{
    return (vma->read || (protection & PROT_READ) == 0) &&
           (vma->write || (protection & PROT_WRITE) == 0) &&
           (vma->execute || (protection & PROT_EXEC) == 0);
}

/* 0, or why not all of [start, start + length) can be used as `protection` says. */
static int check_range(uintptr_t start, size_t length, int protection)
{
    if (length > UINTPTR_MAX - start) {
        return ENOMEM;
    }
    for (uintptr_t at = start; at < start + length;) {
        const struct camkes_vma *vma = vma_of(at);
        if (vma == NULL) {
            return ENOMEM;
        }
        if (!allows(vma, protection)) {
            return EACCES;
        }
        uintptr_t end = ((uintptr_t)vma->end + PAGE - 1) / PAGE * PAGE;
        at = end > at ? end : at + PAGE;
    }
    return 0;
}

static int check_pages(const void *address, size_t length, int protection)
{
    uintptr_t start = (uintptr_t)address;
    return start % PAGE != 0 ? EINVAL : check_range(start, length, protection);
}

static int result(int error)
{
    if (error != 0) {
        errno = error;
    }
    return error == 0 ? 0 : -1;
}

int mprotect(void *address, size_t length, int protection)
{
    return result(check_pages(address, length, protection));
}

int posix_madvise(void *address, size_t length, int advice)
{
    if (advice < MADV_NORMAL || advice > MADV_DONTNEED) {
        return EINVAL;
    }
    return check_pages(address, length, PROT_NONE);
}

int madvise(void *address, size_t length, int advice)
{
    return result(posix_madvise(address, length, advice));
}

int mincore(void *address, size_t length, unsigned char *pages)
{
    size_t count = length / PAGE + (length % PAGE != 0);
    int error = check_pages(address, length, PROT_NONE);
    if (error == 0 && (pages == NULL || check_range((uintptr_t)pages, count, PROT_WRITE) != 0)) {
        error = EFAULT;
    }
    for (size_t i = 0; error == 0 && i < count; i++) {
        pages[i] = 1;
    }
    return result(error);
}

int mlock(const void *address, size_t length)
{
    return result(check_pages(address, length, PROT_NONE));
}

int munlock(const void *address, size_t length)
{
    return mlock(address, length);
}

int mlockall(int flags)
{
    return result(flags == 0 || (flags & ~(MCL_CURRENT | MCL_FUTURE)) != 0 ? EINVAL : 0);
}

int munlockall(void)
{
    return 0;
}

int msync(void *address, size_t length, int flags)
{
    int known = MS_ASYNC | MS_SYNC | MS_INVALIDATE;
    bool both = (flags & MS_ASYNC) != 0 && (flags & MS_SYNC) != 0;
    return result((flags & ~known) != 0 || both ? EINVAL : check_pages(address, length, PROT_NONE));
}
