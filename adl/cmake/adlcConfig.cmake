# SPDX-License-Identifier: BSD-2-Clause
#
# find_package(adlc): CMake projects written for CAmkES, built with adlc. What a project calls is
# here with CAmkES's names and arguments; man/adlc-cmake.7 lists it.
#
# How it works: declarations are collected in global properties while the project is read. When all
# of it is known (GenerateCAmkESRootserver(), or the end of the top CMakeLists.txt), they become one
# project file, adlc/adlc.yaml in the build folder, and one target that runs `adlc build` with it;
# adlc itself finds out what has changed. CMake's own compilers are not used for components.
#
# A project that does not know adlc needs no change at all: with
#     cmake -DCMAKE_MODULE_PATH=<this folder>/camkes ...
# its find_package(camkes-tool), find_package(seL4) and so on lead here.
cmake_minimum_required(VERSION 3.19)
if(COMMAND DeclareCAmkESComponent)
    return()
endif()

enable_testing()
get_filename_component(ADLC_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_program(ADLC_PROGRAM adlc HINTS "${ADLC_PREFIX}/bin" NO_CACHE REQUIRED)
set(ADLC_PROGRAM "${ADLC_PROGRAM}" CACHE FILEPATH "the adlc to build with")
set(ADLC_OWN_TEMPLATES "${ADLC_PREFIX}/share/adlc/templates" CACHE INTERNAL "")
set(ADLC_CMAKE_DIR "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")
mark_as_advanced(ADLC_PROGRAM)
# What find_package(global-components) of an application finds, when no folder was set for it.
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}/camkes")

include("${CMAKE_CURRENT_LIST_DIR}/adlc_sel4_build.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_platform.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_settings.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_declare.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_libraries.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_schedule.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_system.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/adlc_simulate.cmake")
