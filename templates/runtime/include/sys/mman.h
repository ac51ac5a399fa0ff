/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory in pages (POSIX.1-2017 <sys/mman.h>), as far as a component can have it: its address space
 * is fixed when the system is built, so new memory comes out of the heap, which malloc uses from
 * the other end. All of it is readable and writable and stays where it is; what the functions are
 * asked beyond that they refuse. Functions return 0 (mmap: an address), or -1 (MAP_FAILED) with
 * errno.
 */
#ifndef SYS_MMAN_H
#define SYS_MMAN_H

#include <stddef.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROT_NONE             0
#define PROT_READ             1
#define PROT_WRITE            2
#define PROT_EXEC             4

#define MAP_SHARED            0x01
#define MAP_PRIVATE           0x02
#define MAP_FIXED             0x10
#define MAP_ANONYMOUS         0x20
#define MAP_ANON              MAP_ANONYMOUS
#define MAP_FAILED            ((void *)-1)

#define MADV_NORMAL           0
#define MADV_RANDOM           1
#define MADV_SEQUENTIAL       2
#define MADV_WILLNEED         3
#define MADV_DONTNEED         4
#define POSIX_MADV_NORMAL     MADV_NORMAL
#define POSIX_MADV_RANDOM     MADV_RANDOM
#define POSIX_MADV_SEQUENTIAL MADV_SEQUENTIAL
#define POSIX_MADV_WILLNEED   MADV_WILLNEED
#define POSIX_MADV_DONTNEED   MADV_DONTNEED

#define MCL_CURRENT           1
#define MCL_FUTURE            2

#define MS_ASYNC              1
#define MS_INVALIDATE         2
#define MS_SYNC               4

/* `length` bytes, rounded up to pages, of zeroes. Only anonymous memory (ENODEV else), wherever
 * there is room (`address` is not looked at; with MAP_FIXED: ENOTSUP), not executable (ENOTSUP). */
void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
/* Gives pages back that mmap gave, in parts if wanted; those that are back already are no error.
 * EINVAL for all other addresses. */
int munmap(void *address, size_t length);
/* 0 if the memory may already be used in that way: EACCES if not. */
int mprotect(void *address, size_t length, int protection);

/* Memory is always there: these check what they are given (EINVAL, ENOMEM, EFAULT) and do no more.
 * MADV_DONTNEED keeps the contents. */
int madvise(void *address, size_t length, int advice);
int posix_madvise(void *address, size_t length, int advice); /* returns the error */
int mincore(void *address, size_t length, unsigned char *pages);
int mlock(const void *address, size_t length);
int munlock(const void *address, size_t length);
int mlockall(int flags);
int munlockall(void);
int msync(void *address, size_t length, int flags);

#ifdef __cplusplus
}
#endif

#endif
