# SPDX-License-Identifier: BSD-2-Clause
#
# Cross toolchain for aarch64 targets. Two flag sets, because two kinds of program are built with
# the same compiler: ADLC_BARE_FLAGS for what runs at EL1 and above (kernel, loader/boot; no
# floating point registers, no unaligned accesses), ADLC_USER_FLAGS for root server and components.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(ADLC_CPU aarch64)
set(ADLC_CROSS aarch64-linux-gnu- CACHE STRING "prefix of the cross compiler's programs")
set(CMAKE_C_COMPILER ${ADLC_CROSS}gcc)
set(CMAKE_ASM_COMPILER ${ADLC_CROSS}gcc)
set(CMAKE_AR ${ADLC_CROSS}ar)
set(CMAKE_OBJCOPY ${ADLC_CROSS}objcopy)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX .elf)
set(ADLC_BARE_FLAGS -march=armv8-a -mgeneral-regs-only -mstrict-align -mno-outline-atomics
    -fno-pic -fno-pie)
set(ADLC_USER_FLAGS -march=armv8-a -mno-outline-atomics -fno-pic -fno-pie)
