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
 *     | fills     | struct capdl_fill[]; those of one frame lie together
 *     | words     | uint64_t[]; start arguments of TCBs
 *     | names     | bytes; NUL-terminated strings, the one at offset 0 is empty
 *     +-----------+ total_size, a multiple of 8
 *
 * The contents of filled frames lie apart, in a page-aligned region of `contents_pages` whole
 * 4 KiB pages, already padded with zeros, so that a page can become a frame without being copied.
 * A filled frame names its first page and their number (2^(size_bits - 12)).
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
 *   - a TCB's detail < tcbs.count, an IRQ's detail < irqs.count, each used by one object only;
 *   - TCB slots are below CAPDL_TCB_SLOTS, CNode slots below 2^size_bits, page table slots below
 *     512, an IRQ's only slot is 0;
 *   - word and page ranges lie inside their region; name offsets lie inside names, whose last byte
 *     is 0.
 */
#ifndef CAPDL_INCLUDE_CAPDL_BINARY_H
#define CAPDL_INCLUDE_CAPDL_BINARY_H

#include <stddef.h>
#include <stdint.h>

/* The eight bytes "adlcspec" read as a little-endian number. */
#define CAPDL_MAGIC       UINT64_C(0x63657073636c6461)
#define CAPDL_VERSION     1u

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
    uint32_t reserved;
    struct capdl_table objects;
    struct capdl_table caps;
    struct capdl_table tcbs;
    struct capdl_table irqs;
    struct capdl_table fills;
    struct capdl_table words;
    struct capdl_table names;
};

/* First byte that header.crc covers. */
#define CAPDL_CRC_FROM 16u

/* capdl_object.flags */
#define CAPDL_OBJECT_HAS_PADDR 1u

struct capdl_object {
    uint8_t kind;        /* enum capdl_kind */
    uint8_t size_bits;   /* CNode: radix (log2 slots); frame, untyped: log2 bytes; else 0 */
    uint8_t memory_bits; /* log2 of the memory it takes from an untyped; 0: takes none */
    uint8_t level;       /* page table: 0 root, growing towards the leaves */
    uint8_t flags;       /* CAPDL_OBJECT_* */
    uint8_t reserved0[3];
    uint64_t value; /* physical address if HAS_PADDR; ASID pool: asid_high; else 0 */
    uint32_t name;  /* offset in names */
    uint32_t first_cap;
    uint32_t cap_count;
    uint32_t detail;     /* TCB: index in tcbs; IRQ: index in irqs; filled frame: first page in the
                          * contents region; else CAPDL_NONE */
    uint32_t first_fill; /* frame; else 0 */
    uint32_t fill_count; /* frame */
    uint32_t page_count; /* filled frame: 4 KiB pages from `detail`; 0: starts zeroed */
    uint32_t reserved1;
};

/* capdl_cap.rights, the bits of seL4_CapRights. */
#define CAPDL_RIGHT_WRITE       1u
#define CAPDL_RIGHT_READ        2u
#define CAPDL_RIGHT_GRANT       4u
#define CAPDL_RIGHT_GRANT_REPLY 8u

/* capdl_cap.flags; the first two only in page tables, the third only in CNodes, all on frames. */
#define CAPDL_CAP_EXECUTABLE   1u
#define CAPDL_CAP_UNCACHED     2u
#define CAPDL_CAP_MAPPED_ALIAS 4u

struct capdl_cap {
    uint32_t slot;      /* index in the holder */
    uint32_t object;    /* id of the object it names */
    uint8_t rights;     /* CAPDL_RIGHT_* */
    uint8_t flags;      /* CAPDL_CAP_* */
    uint8_t guard_size; /* CNode, bits */
    uint8_t reserved;
    uint32_t mapping; /* MAPPED_ALIAS: index in caps of the page table slot whose mapping this
                       * very cap is to make; else CAPDL_NONE */
    uint64_t data;    /* endpoint, notification: badge; CNode: guard; else 0 */
};

/* capdl_tcb.flags */
#define CAPDL_TCB_RESUME 1u /* start it; otherwise it stays inactive */

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

/* capdl_irq.flags; without TRIGGER_GIVEN the controller's default applies. */
#define CAPDL_IRQ_TRIGGER_GIVEN 1u
#define CAPDL_IRQ_EDGE          2u

struct capdl_irq {
    uint64_t number;
    uint32_t target; /* arm: core */
    uint32_t flags;
};

/* Where a part of a frame's contents came from. FILE parts are already in the contents region;
 * they are kept so that the graph can be written out again. */
#define CAPDL_FILL_FILE 1u

struct capdl_fill {
    uint32_t kind;
    uint32_t dest_offset; /* in the frame */
    uint32_t length;      /* bytes */
    uint32_t file;        /* offset in names */
    uint64_t file_offset;
};

_Static_assert(sizeof(struct capdl_header) == 96, "capdl_header");
_Static_assert(offsetof(struct capdl_header, total_size) == CAPDL_CRC_FROM, "crc range");
_Static_assert(offsetof(struct capdl_header, objects) == 40, "capdl_header.objects");
_Static_assert(sizeof(struct capdl_object) == 48, "capdl_object");
_Static_assert(offsetof(struct capdl_object, value) == 8, "capdl_object.value");
_Static_assert(offsetof(struct capdl_object, detail) == 28, "capdl_object.detail");
_Static_assert(sizeof(struct capdl_cap) == 24, "capdl_cap");
_Static_assert(offsetof(struct capdl_cap, data) == 16, "capdl_cap.data");
_Static_assert(sizeof(struct capdl_tcb) == 56, "capdl_tcb");
_Static_assert(offsetof(struct capdl_tcb, prio) == 40, "capdl_tcb.prio");
_Static_assert(sizeof(struct capdl_irq) == 16, "capdl_irq");
_Static_assert(sizeof(struct capdl_fill) == 24, "capdl_fill");

/* The CRC-32 of the format: reflected polynomial 0xedb88320, start and final xor 0xffffffff (what
 * `crc32` and zip print).  Continues `crc` (0 to start) over `size` bytes; the result may be fed
 * in again for the next piece. Never fails; needs no alignment. */
static inline uint32_t capdl_crc32(uint32_t crc, const void *bytes, size_t size)
{
    static const uint32_t nibble[16] = {
        0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
        0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
        0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu,
    };
    const unsigned char *byte = (const unsigned char *)bytes;

    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= byte[i];
        crc = (crc >> 4) ^ nibble[crc & 15u];
        crc = (crc >> 4) ^ nibble[crc & 15u];
    }
    return ~crc;
}

#endif
