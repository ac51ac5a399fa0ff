# SPDX-License-Identifier: BSD-2-Clause
#
# KernelDomainSchedule: where seL4's build compiles a C file with the table ksDomSchedule into the
# kernel, adlc reads the table and gives it to the loader. An entry is `{ .domain = D, .length = L }`
# or `{ D, L }`, with plain numbers; the length counts ticks of the kernel's timer.

# Appends the section `schedule` of the project file to the text `out`; nothing without a schedule.
function(adlc_schedule out)
    if(NOT KernelDomainSchedule)
        return()
    endif()
    if(NOT EXISTS "${KernelDomainSchedule}")
        message(FATAL_ERROR "adlc: KernelDomainSchedule=${KernelDomainSchedule}: there is no such file")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${KernelDomainSchedule}")
    file(READ "${KernelDomainSchedule}" adlc_table)
    string(REPLACE ";" " , " adlc_table "${adlc_table}")
    string(REGEX REPLACE "/[*]([^*]|[*]+[^*/])*[*]+/" " " adlc_table "${adlc_table}")
    string(REGEX REPLACE "//[^\n]*" " " adlc_table "${adlc_table}")
    string(REGEX REPLACE "[ \t\r\n]+" "" adlc_table "${adlc_table}")
    if(NOT adlc_table MATCHES "ksDomSchedule\\[[^]]*\\]={(.*)$")
        message(FATAL_ERROR "adlc: ${KernelDomainSchedule} has no table ksDomSchedule")
    endif()
    set(rest "${CMAKE_MATCH_1}")
    set(entries "")
    set(number "([0-9]+)[uUlL]*")
    while(rest MATCHES "^{(.domain=)?${number},(.length=)?${number},?},?(.*)$")
        string(APPEND entries "  - {domain: ${CMAKE_MATCH_2}, duration: ${CMAKE_MATCH_4}}\n")
        set(rest "${CMAKE_MATCH_5}")
    endwhile()
    if(entries STREQUAL "" OR NOT rest MATCHES "^}")
        string(SUBSTRING "${rest}" 0 60 rest)
        message(FATAL_ERROR "adlc: ${KernelDomainSchedule}: not understood from here on: ${rest}\n"
            "  entries are `{ .domain = 0, .length = 1 }` with plain numbers")
    endif()
    set(${out} "${${out}}schedule:\n${entries}" PARENT_SCOPE)
endfunction()
