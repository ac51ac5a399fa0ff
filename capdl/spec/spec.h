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
};

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
    uint64_t badge;                      /* endpoint, notification */
    uint64_t guard;                      /* CNode */
    uint8_t guard_size;                  /* CNode, bits */
};

/* Slots of a TCB that have fixed meanings (capDL names in brackets). */
enum spec_tcb_slot {
    SPEC_TCB_CSPACE = 0,     /* cspace */
    SPEC_TCB_VSPACE = 1,     /* vspace */
    SPEC_TCB_REPLY = 2,      /* reply_slot */
    SPEC_TCB_CALLER = 3,     /* caller_slot */
    SPEC_TCB_IPC_BUFFER = 4, /* ipc_buffer_slot */
    SPEC_TCB_FAULT_EP = 5,   /* fault_ep_slot, MCS or extended: cap is put into the CSpace */
    SPEC_TCB_BOUND_NTFN = 8, /* bound_notification */
};

/* Where the initial contents of a frame come from. */
enum spec_fill_kind {
    SPEC_FILL_NONE, /* zero */
    SPEC_FILL_FILE, /* bytes of a file (an ELF program), see struct spec_fill */
};

struct spec_fill {
    enum spec_fill_kind kind;
    uint32_t dest_offset; /* in the frame */
    uint32_t length;      /* bytes */
    const char *file;     /* interned; name as written in capDL ("I.elf") */
    uint64_t file_offset;
};

/* What a TCB starts with. */
struct spec_tcb {
    uint64_t ip, sp, ipc_buffer; /* virtual addresses */
    uint64_t tls_base;           /* 0: none */
    uint64_t fault_ep;           /* CPtr in its own CSpace; 0: none */
    uint8_t prio, max_prio, affinity, domain;
    bool resume;
    const uint64_t *init; /* start arguments: argument registers in order */
    uint32_t init_count;
};

/* What an IRQ handler's number means. */
struct spec_irq {
    uint64_t number;
    bool edge; /* arm, riscv: trigger; level otherwise */
    bool trigger_given;
    uint32_t target; /* arm: core */
};

/* One kernel object. */
struct spec_object {
    const char *name; /* interned, unique in the spec, legal in capDL text */
    enum spec_kind kind;
    struct span span;  /* where it was declared (zero when made by lowering) */
    uint8_t size_bits; /* CNode: radix; frame, untyped: log2 bytes; else 0 */
    uint8_t level;     /* page table: 0 = root (VSpace), growing towards the leaves */
    bool has_paddr;    /* frame, untyped: fixed physical address (device memory) */
    uint64_t paddr;
    struct spec_fill *fills; /* frame; in order of dest_offset */
    uint32_t fill_count, fill_capacity;
    struct spec_tcb *tcb;  /* SPEC_KIND_TCB only */
    struct spec_irq *irq;  /* SPEC_KIND_IRQ only */
    uint64_t asid_high;    /* ASID pool */
    struct spec_cap *caps; /* sorted by slot */
    uint32_t cap_count, cap_capacity;
};

struct spec {
    struct arena *arena;
    struct interner *names;
    enum spec_arch arch;
    struct spec_object *objects;
    uint32_t object_count, object_capacity;
    struct map *by_name; /* interned name -> object index; look-up only */
};

/* A new empty spec in `arena`; never NULL. */
struct spec *spec_new(struct arena *arena, struct interner *names, enum spec_arch arch);

/* Adds an object. `name` is copied (interned) and must not be in the spec yet (assert). The
 * returned pointer is good until the next spec_add_object(); keep the id. For a TCB `tcb`, for an
 * IRQ `irq` is allocated and zeroed. */
struct spec_object_id spec_add_object(struct spec *spec, enum spec_kind kind, const char *name);

/* The object behind an id; the id must be of this spec. */
struct spec_object *spec_object(const struct spec *spec, struct spec_object_id id);

/* Looks an object up by name; SPEC_NO_OBJECT when there is none. */
struct spec_object_id spec_find(const struct spec *spec, const char *name);

/* Puts `cap` into slot `cap.slot` of `holder`. False (and no change) when the slot is taken. */
bool spec_put_cap(struct spec *spec, struct spec_object_id holder, struct spec_cap cap);

/* The cap in a slot, NULL when it is empty; good until the next spec_put_cap() on that holder. */
const struct spec_cap *spec_cap_at(const struct spec *spec, struct spec_object_id holder,
                                   uint32_t slot);

/* Lowest slot >= `from` of `holder` that is empty. */
uint32_t spec_free_slot(const struct spec *spec, struct spec_object_id holder, uint32_t from);

/* Adds a fill to a frame; fills are kept in the order of dest_offset. */
void spec_add_fill(struct spec *spec, struct spec_object_id frame, struct spec_fill fill);

/* True when objects of this kind have slots of their own. */
bool spec_kind_has_slots(enum spec_kind kind);

/* capDL keyword of a kind ("ep", "notification", "cnode" ...). */
const char *spec_kind_keyword(enum spec_kind kind);

/* The keyword for this very object on `arch`: as above, but a page table is called by its level
 * ("pgd", "pud", "pd" or "pt") and an interrupt by its controller ("irq", "arm_irq"). */
const char *spec_object_keyword(enum spec_arch arch, const struct spec_object *object);

/* capDL name of an architecture: "riscv", "aarch64", "x86_64". */
const char *spec_arch_keyword(enum spec_arch arch);

#endif
