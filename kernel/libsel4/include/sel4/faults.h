/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Fault messages as values. The accessors seL4_Fault_<type>_get_<word> are generated.
 */
#pragma once

#include <sel4/functions.h>

/* The fault a received message tells of; call it before the IPC buffer changes. */
LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_getFault(seL4_MessageInfo_t tag)
{
    seL4_Fault_t fault;
    seL4_Word words = sizeof(fault.words) / sizeof(fault.words[0]);
    fault.words[0] = seL4_MessageInfo_get_label(tag);
    for (seL4_Word i = 1; i < words; i++) {
        fault.words[i] = 0;
    }
    seL4_Word length = seL4_Fault_length(fault.words[0]);
    for (seL4_Word i = 0; i < length; i++) {
        fault.words[1 + i] = seL4_GetMR((int)i);
    }
    return fault;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isVMFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_VMFault;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isUnknownSyscall_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_UnknownSyscall;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isUserException_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_UserException;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isNullFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_NullFault;
}

LIBSEL4_INLINE_FUNC seL4_Bool seL4_isCapFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_CapFault;
}

/* The words of a CapFault after its lookup failure type, by place. */
LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_Fault_CapFault_get_MR4(seL4_Fault_t fault)
{
    return fault.words[5];
}

LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_Fault_CapFault_get_MR5(seL4_Fault_t fault)
{
    return fault.words[6];
}

LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_Fault_CapFault_get_MR6(seL4_Fault_t fault)
{
    return fault.words[7];
}
