/* SPDX-License-Identifier: BSD-2-Clause
 * The types that a C spec is made of, for the case beside this folder: capdl reference, section 13. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define CONFIG_ARCH_AARCH64
#define CONFIG_DEBUG_BUILD
#define seL4_IPCBufferSizeBits 10
typedef uint64_t seL4_Word;
typedef seL4_Word CDL_ObjID;
#define INVALID_OBJ_ID ((CDL_ObjID)-1)
#define CDL_VM_CacheEnabled  1
#define CDL_VM_CacheDisabled 0
enum { CDL_CanWrite = 1, CDL_CanRead = 2, CDL_CanGrant = 4, CDL_CanGrantReply = 8, CDL_AllRights = 15 };
enum { CDL_CapData_Badge, CDL_CapData_Guard, CDL_CapData_Raw };
enum {
    CDL_NullCap, CDL_UntypedCap, CDL_EPCap, CDL_NotificationCap, CDL_ReplyCap, CDL_MasterReplyCap, CDL_CNodeCap,
    CDL_TCBCap, CDL_IRQControlCap, CDL_IRQHandlerCap, CDL_FrameCap, CDL_PTCap, CDL_PDCap, CDL_PUDCap, CDL_PGDCap,
    CDL_ASIDControlCap, CDL_ASIDPoolCap, CDL_ARMIOSpaceCap, CDL_SIDCap, CDL_CBCap, CDL_SGISignalCap, CDL_SMCCap,
    CDL_VCPUCap, CDL_SCCap, CDL_SchedControlCap, CDL_RTReplyCap, CDL_DomainCap
};
typedef enum {
    CDL_Endpoint, CDL_Notification, CDL_TCB, CDL_CNode, CDL_Untyped, CDL_PT, CDL_PD, CDL_PUD, CDL_PGD, CDL_Frame,
    CDL_ASIDPool, CDL_Interrupt, CDL_ARMInterrupt, CDL_ARMIODevice, CDL_SchedContext, CDL_RTReply, CDL_SID, CDL_CB,
    CDL_SMC, CDL_SGISignal, CDL_VCPU
} CDL_ObjectType;
typedef struct {
    union {
        struct { seL4_Word guard_bits : 18; seL4_Word guard_size : 46; };
        seL4_Word badge;
        seL4_Word data;
    };
    unsigned tag : 2;
} CDL_CapData;
#define CDL_CapData_MakeGuard(x, y) { .tag = CDL_CapData_Guard, .guard_bits = (y), .guard_size = (x) }
typedef struct {
    CDL_ObjID obj_id;
    CDL_CapData data;
    seL4_Word irq;
    CDL_ObjID mapping_container_id;
    seL4_Word mapping_slot;
    seL4_Word mapped_frame_cap;
    uint8_t type;
    unsigned vm_attribs : 3;
    unsigned is_orig : 1;
    unsigned rights : 4;
} CDL_Cap;
typedef struct { seL4_Word slot; CDL_Cap cap; } CDL_CapSlot;
typedef struct {
    uint8_t priority, max_priority, affinity, domain;
    seL4_Word pc, sp;
    const seL4_Word *init;
    seL4_Word init_sz, fault_ep, ipcbuffer_addr;
    bool resume, fpu_disabled;
} CDL_TCBExtraInfo;
typedef enum { CDL_FrameFill_None, CDL_FrameFill_BootInfo, CDL_FrameFill_FileData } CDL_FrameFillType_t;
enum { CDL_FrameFill_BootInfo_FDT = 6 };
typedef struct {
    CDL_FrameFillType_t type;
    size_t dest_offset, dest_len;
    union {
        struct { int type; size_t src_offset; } bi_type;
        struct { char *filename; size_t file_offset; } file_data_type;
    };
} CDL_FrameFill_Element_t;
typedef struct {
    const char *name;
    struct { seL4_Word num; CDL_CapSlot *slot; } slots;
    union {
        CDL_TCBExtraInfo tcb_extra;
        struct { uint64_t period, budget; seL4_Word data; } sc_extra;
        struct { uint8_t bank; } cb_extra;
        struct { int trigger, target; } armirq_extra;
        struct { CDL_FrameFill_Element_t fill[1]; seL4_Word paddr; } frame_extra;
        seL4_Word paddr;
        seL4_Word asid_high;
        struct { seL4_Word irq, target; } sgisignal_extra;
    };
    CDL_ObjectType type;
    uint32_t size_bits;
} CDL_Object;
typedef struct { CDL_ObjID untyped; seL4_Word num; CDL_ObjID *children; } CDL_UntypedDerivation;
typedef struct {
    seL4_Word num;
    CDL_Object *objects;
    seL4_Word num_irqs;
    CDL_ObjID *irqs;
    seL4_Word num_untyped;
    CDL_UntypedDerivation *untyped;
    seL4_Word num_asid_slots;
    CDL_ObjID *asid_slots;
    uint64_t *domainSchedule;
    seL4_Word domainScheduleLength, domainSetStart, domainIndexShift;
} CDL_Model;
extern CDL_Model capdl_spec;
