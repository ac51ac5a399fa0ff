# SPDX-License-Identifier: BSD-2-Clause
# The warning policy, one place for every target (house rules, H2).
set(ADLC_WARNINGS_COMMON
    -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
    -Wwrite-strings -Wpointer-arith -Wcast-qual -Wvla -Wundef -Wformat=2 -Wimplicit-fallthrough
    -Wswitch-enum -Wconversion -Wsign-conversion -Wdouble-promotion)
set(ADLC_WARNINGS_TARGET
    -ffreestanding -fno-common -fno-stack-protector -Wmissing-declarations -Wredundant-decls
    -Wnested-externs -Wcast-align=strict -Wstack-usage=1024)

# adlc_warnings(TARGET host|target)
function(adlc_warnings target side)
    target_compile_options(${target} PRIVATE
        "$<$<COMPILE_LANGUAGE:C>:${ADLC_WARNINGS_COMMON}>")
    if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:C>:-Wnull-dereference>")
    endif()
    if(side STREQUAL "target")
        target_compile_options(${target} PRIVATE
            "$<$<COMPILE_LANGUAGE:C>:${ADLC_WARNINGS_TARGET}>")
    endif()
    if(ADLC_WERROR)
        target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:C>:-Werror>")
    endif()
endfunction()
