# SPDX-License-Identifier: BSD-2-Clause
#
# The switches of CAmkES's and seL4's builds. Each is followed, or, where it asks for something that
# adlc does not have, named: nothing is dropped in silence.

# As CAmkES sets them, so that projects can ask. A project's own set() before or after wins.
foreach(setting
        "CAmkESCPP=ON" "CAmkESAllowForwardReferences=OFF" "CAmkESDTS=OFF" "CAmkESVerbose=OFF"
        "CAmkESFaultHandlers=ON" "CAmkESProvideTCBCaps=ON" "CAmkESLargeFramePromotion=ON"
        "CAmkESDMALargeFramePromotion=OFF" "CAmkESRPCLockElision=ON" "CAmkESCapDLStaticAlloc=OFF"
        "CAmkESCapDLVerification=OFF" "CAmkESConnectorTiming=OFF" "CAmkESNoFPUByDefault=OFF")
    string(REGEX MATCH "^([^=]*)=(.*)$" ignored "${setting}")
    if(NOT DEFINED ${CMAKE_MATCH_1})
        set(${CMAKE_MATCH_1} ${CMAKE_MATCH_2} CACHE BOOL "as in CAmkES; see adlc-cmake(7)")
        mark_as_advanced(${CMAKE_MATCH_1})
    endif()
endforeach()
foreach(setting "CAmkESDefaultStackSize=16384" "CAmkESDefaultPriority=254"
        "CAmkESDefaultAffinity=0")
    string(REGEX MATCH "^([^=]*)=(.*)$" ignored "${setting}")
    if(NOT DEFINED ${CMAKE_MATCH_1})
        set(${CMAKE_MATCH_1} ${CMAKE_MATCH_2} CACHE STRING "as in CAmkES; see adlc-cmake(7)")
        mark_as_advanced(${CMAKE_MATCH_1})
    endif()
endforeach()

# Says that `name`, being `value`, has no effect.
function(adlc_setting_ignored name why)
    message(WARNING "adlc: ${name}=${${name}} has no effect: ${why}")
endfunction()

# Looks at what the project has set; what adlc cannot be ends the configuration.
function(adlc_check_settings)
    if(KernelIsMCS)
        message(FATAL_ERROR "adlc: KernelIsMCS is set, but adlc's kernel has no MCS scheduling; "
            "use a classic configuration")
    endif()
    if(KernelMaxNumNodes AND KernelMaxNumNodes GREATER 1)
        message(FATAL_ERROR "adlc: KernelMaxNumNodes=${KernelMaxNumNodes}, but adlc's kernel runs "
            "on one core; set it to 1")
    endif()
    if(KernelNumDomains AND KernelNumDomains GREATER 16)
        message(FATAL_ERROR "adlc: KernelNumDomains=${KernelNumDomains}, but adlc's kernel has 16 "
            "domains")
    endif()
    if(KernelArmHypervisorSupport)
        adlc_setting_ignored(KernelArmHypervisorSupport "adlc's kernel hosts no virtual machines")
    endif()
    if(CAmkESCapDLVerification)
        adlc_setting_ignored(CAmkESCapDLVerification "adlc writes no Isabelle theories yet")
    endif()
    if(CAmkESConnectorTiming)
        adlc_setting_ignored(CAmkESConnectorTiming "the connectors have no timing points")
    endif()
    if(NOT CAmkESProvideTCBCaps)
        adlc_setting_ignored(CAmkESProvideTCBCaps "components always hold what their glue needs")
    endif()
endfunction()

# Appends to the list `out` the options of adlc that the settings come to.
function(adlc_settings_options out)
    set(options "${${out}}")
    if(NOT CAmkESCPP)
        list(APPEND options --no-cpp)
    endif()
    if(CAmkESAllowForwardReferences)
        list(APPEND options --forward-references)
    endif()
    if(CAmkESVerbose)
        list(APPEND options --verbose)
    endif()
    set(${out} "${options}" PARENT_SCOPE)
endfunction()

# Appends to the text `out` the section `defaults` of the project file.
function(adlc_settings_defaults out)
    set(adlc_defaults "")
    foreach(pair "_stack_size=CAmkESDefaultStackSize" "_priority=CAmkESDefaultPriority"
            "_affinity=CAmkESDefaultAffinity" "heap_size=CAmkESDefaultHeapSize")
        string(REGEX REPLACE "=.*" "" attribute "${pair}")
        string(REGEX REPLACE ".*=" "" setting "${pair}")
        if(NOT DEFINED ${setting})
            continue()
        endif()
        if(NOT "${${setting}}" MATCHES "^[0-9]+$")
            message(FATAL_ERROR "adlc: ${setting}=${${setting}} is no number")
        endif()
        string(APPEND adlc_defaults "  ${attribute}: ${${setting}}\n")
    endforeach()
    set(${out} "${${out}}defaults:\n${adlc_defaults}" PARENT_SCOPE)
endfunction()
