# SPDX-License-Identifier: BSD-2-Clause
#
# Both views of the kernel API, made once per platform by the host program ADLC_API_GEN. Including
# this file (it may be included often) gives three targets:
#   api_headers  makes the files
#   kernel_api   headers api/*.h for the kernel          (INTERFACE)
#   sel4_gen     headers sel4/*.h, interfaces/*.h ...    (INTERFACE)
if(TARGET api_headers)
    return()
endif()
if(NOT ADLC_API_GEN)
    message(FATAL_ERROR "ADLC_API_GEN must name the host program api_gen")
endif()
set(api_cpu ${CMAKE_SYSTEM_PROCESSOR})
set(api_out ${CMAKE_BINARY_DIR}/generated)
file(GLOB api_yaml CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.yaml)
set(api_files
    ${api_out}/kernel/api/constants.h
    ${api_out}/kernel/api/invocation_labels.h
    ${api_out}/kernel/api/layouts.h
    ${api_out}/kernel/api/object_types.h
    ${api_out}/kernel/api/syscalls.h
    ${api_out}/user/autoconf.h
    ${api_out}/user/interfaces/sel4_client.h
    ${api_out}/user/kernel/gen_config.h
    ${api_out}/user/sel4/adlc_neutral.h
    ${api_out}/user/sel4/constants_gen.h
    ${api_out}/user/sel4/gen_config.h
    ${api_out}/user/sel4/invocation.h
    ${api_out}/user/sel4/layouts_gen.h
    ${api_out}/user/sel4/objecttype.h
    ${api_out}/user/sel4/shared_types_gen.h
    ${api_out}/user/sel4/syscall.h)
add_custom_command(
    OUTPUT ${api_files}
    COMMAND ${ADLC_API_GEN} --cpu ${api_cpu} --platform ${ADLC_PLATFORM}
            --api ${CMAKE_CURRENT_LIST_DIR} --kernel-out ${api_out}/kernel --user-out ${api_out}/user
            --json ${api_out}/api.json
    DEPENDS ${ADLC_API_GEN} ${api_yaml}
    COMMENT "Generating the kernel API"
    VERBATIM)
add_custom_target(api_headers DEPENDS ${api_files})

add_library(kernel_api INTERFACE)
target_include_directories(kernel_api INTERFACE ${api_out}/kernel)
add_dependencies(kernel_api api_headers)

add_library(sel4_gen INTERFACE)
target_include_directories(sel4_gen SYSTEM INTERFACE ${api_out}/user)
add_dependencies(sel4_gen api_headers)
