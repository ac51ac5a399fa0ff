# SPDX-License-Identifier: BSD-2-Clause
# What a CAmkES project does before project(): the switches of seL4's build.
include(application_settings)
set(PLATFORM "x86_64" CACHE STRING "Platform to use")
correct_platform_strings()
find_package(seL4 REQUIRED)
sel4_configure_platform_settings()
if(NOT "${PLATFORM}" IN_LIST KernelPlatform_all_strings)
    message(FATAL_ERROR "no such platform: ${PLATFORM}")
endif()
ApplyCommonReleaseVerificationSettings(OFF FALSE)
set(CAmkESDefaultStackSize 8192 CACHE STRING "" FORCE)
set(CAmkESDefaultHeapSize 65536 CACHE STRING "" FORCE)
