# SPDX-License-Identifier: BSD-2-Clause
#
# LIBS of components. A library that the project itself declares with add_library() is for the
# board, not for this machine: its sources are compiled by adlc's compiler, with its own options, as
# a part of the component; what its users are to know of it counts for the component. It is never
# built by CMake. Others are parts of the runtime that every component has anyway, archives, or
# unknown.

# What every component is linked with, under the names that CAmkES's libraries have. (vswitch is named
# by components for what virtqueue needs of it in CAmkES; who includes its header does not compile.)
set(ADLC_RUNTIME_LIBRARIES sel4 sel4camkes sel4runtime camkes muslc c sel4_autoconf
    camkes_tool_Config sel4camkes_Config virtqueue vswitch CACHE INTERNAL "")
# Libraries of the toolchain.
set(ADLC_TOOLCHAIN_LIBRARIES m gcc CACHE INTERNAL "")

# The items of a property of a target, "" if it has none.
function(adlc_target_items out target property)
    get_target_property(items "${target}" ${property})
    if(NOT items)
        set(items "")
    endif()
    set(${out} "${items}" PARENT_SCOPE)
endfunction()

# Adds a library and all it needs to the lists <out>_PARTS, _INCLUDES, _FLAGS, _LIBRARIES, _UNKNOWN
# and _SEEN in the caller's scope.
function(adlc_add_library out library)
    foreach(part PARTS INCLUDES FLAGS LIBRARIES UNKNOWN SEEN)
        set(${part} "${${out}_${part}}")
    endforeach()
    if(library IN_LIST SEEN OR library IN_LIST ADLC_RUNTIME_LIBRARIES)
        return()
    endif()
    list(APPEND SEEN "${library}")
    set(needs "")
    if(TARGET "${library}")
        adlc_library_target("${library}")
    elseif(library IN_LIST ADLC_TOOLCHAIN_LIBRARIES)
        list(APPEND LIBRARIES "${library}")
    elseif(library MATCHES "^-l(.+)$")
        list(APPEND LIBRARIES "${CMAKE_MATCH_1}")
    elseif(library MATCHES "/|\\.a$|^\\$<")
        list(APPEND LIBRARIES "${library}")
    else()
        list(APPEND UNKNOWN "${library}")
    endif()
    foreach(need IN LISTS needs)
        if(NOT need MATCHES "^\\$<|::@")
            foreach(part PARTS INCLUDES FLAGS LIBRARIES UNKNOWN SEEN)
                set(inner_${part} "${${part}}")
            endforeach()
            adlc_add_library(inner "${need}")
            foreach(part PARTS INCLUDES FLAGS LIBRARIES UNKNOWN SEEN)
                set(${part} "${inner_${part}}")
            endforeach()
        endif()
    endforeach()
    foreach(part PARTS INCLUDES FLAGS LIBRARIES UNKNOWN SEEN)
        set(${out}_${part} "${${part}}" PARENT_SCOPE)
    endforeach()
endfunction()

# Takes a target apart, for adlc_add_library; sets `needs`.
macro(adlc_library_target library)
    get_target_property(type "${library}" TYPE)
    get_target_property(imported "${library}" IMPORTED)
    if(imported AND NOT type STREQUAL "INTERFACE_LIBRARY")
        list(APPEND LIBRARIES "$<TARGET_FILE:${library}>")
    elseif(NOT type STREQUAL "INTERFACE_LIBRARY" AND NOT type STREQUAL "UTILITY")
        list(APPEND PARTS "${library}")
        set_target_properties("${library}" PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    if(NOT type STREQUAL "UTILITY")
        list(APPEND INCLUDES "$<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>")
        adlc_target_flags(items "${library}" INTERFACE_)
        list(APPEND FLAGS ${items})
        foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
            adlc_target_items(items "${library}" ${property})
            list(APPEND needs ${items})
        endforeach()
    endif()
endmacro()

# The definitions and options of a target, as flags for C; `kind`: "" for its own, else INTERFACE_.
function(adlc_target_flags out target kind)
    adlc_target_items(flags "${target}" ${kind}COMPILE_DEFINITIONS)
    list(TRANSFORM flags PREPEND "-D")
    adlc_target_items(options "${target}" ${kind}COMPILE_OPTIONS)
    foreach(option IN LISTS options)
        adlc_for_language(option "${option}" C)
        list(APPEND flags "${option}")
    endforeach()
    set(${out} "${flags}" PARENT_SCOPE)
endfunction()

# The absolute paths of the sources of a target that a compiler takes.
function(adlc_target_sources out target)
    get_target_property(folder "${target}" SOURCE_DIR)
    get_target_property(build_folder "${target}" BINARY_DIR)
    adlc_target_items(sources "${target}" SOURCES)
    set(result "")
    foreach(source IN LISTS sources)
        if(NOT IS_ABSOLUTE "${source}")
            if(EXISTS "${folder}/${source}")
                set(source "${folder}/${source}")
            else()
                set(source "${build_folder}/${source}")
            endif()
        endif()
        if(source MATCHES "\\.(c|cc|cpp|cxx|S|s)$")
            list(APPEND result "${source}")
        endif()
    endforeach()
    set(${out} "${result}" PARENT_SCOPE)
endfunction()

# Appends to the text `out` the libraries `parts` of a component, each with its own options and with
# what all of them tell their users.
function(adlc_yaml_parts out parts includes flags)
    set(adlc_parts "")
    foreach(part IN LISTS parts)
        adlc_target_sources(sources "${part}")
        adlc_target_flags(own "${part}" "")
        if(sources)
            string(APPEND adlc_parts "      -\n")
            adlc_yaml_list(adlc_parts "        " sources ${sources})
            adlc_yaml_list(adlc_parts "        " includes
                "$<TARGET_PROPERTY:${part},INCLUDE_DIRECTORIES>" ${includes})
            # The warnings are the project's choice alone: it may have -Werror.
            adlc_yaml_list(adlc_parts "        " flags -Wno-all -Wno-extra ${own} ${flags})
        endif()
    endforeach()
    if(adlc_parts)
        set(${out} "${${out}}    parts:\n${adlc_parts}" PARENT_SCOPE)
    endif()
endfunction()
