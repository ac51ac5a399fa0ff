# SPDX-License-Identifier: BSD-2-Clause
#
# What CAmkES projects call that belongs to the builds of seL4 and its libraries. Steps that set up
# parts which adlc has built in do nothing; helpers do here what they do there.

# Parts that are built in: kernel, loader, C library, runtime, capDL loader.
foreach(name
        camkes_tool_setup_camkes_build_environment camkes_tool_import_libraries
        sel4_import_kernel sel4_import_libsel4 sel4_libs_import_libraries
        util_libs_import_libraries projects_libs_import_libraries
        sel4_projects_libs_import_libraries musllibc_import_library
        musllibc_setup_build_environment_with_sel4runtime musllibc_setup_build_environment
        sel4runtime_import_project elfloader_import_project capdl_import_project
        ApplyData61ElfLoaderSettings ApplyCommonSimulationSettings SetElfloaderRootserversLast
        SetCapDLLoaderStaticAlloc ApplyCommonReleaseVerificationSettings)
    if(NOT COMMAND ${name})
        cmake_language(EVAL CODE "function(${name})\nendfunction()")
    endif()
endforeach()

# Of CAmkES's collection of examples: applications call it for the servers of global-components.
function(includeGlobalComponents)
    find_package(global-components REQUIRED MODULE)
    global_components_import_project()
endfunction()

function(sel4_configure_platform_settings)
    adlc_choose_platform()
endfunction()

# Libraries that projects ask for with if(TARGET ...) and name in LIBS; every component has them.
foreach(name muslc sel4 sel4camkes)
    if(NOT TARGET ${name})
        add_library(${name} INTERFACE IMPORTED GLOBAL)
    endif()
endforeach()

set(KERNEL_HELPERS_PATH "${CMAKE_CURRENT_LIST_DIR}/adlc_sel4_build.cmake" CACHE INTERNAL "")
set(PLATSUPPORT_HELPERS "${CMAKE_CURRENT_LIST_DIR}/adlc_sel4_build.cmake" CACHE INTERNAL "")
set(CAMKES_TOOL_DIR "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")

# Finds `file_name` in the module path and keeps where it is.
function(RequireFile config_name file_name)
    cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" "PATHS")
    find_file(${config_name} "${file_name}" PATHS ${ARG_PATHS} ${CMAKE_MODULE_PATH} NO_DEFAULT_PATH)
    if(NOT ${config_name})
        message(FATAL_ERROR "adlc: `${file_name}` is not in ${ARG_PATHS} ${CMAKE_MODULE_PATH}")
    endif()
    mark_as_advanced(${config_name})
endfunction()

function(get_absolute_list_source_or_binary output input)
    set(items "${input}")
    adlc_absolute_list(items)
    set(${output} "${items}" PARENT_SCOPE)
endfunction()

function(get_absolute_source_or_binary output input)
    get_absolute_list_source_or_binary(items "${input}")
    set(${output} "${items}" PARENT_SCOPE)
endfunction()

# Remembers `#define CONFIG_<name> <value>` for add_config_library.
function(adlc_config_line name value)
    set_property(DIRECTORY APPEND PROPERTY ADLC_CONFIG "#define CONFIG_${name} ${value}")
endfunction()

# The value behind DEFAULT in the arguments of a config_* function.
function(adlc_config_default out)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "UNQUOTE;UNDEF_DISABLED" "DEFAULT;DEFAULT_DISABLED"
        "DEPENDS")
    set(value "${ARG_DEFAULT}")
    foreach(condition IN LISTS ARG_DEPENDS)
        string(REPLACE " " ";" words "${condition}")
        if(NOT (${words}))
            set(value "${ARG_DEFAULT_DISABLED}")
            set(${out}_disabled ON PARENT_SCOPE)
        endif()
    endforeach()
    set(${out} "${value}" PARENT_SCOPE)
    set(${out}_unquote "${ARG_UNQUOTE}" PARENT_SCOPE)
endfunction()

function(config_option option config doc)
    adlc_config_default(value ${ARGN})
    if(value_disabled)
        set(${option} "${value}" CACHE INTERNAL "")
    else()
        set(${option} "${value}" CACHE BOOL "${doc}")
    endif()
    if(${option})
        adlc_config_line(${config} 1)
    endif()
endfunction()

function(config_string option config doc)
    adlc_config_default(value ${ARGN})
    set(${option} "${value}" CACHE STRING "${doc}")
    if(NOT value_disabled)
        if(value_unquote)
            adlc_config_line(${config} "${${option}}")
        else()
            adlc_config_line(${config} "\"${${option}}\"")
        endif()
    endif()
endfunction()

macro(config_set option config value)
    set(${option} "${value}" CACHE INTERNAL "")
    if("${value}" STREQUAL "ON")
        adlc_config_line(${config} 1)
    elseif(NOT "${value}" STREQUAL "OFF")
        adlc_config_line(${config} "${value}")
    endif()
endmacro()

# Further arguments: "name;variable;config[;condition...]"; the first is the default.
function(config_choice option config doc)
    math(EXPR last "${ARGC} - 1")
    set(first "")
    foreach(i RANGE 3 ${last})
        list(GET ARGV${i} 0 name)
        if(first STREQUAL "")
            set(first "${name}")
        endif()
    endforeach()
    set(${option} "${first}" CACHE STRING "${doc}")
    foreach(i RANGE 3 ${last})
        list(GET ARGV${i} 0 name)
        list(GET ARGV${i} 1 variable)
        list(GET ARGV${i} 2 line)
        if(name STREQUAL "${${option}}")
            set(${variable} ON CACHE INTERNAL "")
            adlc_config_line(${line} 1)
        else()
            set(${variable} OFF CACHE INTERNAL "")
        endif()
    endforeach()
    adlc_config_line(${config} "${${option}}")
endfunction()

# The library <prefix>_Config, whose header <prefix>/gen_config.h has what was configured.
function(add_config_library prefix template)
    get_property(lines DIRECTORY PROPERTY ADLC_CONFIG)
    list(JOIN lines "\n" text)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/gen_config")
    file(WRITE "${folder}/${prefix}/gen_config.h" "#pragma once\n${text}\n")
    if(NOT TARGET ${prefix}_Config)
        add_library(${prefix}_Config INTERFACE)
        target_include_directories(${prefix}_Config INTERFACE "${folder}")
    endif()
endfunction()
