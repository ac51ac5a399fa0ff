/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/start_order.h"

#define NAME_MAX 63u

static seL4_CPtr slot_or_null(const struct init *init, const struct capdl_cap *cap)
{
    return cap == NULL ? seL4_CapNull : init->slot_of[cap->object];
}

/* CSpace, VSpace, IPC buffer, fault endpoint. */
static void configure(struct init *init, uint32_t object, const struct capdl_tcb *tcb)
{
    const struct spec_view *view = &init->view;
    const struct capdl_cap *cspace = spec_view_cap(view, object, CAPDL_TCB_CSPACE);
    const struct capdl_cap *vspace = spec_view_cap(view, object, CAPDL_TCB_VSPACE);
    const struct capdl_cap *buffer = spec_view_cap(view, object, CAPDL_TCB_IPC_BUFFER);
    seL4_Word guard = seL4_CNode_CapData_new(cspace->data, cspace->guard_size).words[0];

    init_report_check(init, object, "seL4_TCB_Configure",
                      seL4_TCB_Configure(init->slot_of[object], tcb->fault_ep,
                                         slot_or_null(init, cspace), guard,
                                         slot_or_null(init, vspace), 0, tcb->ipc_buffer,
                                         slot_or_null(init, buffer)));
}

static void schedule(struct init *init, uint32_t object, const struct capdl_tcb *tcb)
{
    init_report_check(init, object, "seL4_TCB_SetSchedParams",
                      seL4_TCB_SetSchedParams(init->slot_of[object], seL4_CapInitThreadTCB,
                                              tcb->max_prio, tcb->prio));
    if (tcb->domain != 0) {
        init_report_check(init, object, "seL4_DomainSet_Set",
                          seL4_DomainSet_Set(seL4_CapDomain, tcb->domain, init->slot_of[object]));
    }
}

static void bind(struct init *init, uint32_t object)
{
    const struct capdl_cap *cap = spec_view_cap(&init->view, object, CAPDL_TCB_BOUND_NTFN);

    if (cap != NULL) {
        init_report_check(
            init, object, "seL4_TCB_BindNotification",
            seL4_TCB_BindNotification(init->slot_of[object], init->slot_of[cap->object]));
    }
}

static void set_flags(struct init *init, uint32_t object, const struct capdl_tcb *tcb)
{
    seL4_TCB_SetFlags_t result;

    if ((tcb->flags & CAPDL_TCB_FPU_DISABLED) != 0) {
        result = seL4_TCB_SetFlags(init->slot_of[object], 0, seL4_TCBFlag_fpuDisabled);
        init_report_check(init, object, "seL4_TCB_SetFlags", (seL4_Error)result.error);
    }
}

static void set_registers(struct init *init, uint32_t object, const struct capdl_tcb *tcb)
{
    seL4_UserContext context = {0};

    init_cpu_registers(&context, tcb->ip, tcb->sp - capdl_stack_size(tcb->word_count),
                       tcb->tls_base, capdl_words(init->view.spec) + tcb->first_word,
                       tcb->word_count);
    init_report_check(init, object, "seL4_TCB_WriteRegisters",
                      seL4_TCB_WriteRegisters(init->slot_of[object], false, 0,
                                              sizeof context / sizeof(seL4_Word), &context));
}

/* Debug kernels print a thread's name with its faults. */
static void name(const struct init *init, uint32_t object)
{
#ifdef CONFIG_DEBUG_BUILD
    const char *from = spec_view_name(&init->view, object);
    char text[NAME_MAX + 1];
    unsigned length = 0;

    while (length < NAME_MAX && from[length] != '\0') {
        text[length] = from[length];
        length++;
    }
    text[length] = '\0';
    seL4_DebugNameThread(init->slot_of[object], text);
#else
    (void)init;
    (void)object;
#endif
}

void init_threads_configure(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind == CAPDL_KIND_TCB) {
            const struct capdl_tcb *tcb = &capdl_tcbs(init->view.spec)[o->detail];

            configure(init, i, tcb);
            schedule(init, i, tcb);
            bind(init, i);
            set_flags(init, i, tcb);
            set_registers(init, i, tcb);
            name(init, i);
        }
    }
}

void init_threads_start(struct init *init)
{
    uint32_t threads = start_order_make(&init->view, init->plan_order); /* the plan is done */

    for (uint32_t i = 0; i < threads; i++) {
        uint32_t object = init->plan_order[i];

        init_report_check(init, object, "seL4_TCB_Resume", seL4_TCB_Resume(init->slot_of[object]));
    }
    init_report_text("adlc-init: ");
    init_report_number(init->view.object_count);
    init_report_text(" objects, ");
    init_report_number(threads);
    init_report_text(" threads started\n");
}
