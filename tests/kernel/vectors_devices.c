/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces and interrupts: single invocations. */
#include "tests/kernel/vectors_tables.h"

#include "tests/kernel/vectors.h"

#define A(n) (V_A + 50 + (n))
#define MAP    ADLC_LABEL_PAGE_MAP
#define UNMAP  ADLC_LABEL_PAGE_UNMAP
#define PTMAP  ADLC_LABEL_PAGE_TABLE_MAP
#define PTUNMAP ADLC_LABEL_PAGE_TABLE_UNMAP
#define ASSIGN ADLC_LABEL_ASID_POOL_ASSIGN
#define MKPOOL ADLC_LABEL_ASID_CONTROL_MAKE_POOL
#define TRIGGER ADLC_LABEL_IRQ_ISSUE_IRQ_HANDLER_TRIGGER
enum { VS = seL4_CapInitThreadVSpace, ATTR = ADLC_VM_DEFAULT };
#define NEAR_VA   0x10000000ul   /* same GiB as the image, no table yet */
#define FAR_VA    0x200000000ul  /* another GiB */
#define KERNEL_VA 0xffffffc000000000ul

static const struct vector paging[] = {
    {"bad label", V_FRAME, CNodeCopy, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {VS}, E0(3)},
    {"map short", V_FRAME, MAP, 2, 1, V_ALL, {NEAR_VA, 3}, {VS}, E0(7)},
    {"map without vspace", V_FRAME, MAP, 3, 0, V_ALL, {NEAR_VA, 3, ATTR}, {0}, E0(7)},
    {"map vspace is endpoint", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {V_EP}, E1(2, 1)},
    {"map vspace unassigned", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {V_VSPACE},
     E1(2, 1)},
    {"map without table", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {VS},
     E3(6, 0, 2, 0x15)},
    {"map without tables", V_FRAME, MAP, 3, 1, V_ALL, {FAR_VA, 3, ATTR}, {VS}, E3(6, 0, 2, 0x1e)},
    {"map misaligned", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA + 0x800, 3, ATTR}, {VS}, E0(5)},
    {"map kernel address", V_FRAME, MAP, 3, 1, V_ALL, {KERNEL_VA, 3, ATTR}, {VS}, E1(1, 0)},
    {"map at the user's end", V_FRAME, MAP, 3, 1, V_RISCV, {0x3ffffff000, 3, ATTR}, {VS},
     E1(1, 0)},
    {"map at the user's end", V_FRAME, MAP, 3, 1, V_ARM, {0x7ffffffff000, 3, ATTR}, {VS},
     E3(6, 0, 2, 0x27)},
    {"table map short", V_PT, PTMAP, 1, 1, V_ALL, {NEAR_VA}, {VS}, E0(7)},
    {"table map vspace is endpoint", V_PT, PTMAP, 2, 1, V_ALL, {NEAR_VA, ATTR}, {V_EP}, E1(2, 1)},
    {"table map unaligned address", V_PT, PTMAP, 2, 1, V_ALL, {NEAR_VA + 0x123, ATTR}, {VS},
     E0(0)},
    {"table map again", V_PT, PTMAP, 2, 1, V_ALL, {NEAR_VA, ATTR}, {VS}, E1(2, 0)},
    {"table map occupied", V_PT2, PTMAP, 2, 1, V_ALL, {NEAR_VA, ATTR}, {VS}, E0(8)},
    {"table map kernel address", V_PT2, PTMAP, 2, 1, V_ALL, {KERNEL_VA, ATTR}, {VS}, E1(1, 0)},
    {"map", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {VS}, E0(0)},
    {"map other frame there", V_FRAME2, MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {VS}, {8, 0, {0}},
     {0, 0, {0}}},
    {"remap with other rights", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA, 2, ATTR}, {VS}, E0(0)},
    {"remap elsewhere", V_FRAME, MAP, 3, 1, V_ALL, {NEAR_VA + 0x1000, 3, ATTR}, {VS}, E1(1, 0)},
    {"copy mapped frame", V_ROOT, CNodeCopy, 5, 1, V_ALL, {A(0), 64, V_FRAME, 64, 15}, {V_ROOT},
     E0(0)},
    {"map copy elsewhere", A(0), MAP, 3, 1, V_ALL, {NEAR_VA + 0x1000, 3, ATTR}, {VS}, E0(0)},
    {"unmap", V_FRAME, UNMAP, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"unmap again", V_FRAME, UNMAP, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"copy mapped table", V_ROOT, CNodeCopy, 5, 1, V_ALL, {A(1), 64, V_PT, 64, 15}, {V_ROOT},
     E0(0)},
    {"table unmap with copy", V_PT, PTUNMAP, 0, 0, V_ALL, {0}, {0}, E0(9)},
    {"copy unmapped table", V_ROOT, CNodeCopy, 5, 1, V_ALL, {A(2), 64, V_PT2, 64, 15}, {V_ROOT},
     E0(3)},
    {"copy unassigned vspace", V_ROOT, CNodeCopy, 5, 1, V_ALL, {A(2), 64, V_VSPACE, 64, 15},
     {V_ROOT}, E0(3)},
    {"delete copy of table", V_ROOT, CNodeDelete, 2, 0, V_ALL, {A(1), 64}, {0}, E0(0)},
    {"table unmap", V_PT, PTUNMAP, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"table unmap again", V_PT, PTUNMAP, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"unmap stale copy", A(0), UNMAP, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"vspace unmap as table", VS, PTUNMAP, 0, 0, V_RISCV, {0}, {0}, E0(9)},
    {"assign bad label", seL4_CapInitThreadASIDPool, CNodeCopy, 0, 1, V_ALL, {0}, {V_VSPACE},
     E0(3)},
    {"assign without vspace", seL4_CapInitThreadASIDPool, ASSIGN, 0, 0, V_ALL, {0}, {0}, E0(7)},
    {"assign no vspace", seL4_CapInitThreadASIDPool, ASSIGN, 0, 1, V_ALL, {0}, {V_EP}, E1(2, 1)},
    {"assign", seL4_CapInitThreadASIDPool, ASSIGN, 0, 1, V_ALL, {0}, {V_VSPACE}, E0(0)},
    {"assign again", seL4_CapInitThreadASIDPool, ASSIGN, 0, 1, V_ALL, {0}, {V_VSPACE}, E1(2, 1)},
    {"map in empty vspace", A(0), MAP, 3, 1, V_ALL, {NEAR_VA, 3, ATTR}, {V_VSPACE},
     {6, 3, {0, 2, 0x1e}}, {6, 3, {0, 2, 0x27}}},
    {"make pool short", seL4_CapASIDControl, MKPOOL, 1, 2, V_ALL, {A(3)}, {V_UT12, V_ROOT}, E0(7)},
    {"make pool of wrong size", seL4_CapASIDControl, MKPOOL, 2, 2, V_ALL, {A(3), 64},
     {V_UT, V_ROOT}, E1(2, 1)},
    {"make pool into occupied", seL4_CapASIDControl, MKPOOL, 2, 2, V_ALL, {V_EP, 64},
     {V_UT12, V_ROOT}, E0(8)},
    {"make pool", seL4_CapASIDControl, MKPOOL, 2, 2, V_ALL, {A(3), 64}, {V_UT12, V_ROOT}, E0(0)},
    {"make pool again", seL4_CapASIDControl, MKPOOL, 2, 2, V_ALL, {A(4), 64}, {V_UT12, V_ROOT},
     E0(9)},
};

enum { IRQ = seL4_CapIRQControl, GET = IRQIssueIRQHandler };

static const struct vector irq[] = {
    {"bad label", IRQ, CNodeCopy, 3, 1, V_ALL, {40, A(10), 64}, {V_ROOT}, E0(3)},
    {"get short", IRQ, GET, 2, 1, V_ALL, {40, A(10)}, {V_ROOT}, E0(7)},
    {"get without root", IRQ, GET, 3, 0, V_ALL, {40, A(10), 64}, {0}, E0(7)},
    {"get beyond last", IRQ, GET, 3, 1, V_ALL, {1000, A(10), 64}, {V_ROOT}, {4, 2, {1, 0x60}},
     {4, 2, {0, 0x9f}}},
    {"get 0", IRQ, GET, 3, 1, V_ALL, {0, A(10), 64}, {V_ROOT}, {4, 2, {1, 0x60}}, {0, 0, {0}}},
    {"get 40", IRQ, GET, 3, 1, V_ALL, {40, A(11), 64}, {V_ROOT}, E0(0)},
    {"get 40 again", IRQ, GET, 3, 1, V_ALL, {40, A(12), 64}, {V_ROOT}, E0(9)},
    {"get into occupied", IRQ, GET, 3, 1, V_ALL, {41, V_EP, 64}, {V_ROOT}, E0(8)},
    {"trigger timer", IRQ, TRIGGER, 4, 1, V_RISCV, {96, 0, A(12), 64}, {V_ROOT}, E0(9)},
    {"trigger 0", IRQ, TRIGGER, 4, 1, V_RISCV, {0, 0, A(12), 64}, {V_ROOT}, E2(4, 1, 0x60)},
    {"trigger 97", IRQ, TRIGGER, 4, 1, V_RISCV, {97, 0, A(12), 64}, {V_ROOT}, E2(4, 1, 0x60)},
    {"trigger 5", IRQ, TRIGGER, 4, 1, V_RISCV, {5, 1, A(12), 64}, {V_ROOT}, E0(0)},
    {"trigger 27", IRQ, TRIGGER, 4, 1, V_ARM, {27, 0, A(12), 64}, {V_ROOT}, E0(9)},
    {"trigger 160", IRQ, TRIGGER, 4, 1, V_ARM, {160, 0, A(12), 64}, {V_ROOT}, E2(4, 0, 0x9f)},
    {"trigger 50", IRQ, TRIGGER, 4, 1, V_ARM, {50, 1, A(12), 64}, {V_ROOT}, E0(0)},
    {"handler ack", A(11), IRQAckIRQ, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"handler bad label", A(11), CNodeCopy, 0, 0, V_ALL, {0}, {0}, E0(3)},
    {"handler set endpoint", A(11), IRQSetIRQHandler, 0, 1, V_ALL, {0}, {V_EP}, E1(2, 0)},
    {"handler set nothing", A(11), IRQSetIRQHandler, 0, 0, V_ALL, {0}, {0}, E0(7)},
    {"handler set notification", A(11), IRQSetIRQHandler, 0, 1, V_ALL, {0}, {V_NTFN}, E0(0)},
    {"handler clear", A(11), IRQClearIRQHandler, 0, 0, V_ALL, {0}, {0}, E0(0)},
    {"handler copy", V_ROOT, CNodeCopy, 5, 1, V_ALL, {A(13), 64, A(11), 64, 15}, {V_ROOT}, E0(0)},
    {"handler delete", V_ROOT, CNodeDelete, 2, 0, V_ALL, {A(11), 64}, {0}, E0(0)},
    {"get with a copy left", IRQ, GET, 3, 1, V_ALL, {40, A(11), 64}, {V_ROOT}, E0(9)},
    {"handler delete last", V_ROOT, CNodeDelete, 2, 0, V_ALL, {A(13), 64}, {0}, E0(0)},
    {"get after the last is gone", IRQ, GET, 3, 1, V_ALL, {40, A(11), 64}, {V_ROOT}, E0(0)},
    {"revoke irq control", V_ROOT, CNodeRevoke, 2, 0, V_ALL, {IRQ, 64}, {0}, E0(0)},
    {"get after revoke", IRQ, GET, 3, 1, V_ALL, {40, A(11), 64}, {V_ROOT}, E0(0)},
};

static void software_interrupts(void)
{
#ifdef CONFIG_ARCH_ARM
    enum { ISSUE = ARMIRQIssueSGISignal };
    static const struct vector sgi[] = {
        {"sgi 16", IRQ, ISSUE, 4, 1, V_ARM, {16, 0, A(20), 64}, {V_ROOT}, E2(4, 0, 0xf)},
        {"sgi target 8", IRQ, ISSUE, 4, 1, V_ARM, {1, 8, A(20), 64}, {V_ROOT}, E1(1, 1)},
        {"sgi", IRQ, ISSUE, 4, 1, V_ARM, {1, 0, A(20), 64}, {V_ROOT}, E0(0)},
        {"sgi handler", IRQ, GET, 3, 1, V_ARM, {1, A(21), 64}, {V_ROOT}, E0(0)},
        {"sgi set notification", A(21), IRQSetIRQHandler, 0, 1, V_ARM, {0}, {V_NTFN}, E0(0)},
        {"sgi signal", A(20), 1, 0, 0, V_ARM, {0}, {0}, E0(0)},
        {"sgi copy", V_ROOT, CNodeCopy, 5, 1, V_ARM, {A(22), 64, A(20), 64, 15}, {V_ROOT}, E0(0)},
    };
    VECTORS_RUN(sgi);
#endif
}

void vectors_devices(void)
{
    check_chapter("vectors/vspace");
    VECTORS_RUN(paging);
    check_chapter("vectors/irq");
    VECTORS_RUN(irq);
    software_interrupts();
}
