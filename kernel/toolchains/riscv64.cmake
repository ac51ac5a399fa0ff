# SPDX-License-Identifier: BSD-2-Clause
#
# Cross toolchain for riscv64 targets. Two flag sets, because two kinds of program are built with
# the same compiler: ADLC_BARE_FLAGS for what runs in S-mode (kernel, loader/boot; no floating
# point registers), ADLC_USER_FLAGS for root server and components (rv64gc, lp64d).
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(ADLC_CPU riscv64)
set(ADLC_CROSS riscv64-unknown-elf- CACHE STRING "prefix of the cross compiler's programs")
set(CMAKE_C_COMPILER ${ADLC_CROSS}gcc)
set(CMAKE_ASM_COMPILER ${ADLC_CROSS}gcc)
set(CMAKE_AR ${ADLC_CROSS}ar)
set(CMAKE_OBJCOPY ${ADLC_CROSS}objcopy)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX .elf)
set(ADLC_BARE_FLAGS -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany)
set(ADLC_USER_FLAGS -march=rv64gc -mabi=lp64d -mcmodel=medany)
