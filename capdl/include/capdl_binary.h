/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The binary spec: a capability graph as the root server reads it.
 *
 * One definition for both ends: capdl/forms/form_binary.c writes and reads it on the host,
 * loader/init reads it at boot.  All numbers are little endian, all tables start on 8 bytes:
 *
 *     +-----------+ 0, 8-byte aligned in memory (page aligned in a root server)
 *     | header    | struct capdl_header
 *     +-----------+
 *     | objects   | struct capdl_object[]; the index is the object's id
 *     | caps      | struct capdl_cap[]; those of one object lie together
 *     | tcbs      | struct capdl_tcb[]
 *     | irqs      | struct capdl_irq[]
 *     | scheds    | struct capdl_sched[]; parameters of scheduling contexts
 *     | devices   | struct capdl_device[]; what device objects and some controls name
 *     | fills     | struct capdl_fill[]; those of one frame lie together
 *     | parents   | struct capdl_parent[]; edges of the derivation tree, by child
 *     | asids     | struct capdl_asid[]; caps that an ASID was given for, by cap
 *     | schedule  | struct capdl_domain[]; the domain schedule
 *     | words     | uint64_t[]; start arguments of TCBs
 *     | names     | bytes; NUL-terminated strings, the one at offset 0 is empty
 *     +-----------+ total_size, a multiple of 8
 *
 * It says all that a spec can say, also what no loader of ours makes (objects of MCS kernels, of
 * x86 and of 32-bit architectures): such a graph is data like any other, and refused where it is to
 * be booted.
 *
 * The contents of frames that are filled from files lie apart, in a page-aligned region of
 * `contents_pages` whole 4 KiB pages, already padded with zeros, so that a page can become a frame
 * without being copied. Such a frame names its first page and their number (2^(size_bits - 12)).
 *
 * Invariants, all verified by binary_check() (capdl/include/binary_check.h) before a reader
 * follows any index, and kept by the writer:
 *   - magic and version agree; crc is the CRC-32 of the bytes from CAPDL_CRC_FROM to total_size;
 *   - every table lies between header and total_size, 8-byte aligned, without overlap, in the
 *     order above; unused and reserved fields are 0;
 *   - the objects' cap ranges [first_cap, first_cap + cap_count) follow each other without gap and
 *     cover the cap table; within an object caps are sorted by slot and no slot occurs twice;
 *     likewise the fill ranges of frames;
 *   - cap.object < objects.count; a kind is one of enum capdl_kind; the level of a page table is
 *     one that the architecture has;
 *   - the records of TCBs, IRQs, scheduling contexts and devices are each used by one object, in
 *     the order of the objects (`detail`);
 *   - TCB slots are below CAPDL_TCB_SLOTS, CNode slots below 2^size_bits, page table slots below
 *     512 (4096 on 32-bit architectures), an IRQ's only slot is 0;
 *   - parents and asids ascend strictly by child and cap, all indices are of caps;
 *   - word and page ranges lie inside their region; name offsets lie inside names, whose last byte
 *     is 0.
 */
#ifndef CAPDL_INCLUDE_CAPDL_BINARY_H
#define CAPDL_INCLUDE_CAPDL_BINARY_H

#include <stddef.h>
#include <stdint.h>

/* The eight bytes "adlcspec" read as a little-endian number. */
#define CAPDL_MAGIC       UINT64_C(0x63657073636c6461)
#define CAPDL_VERSION     2u

#define CAPDL_PAGE_BITS   12u
#define CAPDL_PAGE_SIZE   4096u
#define CAPDL_TABLE_SLOTS 512u /* entries of a page table of any level */
#define CAPDL_TCB_SLOTS   16u
/* No spec may be larger: a wrong size must not send a reader through the address space. */
#define CAPDL_SIZE_MAX (UINT32_C(1) << 30)
/* "no index" in a 32-bit index field. */
#define CAPDL_NONE UINT32_MAX

/* Values of header.arch. */
enum capdl_arch {
    CAPDL_ARCH_RISCV64 = 0,
    CAPDL_ARCH_AARCH64 = 1,
    CAPDL_ARCH_X86_64 = 2,
    CAPDL_ARCH_ARM11 = 3,
    CAPDL_ARCH_IA32 = 4,
    CAPDL_ARCH_COUNT
};

/* Object kinds. Numbers are part of the format: add at the end only. */
enum capdl_kind {
    CAPDL_KIND_ENDPOINT = 0,
    CAPDL_KIND_NOTIFICATION = 1,
    CAPDL_KIND_TCB = 2,
    CAPDL_KIND_CNODE = 3,
    CAPDL_KIND_UNTYPED = 4,
    CAPDL_KIND_FRAME = 5,
    CAPDL_KIND_PAGE_TABLE = 6, /* level 0 is a VSpace root */
    CAPDL_KIND_ASID_POOL = 7,
    CAPDL_KIND_IRQ = 8,
    CAPDL_KIND_IRQ_CONTROL = 9,   /* the loader's own cap is given, nothing is created */
    CAPDL_KIND_ASID_CONTROL = 10, /* likewise */
    CAPDL_KIND_DOMAIN = 11,       /* likewise */
    /* what follows is only data */
    CAPDL_KIND_SCHED_CONTROL = 12,
    CAPDL_KIND_IO_SPACE_MASTER = 13,
    CAPDL_KIND_VCPU = 14,
    CAPDL_KIND_IO_PORTS = 15,
    CAPDL_KIND_IO_DEVICE = 16,
    CAPDL_KIND_ARM_IO_DEVICE = 17,
    CAPDL_KIND_IO_PT = 18,
    CAPDL_KIND_SC = 19,
    CAPDL_KIND_RTREPLY = 20,
    CAPDL_KIND_STREAMID = 21,
    CAPDL_KIND_CONTEXTBANK = 22,
    CAPDL_KIND_SMC = 23,
    CAPDL_KIND_SGI_SIGNAL = 24,
    CAPDL_KIND_COUNT
};

/* Slots of a TCB; others are refused. */
enum capdl_tcb_slot {
    CAPDL_TCB_CSPACE = 0,
    CAPDL_TCB_VSPACE = 1,
    CAPDL_TCB_REPLY = 2,
    CAPDL_TCB_CALLER = 3,
    CAPDL_TCB_IPC_BUFFER = 4, /* the frame mapped at tcb.ipc_buffer */
    CAPDL_TCB_FAULT_EP = 5,
    CAPDL_TCB_BOUND_NTFN = 8
};

/* One table of the spec: `count` records (names: bytes) at `offset` from the header's start. */
struct capdl_table {
    uint32_t offset;
    uint32_t count;
};

struct capdl_header {
    uint64_t magic;
    uint32_t version;
    uint32_t crc;
    uint32_t total_size;   /* bytes, header and tables */
    uint32_t header_size;  /* sizeof(struct capdl_header) */
    uint32_t arch;         /* enum capdl_arch */
    uint32_t contents_crc; /* CRC-32 of the frame-contents region; 0 pages: 0 */
    uint32_t contents_pages;
    uint32_t schedule_flags; /* CAPDL_SCHEDULE_* */
    uint64_t schedule_start; /* index of the entry to begin with */
    uint64_t schedule_shift; /* added to the index of every entry */
    struct capdl_table objects;
    struct capdl_table caps;
    struct capdl_table tcbs;
    struct capdl_table irqs;
    struct capdl_table scheds;
    struct capdl_table devices;
    struct capdl_table fills;
    struct capdl_table parents;
    struct capdl_table asids;
    struct capdl_table schedule;
    struct capdl_table words;
    struct capdl_table names;
};

/* header.schedule_flags */
#define CAPDL_SCHEDULE_NO_START 1u /* install it, but do not start it */

/* First byte that header.crc covers. */
#define CAPDL_CRC_FROM 16u

/* capdl_object.flags */
#define CAPDL_OBJECT_HAS_PADDR   1u
#define CAPDL_OBJECT_FILLS_GIVEN 2u /* frame: the text had a list of fills, even if empty */
#define CAPDL_OBJECT_UNTYPED     4u /* CNode: what untyped memory is left goes here (hand-off) */
#define CAPDL_OBJECT_COVERED     8u /* some untyped of the spec has it among its members */

struct capdl_object {
    uint8_t kind;        /* enum capdl_kind */
    uint8_t size_bits;   /* CNode: radix (log2 slots); frame, untyped: log2 bytes; else 0 */
    uint8_t memory_bits; /* log2 of the memory it takes from an untyped; 0: takes none */
    uint8_t level;       /* page table: 0 root, growing towards the leaves */
    uint8_t flags;       /* CAPDL_OBJECT_* */
    uint8_t word;        /* page table: which word the text has for it, see enum capdl_table_word */
    uint8_t reserved0[2];
    uint64_t value; /* physical address if HAS_PADDR; ASID pool: asid_high; else 0 */
    uint32_t name;  /* offset in names */
    uint32_t first_cap;
    uint32_t cap_count;
    uint32_t detail;     /* TCB, IRQ, scheduling context, device: index in its table; frame with
                          * contents: first page in the contents region; else CAPDL_NONE */
    uint32_t first_fill; /* frame; else 0 */
    uint32_t fill_count; /* frame */
    uint32_t page_count; /* frame with contents: 4 KiB pages from `detail`; 0: starts zeroed */
    uint32_t reserved1;
};

/* capdl_object.word: only of interest to who writes the text again. */
enum capdl_table_word {
    CAPDL_TABLE_BY_LEVEL = 0,
    CAPDL_TABLE_PT = 1,
    CAPDL_TABLE_PD = 2,
    CAPDL_TABLE_PDPT = 3,
    CAPDL_TABLE_PML4 = 4,
    CAPDL_TABLE_PUD = 5,
    CAPDL_TABLE_PGD = 6,
};

/* capdl_cap.rights, the bits of seL4_CapRights. */
#define CAPDL_RIGHT_WRITE       1u
#define CAPDL_RIGHT_READ        2u
#define CAPDL_RIGHT_GRANT       4u
#define CAPDL_RIGHT_GRANT_REPLY 8u

/* capdl_cap.flags: the first two of frames, mapped in page tables; the third of frames, only in
 * CNodes; the others of TCBs. */
#define CAPDL_CAP_EXECUTABLE   1u
#define CAPDL_CAP_UNCACHED     2u
#define CAPDL_CAP_MAPPED_ALIAS 4u
#define CAPDL_CAP_REPLY        8u
#define CAPDL_CAP_MASTER_REPLY 16u

struct capdl_cap {
    uint32_t slot;      /* index in the holder */
    uint32_t object;    /* id of the object it names */
    uint8_t rights;     /* CAPDL_RIGHT_* */
    uint8_t flags;      /* CAPDL_CAP_* */
    uint8_t guard_size; /* CNode, bits */
    uint8_t reserved;
    uint32_t mapping; /* MAPPED_ALIAS: index in caps of the page table slot whose mapping this
                       * very cap is to make; else CAPDL_NONE */
    uint64_t data;    /* endpoint, notification, SMC: badge; CNode: guard; else 0 */
};

/* capdl_tcb.flags */
#define CAPDL_TCB_RESUME         1u /* start it; otherwise it stays inactive */
#define CAPDL_TCB_FPU_DISABLED   2u
#define CAPDL_TCB_RESUME_GIVEN   4u /* these three: the text had it, although it is the default */
#define CAPDL_TCB_FPU_GIVEN      8u
#define CAPDL_TCB_FAULT_EP_GIVEN 16u
#define CAPDL_TCB_PARTIAL        32u /* only IPC buffer and affinity were given */
#define CAPDL_TCB_BARE           64u /* none of the parameters was given */

struct capdl_tcb {
    uint64_t ip;
    uint64_t sp;
    uint64_t ipc_buffer; /* virtual address, 0: none */
    uint64_t tls_base;   /* 0: none */
    uint64_t fault_ep;   /* CPtr in its own CSpace; 0: none */
    uint8_t prio;
    uint8_t max_prio;
    uint8_t affinity;
    uint8_t domain;
    uint32_t flags;
    uint32_t first_word; /* start arguments: words[first_word .. + word_count) */
    uint32_t word_count;
};

/* Start arguments: the first eight are in argument registers. Those from this one on are on the
 * thread's stack as well, as capdl-loader-app puts them there: a word each, the first lowest, where
 * the stack pointer then points; that stays a multiple of 16, so above an odd number of them one
 * word is left out. */
#define CAPDL_STACK_FROM  4u
#define CAPDL_STACK_ALIGN 16u

/* Bytes that `word_count` start arguments take of the stack, what is left out included. */
static inline uint64_t capdl_stack_size(uint32_t word_count)
{
    uint64_t words = word_count > CAPDL_STACK_FROM ? word_count - CAPDL_STACK_FROM : 0;

    return (words + words % 2) * sizeof(uint64_t);
}

/* capdl_irq.flags; without TRIGGER_GIVEN the controller's default applies. */
#define CAPDL_IRQ_TRIGGER_GIVEN 1u
#define CAPDL_IRQ_EDGE          2u
#define CAPDL_IRQ_UNMAPPED      4u  /* it has no number */
#define CAPDL_IRQ_IOAPIC        8u  /* source: IOAPIC, pin, level, polarity */
#define CAPDL_IRQ_MSI           16u /* source: handle, PCI bus, device, function */

struct capdl_irq {
    uint64_t number;
    uint32_t target; /* arm: core */
    uint32_t flags;
    uint64_t source[4];
};

/* capdl_sched.flags */
#define CAPDL_SCHED_TIMED    1u /* period and budget were given */
#define CAPDL_SCHED_HAS_DATA 2u

struct capdl_sched {
    uint64_t period, budget; /* microseconds */
    uint64_t data;
    uint32_t flags;
    uint32_t reserved;
};

/* Of the kinds SCHED_CONTROL, IO_PORTS, IO_DEVICE, ARM_IO_DEVICE, IO_PT, CONTEXTBANK and
 * SGI_SIGNAL; the fields' meanings are those of struct spec_device. */
struct capdl_device {
    uint64_t number, second;
    uint32_t bus, device, function;
    uint32_t given; /* CONTEXTBANK: 1 if a bank was given */
};

/* Where a part of a frame's contents comes from. FILE parts are already in the contents region;
 * they are kept so that the graph can be written out again. */
enum capdl_fill_kind {
    CAPDL_FILL_FILE = 1,
    CAPDL_FILL_BOOT_INFO = 2, /* a piece of a chunk of the extended boot information */
    CAPDL_FILL_BOOT_PAGE = 3, /* a piece of the boot information page */
    CAPDL_FILL_OTHER = 4,     /* words that are kept, but mean nothing */
};

/* Chunks of boot information are numbered as the kernel does, 0 (padding) to 6 (device tree). */
#define CAPDL_FILL_CHUNKS 7u

struct capdl_fill {
    uint32_t kind;        /* enum capdl_fill_kind */
    uint32_t dest_offset; /* in the frame */
    uint32_t length;      /* bytes */
    uint32_t file;        /* FILE, OTHER: offset in names; BOOT_INFO: number of the chunk */
    uint64_t file_offset; /* in the file, or in the chunk, whose header counts */
};

/* The capability `child` is derived from `parent`; both are indices in caps. */
struct capdl_parent {
    uint32_t child, parent;
};

/* The ASID that was given for a capability. */
struct capdl_asid {
    uint32_t cap;
    uint32_t reserved;
    uint64_t high, low;
};

/* capdl_domain.flags */
#define CAPDL_DOMAIN_MICROSECONDS 1u /* the duration is in microseconds, else in ticks */

/* One entry of the schedule; domain and duration 0: an end marker. */
struct capdl_domain {
    uint64_t duration;
    uint32_t domain;
    uint32_t flags;
};

_Static_assert(sizeof(struct capdl_header) == 152, "capdl_header");
_Static_assert(offsetof(struct capdl_header, total_size) == CAPDL_CRC_FROM, "crc range");
_Static_assert(offsetof(struct capdl_header, objects) == 56, "capdl_header.objects");
_Static_assert(sizeof(struct capdl_object) == 48, "capdl_object");
_Static_assert(offsetof(struct capdl_object, value) == 8, "capdl_object.value");
_Static_assert(offsetof(struct capdl_object, detail) == 28, "capdl_object.detail");
_Static_assert(sizeof(struct capdl_cap) == 24, "capdl_cap");
_Static_assert(offsetof(struct capdl_cap, data) == 16, "capdl_cap.data");
_Static_assert(sizeof(struct capdl_tcb) == 56, "capdl_tcb");
_Static_assert(offsetof(struct capdl_tcb, prio) == 40, "capdl_tcb.prio");
_Static_assert(sizeof(struct capdl_irq) == 48, "capdl_irq");
_Static_assert(sizeof(struct capdl_sched) == 32, "capdl_sched");
_Static_assert(sizeof(struct capdl_device) == 32, "capdl_device");
_Static_assert(sizeof(struct capdl_parent) == 8, "capdl_parent");
_Static_assert(sizeof(struct capdl_asid) == 24, "capdl_asid");
_Static_assert(sizeof(struct capdl_domain) == 16, "capdl_domain");
_Static_assert(sizeof(struct capdl_fill) == 24, "capdl_fill");

#endif
