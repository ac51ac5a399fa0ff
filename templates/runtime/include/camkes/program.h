/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the generated code tells the runtime about its program: one constant camkes_program, which
 * lists the component instances in it (one, or those of a group, which share address space, CSpace,
 * heap and runtime), and for each its threads, the CPtrs of the start-up protocol and of fault
 * handling, and the user's hooks.
 */
#ifndef CAMKES_PROGRAM_H
#define CAMKES_PROGRAM_H

#include <stddef.h>

#include <camkes/sync.h>
#include <sel4/sel4.h>

/* Memory that does not come from the program's own pages; it starts on a page, and its symbol is
 * found by the planner. */
#define CAMKES_REGION __attribute__((section(".bss.adlc_region"), aligned(4096)))

struct camkes_instance;

/* One thread. Hooks that the user does not define are NULL. */
struct camkes_thread {
    const char *name;
    const struct camkes_instance *instance;
    seL4_CPtr tcb;
    unsigned char priority;
    char *ipc_buffer; /* its page */
    char *stack;      /* the region, guards included */
    size_t stack_size, stack_guard_before, stack_guard_after;
    void (*init)(void); /* <iface>__init */
    int (*run)(void);   /* <iface>__run, or run for the control thread */
};

/* What the threads of an instance wait for when they start. The endpoints are constants, the counts
 * live here. */
struct camkes_start_up {
    struct camkes_semaphore pre_init, interface_init, post_init;
};

/* One component instance. */
struct camkes_instance {
    const char *name;
    unsigned index; /* in the system */
    int affinity;
    const struct camkes_thread *threads; /* control first, the fault handler last */
    unsigned thread_count;
    seL4_CPtr fault_ep;
    struct camkes_start_up *start_up;
    void (*setup)(void); /* generated: locks and what connectors need before any user code */
    void (*pre_init)(void);
    void (*init_interfaces)(void); /* generated: <iface>__init where the interface has no thread */
    void (*post_init)(void);
};

struct camkes_program {
    const char *name;                               /* of the instance, or of the group */
    const struct camkes_instance *const *instances; /* in the order of their threads */
    unsigned instance_count;
    char *heap;
    size_t heap_size;
    const char *device_tree; /* as the kernel tells of it, with its header; NULL: no setting `dtb`
                              * asks for it */
    size_t device_tree_size; /* of the memory it is in */
};

extern const struct camkes_program camkes_program;

/* The running thread; NULL before it has been set up. */
const struct camkes_thread *camkes_self(void);

/* Thread `index` of the program, counted through its instances; NULL beyond the last one. */
const struct camkes_thread *camkes_thread_at(unsigned index);

/* Stops the calling thread for ever. */
_Noreturn void camkes_park(void);

/* A call to the kernel with parameters goes through the first message words and the first
 * capability of the IPC buffer, where the caller may be in the middle of a message: these save what
 * is there and put it back. */
struct camkes_saved_message {
    seL4_Word words[seL4_FastMessageRegisters];
    seL4_CPtr cap;
};
void camkes_save_message(struct camkes_saved_message *saved);
void camkes_restore_message(const struct camkes_saved_message *saved);

/* Writes text to the debug console, at once and without using the C library. */
void camkes_debug_puts(const char *text);
void camkes_debug_put_hex(seL4_Word word);

/* Takes over a character from stdout; NULL restores the debug console. */
void set_putchar(void (*put)(int c));

#endif
