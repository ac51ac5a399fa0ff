/* SPDX-License-Identifier: BSD-2-Clause
 * Prints a C spec, so that the case shows what a compiler makes of it. */
#include <capdl.h>
#include <inttypes.h>
#include <stdio.h>

static void print_cap(const CDL_CapSlot *slot)
{
    const CDL_Cap *cap = &slot->cap;

    printf("    %" PRIu64 ": type %u obj %" PRId64 " irq %" PRIu64 " rights %u orig %u vm %u map %" PRId64 ",%" PRIu64,
           slot->slot, cap->type, (int64_t)cap->obj_id, cap->irq, cap->rights, cap->is_orig, cap->vm_attribs,
           (int64_t)cap->mapping_container_id, cap->mapping_slot);
    if (cap->data.tag == CDL_CapData_Guard) {
        printf(" guard %u of %u bits\n", (unsigned)cap->data.guard_bits, (unsigned)cap->data.guard_size);
    } else {
        printf(" data %" PRIu64 "\n", cap->data.data);
    }
}

static void print_object(CDL_ObjID id, const CDL_Object *o)
{
    printf("%" PRIu64 " %s: type %u bits %u", id, o->name, o->type, o->size_bits);
    if (o->type == CDL_TCB) {
        printf(" prio %u/%u core %u dom %u pc %" PRIx64 " sp %" PRIx64 " ipc %" PRIx64 " fault %" PRIu64 " init %" PRIu64,
               o->tcb_extra.priority, o->tcb_extra.max_priority, o->tcb_extra.affinity, o->tcb_extra.domain,
               o->tcb_extra.pc, o->tcb_extra.sp, o->tcb_extra.ipcbuffer_addr, o->tcb_extra.fault_ep,
               o->tcb_extra.init_sz);
        for (seL4_Word i = 0; i < o->tcb_extra.init_sz; i++) {
            printf(" %" PRIx64, o->tcb_extra.init[i]);
        }
    } else if (o->type == CDL_Frame) {
        const CDL_FrameFill_Element_t *fill = &o->frame_extra.fill[0];

        printf(" paddr %" PRIx64, o->frame_extra.paddr);
        if (fill->type == CDL_FrameFill_FileData) {
            printf(" fill %zu+%zu %s@%zu", fill->dest_offset, fill->dest_len, fill->file_data_type.filename,
                   fill->file_data_type.file_offset);
        } else if (fill->type == CDL_FrameFill_BootInfo) {
            printf(" fill %zu+%zu info %d@%zu", fill->dest_offset, fill->dest_len, fill->bi_type.type,
                   fill->bi_type.src_offset);
        }
    } else if (o->type == CDL_ARMInterrupt) {
        printf(" trigger %d target %d", o->armirq_extra.trigger, o->armirq_extra.target);
    } else if (o->type == CDL_SchedContext) {
        printf(" %" PRIu64 "/%" PRIu64 " %" PRIu64, o->sc_extra.budget, o->sc_extra.period, o->sc_extra.data);
    } else if (o->type == CDL_CB) {
        printf(" bank %u", o->cb_extra.bank);
    } else if (o->type == CDL_SGISignal) {
        printf(" irq %" PRIu64 " target %" PRIu64, o->sgisignal_extra.irq, o->sgisignal_extra.target);
    } else if (o->type == CDL_Untyped || o->type == CDL_ASIDPool) {
        printf(" value %" PRIx64, o->paddr);
    }
    putchar('\n');
    for (seL4_Word i = 0; i < o->slots.num; i++) {
        print_cap(&o->slots.slot[i]);
    }
}

int main(void)
{
    const CDL_Model *m = &capdl_spec;

    for (seL4_Word i = 0; i < m->num; i++) {
        print_object(i, &m->objects[i]);
    }
    for (seL4_Word i = 0; i < m->num_irqs; i++) {
        printf("irq %" PRIu64 " -> %" PRId64 "\n", i, (int64_t)m->irqs[i]);
    }
    for (seL4_Word i = 0; i < m->num_untyped; i++) {
        printf("untyped %" PRIu64 ":", m->untyped[i].untyped);
        for (seL4_Word k = 0; k < m->untyped[i].num; k++) {
            printf(" %" PRIu64, m->untyped[i].children[k]);
        }
        putchar('\n');
    }
    for (seL4_Word i = 0; i < m->num_asid_slots; i++) {
        printf("asid slot %" PRIu64 " -> %" PRId64 "\n", i, (int64_t)m->asid_slots[i]);
    }
    for (seL4_Word i = 0; i < m->domainScheduleLength; i++) {
        printf("domain %016" PRIx64 "\n", m->domainSchedule[i]);
    }
    printf("start %" PRId64 " shift %" PRIu64 "\n", (int64_t)m->domainSetStart, m->domainIndexShift);
    return 0;
}
