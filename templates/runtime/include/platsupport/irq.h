/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupts as drivers written for CAmkES name and register them. A driver registers a callback
 * for an interrupt; the callback gets a function with which to acknowledge it, to be called once.
 */
#ifndef PLATSUPPORT_IRQ_H
#define PLATSUPPORT_IRQ_H

#include <errno.h>
#include <stddef.h>

typedef enum irq_type {
    PS_NONE,
    PS_MSI,       /* x86 */
    PS_IOAPIC,    /* x86 */
    PS_INTERRUPT, /* by number */
    PS_TRIGGER,   /* by number, with a trigger */
    PS_PER_CPU,   /* by number, with a trigger and a core */
    PS_OTHER,
} irq_type_t;

typedef enum irq_trigger_type {
    PS_LEVEL_TRIGGERED,
    PS_EDGE_TRIGGERED,
} irq_trigger_type_t;

typedef struct {
    irq_type_t type;
    union {
        struct {
            long ioapic, pin, level, polarity, vector;
        } ioapic;
        struct {
            long pci_bus, pci_dev, pci_func, handle, vector;
        } msi;
        struct {
            long number;
        } irq;
        struct {
            long number, trigger;
        } trigger;
        struct {
            long number, trigger, cpu_idx;
        } cpu;
        void *other;
    };
} ps_irq_t;

typedef int irq_id_t;
#define PS_INVALID_IRQ_ID (-1)

/* Lets the interrupt come again; 0 on success. */
typedef int (*ps_irq_acknowledge_fn_t)(void *ack_data);
typedef void (*irq_callback_fn_t)(void *data, ps_irq_acknowledge_fn_t acknowledge_fn,
                                  void *ack_data);

typedef struct {
    void *cookie;
    irq_id_t (*irq_register_fn)(void *cookie, ps_irq_t irq, irq_callback_fn_t callback,
                                void *callback_data);
    int (*irq_unregister_fn)(void *cookie, irq_id_t irq_id);
} ps_irq_ops_t;

/* Has `callback` called at each interrupt `irq`; an id from 0 up, or a negative errno. */
static inline irq_id_t ps_irq_register(ps_irq_ops_t *ops, ps_irq_t irq, irq_callback_fn_t callback,
                                       void *callback_data)
{
    return ops == NULL || ops->irq_register_fn == NULL
               ? -EINVAL
               : ops->irq_register_fn(ops->cookie, irq, callback, callback_data);
}

/* Takes it back; 0, or a negative errno. */
static inline int ps_irq_unregister(ps_irq_ops_t *ops, irq_id_t irq_id)
{
    return ops == NULL || ops->irq_unregister_fn == NULL
               ? -EINVAL
               : ops->irq_unregister_fn(ops->cookie, irq_id);
}

#endif
