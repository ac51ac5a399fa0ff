/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Platforms and where adlc's own files lie.  An installation is two folders beside the program's:
 *
 *     bin/adlc
 *     lib/adlc/<platform>/   plat.yaml [board.dtb] [devices.dtb] kernel.elf boot.elf init.elf
 * include/ kernel_domains.elf include_domains/ share/adlc/            templates/
 *
 * A build folder of ours has the same shape.  A platform exists when its plat.yaml is there (the
 * board's one description, kernel/plat/<platform>/plat.yaml).
 *
 * Ownership: everything lives in the compilation's arena.
 */
#ifndef LOADER_PACK_PLATFORM_H
#define LOADER_PACK_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

#define PLATFORM_DEFAULT "qemu-riscv-virt"

struct installation {
    const char *platforms; /* lib/adlc */
    const char *templates; /* share/adlc/templates */
};

struct platform {
    const char *name, *title;
    const char *cpu; /* "riscv64", "aarch64" */
    enum spec_arch arch;
    const char *qemu;       /* program */
    const char **qemu_args; /* its arguments; "-kernel IMAGE" follows */
    size_t qemu_arg_count;
    const char *kernel, *boot, *init; /* ELF files */
    const char *dtb;                  /* device tree to pack; NULL: the firmware has one */
    const char *devices;              /* device tree for queries; NULL: none */
    const char *include;              /* seL4 headers for component code */
    /* For systems with scheduling domains: their kernel, and headers to be searched first. */
    const char *kernel_domains, *include_domains;
};

/* Finds the installation the running program belongs to, or the one $ADLC_HOME names. Reports and
 * returns false when there is none. */
bool platform_installation(struct compilation *c, struct installation *installation);

/* Reads the description of a platform. `from` is the place that names it, or SPAN_NONE. NULL
 * (reported, with the list of those there are) when it is not installed. */
const struct platform *platform_load(struct compilation *c, const struct installation *installation,
                                     const char *name, struct span from);

/* Names of all installed platforms, sorted; `*count` of them. */
const char **platform_names(struct compilation *c, const struct installation *installation,
                            size_t *count);

#endif
