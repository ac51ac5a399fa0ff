/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What can be in one place only: interrupt numbers, what is bound to a thread, PCI devices, ports.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "capdl/check/check_state.h"

static void check_irq_numbers(struct checker *k)
{
    struct map seen = {0};

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];
        uint32_t other;

        if (object->kind != SPEC_KIND_IRQ || object->irq == NULL || object->irq->unmapped) {
            continue;
        }
        if (map_get(&seen, object->irq->number, &other)) {
            (void)check_fault(k, DIAG_SPEC_IRQ, object,
                              "interrupt %" PRIu64 " belongs to `%s` already", object->irq->number,
                              k->spec->objects[other].name);
        } else {
            (void)map_put(&seen, &k->c->scratch, object->irq->number, i);
        }
    }
}

/* Is this a slot that binds its object to the thread or interrupt that has the slot? */
static bool binds(const struct spec_object *holder, const struct spec_cap *cap)
{
    return (holder->kind == SPEC_KIND_TCB &&
            (cap->slot == SPEC_TCB_SC || cap->slot == SPEC_TCB_BOUND_NTFN ||
             cap->slot == SPEC_TCB_VCPU)) ||
           holder->kind == SPEC_KIND_IRQ;
}

/* A notification may serve many interrupts, or one thread it is bound to and many interrupts; a
 * thread's bound notification, scheduling context and VCPU are its own. */
static void check_bindings(struct checker *k)
{
    uint32_t *threads = arena_array(&k->c->scratch, uint32_t, k->spec->object_count);

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *holder = &k->spec->objects[i];

        for (uint32_t n = 0; n < holder->cap_count; n++) {
            const struct spec_cap *cap = &holder->caps[n];
            uint32_t *thread;
            struct diag *diag;

            if (!binds(holder, cap) || holder->kind != SPEC_KIND_TCB ||
                cap->object.index >= k->spec->object_count) {
                continue;
            }
            thread = &threads[cap->object.index]; /* its number + 1 */
            if (*thread != 0) {
                diag = check_fault(k, DIAG_SPEC_SHARED, spec_object(k->spec, cap->object),
                                   "it is bound to both `%s` and `%s`",
                                   k->spec->objects[*thread - 1].name, holder->name);
                diag_label(diag, cap->span, "the second binding is here");
                continue;
            }
            *thread = i + 1;
        }
    }
}

/* What numbers a device by which it is one only: PCI devices and banks. */
static bool is_numbered(const struct spec_object *object)
{
    return object->kind == SPEC_KIND_IO_DEVICE ||
           (object->kind == SPEC_KIND_CONTEXTBANK && object->device->given);
}

static uint64_t device_key(const struct spec_device *device)
{
    return device->number << 32 | (uint64_t)device->bus << 16 | device->device << 8 |
           device->function;
}

static void check_devices(struct checker *k)
{
    struct map seen = {0};

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        const struct spec_object *object = &k->spec->objects[i];
        uint32_t other;

        if (!is_numbered(object)) {
            continue;
        }
        if (map_get(&seen, device_key(object->device), &other)) {
            diag_label(check_fault(k, DIAG_SPEC_SHARED, object, "it is the same device as `%s`",
                                   k->spec->objects[other].name),
                       k->spec->objects[other].span, "which is declared here");
        } else {
            (void)map_put(&seen, &k->c->scratch, device_key(object->device), i);
        }
    }
}

static int compare_ports(const void *a, const void *b)
{
    const struct spec_object *const *x = a;
    const struct spec_object *const *y = b;

    if ((*x)->device->number != (*y)->device->number) {
        return (*x)->device->number < (*y)->device->number ? -1 : 1;
    }
    return *x < *y ? -1 : 1; /* both in one array: declared order */
}

static void check_ports(struct checker *k)
{
    VEC(const struct spec_object *) ports = {0};
    const struct spec_object *last = NULL; /* the one that reaches furthest so far */

    for (uint32_t i = 0; i < k->spec->object_count; i++) {
        if (k->spec->objects[i].kind == SPEC_KIND_IO_PORTS) {
            vec_push(&k->c->arena, &ports, &k->spec->objects[i]);
        }
    }
    if (ports.count > 0) {
        qsort(ports.items, ports.count, sizeof(*ports.items), compare_ports);
    }
    for (size_t i = 0; i < ports.count; i++) {
        const struct spec_object *object = ports.items[i];

        if (last != NULL && object->device->number <= last->device->second) {
            diag_label(
                check_fault(k, DIAG_SPEC_SHARED, object, "its ports are also in `%s`", last->name),
                last->span, "which is declared here");
        }
        if (last == NULL || object->device->second > last->device->second) {
            last = object;
        }
    }
}

void check_unique(struct checker *k)
{
    check_irq_numbers(k);
    check_bindings(k);
    check_devices(k);
    check_ports(k);
}
