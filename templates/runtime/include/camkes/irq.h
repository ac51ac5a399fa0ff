/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The interrupts that are connected to this component, and who handles them. Pointers to them lie
 * in the section _allocated_irqs, put there by CAMKES_IRQ.
 */
#ifndef CAMKES_IRQ_H
#define CAMKES_IRQ_H

#include <stdbool.h>

#include <platsupport/irq.h>
#include <sel4/sel4.h>

typedef struct allocated_irq {
    seL4_CPtr irq_handler;
    ps_irq_t irq;
    bool is_allocated; /* a callback is registered */
    irq_callback_fn_t callback_fn;
    void *callback_data;
} allocated_irq_t;
#define CAMKES_IRQ(interrupt)                                                                      \
    __attribute__((section("_allocated_irqs"),                                                     \
                   used)) static allocated_irq_t *const interrupt##_entry = &interrupt

/* Fills in the functions; 0. Interrupts are matched by number. */
int camkes_irq_ops(ps_irq_ops_t *ops);

/* For generated code: calls what is registered for the interrupt; false when nothing is. */
bool camkes_irq_deliver(allocated_irq_t *interrupt);

#endif
