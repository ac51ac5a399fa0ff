/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Device memory: one frame object for each physical page, however many components map it; the
 * kernel gives out every device page once.
 */
#include "adl/lower/lowering.h"

struct spec_object_id lower_device_frame(struct lowering *l, const char *label, const char *name,
                                         uint64_t paddr, uint8_t bits)
{
    for (vec_each (device, &l->devices)) {
        if (device->paddr == paddr && spec_object(l->spec, device->frame)->size_bits == bits) {
            return device->frame;
        }
    }
    struct spec_object_id frame = lowering_object(l, SPEC_KIND_FRAME, label, name);
    struct spec_object *object = spec_object(l->spec, frame);
    object->size_bits = bits;
    object->has_paddr = true;
    object->paddr = paddr;
    vec_push(&l->c->arena, &l->devices, (struct lowering_device){paddr, frame});
    return frame;
}
