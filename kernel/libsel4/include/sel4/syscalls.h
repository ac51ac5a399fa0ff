/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system calls. Messages of up to four words travel in registers. The plain functions take and
 * leave all words in the IPC buffer; the ...WithMRs functions pass the first four through pointers,
 * each of which may be null, and do not touch the buffer's first four words. Words a signal or an
 * empty poll leaves unset read as 0.
 */
#pragma once

#include <sel4/functions.h>
#include <sel4/syscall.h>

#if defined(__riscv)
#include <sel4/raw_riscv64.h>
#elif defined(__aarch64__)
#include <sel4/raw_aarch64.h>
#else
#error "no system calls for this CPU"
#endif

/* One system call; returns the badge or result in the capability register. */
LIBSEL4_INLINE_FUNC seL4_Word sel4_syscall(seL4_Syscall_ID number, seL4_Word cap,
                                           seL4_MessageInfo_t *info, seL4_Word mrs[4])
{
    sel4_raw_syscall((seL4_Word)(seL4_Int64)number, &cap, &info->words[0], mrs);
    return cap;
}

/* The same with the first four message words in the IPC buffer. */
LIBSEL4_INLINE_FUNC seL4_Word sel4_syscall_buffered(seL4_Syscall_ID number, seL4_Word cap,
                                                    seL4_MessageInfo_t *info, seL4_Bool sends,
                                                    seL4_Bool receives)
{
    seL4_Word mrs[4] = {0, 0, 0, 0};
    if (sends) {
        for (int i = 0; i < 4; i++) {
            mrs[i] = seL4_GetMR(i);
        }
    }
    cap = sel4_syscall(number, cap, info, mrs);
    if (receives) {
        for (int i = 0; i < 4; i++) {
            seL4_SetMR(i, mrs[i]);
        }
    }
    return cap;
}

/* Fills the register words from pointers; null ones and ones beyond the length are 0. */
LIBSEL4_INLINE_FUNC void sel4_load_mrs(seL4_Word mrs[4], seL4_MessageInfo_t info,
                                       const seL4_Word *mr0, const seL4_Word *mr1,
                                       const seL4_Word *mr2, const seL4_Word *mr3)
{
    seL4_Word length = seL4_MessageInfo_get_length(info);
    mrs[0] = mr0 && length > 0 ? *mr0 : 0;
    mrs[1] = mr1 && length > 1 ? *mr1 : 0;
    mrs[2] = mr2 && length > 2 ? *mr2 : 0;
    mrs[3] = mr3 && length > 3 ? *mr3 : 0;
}

/* Stores the register words where the pointers are not null. */
LIBSEL4_INLINE_FUNC void sel4_store_mrs(const seL4_Word mrs[4], seL4_Word *mr0, seL4_Word *mr1,
                                        seL4_Word *mr2, seL4_Word *mr3)
{
    if (mr0) {
        *mr0 = mrs[0];
    }
    if (mr1) {
        *mr1 = mrs[1];
    }
    if (mr2) {
        *mr2 = mrs[2];
    }
    if (mr3) {
        *mr3 = mrs[3];
    }
}

LIBSEL4_INLINE_FUNC void sel4_store_badge(seL4_Word *sender, seL4_Word badge)
{
    if (sender) {
        *sender = badge;
    }
}

/* Sends and blocks until the message is taken. */
LIBSEL4_INLINE_FUNC void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    sel4_syscall_buffered(seL4_SysSend, dest, &msgInfo, seL4_True, seL4_False);
}

LIBSEL4_INLINE_FUNC void seL4_SendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                          seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                          seL4_Word *mr3)
{
    seL4_Word mrs[4];
    sel4_load_mrs(mrs, msgInfo, mr0, mr1, mr2, mr3);
    sel4_syscall(seL4_SysSend, dest, &msgInfo, mrs);
}

/* Sends if somebody waits; drops the message otherwise. */
LIBSEL4_INLINE_FUNC void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    sel4_syscall_buffered(seL4_SysNBSend, dest, &msgInfo, seL4_True, seL4_False);
}

LIBSEL4_INLINE_FUNC void seL4_NBSendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                            seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                            seL4_Word *mr3)
{
    seL4_Word mrs[4];
    sel4_load_mrs(mrs, msgInfo, mr0, mr1, mr2, mr3);
    sel4_syscall(seL4_SysNBSend, dest, &msgInfo, mrs);
}

/* Sends and waits for the answer. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    sel4_syscall_buffered(seL4_SysCall, dest, &msgInfo, seL4_True, seL4_True);
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_CallWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mrs[4];
    sel4_load_mrs(mrs, msgInfo, mr0, mr1, mr2, mr3);
    sel4_syscall(seL4_SysCall, dest, &msgInfo, mrs);
    sel4_store_mrs(mrs, mr0, mr1, mr2, mr3);
    return msgInfo;
}

/* Answers the caller of the last received message; without one nothing happens. */
LIBSEL4_INLINE_FUNC void seL4_Reply(seL4_MessageInfo_t msgInfo)
{
    sel4_syscall_buffered(seL4_SysReply, 0, &msgInfo, seL4_True, seL4_False);
}

LIBSEL4_INLINE_FUNC void seL4_ReplyWithMRs(seL4_MessageInfo_t msgInfo, seL4_Word *mr0,
                                           seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_Word mrs[4];
    sel4_load_mrs(mrs, msgInfo, mr0, mr1, mr2, mr3);
    sel4_syscall(seL4_SysReply, 0, &msgInfo, mrs);
}

/* Waits for a message or signal; `sender` (may be null) gets the badge. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    sel4_store_badge(sender,
                     sel4_syscall_buffered(seL4_SysRecv, src, &info, seL4_False, seL4_True));
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    sel4_store_badge(sender, sel4_syscall(seL4_SysRecv, src, &info, mrs));
    sel4_store_mrs(mrs, mr0, mr1, mr2, mr3);
    return info;
}

/* Receives if something is there; otherwise the badge is 0. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBRecv(seL4_CPtr src, seL4_Word *sender)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    sel4_store_badge(sender,
                     sel4_syscall_buffered(seL4_SysNBRecv, src, &info, seL4_False, seL4_True));
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBRecvWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                          seL4_Word *mr0, seL4_Word *mr1,
                                                          seL4_Word *mr2, seL4_Word *mr3)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    sel4_store_badge(sender, sel4_syscall(seL4_SysNBRecv, src, &info, mrs));
    sel4_store_mrs(mrs, mr0, mr1, mr2, mr3);
    return info;
}

/* Answers, then receives. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                      seL4_Word *sender)
{
    sel4_store_badge(sender,
                     sel4_syscall_buffered(seL4_SysReplyRecv, src, &msgInfo, seL4_True, seL4_True));
    return msgInfo;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecvWithMRs(seL4_CPtr src,
                                                             seL4_MessageInfo_t msgInfo,
                                                             seL4_Word *sender, seL4_Word *mr0,
                                                             seL4_Word *mr1, seL4_Word *mr2,
                                                             seL4_Word *mr3)
{
    seL4_Word mrs[4];
    sel4_load_mrs(mrs, msgInfo, mr0, mr1, mr2, mr3);
    sel4_store_badge(sender, sel4_syscall(seL4_SysReplyRecv, src, &msgInfo, mrs));
    sel4_store_mrs(mrs, mr0, mr1, mr2, mr3);
    return msgInfo;
}

/* Signals a notification. */
LIBSEL4_INLINE_FUNC void seL4_Signal(seL4_CPtr dest)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    sel4_syscall(seL4_SysSend, dest, &info, mrs);
}

/* Waits for a signal. */
LIBSEL4_INLINE_FUNC void seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    sel4_store_badge(sender, sel4_syscall(seL4_SysRecv, src, &info, mrs));
}

/* Takes a signal if there is one; otherwise the badge is 0. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    return seL4_NBRecv(src, sender);
}

/* Lets the next thread of the same priority run. */
LIBSEL4_INLINE_FUNC void seL4_Yield(void)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    sel4_syscall(seL4_SysYield, 0, &info, mrs);
}

/* A debugging call with one argument and one result. */
LIBSEL4_INLINE_FUNC seL4_Word sel4_debug_syscall(seL4_Syscall_ID number, seL4_Word argument)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word mrs[4] = {0, 0, 0, 0};
    return sel4_syscall(number, argument, &info, mrs);
}

#ifdef CONFIG_PRINTING
/* Prints a character on the kernel's console. */
LIBSEL4_INLINE_FUNC void seL4_DebugPutChar(char c)
{
    sel4_debug_syscall(seL4_SysDebugPutChar, (seL4_Word)(unsigned char)c);
}

/* Prints a text. */
LIBSEL4_INLINE_FUNC void seL4_DebugPutString(const char *str)
{
    for (; *str; str++) {
        seL4_DebugPutChar(*str);
    }
}

/* Prints a table of all threads. */
LIBSEL4_INLINE_FUNC void seL4_DebugDumpScheduler(void)
{
    sel4_debug_syscall(seL4_SysDebugDumpScheduler, 0);
}
#endif

#ifdef CONFIG_DEBUG_BUILD
/* Stops the machine. */
LIBSEL4_INLINE_FUNC void seL4_DebugHalt(void)
{
    sel4_debug_syscall(seL4_SysDebugHalt, 0);
}

/* Prints all capabilities of the system. */
LIBSEL4_INLINE_FUNC void seL4_DebugSnapshot(void)
{
    sel4_debug_syscall(seL4_SysDebugSnapshot, 0);
}

/* The type number of a capability, 0 if there is none. */
LIBSEL4_INLINE_FUNC seL4_Uint32 seL4_DebugCapIdentify(seL4_CPtr cap)
{
    return (seL4_Uint32)sel4_debug_syscall(seL4_SysDebugCapIdentify, cap);
}

/* Names a thread; overwrites message words. The kernel keeps what fits. */
LIBSEL4_INLINE_FUNC void seL4_DebugNameThread(seL4_CPtr tcb, const char *name)
{
    char *text = (char *)seL4_GetIPCBuffer()->msg;
    unsigned length = 0;
    while (name[length] && length < seL4_MsgMaxLength * sizeof(seL4_Word) - 1) {
        text[length] = name[length];
        length++;
    }
    text[length] = '\0';
    sel4_debug_syscall(seL4_SysDebugNameThread, tcb);
}
#endif
