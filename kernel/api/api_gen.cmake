# SPDX-License-Identifier: BSD-2-Clause
#
# Both views of the kernel API, made by the host program ADLC_API_GEN. Including this file (it may
# be included often) gives for the ordinary kernel
#   api_headers  makes the files in generated/
#   kernel_api   headers api/*.h for the kernel          (INTERFACE)
#   sel4_gen     headers sel4/*.h, interfaces/*.h ...    (INTERFACE)
# and the same with the suffix _domains, in generated/domains/, for the one with domains.
if(TARGET api_headers)
    return()
endif()
if(NOT ADLC_API_GEN)
    message(FATAL_ERROR "ADLC_API_GEN must name the host program api_gen")
endif()
set(api_cpu ${CMAKE_SYSTEM_PROCESSOR})
set(api_out ${CMAKE_BINARY_DIR}/generated)
file(GLOB api_yaml CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.yaml)

# adlc_api(SUFFIX OUT OPTION...): the three targets; the files' names go to api_files<SUFFIX>.
macro(adlc_api suffix out)
    set(api_files${suffix})
    foreach(header constants invocation_labels layouts object_types syscalls)
        list(APPEND api_files${suffix} ${out}/kernel/api/${header}.h)
    endforeach()
    foreach(header autoconf interfaces/sel4_client kernel/gen_config sel4/adlc_neutral
            sel4/constants_gen sel4/gen_config sel4/invocation sel4/layouts_gen sel4/objecttype
            sel4/shared_types_gen sel4/syscall)
        list(APPEND api_files${suffix} ${out}/user/${header}.h)
    endforeach()
    add_custom_command(
        OUTPUT ${api_files${suffix}}
        COMMAND ${ADLC_API_GEN} --cpu ${api_cpu} --platform ${ADLC_PLATFORM} ${ARGN}
                --api ${CMAKE_CURRENT_LIST_DIR} --kernel-out ${out}/kernel --user-out ${out}/user
                --json ${out}/api.json
        DEPENDS ${ADLC_API_GEN} ${api_yaml}
        COMMENT "Generating the kernel API${suffix}"
        VERBATIM)
    add_custom_target(api_headers${suffix} DEPENDS ${api_files${suffix}})

    add_library(kernel_api${suffix} INTERFACE)
    target_include_directories(kernel_api${suffix} INTERFACE ${out}/kernel)
    add_dependencies(kernel_api${suffix} api_headers${suffix})

    add_library(sel4_gen${suffix} INTERFACE)
    target_include_directories(sel4_gen${suffix} SYSTEM INTERFACE ${out}/user)
    add_dependencies(sel4_gen${suffix} api_headers${suffix})
endmacro()
adlc_api("" ${api_out})
adlc_api(_domains ${api_out}/domains --option domains)
