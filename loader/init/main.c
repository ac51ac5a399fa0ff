/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/include/crc32.h"
#include "loader/include/init_payload.h"
#include "loader/init/include/hand_off.h"
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

/* libsel4 keeps the thread's IPC buffer here. */
__thread seL4_IPCBuffer *__sel4_ipc_buffer;

/* Filled in by the packer; volatile, for the compiler must not believe the zeros it sees. */
static const volatile struct init_payload payload
    __attribute__((section(INIT_PAYLOAD_SECTION), used)) = {
        .magic = INIT_PAYLOAD_MAGIC,
        .version = INIT_PAYLOAD_VERSION,
        .size = sizeof(struct init_payload),
};

static struct init state;

_Noreturn static void refuse(const char *text)
{
    init_report_text("adlc-init: spec: ");
    init_report_text(text);
    init_report_text("\n");
    init_report_stop();
}

/* Turns an address from the payload into a pointer. */
static void *pointer_at(uint64_t address)
{
    return (void *)(uintptr_t)address; /* NOLINT(performance-no-int-to-ptr) */
}

/* Is [vaddr, vaddr + size) a run of whole pages' bytes inside the image? */
static bool in_image(const struct init_payload *p, uint64_t vaddr, uint64_t size)
{
    uint64_t image_size = p->image_pages * INIT_PAYLOAD_PAGE;

    return vaddr % INIT_PAYLOAD_PAGE == 0 && vaddr >= p->image_vaddr &&
           vaddr - p->image_vaddr <= image_size && size <= image_size - (vaddr - p->image_vaddr);
}

/* The struct's fields one by one, since it is volatile. */
static struct init_payload read_payload(void)
{
    return (struct init_payload){
        .magic = payload.magic,
        .version = payload.version,
        .size = payload.size,
        .spec_vaddr = payload.spec_vaddr,
        .spec_size = payload.spec_size,
        .frames_vaddr = payload.frames_vaddr,
        .frames_pages = payload.frames_pages,
        .state_vaddr = payload.state_vaddr,
        .state_size = payload.state_size,
        .image_vaddr = payload.image_vaddr,
        .image_pages = payload.image_pages,
        .crc = payload.crc,
        .flags = payload.flags,
    };
}

/* What the packer wrote must be whole and fit what the kernel says about our image. */
static void check_payload(const struct init_payload *p, const seL4_BootInfo *bootinfo)
{
    struct init_payload copy = *p;
    uint64_t frames = bootinfo->userImageFrames.end - bootinfo->userImageFrames.start;

    copy.crc = 0;
    if (p->spec_size == 0) {
        refuse("there is none (init.elf was started as it is; `adlc` packs it)");
    }
    if (p->crc != crc32_of(&copy, sizeof copy)) {
        refuse("the note that says where it is is corrupt (checksum)");
    }
    if (p->image_pages != frames) {
        refuse("the kernel gave capabilities to another number of image pages than there are");
    }
    if (!in_image(p, p->spec_vaddr, p->spec_size) || p->frames_pages > p->image_pages ||
        !in_image(p, p->frames_vaddr, p->frames_pages * INIT_PAYLOAD_PAGE) ||
        !in_image(p, p->state_vaddr, p->state_size)) {
        refuse("it lies outside the root server's image");
    }
}

static void open_spec(struct init *init, const struct init_payload *p)
{
    struct spec_fault fault =
        spec_view_open(&init->view, pointer_at(p->spec_vaddr), p->spec_size, init_cpu_arch,
                       pointer_at(p->frames_vaddr), p->frames_pages);

    if (fault.text != NULL && fault.object == CAPDL_NONE) {
        refuse(fault.text);
    }
    if (fault.text != NULL) {
        init_report_text("adlc-init: spec:");
        init_report_object(init, fault.object);
        init_report_text(": ");
        init_report_text(fault.text);
        init_report_text("\n");
        init_report_stop();
    }
}

/* Divides the state among the arrays, those of larger elements first. */
static void lay_out_state(struct init *init, const struct init_payload *p)
{
    uint32_t objects = init->view.object_count;
    uint32_t caps = init->view.spec->caps.count;

    _Static_assert(sizeof *init->plan_objects + sizeof *init->plan_order + sizeof *init->slot_of +
                           sizeof *init->mapped ==
                       INIT_PAYLOAD_OBJECT_STATE,
                   "state per object");
    _Static_assert(sizeof *init->alias_of + sizeof *init->is_parent == INIT_PAYLOAD_CAP_STATE,
                   "state per capability");
    if (p->state_size < init_payload_state_size(objects, caps)) {
        refuse("the packer has left too little memory to work in");
    }
    init->plan_objects = pointer_at(p->state_vaddr);
    init->plan_order = (uint32_t *)(init->plan_objects + objects);
    init->slot_of = init->plan_order + objects;
    init->alias_of = init->slot_of + objects;
    init->mapped = (bool *)(init->alias_of + caps);
    init->is_parent = init->mapped + objects;
}

/* Notes which mappings' capabilities some CNode will get. */
static void note_aliases(struct init *init)
{
    for (uint32_t i = 0; i < init->view.spec->caps.count; i++) {
        const struct capdl_cap *cap = &init->view.caps[i];

        if ((cap->flags & CAPDL_CAP_MAPPED_ALIAS) != 0) {
            init->alias_of[cap->mapping] = SLOT_PLAN_ALIAS;
        }
    }
}

/* Notes which capabilities others come from. */
static void note_parents(struct init *init)
{
    for (uint32_t i = 0; i < init->view.spec->parents.count; i++) {
        init->is_parent[capdl_parents(init->view.spec)[i].parent] = true;
    }
}

_Noreturn void init_main(const seL4_BootInfo *bootinfo)
{
    struct init_payload p = read_payload();
    struct init *init = &state;

    seL4_SetIPCBuffer(bootinfo->ipcBuffer);
    check_payload(&p, bootinfo);
    open_spec(init, &p);
    lay_out_state(init, &p);
    note_aliases(init);
    note_parents(init);
    init->bootinfo = bootinfo;
    init->contents = pointer_at(p.frames_vaddr);
    init->contents_slot =
        bootinfo->userImageFrames.start + (p.frames_vaddr - p.image_vaddr) / INIT_PAYLOAD_PAGE;
    hand_off_prepare(init);
    init_slots_prepare(init);
    init_objects_create(init);
    init_frames_fill(init);
    init_interrupts_issue(init);
    init_vspaces_build(init);
    init_threads_configure(init);
    init_domains_configure(init);
    init_cspaces_fill(init);
    init_threads_start(init);
    if ((p.flags & INIT_PAYLOAD_SNAPSHOT) != 0) {
        init_report_snapshot(init);
    }
    hand_off_give(init);
    init_domains_start(init);
    hand_off_end(init);
}
