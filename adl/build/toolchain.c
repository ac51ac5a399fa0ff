/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/toolchain.h"

#include <string.h>

/* Common to all: sections are collected by the linker; strict W^X layout comes from the script. */
#define COMMON_COMPILE                                                                             \
    "-std=gnu11", "-O2", "-g", "-Wall", "-ffunction-sections", "-fdata-sections", "-fno-common",   \
        "-fno-pic"
#define COMMON_LINK                                                                                \
    "-static", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--build-id=none",                        \
        "-Wl,-z,max-page-size=4096", "-Wl,--no-warn-rwx-segments"

static const char *const riscv64_compile[] = {
    "-march=rv64gc",          "-mabi=lp64d",  "-mcmodel=medany",
    "--specs=picolibc.specs", COMMON_COMPILE, NULL,
};
static const char *const riscv64_link[] = {
    "-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany", "--specs=picolibc.specs", COMMON_LINK, NULL,
};
static const char *const aarch64_compile[] = {
    "-march=armv8-a",
    "-mno-outline-atomics",
    "-fno-pie",
    "-fno-stack-protector",
    "--specs=/usr/lib/picolibc/aarch64-linux-gnu/picolibc.specs",
    COMMON_COMPILE,
    NULL,
};
static const char *const aarch64_link[] = {
    "-march=armv8-a", "-no-pie", "--specs=/usr/lib/picolibc/aarch64-linux-gnu/picolibc.specs",
    COMMON_LINK,      NULL,
};

static const struct toolchain toolchains[] = {
    {"riscv64", "riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf",
     riscv64_compile, riscv64_link},
    {"aarch64", "aarch64-linux-gnu-gcc",   "gcc-aarch64-linux-gnu picolibc-aarch64-linux-gnu",
     aarch64_compile, aarch64_link},
};

const struct toolchain *toolchain_for(const char *cpu)
{
    for (size_t i = 0; i < sizeof(toolchains) / sizeof(toolchains[0]); i++) {
        if (strcmp(toolchains[i].cpu, cpu) == 0) {
            return &toolchains[i];
        }
    }
    return NULL;
}
