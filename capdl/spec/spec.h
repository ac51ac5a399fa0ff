/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The capability graph: the kernel objects of a system and the capabilities between them.
 *
 * A spec is a list of objects; an object of a container kind (CNode, page table, TCB, IRQ, ASID
 * pool ...) has slots; a slot holds one capability; a capability names one object and carries what
 * the kernel would keep in it (rights, badge, guard, mapping attributes ...).  That is all: a
 * running system's authority is this graph.  It is made by adl/lower, by capdl/text and by the
 * other readers in capdl/forms; it is read by checks, analyses, writers, planner and loader.
 *
 * Ids are indices in creation order; iteration in id order is the declared order and makes every
 * output deterministic.  Slots of one object are kept sorted by index.
 *
 * Ownership: a spec and all it points to lives in the arena it was made with; names are interned
 * in the interner given to spec_new().  Nothing is freed one by one.
 */
#ifndef CAPDL_SPEC_SPEC_H
#define CAPDL_SPEC_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/arena.h"
#include "adl/base/intern.h"
#include "adl/base/source.h"

/* The architectures a spec can be for (capDL "arch" clause). */
enum spec_arch {
    SPEC_ARCH_RISCV64,
    SPEC_ARCH_AARCH64,
    SPEC_ARCH_X86_64,
    SPEC_ARCH_ARM11, /* the last two only in specs that were read, never in a system of adlc */
    SPEC_ARCH_IA32,
};
#define SPEC_ARCHES 5u

/* Object kinds; one line each in object_types.def: KIND, capDL keyword, what its slots mean. */
enum spec_kind {
#define SPEC_KIND(upper, keyword, slots) SPEC_KIND_##upper,
#include "capdl/spec/object_types.def"
#undef SPEC_KIND
    SPEC_KIND_COUNT
};

/* An object id; 0-based index into spec.objects. SPEC_NO_OBJECT for "none". */
struct spec_object_id {
    uint32_t index;
};
#define SPEC_NO_OBJECT ((struct spec_object_id){UINT32_MAX})

/* Rights bits of a capability (seL4_CapRights order). Execute is a mapping attribute of ours. */
enum spec_rights {
    SPEC_WRITE = 1u << 0,
    SPEC_READ = 1u << 1,
    SPEC_GRANT = 1u << 2,
    SPEC_GRANT_REPLY = 1u << 3,
    SPEC_ALL_RIGHTS = 0xf,
};

/* What a capability to a TCB stands for. */
enum spec_thread_cap {
    SPEC_CAP_THREAD,       /* the thread itself */
    SPEC_CAP_REPLY,        /* capDL "reply" */
    SPEC_CAP_MASTER_REPLY, /* capDL "master_reply" */
};

/* One capability in a slot. Fields that do not apply to the object's kind are zero. */
struct spec_cap {
    uint32_t slot;                /* index in the holder (CNode slot, table index, TCB role) */
    struct spec_object_id object; /* what it names */
    uint8_t rights;               /* enum spec_rights bits */
    bool executable;              /* frame mapped in a page table: may be executed */
    bool uncached;                /* frame mapped in a page table: device / uncached */
    bool mapped_alias;            /* frame cap in a CNode that must be the mapped one ("mapping:"):
                                   * the one that makes the mapping in the next two, which
                                   * the planner fills in for programs */
    struct spec_object_id mapping_table; /* mapped_alias: page table object */
    uint32_t mapping_slot;               /* mapped_alias: slot of the frame in it */
    uint64_t badge;                      /* endpoint, notification, SMC */
    uint64_t guard;                      /* CNode */
    uint8_t guard_size;                  /* CNode, bits */
    uint8_t thread_cap;                  /* TCB: enum spec_thread_cap */
    bool has_asid;                       /* frame, page table: the next two were given */
    uint64_t asid_high, asid_low;
    struct span span; /* where it was written (zero when made by lowering) */
};

/* Slots of a TCB that have fixed meanings (capDL names in brackets). */
enum spec_tcb_slot {
    SPEC_TCB_CSPACE = 0,     /* cspace */
    SPEC_TCB_VSPACE = 1,     /* vspace */
    SPEC_TCB_REPLY = 2,      /* reply_slot */
    SPEC_TCB_CALLER = 3,     /* caller_slot */
    SPEC_TCB_IPC_BUFFER = 4, /* ipc_buffer_slot */
    SPEC_TCB_FAULT_EP = 5,   /* fault_ep_slot, MCS or extended: cap is put into the CSpace */
    SPEC_TCB_SC = 6,         /* sc_slot */
    SPEC_TCB_TIMEOUT_EP = 7, /* temp_fault_ep_slot */
    SPEC_TCB_BOUND_NTFN = 8, /* bound_notification */
    SPEC_TCB_VCPU = 9,       /* bound_vcpu */
};

/* Where the initial contents of a frame come from. */
enum spec_fill_kind {
    SPEC_FILL_NONE,      /* zero */
    SPEC_FILL_FILE,      /* bytes of a file (an ELF program), see struct spec_fill */
    SPEC_FILL_BOOT_INFO, /* bytes of a chunk of the extended boot info */
    SPEC_FILL_BOOT_PAGE, /* the boot info page itself */
    SPEC_FILL_OTHER,     /* words that are kept, but mean nothing here */
};

struct spec_fill {
    enum spec_fill_kind kind;
    uint32_t dest_offset; /* in the frame */
    uint32_t length;      /* bytes */
    const char *file;     /* interned; file name as written in capDL ("I.elf"); BOOT_INFO: name of
                           * the chunk ("FDT"); OTHER: all words after the length */
    uint64_t file_offset; /* in the file or chunk */
};

/* Which of its parameters a TCB was given in capDL text; others have defaults. */
enum spec_tcb_set {
    SPEC_TCB_WHOLE,   /* IPC buffer, ip, sp, prio, max_prio, affinity */
    SPEC_TCB_PARTIAL, /* IPC buffer and affinity */
    SPEC_TCB_BARE,    /* none of them */
};

/* Priority of a TCB that none was given for. */
#define SPEC_TCB_DEFAULT_PRIO 125u

/* What a TCB starts with. */
struct spec_tcb {
    uint64_t ip, sp, ipc_buffer; /* virtual addresses */
    uint64_t tls_base;           /* 0: none */
    uint64_t fault_ep;           /* CPtr in its own CSpace; 0: none */
    uint8_t prio, max_prio, affinity, domain;
    bool resume;
    bool fpu_disabled;
    uint8_t set;                                  /* enum spec_tcb_set */
    bool resume_given, fpu_given, fault_ep_given; /* written out although it is the default */
    const uint64_t *init;                         /* start arguments: argument registers in order */
    uint32_t init_count;
};

/* The interrupt controller's view of an interrupt. */
enum spec_irq_source {
    SPEC_IRQ_LINE,   /* by number (with a trigger on arm and riscv, where one is given) */
    SPEC_IRQ_IOAPIC, /* x86: source_words are IOAPIC, pin, level, polarity */
    SPEC_IRQ_MSI,    /* x86: source_words are handle, PCI bus, device, function */
};

/* What an IRQ handler's number means. */
struct spec_irq {
    uint64_t number;
    bool unmapped; /* it has no number: it is in no IRQ map */
    bool edge;     /* arm, riscv: trigger; level otherwise */
    bool trigger_given;
    uint32_t target; /* arm: core */
    enum spec_irq_source source;
    uint64_t source_words[4];
};

/* A scheduling context's parameters. */
struct spec_sched {
    bool timed; /* period and budget were given */
    bool has_data;
    uint64_t period, budget; /* microseconds */
    uint64_t data;
};

/* What a device object or a control capability names. */
struct spec_device {
    bool given;      /* CONTEXTBANK: a bank was given */
    uint64_t number; /* SCHED_CONTROL: core; CONTEXTBANK: bank; ARM_IO_DEVICE: iospace; IO_PT:
                      * level; SGI_SIGNAL: interrupt; IO_DEVICE: domain; IO_PORTS: first port */
    uint64_t second; /* SGI_SIGNAL: target; IO_PORTS: last port */
    uint32_t bus, device, function; /* IO_DEVICE */
};

/* The word capDL text has for a page table; by its level where lowering made it. */
enum spec_table_word {
    SPEC_TABLE_BY_LEVEL,
    SPEC_TABLE_PT,
    SPEC_TABLE_PD,
    SPEC_TABLE_PDPT,
    SPEC_TABLE_PML4,
    SPEC_TABLE_PUD,
    SPEC_TABLE_PGD,
};

/* Element number of an object that is not in an array. */
#define SPEC_SCALAR UINT32_MAX

/* One kernel object. */
struct spec_object {
    const char *name; /* interned, unique in the spec; "x[3]" for an element of an array */
    const char *base; /* interned; the name of the array, or `name` itself */
    uint32_t element; /* in the array; SPEC_SCALAR when there is none */
    enum spec_kind kind;
    struct span span;   /* where it was declared (zero when made by lowering) */
    uint8_t size_bits;  /* CNode: radix; frame, untyped: log2 bytes; else 0 */
    uint8_t level;      /* page table: 0 = root (VSpace), growing towards the leaves */
    uint8_t table_word; /* page table: enum spec_table_word */
    bool has_paddr;     /* frame, untyped: fixed physical address (device memory) */
    uint64_t paddr;
    struct spec_fill *fills; /* frame; in order of dest_offset */
    uint32_t fill_count, fill_capacity;
    bool fills_given;           /* frame: a list of fills was given, even if empty */
    bool takes_untyped;         /* CNode: what untyped memory the loader leaves is put here */
    struct spec_tcb *tcb;       /* SPEC_KIND_TCB only */
    struct spec_irq *irq;       /* SPEC_KIND_IRQ only */
    struct spec_sched *sched;   /* SPEC_KIND_SC only */
    struct spec_device *device; /* the kinds named at struct spec_device */
    uint64_t asid_high;         /* ASID pool */
    struct spec_cap *caps;      /* sorted by slot */
    uint32_t cap_count, cap_capacity;
};

/* A place for a capability. */
struct spec_place {
    struct spec_object_id holder;
    uint32_t slot;
};

/* One edge of the capability derivation tree. */
struct spec_derivation {
    struct spec_place child, parent;
    struct span span;
};

/* One entry of the domain schedule; (0, 0) is an end marker. */
struct spec_domain {
    uint8_t domain;
    bool microseconds; /* `duration` is in microseconds, otherwise in ticks */
    uint64_t duration;
    struct span span;
};

/* The domain schedule; without entries there is none. */
struct spec_schedule {
    struct spec_domain *entries;
    uint32_t count;
    bool no_start; /* make no call that starts it */
    uint64_t start, index_shift;
};

struct sizes_given; /* sizes_file.h */

struct spec {
    struct arena *arena;
    struct interner *names;
    enum spec_arch arch;
    const char *title;               /* of forms that have one; NULL: none was given */
    const struct sizes_given *sizes; /* of another kernel's objects; NULL: ours (sizes.h) */
    struct spec_object *objects;
    uint32_t object_count, object_capacity;
    struct map *by_name; /* interned name -> object index; look-up only */
    struct spec_derivation *derivations;
    uint32_t derivation_count, derivation_capacity;
    struct spec_schedule schedule;
};

/* A new empty spec in `arena`; never NULL. */
struct spec *spec_new(struct arena *arena, struct interner *names, enum spec_arch arch);

/* Adds an object. `name` is copied (interned) and must not be in the spec yet (assert). The
 * returned pointer is good until the next spec_add_object(); keep the id. For a TCB `tcb`, for an
 * IRQ `irq` and so on is allocated and zeroed. A name like "x[3]" makes it an array's element. */
struct spec_object_id spec_add_object(struct spec *spec, enum spec_kind kind, const char *name);

/* Makes room for `more` objects, or for `more` caps of one holder, so that adding them does not
 * leave outgrown storage behind in the arena. */
void spec_reserve_objects(struct spec *spec, uint32_t more);
void spec_reserve_caps(struct spec *spec, struct spec_object_id holder, uint32_t more);

/* The object behind an id; the id must be of this spec. */
struct spec_object *spec_object(const struct spec *spec, struct spec_object_id id);

/* Looks an object up by name; SPEC_NO_OBJECT when there is none. */
struct spec_object_id spec_find(const struct spec *spec, const char *name);

/* Does the system use scheduling domains: a schedule, a thread that is not of domain 0, or a
 * capability to set domains? */
bool spec_has_domains(const struct spec *spec);

/* Puts `cap` into slot `cap.slot` of `holder`. False (and no change) when the slot is taken. */
bool spec_put_cap(struct spec *spec, struct spec_object_id holder, struct spec_cap cap);

/* Adds `cap` behind those of `holder`, whose order and slots the caller answers for. */
void spec_append_cap(struct spec *spec, struct spec_object_id holder, struct spec_cap cap);

/* The cap in a slot, NULL when it is empty; good until the next spec_put_cap() on that holder. */
const struct spec_cap *spec_cap_at(const struct spec *spec, struct spec_object_id holder,
                                   uint32_t slot);

/* The same, to be changed in place; its slot must stay what it is. */
struct spec_cap *spec_cap_change(struct spec *spec, struct spec_object_id holder, uint32_t slot);

/* Adds a fill to a frame; fills are kept in the order of dest_offset. */
void spec_add_fill(struct spec *spec, struct spec_object_id frame, struct spec_fill fill);

/* Adds an edge of the derivation tree. */
void spec_add_derivation(struct spec *spec, struct spec_derivation derivation);

/* The object that stands for a control capability that no declaration makes (IRQ_CONTROL,
 * SCHED_CONTROL of core `number` ...): the one there is, or a new one. */
struct spec_object_id spec_control(struct spec *spec, enum spec_kind kind, uint64_t number);

/* True for the kinds spec_control() is for. */
bool spec_kind_is_control(enum spec_kind kind);

/* True when objects of this kind have slots of their own. */
bool spec_kind_has_slots(enum spec_kind kind);

/* capDL keyword of a kind ("ep", "notification", "cnode" ...). */
const char *spec_kind_keyword(enum spec_kind kind);

/* The keyword for this very object on `arch`: as above, but a page table is called by its level
 * ("pgd", "pud", "pd" or "pt") and an interrupt by its controller ("irq", "arm_irq",
 * "ioapic_irq", "msi_irq"). */
const char *spec_object_keyword(enum spec_arch arch, const struct spec_object *object);

/* What a page table of `arch` is called: its own word, or that of its level. */
enum spec_table_word spec_table_word(enum spec_arch arch, const struct spec_object *object);

/* capDL name of an architecture: "riscv", "aarch64", "x86_64", "arm11", "ia32". */
const char *spec_arch_keyword(enum spec_arch arch);

/* The architecture of that name; false when there is none. */
bool spec_arch_find(const char *keyword, enum spec_arch *arch);

/* True on the architectures of Arm. */
bool spec_arch_is_arm(enum spec_arch arch);

/* True on the architectures of x86. */
bool spec_arch_is_x86(enum spec_arch arch);

/* Bits of a word: 32 or 64. */
unsigned spec_arch_word_bits(enum spec_arch arch);

#endif
