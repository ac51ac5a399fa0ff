# SPDX-License-Identifier: BSD-2-Clause
# kernel/core compiled for the host: the tests in this folder are linked with it (adlc_c_test links
# the library named after the folder). The CPU and the board are those of fake_arch.c; the API
# headers are those of riscv64.
if(NOT ADLC_TESTS)
    return()
endif()
set(kernel_api_host ${CMAKE_BINARY_DIR}/generated/kernel-api-host)
file(GLOB kernel_api_yaml CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/api/*.yaml)
set(kernel_api_headers
    ${kernel_api_host}/api/constants.h ${kernel_api_host}/api/invocation_labels.h
    ${kernel_api_host}/api/layouts.h ${kernel_api_host}/api/object_types.h
    ${kernel_api_host}/api/syscalls.h)
add_custom_command(OUTPUT ${kernel_api_headers}
    COMMAND api_gen --cpu riscv64 --api ${CMAKE_SOURCE_DIR}/kernel/api
            --kernel-out ${kernel_api_host} --user-out ${kernel_api_host}/user
    DEPENDS api_gen ${kernel_api_yaml}
    COMMENT "Generating the kernel API for host tests"
    VERBATIM)
add_custom_target(kernel_api_host_headers DEPENDS ${kernel_api_headers})

# The kernel's headers as the host sees them, for tests that bring the code themselves.
add_library(kernel_headers INTERFACE)
add_dependencies(kernel_headers kernel_api_host_headers)
target_include_directories(kernel_headers INTERFACE
    ${CMAKE_SOURCE_DIR}/kernel/include ${CMAKE_CURRENT_LIST_DIR}
    ${CMAKE_CURRENT_LIST_DIR}/include ${kernel_api_host})

pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
file(GLOB sources CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/kernel/core/*.c ${CMAKE_SOURCE_DIR}/kernel/core/classic/*.c)
# The host's libc has these four functions.
list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/kernel/core/memory.c)
add_library(kernel_core STATIC ${sources}
    ${CMAKE_CURRENT_LIST_DIR}/fake_arch.c ${CMAKE_CURRENT_LIST_DIR}/kernel_world.c)
target_compile_definitions(kernel_core PRIVATE _DEFAULT_SOURCE)
target_link_libraries(kernel_core PUBLIC kernel_headers PkgConfig::CMOCKA)
adlc_warnings(kernel_core host)
# At -O2 gcc takes the stand-in CPU's address conversions for possible null pointers.
target_compile_options(kernel_core PRIVATE -Wno-null-dereference)
