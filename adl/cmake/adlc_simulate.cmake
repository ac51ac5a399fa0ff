# SPDX-License-Identifier: BSD-2-Clause
#
# Booting: ./simulate in the build folder, and tests that boot.

# Writes ./simulate. Its options are those that the script of seL4's build has, as far as they make
# sense without it; others are named.
function(GenerateSimulateScript)
    configure_file("${ADLC_CMAKE_DIR}/simulate.in" "${CMAKE_BINARY_DIR}/simulate" @ONLY
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE)
endfunction()

# Properties of seL4's script: which QEMU, how much memory. The board decides.
function(SetSimulationScriptProperty property value)
endfunction()

# Turns the text of a `wait_for` into a regular expression: undoes Tcl's quoting, then translates
# the glob pattern that expect takes it for.
function(adlc_expect_regex out text)
    string(REGEX REPLACE "\\\\(.)" "\\1" text "${text}")
    set(regex "")
    while(NOT text STREQUAL "")
        string(SUBSTRING "${text}" 0 1 head)
        string(SUBSTRING "${text}" 1 -1 text)
        if(head STREQUAL "\\" AND NOT text STREQUAL "")
            string(SUBSTRING "${text}" 0 1 head)
            string(SUBSTRING "${text}" 1 -1 text)
            string(APPEND regex "[${head}]")
        elseif(head STREQUAL "*")
            string(APPEND regex ".*")
        elseif(head STREQUAL "?")
            string(APPEND regex ".")
        elseif(head STREQUAL "[" AND text MATCHES "^[^]]+[]]")
            string(LENGTH "${CMAKE_MATCH_0}" length)
            string(SUBSTRING "${text}" ${length} -1 text)
            string(APPEND regex "[${CMAKE_MATCH_0}")
        elseif(head MATCHES "[][.{}()+|^$]")
            string(APPEND regex "\\${head}")
        else()
            string(APPEND regex "${head}")
        endif()
    endwhile()
    set(${out} "${regex}" PARENT_SCOPE)
endfunction()

# A test that boots the system and waits for the lines that the script names, in their order. The
# script is Tcl for expect; `wait_for "..."` and `send "..."` are what CAmkES's tests consist of, and all
# that is understood here.
function(add_simulate_test script)
    get_property(count GLOBAL PROPERTY ADLC_TESTS)
    set_property(GLOBAL APPEND PROPERTY ADLC_TESTS x)
    list(LENGTH count number)
    set(name "${CMAKE_PROJECT_NAME}")
    if(number GREATER 0)
        set(name "${CMAKE_PROJECT_NAME}-${number}")
    endif()
    adlc_script_test("${name}" "${script}")
endfunction()

# The test `name` from a script: see above.
function(adlc_script_test name script)
    set(expectations "")
    set(rest "${script}")
    string(ASCII 29 mark)
    string(REPLACE ";" "${mark}" rest "${rest}")
    while(rest MATCHES "^[ \t\r\n]*(wait_for|send)[ \t]+\"(([^\"\\]|\\\\.)*)\"")
        set(found "${CMAKE_MATCH_0}")
        set(verb "${CMAKE_MATCH_1}")
        set(text "${CMAKE_MATCH_2}")
        string(LENGTH "${found}" length)
        string(SUBSTRING "${rest}" ${length} -1 rest)
        if(verb STREQUAL "send") # the test's macro takes one level of quoting away, --send the other
            string(REGEX REPLACE "\\\\(.)" "\\1" text "${text}")
            list(APPEND expectations --send "${text}")
        else()
            adlc_expect_regex(regex "${text}")
            list(APPEND expectations --expect "${regex}")
        endif()
    endwhile()
    string(STRIP "${rest}" rest)
    if(rest OR NOT expectations)
        string(REPLACE "${mark}" ";" rest "${rest}")
        message(WARNING "adlc: this test is left out, its script has more than wait_for and send: ${rest}")
        return()
    endif()
    string(REPLACE "${mark}" "\\;" expectations "${expectations}")
    if(NOT ADLC_TEST_TIMEOUT)
        set(ADLC_TEST_TIMEOUT 60)
    endif()
    math(EXPR limit "${ADLC_TEST_TIMEOUT} + 10")
    add_test(NAME "${name}" COMMAND "${ADLC_PROGRAM}" run "${CMAKE_BINARY_DIR}/system"
        --timeout ${ADLC_TEST_TIMEOUT} ${expectations})
    set_tests_properties("${name}" PROPERTIES LABELS boot TIMEOUT ${limit})
endfunction()
