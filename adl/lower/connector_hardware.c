/* SPDX-License-Identifier: BSD-2-Clause
 *
 * seL4HardwareMMIO and seL4HardwareInterrupt: a device's registers mapped into its drivers, and its
 * interrupt delivered to one (adl.md 11.11, 11.12).  What the device is stands in settings of the
 * hardware instance, named after the hardware interface `<h>`.
 */
#include <string.h>

#include "adl/lower/lowering.h"

#define IRQ_NUMBER_MAX   0xffffffffll
#define HANDLED_IRQS_MAX 64u /* bits of a badge */
#define MMIO_SIZE_MAX    (256ll * 1024 * 1024)

/* A setting of the hardware end that must be there: reports it when it is not. */
static bool hardware_setting(struct lowering *l, const struct model_end *end, const char *suffix,
                             int64_t high, uint64_t *value)
{
    const char *target = l->model->instances[end->instance].name;
    const char *interface = model_interface_of(l->model, end)->name;
    const char *name = intern_printf(&l->c->interner, "%s%s", interface, suffix);
    if (model_setting(l->model, target, name) == NULL) {
        struct diag *d = diag_report(&l->c->diags, DIAG_HARDWARE_SETTING_MISSING, end->span,
                                     "device `%s` has no setting `%s`", target, name);
        diag_label(d, model_interface_of(l->model, end)->span, "needed for this interface");
        diag_hint(d, "add `%s.%s = ...;` to the configuration", target, name);
        return false;
    }
    *value = (uint64_t)model_integer(l->model, target, name, 0, 0, high);
    return true;
}

/* Address and size of the registers; false (reported) when they are not whole pages. */
static bool mmio_window(struct lowering *l, const struct model_end *device, uint64_t *paddr,
                        uint64_t *size)
{
    bool found = hardware_setting(l, device, "_paddr", INT64_MAX, paddr);
    found = hardware_setting(l, device, "_size", MMIO_SIZE_MAX, size) && found;
    if (!found) {
        return false;
    }
    if (*paddr % LOWERING_PAGE != 0 || *size % LOWERING_PAGE != 0 || *size == 0) {
        const char *target = l->model->instances[device->instance].name;
        const char *name =
            intern_printf(&l->c->interner, "%s_%s", model_interface_of(l->model, device)->name,
                          *paddr % LOWERING_PAGE != 0 ? "paddr" : "size");
        struct diag *d = diag_report(&l->c->diags, DIAG_DEVICE_ALIGNMENT,
                                     model_setting(l->model, target, name)->span,
                                     "device memory is mapped in whole pages; `%s` is not a "
                                     "multiple of %u",
                                     name, LOWERING_PAGE);
        diag_hint(d, "round the address down and the size up to 0x%x", LOWERING_PAGE);
        return false;
    }
    return true;
}

/* Maps the device frames into one driver and gives it their caps. */
static void give_window(struct lowering *l, const struct model_end *end, struct program_place place,
                        const struct spec_object_id *frames, uint32_t count, bool cached)
{
    struct lowering_program *p = lowering_end_program(l, end);
    lowering_add_region(l, p,
                        (struct program_region){
                            .place = place,
                            .name = "dataport",
                            .symbol = lowering_data_symbol(l, end),
                            .size = (uint64_t)count * LOWERING_PAGE,
                            .frames = frames,
                            .frame_count = count,
                            .frame_bits = 12,
                            .rights = SPEC_READ | SPEC_WRITE,
                            .uncached = !cached,
                        });
    for (uint32_t k = 0; k < count; k++) {
        lowering_give_cap(l, p, place, arena_printf(&l->c->arena, "frame_%u", k),
                          (struct spec_cap){
                              .object = frames[k],
                              .rights = SPEC_READ | SPEC_WRITE,
                              .mapped_alias = true,
                          });
    }
}

/* Connectors for hardware that none of our boards has. */
void connector_foreign(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    const struct model_connector *connector = &l->model->connectors[connection->connector];
    bool debugger = strncmp(connector->name, "seL4GDB", strlen("seL4GDB")) == 0;
    struct diag *d = diag_report(&l->c->diags, DIAG_PLATFORM_LACKS, connection->span,
                                 "connector `%s` needs %s platform, which the one built for is not",
                                 connector->name, debugger ? "a 32-bit x86" : "an x86");
    diag_label(d, connector->span, "the connector is declared here");
    if (strcmp(connector->name, "seL4IOAPICHardwareInterrupt") == 0) {
        diag_hint(d, "interrupts of this platform are connected with seL4HardwareInterrupt");
    } else if (!debugger) {
        diag_hint(d, "registers of this platform are in memory: use seL4HardwareMMIO");
    }
}

void connector_mmio(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    const struct model_end *device = &connection->to[0];
    uint64_t paddr = 0, size = 0;
    if (!mmio_window(l, device, &paddr, &size)) {
        return;
    }
    const char *target = l->model->instances[device->instance].name;
    bool cached = lowering_setting(l, target, model_interface_of(l->model, device)->name,
                                   "_hardware_cached", 0, 0, 1) != 0;
    uint32_t count = (uint32_t)(size / LOWERING_PAGE);
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, count);
    for (uint32_t k = 0; k < count; k++) {
        frames[k] =
            lower_device_frame(l, connection->name, arena_printf(&l->c->arena, "mmio_%u_obj", k),
                               paddr + (uint64_t)k * LOWERING_PAGE, 12);
    }
    for (uint32_t i = 0; i < connection->from_count; i++) {
        give_window(l, &connection->from[i], lowering_place(index, false, i), frames, count,
                    cached);
    }
}

/* Number and trigger of the interrupt; false (reported) when it is not described well. */
static bool interrupt_source(struct lowering *l, const struct model_end *device,
                             struct spec_irq *irq)
{
    const char *target = l->model->instances[device->instance].name;
    const char *interface = model_interface_of(l->model, device)->name;
    const char *type_name = intern_printf(&l->c->interner, "%s_irq_type", interface);
    const char *type = model_string(l->model, target, type_name, "simple");
    if (strcmp(type, "simple") != 0 && strcmp(type, "arm") != 0) {
        struct diag *d = diag_report(
            &l->c->diags, DIAG_IRQ_TYPE, model_setting(l->model, target, type_name)->span,
            "interrupts of type `%s` need %s, which the platform built "
            "for does not have",
            type,
            strcmp(type, "msi") == 0 || strcmp(type, "pci") == 0 ? "an x86 platform with PCI"
                                                                 : "an x86 platform with IOAPIC");
        diag_hint(d, "use \"simple\" or \"arm\"");
        return false;
    }
    if (!hardware_setting(l, device, "_irq_number", IRQ_NUMBER_MAX, &irq->number)) {
        return false;
    }
    const char *spi = intern_printf(&l->c->interner, "%s_spi_number", interface);
    if (model_setting(l->model, target, spi) != NULL &&
        model_integer(l->model, target, spi, 0, 0, IRQ_NUMBER_MAX) == 0) {
        irq->number += 32;
    }
    if (strcmp(type, "arm") == 0) {
        const char *name = intern_printf(&l->c->interner, "%s_irq_trigger", interface);
        const char *trigger = model_string(l->model, target, name, "level");
        irq->trigger_given = true;
        irq->edge = strcmp(trigger, "edge") == 0;
        irq->target = (uint32_t)lowering_setting(l, target, interface, "_irq_target", 0, 0, 0);
        if (!irq->edge && strcmp(trigger, "level") != 0) {
            struct diag *d = diag_report(&l->c->diags, DIAG_IRQ_TYPE,
                                         model_setting(l->model, target, name)->span,
                                         "`%s` is not an interrupt trigger", trigger);
            diag_hint(d, "use \"level\" or \"edge\"");
            return false;
        }
    }
    return true;
}

void connector_interrupt(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    struct lowering_program *p = lowering_end_program(l, &connection->to[0]);
    struct program_place place = lowering_place(index, true, 0);
    struct spec_object_id notification =
        lowering_object(l, SPEC_KIND_NOTIFICATION, connection->name, "ntfn");
    lowering_give_cap(l, p, place, "ntfn",
                      (struct spec_cap){.object = notification, .rights = SPEC_READ});
    if (connection->from_count > HANDLED_IRQS_MAX) {
        struct diag *d = diag_report(&l->c->diags, DIAG_IRQ_TYPE, connection->span,
                                     "%u interrupts for one handler, at most %u are possible",
                                     connection->from_count, HANDLED_IRQS_MAX);
        diag_hint(d, "give some of them another interface");
        return;
    }
    for (uint32_t k = 0; k < connection->from_count; k++) {
        struct spec_irq source = {0};
        if (!interrupt_source(l, &connection->from[k], &source)) {
            continue;
        }
        struct spec_object_id irq =
            lowering_object(l, SPEC_KIND_IRQ, connection->name,
                            k == 0 ? "irq" : arena_printf(&l->c->arena, "irq_%u", k));
        *spec_object(l->spec, irq)->irq = source;
        spec_put_cap(l->spec, irq,
                     (struct spec_cap){
                         .object = notification,
                         .rights = SPEC_READ | SPEC_WRITE,
                         .badge = connection->from_count > 1 ? UINT64_C(1) << k : 0,
                     });
        lowering_give_cap(l, p, place, arena_printf(&l->c->arena, "irq_%u", k),
                          (struct spec_cap){.object = irq});
    }
}
