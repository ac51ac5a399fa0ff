/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/object.h"

#include "api/object_types.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/state.h"
#include "kernel/thread.h"

/* Type numbers differ between CPUs, even in which of them are one; hence tests in turn, not a
 * switch. */
static unsigned frame_bits(word_t type)
{
    if (type == OBJ_SMALL_PAGE) {
        return PAGE_BITS;
    }
    if (type == OBJ_LARGE_PAGE) {
        return LARGE_PAGE_BITS;
    }
    if (type == OBJ_HUGE_PAGE) {
        return HUGE_PAGE_BITS;
    }
    return 0;
}

unsigned object_bits(word_t type, word_t size_bits)
{
    switch (type) {
    case OBJ_UNTYPED:
        return (unsigned)size_bits;
    case OBJ_TCB:
        return TCB_BITS;
    case OBJ_ENDPOINT:
        return ENDPOINT_BITS;
    case OBJ_NOTIFICATION:
        return NOTIFICATION_BITS;
    case OBJ_CNODE:
        return (unsigned)size_bits + SLOT_BITS;
    default:
        return frame_bits(type) != 0 ? frame_bits(type) : PAGE_TABLE_BITS;
    }
}

bool object_may_be_device(word_t type)
{
    return type == OBJ_UNTYPED || frame_bits(type) != 0;
}

/* Appends what fits of `text` to a name of `length` characters; gives the new length. */
static unsigned append_name(struct tcb *thread, unsigned length, const char *text)
{
    while (*text != '\0' && length < TCB_NAME_SIZE - 1) {
        thread->name[length++] = *text++;
    }
    return length;
}

/* The memory is zero, so the name ends where its last part does. */
static void name_child_thread(struct tcb *thread)
{
    unsigned length = append_name(thread, 0, "child of: '");

    length = append_name(thread, length, kernel.current->name);
    (void)append_name(thread, length, "'");
}

struct cap object_create(word_t type, paddr_t address, word_t size_bits, bool is_device)
{
    unsigned device = is_device ? CAP_AUX_DEVICE : 0;

    switch (type) {
    case OBJ_UNTYPED:
        return cap_make(CAP_TAG_UNTYPED, (unsigned)size_bits | device, address, 0);
    case OBJ_TCB:
        thread_init(arch_phys_to_virt(address));
        name_child_thread(arch_phys_to_virt(address));
        return cap_make(CAP_TAG_TCB, 0, address, 0);
    case OBJ_ENDPOINT:
        return cap_make(CAP_TAG_ENDPOINT, RIGHTS_ALL, address, 0);
    case OBJ_NOTIFICATION:
        return cap_make(CAP_TAG_NOTIFICATION, RIGHT_READ | RIGHT_WRITE, address, 0);
    case OBJ_CNODE:
        return cap_make(CAP_TAG_CNODE, (unsigned)size_bits, address, 0);
    default:
        break;
    }
    if (frame_bits(type) != 0) {
        unsigned rights = (RIGHT_READ | RIGHT_WRITE) << CAP_AUX_FRAME_RIGHTS_SHIFT;
        return cap_make(CAP_TAG_FRAME, frame_bits(type) | device | rights, address, 0);
    }
    return cap_make(type == OBJ_VSPACE ? CAP_TAG_VSPACE : CAP_TAG_PAGE_TABLE, 0, address, 0);
}
