# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of projects that define add_simulate_test themselves, as CAmkES's collection of examples
# does: their definition keeps the script in TEST_SCRIPT and calls add_test(name expect -f file). The
# script is read here as add_simulate_test reads it, so that the test needs no program expect.
# Every other call of add_test goes to CMake's own. Only for projects that stay as they are; see
# camkes/application_settings.cmake.
include_guard(GLOBAL)

function(add_test name)
    if("${ARGV1}" STREQUAL "expect" AND DEFINED TEST_SCRIPT)
        adlc_script_test("${name}" "${TEST_SCRIPT}")
        return()
    endif()
    # One by one: a list of them would lose empty arguments and those with semicolons.
    set(arguments "")
    math(EXPR last "${ARGC} - 1")
    foreach(i RANGE ${last})
        string(APPEND arguments " [===[${ARGV${i}}]===]")
    endforeach()
    cmake_language(EVAL CODE "_add_test(${arguments})")
endfunction()
