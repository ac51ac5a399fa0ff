# SPDX-License-Identifier: BSD-2-Clause
# The target side, for one platform: the kernel, the loader's two halves and the kernel's tests.
# Programs go to ADLC_OUTPUT (the host build's lib/adlc/<platform>).
set(ADLC_API_GEN "" CACHE FILEPATH "The host program api_gen")
set(ADLC_OUTPUT ${CMAKE_BINARY_DIR} CACHE PATH "Where kernel.elf, boot.elf and init.elf go")
enable_language(ASM)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${ADLC_OUTPUT})
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/="
    # Not every gcc hands the map on to the assembler.
    "$<$<COMPILE_LANGUAGE:ASM>:-Wa,--debug-prefix-map=${CMAKE_SOURCE_DIR}/=>")

add_subdirectory(kernel/libsel4)
add_subdirectory(kernel)
add_subdirectory(loader/boot)
add_subdirectory(loader/init)
add_subdirectory(tests/kernel)
add_subdirectory(tests/bench/kernel)
