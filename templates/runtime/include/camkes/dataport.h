/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Shared memory of connections, and pointers into it that both sides understand: which dataport
 * (the number of its connection in the system) and where in it.
 */
#ifndef CAMKES_DATAPORT_H
#define CAMKES_DATAPORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The type of a dataport declared as plain `Buf`. */
typedef char Buf[4096];

typedef struct {
    uint32_t id;
    off_t offset;
} dataport_ptr_t;

/* A dataport of this program. */
struct camkes_dataport {
    uint32_t id;
    volatile char *base;
    size_t size;
};
extern const struct camkes_dataport camkes_dataports[];
extern const unsigned camkes_dataport_count;

/* Frames of a device window. Pointers to them lie in the section _dataport_frames, put there by
 * CAMKES_DATAPORT_FRAME, for camkes_io_mapper(). */
typedef struct dataport_frame {
    uintptr_t paddr;
    uintptr_t cap; /* of the first frame */
    uintptr_t size, vaddr;
} dataport_frame_t;
#define CAMKES_DATAPORT_FRAME(frame)                                                               \
    __attribute__((section("_dataport_frames"),                                                    \
                   used)) static dataport_frame_t *const frame##_entry = &frame

/* A pointer into any dataport of the program made portable; id UINT32_MAX when it is in none. */
dataport_ptr_t dataport_wrap_ptr(void *pointer);
/* The pointer back; NULL when the program has no such dataport or the offset is outside of it. */
void *dataport_unwrap_ptr(dataport_ptr_t pointer);

/* The same for the dataport at `base` only. */
dataport_ptr_t camkes_dataport_wrap(const volatile void *base, const volatile void *pointer);
void *camkes_dataport_unwrap(const volatile void *base, dataport_ptr_t pointer);

#endif
