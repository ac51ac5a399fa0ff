# SPDX-License-Identifier: BSD-2-Clause
# What a CAmkES project does before project(): the switches of seL4's build.
include(application_settings)
set(PLATFORM "qemu-riscv-virt" CACHE STRING "Platform to use")
set(SIMULATION ON CACHE BOOL "Build for QEMU")
correct_platform_strings()
find_package(seL4 REQUIRED)
sel4_configure_platform_settings()
ApplyCommonSimulationSettings(${KernelSel4Arch})
ApplyCommonReleaseVerificationSettings(OFF OFF)
set(KernelNumDomains 3 CACHE STRING "" FORCE)
set(KernelDomainSchedule "${CMAKE_CURRENT_LIST_DIR}/kernel/turns.c" CACHE INTERNAL "")
