/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/dataport.h>

static dataport_ptr_t wrap(const struct camkes_dataport *dataport, const volatile void *pointer)
{
    uintptr_t base = (uintptr_t)dataport->base, at = (uintptr_t)pointer;
    if (at < base || at - base >= dataport->size) {
        return (dataport_ptr_t){.id = UINT32_MAX};
    }
    return (dataport_ptr_t){.id = dataport->id, .offset = (off_t)(at - base)};
}

static void *unwrap(const struct camkes_dataport *dataport, dataport_ptr_t pointer)
{
    if (pointer.id != dataport->id || pointer.offset < 0 ||
        (uint64_t)pointer.offset >= dataport->size) {
        return NULL;
    }
    return (void *)((uintptr_t)dataport->base + (uintptr_t)pointer.offset);
}

dataport_ptr_t dataport_wrap_ptr(void *pointer)
{
    for (unsigned i = 0; i < camkes_dataport_count; i++) {
        dataport_ptr_t wrapped = wrap(&camkes_dataports[i], pointer);
        if (wrapped.id != UINT32_MAX) {
            return wrapped;
        }
    }
    return (dataport_ptr_t){.id = UINT32_MAX};
}

void *dataport_unwrap_ptr(dataport_ptr_t pointer)
{
    for (unsigned i = 0; i < camkes_dataport_count; i++) {
        void *found = unwrap(&camkes_dataports[i], pointer);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* The dataport that lies there. */
static const struct camkes_dataport *dataport_at(const volatile void *base)
{
    for (unsigned i = 0; i < camkes_dataport_count; i++) {
        if (camkes_dataports[i].base == base) {
            return &camkes_dataports[i];
        }
    }
    return NULL;
}

dataport_ptr_t camkes_dataport_wrap(const volatile void *base, const volatile void *pointer)
{
    const struct camkes_dataport *dataport = dataport_at(base);
    return dataport != NULL ? wrap(dataport, pointer) : (dataport_ptr_t){.id = UINT32_MAX};
}

void *camkes_dataport_unwrap(const volatile void *base, dataport_ptr_t pointer)
{
    const struct camkes_dataport *dataport = dataport_at(base);
    return dataport != NULL ? unwrap(dataport, pointer) : NULL;
}
