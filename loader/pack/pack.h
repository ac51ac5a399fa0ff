/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The packer: from programs to something a machine can be switched on with.
 *
 *     init.elf + binary spec + frame contents          -> root server   (pack_root_server)
 *     boot.elf + kernel + root server [+ device tree]  -> boot image    (pack_boot_image)
 *
 * Formats: loader/include/init_payload.h and boot_image.h. Any kernel that follows seL4's boot
 * protocol and any static root server can be packed. Whatever loader/boot would refuse at power-on
 * is refused here, with the file's name and a reason, as a diagnostic of the compilation.
 *
 * Output depends on the inputs' bytes only: no dates, no paths, no order of a hash. Files are
 * written under another name and renamed, and only if there was no error. All memory comes from the
 * compilation's arena.
 */
#ifndef LOADER_PACK_PACK_H
#define LOADER_PACK_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct compilation;
struct strbuf;

/* How a boot image stands on disk. */
enum pack_form {
    PACK_ELF,  /* for `qemu -kernel` and boot loaders that read ELF */
    PACK_FLAT, /* the same memory as one flat file, entered at its first byte */
};

struct pack_options {
    const char *boot_path; /* the platform's boot.elf */
    const char *kernel_path;
    const char *root_path;
    const char *dtb_path; /* NULL: the firmware's device tree is used */
    const char *output_path;
    enum pack_form form;
};

struct pack_root_options {
    const char *init_path; /* the platform's init.elf */
    const void *spec;      /* binary spec (capdl/include/capdl_binary.h) */
    size_t spec_size;      /* bytes, not 0 */
    const void *contents;  /* frame contents, contents_pages * 4096 bytes; may be NULL if 0 */
    size_t contents_pages;
    const char *output_path;
};

/* A file in memory. */
struct pack_bytes {
    const char *path; /* for messages */
    const uint8_t *bytes;
    size_t size;
};

/* Packs a boot image and writes it. Returns 0, or -1 after reporting at least one error. */
int pack_boot_image(struct compilation *c, const struct pack_options *options);

/* Packs a root server and writes it. Same result. */
int pack_root_server(struct compilation *c, const struct pack_root_options *options);

/* The same without touching the disk: `out` gets the file. `dtb->bytes` may be NULL. */
int pack_boot_bytes(struct compilation *c, const struct pack_bytes *boot,
                    const struct pack_bytes *kernel, const struct pack_bytes *root,
                    const struct pack_bytes *dtb, enum pack_form form, struct pack_bytes *out);
int pack_root_bytes(struct compilation *c, const struct pack_bytes *init,
                    const struct pack_root_options *options, struct pack_bytes *out);

/* Where the parts of a root server lie whose own program ends at `init_end` (virtual addresses),
   and where all of it ends. `spec` has at least `spec_size` bytes; of one that is none of ours the
   state is empty. */
struct pack_root_layout {
    uint64_t spec_vaddr, frames_vaddr, state_vaddr, state_size, end;
};
void pack_root_lay_out(uint64_t init_end, const void *spec, size_t spec_size,
                       uint64_t contents_pages, struct pack_root_layout *layout);

/* Where the boot loader stands with its payload, of files of these sizes: [*start, *end). False
   after reporting that `boot` is no program. */
bool pack_boot_range(struct compilation *c, const struct pack_bytes *boot, uint64_t kernel_size,
                     uint64_t root_size, uint64_t dtb_size, uint64_t *start, uint64_t *end);

/* Appends to `out` what the boot image (either form) at `path` holds, part by part, after checking
   both of its sums. Returns 0, or -1 after reporting why it is no whole boot image. */
int pack_show_image(struct compilation *c, const char *path, struct strbuf *out);

/* The same for an image in memory. */
int pack_show_bytes(struct compilation *c, const struct pack_bytes *image, struct strbuf *out);

#endif
