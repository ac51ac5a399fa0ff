/* SPDX-License-Identifier: BSD-2-Clause */
// link: loader_pack adl_base
/* Everything that reads a boot image or a program for one, host and target side. The first byte
   chooses the reader, the rest is its input; for the payload readers checksums are made right, so
   that what lies behind them is reached. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "loader/boot/device_tree.c"
#include "loader/boot/elf_load.c"
#include "loader/include/image_check.h"
#include "loader/pack/pack.h"
#include "loader/pack/read_image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_elf(const uint8_t *data, size_t size)
{
    struct elf_span span;

    if (elf_load_plan(data, size, BOOT_IMAGE_MACHINE_RISCV, &span) == NULL &&
        span.virt_end - span.virt_start <= 1 << 22) {
        uint8_t *memory = malloc(span.virt_end - span.virt_start + ELF_LOAD_PAGE);

        (void)elf_load_check_kernel(&span);
        elf_load_copy(&span, memory);
        elf_load_headers(&span, memory);
        free(memory);
    }
}

static void read_tree(const uint8_t *data, size_t size)
{
    uint64_t used = device_tree_size(data, size);
    bool known;

    if (used != 0) {
        (void)device_tree_has_memory(data, used, 0x80200000, 0x80300000, &known);
    }
}

/* A payload with right sums: the parts it names must lie inside. */
static void read_payload(const uint8_t *data, size_t size)
{
    struct boot_image_header *h;

    if (size < sizeof *h) {
        return;
    }
    h = malloc(size);
    memcpy(h, data, size);
    h->magic = BOOT_IMAGE_MAGIC;
    h->version = BOOT_IMAGE_VERSION;
    h->header_size = BOOT_IMAGE_HEADER_SIZE;
    h->machine = BOOT_IMAGE_MACHINE_RISCV;
    h->header_crc = image_check_header_sum(h);
    if (image_check_header(h, BOOT_IMAGE_MACHINE_RISCV) == NULL && h->total_size <= size) {
        const uint8_t *bytes = (const uint8_t *)h;

        (void)image_check_payload(h);
        read_elf(bytes + h->kernel.offset, h->kernel.size);
        read_elf(bytes + h->root.offset, h->root.size);
        if (h->dtb.size != 0) {
            read_tree(bytes + h->dtb.offset, h->dtb.size);
        }
    }
    free(h);
}

/* The packer's readers: as an image to show, as each of the programs, as init.elf. */
static void read_as_packer(const uint8_t *data, size_t size)
{
    struct compilation c;
    struct strbuf out;
    struct pack_bytes file = {"input", data, size}, none = {0}, packed;
    struct pack_root_options options = {.spec = "spec", .spec_size = 4};

    compilation_init(&c);
    strbuf_init(&out, &c.arena);
    c.arena.limit = (size_t)256 << 20;
    jmp_buf failure;
    if (setjmp(failure) == 0) {
        c.arena.failure = &failure;
        (void)pack_show_bytes(&c, &file, &out);
        (void)read_image_spec(&c, data, size, "input");
        (void)read_image_set_flags(&c, &file, INIT_PAYLOAD_SNAPSHOT, &packed);
        (void)pack_boot_bytes(&c, &file, &file, &file, &none, PACK_ELF, &packed);
        (void)pack_root_bytes(&c, &file, &options, &packed);
    }
    compilation_done(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy;

    if (size == 0) {
        return 0;
    }
    copy = malloc(size - 1 + (size == 1));
    memcpy(copy, data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        read_elf(copy, size - 1);
        break;
    case 1:
        read_tree(copy, size - 1);
        break;
    case 2:
        read_payload(copy, size - 1);
        break;
    default:
        read_as_packer(copy, size - 1);
        break;
    }
    free(copy);
    return 0;
}
