/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/allocator.h>

#include <stdlib.h>

#include <camkes/runtime_lock.h>

static struct camkes_spare *spares;

void camkes_provide_all(struct camkes_spare *list, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        list[i - 1].next = spares;
        spares = &list[i - 1];
    }
}

int camkes_provide(seL4_Word type, seL4_CPtr cap, size_t size, unsigned attributes)
{
    struct camkes_spare *spare = malloc(sizeof(*spare));
    if (spare == NULL) {
        return -1;
    }
    *spare =
        (struct camkes_spare){.type = type, .cap = cap, .size = size, .attributes = attributes};
    camkes_runtime_lock();
    spare->next = spares;
    spares = spare;
    camkes_runtime_unlock();
    return 0;
}

seL4_CPtr camkes_alloc(seL4_Word type, size_t size, unsigned flags)
{
    seL4_CPtr cap = seL4_CapNull;
    camkes_runtime_lock();
    for (struct camkes_spare *spare = spares; spare != NULL; spare = spare->next) {
        if (!spare->taken && spare->type == type && (flags & ~spare->attributes) == 0 &&
            (type != seL4_UntypedObject || spare->size == size)) {
            spare->taken = true;
            cap = spare->cap;
            break;
        }
    }
    camkes_runtime_unlock();
    return cap;
}

void camkes_free(seL4_CPtr cap)
{
    camkes_runtime_lock();
    for (struct camkes_spare *spare = spares; spare != NULL; spare = spare->next) {
        if (spare->cap == cap) {
            spare->taken = false;
            break;
        }
    }
    camkes_runtime_unlock();
}
