/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/toolchain.h"

#include <string.h>

#include "adl/base/path.h"

/* Common to all: sections are collected by the linker; strict W^X layout comes from the script. */
#define COMMON_COMPILE                                                                             \
    "-O2", "-g", "-Wall", "-ffunction-sections", "-fdata-sections", "-fno-common", "-fno-pic"
#define COMMON_LINK                                                                                \
    "-static", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--build-id=none",                        \
        "-Wl,-z,max-page-size=4096", "-Wl,--no-warn-rwx-segments"

static const char *const c_only[] = {"-std=gnu11", NULL};
/* What would need a library at run time is left out of the language. */
static const char *const cxx_only[] = {
    "-std=gnu++17",
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-threadsafe-statics",
    "-fno-unwind-tables",
    "-fno-asynchronous-unwind-tables",
    NULL,
};

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

static const char *const riscv64_merge[] = {"-march=rv64gc", "-mabi=lp64d", "-nostdlib", "-r",
                                            NULL};
static const char *const aarch64_merge[] = {"-march=armv8-a", "-no-pie", "-nostdlib", "-r", NULL};

static const struct toolchain toolchains[] = {
    {
     .cpu = "riscv64",
     .compiler = "riscv64-unknown-elf-gcc",
     .objcopy = "riscv64-unknown-elf-objcopy",
     .package = "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf",
     .cxx_compiler = "riscv64-unknown-elf-g++",
     .cxx_package = "gcc-riscv64-unknown-elf",
     .compile_flags = riscv64_compile,
     .c_flags = c_only,
     .cxx_flags = cxx_only,
     .link_flags = riscv64_link,
     .merge_flags = riscv64_merge,
     },
    {
     .cpu = "aarch64",
     .compiler = "aarch64-linux-gnu-gcc",
     .objcopy = "aarch64-linux-gnu-objcopy",
     .package = "gcc-aarch64-linux-gnu picolibc-aarch64-linux-gnu",
     .cxx_compiler = "aarch64-linux-gnu-g++",
     .cxx_package = "g++-aarch64-linux-gnu",
     .compile_flags = aarch64_compile,
     .c_flags = c_only,
     .cxx_flags = cxx_only,
     .link_flags = aarch64_link,
     .merge_flags = aarch64_merge,
     },
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

bool toolchain_is_cxx(const char *path)
{
    static const char *const endings[] = {".cc", ".cpp", ".cxx", ".C"};
    const char *extension = path_extension(path);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strcmp(extension, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}
