# SPDX-License-Identifier: BSD-2-Clause
# The library rpc_host: generated code of both sides of procedure calls for the host, the runtime
# below it, and a stand-in for the kernel (rpc_host.h).
set(rpc_out ${CMAKE_BINARY_DIR}/generated/rpc)
set(rpc_here ${CMAKE_SOURCE_DIR}/tests/fuzz/rpc)
set(rpc_generated
    ${rpc_out}/caller/call_seL4RPCCall_0.c ${rpc_out}/caller/far_seL4RPCCall_0.c
    ${rpc_out}/caller/only_seL4RPCCall_0.c ${rpc_out}/caller/window_seL4SharedData_0.c)
set(rpc_served
    ${rpc_out}/callee/serve_seL4RPCCall_0.c ${rpc_out}/callee/near_seL4RPCCall_0.c
    ${rpc_out}/callee/single_seL4RPCCall_0.c ${rpc_out}/callee/pane_seL4SharedData_0.c)
file(GLOB_RECURSE rpc_templates CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/templates/*)
# Files of an earlier run must not hide that one is no longer made.
add_custom_command(OUTPUT ${rpc_generated} ${rpc_served} ${rpc_out}/types/Caller/camkes.h
        ${rpc_out}/types/Callee/camkes.h
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${rpc_out}
    COMMAND adlc glue ${rpc_here}/rpc.camkes -o ${rpc_out}
    DEPENDS adlc ${rpc_here}/rpc.camkes ${rpc_templates} VERBATIM)
foreach(side Caller Callee)
    set(rpc_sources ${rpc_generated})
    if(side STREQUAL Callee)
        set(rpc_sources ${rpc_served} ${rpc_here}/rpc_callee.c)
    endif()
    string(TOLOWER ${side} rpc_side)
    add_library(rpc_${rpc_side} OBJECT ${rpc_sources})
    target_include_directories(rpc_${rpc_side} PRIVATE ${rpc_out}/types/${side}
        ${rpc_here}/include ${rpc_here}/host ${CMAKE_SOURCE_DIR}/templates/runtime/include
        ${CMAKE_SOURCE_DIR})
endforeach()
add_dependencies(rpc_callee rpc_caller) # one of them makes the files
add_library(rpc_message_host OBJECT ${CMAKE_SOURCE_DIR}/templates/runtime/rpc_message.c)
target_compile_definitions(rpc_message_host PRIVATE malloc=rpc_host_malloc)
target_include_directories(rpc_message_host PRIVATE ${rpc_here}/host
    ${CMAKE_SOURCE_DIR}/templates/runtime/include)
add_library(rpc_host STATIC ${rpc_here}/rpc_host.c ${CMAKE_SOURCE_DIR}/templates/runtime/rpc_serve.c
    ${CMAKE_SOURCE_DIR}/templates/runtime/dataport.c $<TARGET_OBJECTS:rpc_message_host>
    $<TARGET_OBJECTS:rpc_caller> $<TARGET_OBJECTS:rpc_callee>)
target_include_directories(rpc_host PRIVATE ${CMAKE_SOURCE_DIR})
target_include_directories(rpc_host PUBLIC ${rpc_here}/host ${rpc_here}/include
    ${CMAKE_SOURCE_DIR}/templates/runtime/include ${rpc_out}/types/Caller)
