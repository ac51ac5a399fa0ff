/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What code in C++ needs from below, under the names of its ABI (Itanium C++ ABI, chapters 3.2.6,
 * 3.3.5, 5.1.5): memory for new and delete, and the end of what must not happen. Components do not
 * end, so destructors of static objects are not kept. Without memory new ends the thread: there are
 * no exceptions.
 */
#include <camkes/program.h>

#include <stdlib.h>

void *_Znwm(size_t size);
void *_Znam(size_t size);
void _ZdlPv(void *memory);
void _ZdaPv(void *memory);
void _ZdlPvm(void *memory, size_t size);
void _ZdaPvm(void *memory, size_t size);
_Noreturn void __cxa_pure_virtual(void);
_Noreturn void __cxa_deleted_virtual(void);
int __cxa_atexit(void (*destructor)(void *), void *object, void *handle);

void *__dso_handle;

/* operator new(size_t), operator new[](size_t) */
void *_Znwm(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        camkes_debug_puts(camkes_self()->instance->name);
        camkes_debug_puts(": operator new: no memory\n");
        abort();
    }
    return memory;
}

void *_Znam(size_t size)
{
    return _Znwm(size);
}

/* operator delete(void *), operator delete[](void *), the same with a size */
void _ZdlPv(void *memory)
{
    free(memory);
}

void _ZdaPv(void *memory)
{
    free(memory);
}

void _ZdlPvm(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void _ZdaPvm(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void __cxa_pure_virtual(void)
{
    camkes_debug_puts(camkes_self()->instance->name);
    camkes_debug_puts(": a pure virtual function was called\n");
    abort();
}

void __cxa_deleted_virtual(void)
{
    __cxa_pure_virtual();
}

int __cxa_atexit(void (*destructor)(void *), void *object, void *handle)
{
    (void)destructor;
    (void)object;
    (void)handle;
    return 0;
}
