/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/dataport.h>

dataport_ptr_t camkes_dataport_wrap(const struct camkes_dataport *dataport, void *pointer)
{
    uintptr_t base = (uintptr_t)dataport->base, at = (uintptr_t)pointer;
    if (at < base || at - base >= dataport->size) {
        return (dataport_ptr_t){.id = UINT32_MAX};
    }
    return (dataport_ptr_t){.id = dataport->id, .offset = (off_t)(at - base)};
}

void *camkes_dataport_unwrap(const struct camkes_dataport *dataport, dataport_ptr_t pointer)
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
        dataport_ptr_t wrapped = camkes_dataport_wrap(&camkes_dataports[i], pointer);
        if (wrapped.id != UINT32_MAX) {
            return wrapped;
        }
    }
    return (dataport_ptr_t){.id = UINT32_MAX};
}

void *dataport_unwrap_ptr(dataport_ptr_t pointer)
{
    for (unsigned i = 0; i < camkes_dataport_count; i++) {
        void *found = camkes_dataport_unwrap(&camkes_dataports[i], pointer);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}
