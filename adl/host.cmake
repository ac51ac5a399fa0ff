# SPDX-License-Identifier: BSD-2-Clause
# The host side: one static library per folder, the two tools, the platforms, the tests.
find_package(FLEX 2.6.4 REQUIRED)
find_package(BISON 3.8 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(ELF REQUIRED IMPORTED_TARGET libelf)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
find_library(FDT_LIBRARY fdt REQUIRED)

set(ADLC_GENERATED ${CMAKE_BINARY_DIR}/generated)
# Parts of the host side go into a shared library too.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# Object paths must not reach the outputs, so that a build is the same on any machine.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=" -D_POSIX_C_SOURCE=200809L)

# adlc_folder(FOLDER LIBRARIES...): the static library of a folder, named after its path. Takes all
# its .c files, and its .l and .y files as <name>_lexer.c and <name>_parser.[ch].
function(adlc_folder folder)
    string(REPLACE "/" "_" name ${folder})
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    file(GLOB lexers CONFIGURE_DEPENDS ${folder}/*.l)
    file(GLOB parsers CONFIGURE_DEPENDS ${folder}/*.y)
    set(generated ${ADLC_GENERATED}/${folder})
    file(MAKE_DIRECTORY ${generated})
    foreach(parser ${parsers})
        get_filename_component(stem ${parser} NAME_WE)
        bison_target(${name}_${stem} ${parser} ${generated}/${stem}_parser.c
            DEFINES_FILE ${generated}/${stem}_parser.h COMPILE_FLAGS "-Wall,error")
        list(APPEND sources ${BISON_${name}_${stem}_OUTPUTS})
        set_source_files_properties(${generated}/${stem}_parser.c PROPERTIES
            COMPILE_OPTIONS "-Wno-switch-enum")
    endforeach()
    foreach(lexer ${lexers})
        get_filename_component(stem ${lexer} NAME_WE)
        flex_target(${name}_${stem} ${lexer} ${generated}/${stem}_lexer.c)
        list(APPEND sources ${generated}/${stem}_lexer.c)
        set_source_files_properties(${generated}/${stem}_lexer.c PROPERTIES
            COMPILE_OPTIONS "-Wno-null-dereference"
            OBJECT_DEPENDS "${generated}/${stem}_parser.h")
    endforeach()
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR} ${ADLC_GENERATED})
    target_link_libraries(${name} PUBLIC ${ARGN})
    adlc_warnings(${name} host)
endfunction()

adlc_folder(adl/base PkgConfig::YAML)
adlc_folder(capdl/spec adl_base)
adlc_folder(capdl/plan capdl_spec adl_base PkgConfig::ELF)
adlc_folder(capdl/text capdl_spec adl_base)
adlc_folder(capdl/forms capdl_text capdl_plan capdl_spec adl_base)
adlc_folder(capdl/check capdl_spec adl_base)
adlc_folder(capdl/compare capdl_forms capdl_spec adl_base)
adlc_folder(adl/lang adl_base m)
adlc_folder(adl/model adl_lang adl_base PkgConfig::JANSSON PkgConfig::PCRE2 ${FDT_LIBRARY})
adlc_folder(adl/check adl_model adl_base)
adlc_folder(adl/lower adl_model capdl_spec adl_base)
adlc_folder(adl/glue adl_model capdl_spec adl_base PkgConfig::YAML PkgConfig::PCRE2 m)
adlc_folder(adl/build adl_model capdl_spec adl_base PkgConfig::JANSSON)
adlc_folder(loader/pack capdl_forms capdl_plan capdl_spec adl_base PkgConfig::ELF)
# What the root server itself does to see whether it can make a spec.
target_sources(loader_pack PRIVATE loader/init/hand_off_plan.c loader/init/object_plan.c
    loader/init/slot_plan.c loader/init/spec_view.c)

set(adlc_host_libraries adl_lower adl_glue adl_build adl_check adl_model adl_lang loader_pack
    capdl_check capdl_compare capdl_forms capdl_plan capdl_spec adl_base)

file(GLOB sources CONFIGURE_DEPENDS adl/cli/*.c)
add_executable(adlc ${sources})
target_link_libraries(adlc PRIVATE ${adlc_host_libraries})
target_compile_definitions(adlc PRIVATE ADLC_VERSION="${PROJECT_VERSION}")
adlc_warnings(adlc host)

file(GLOB sources CONFIGURE_DEPENDS capdl/cli/*.c)
add_executable(capdl ${sources})
target_link_libraries(capdl PRIVATE loader_pack capdl_compare capdl_forms capdl_check capdl_spec adl_base)
target_compile_definitions(capdl PRIVATE ADLC_VERSION="${PROJECT_VERSION}")
adlc_warnings(capdl host)

include(kernel/platforms.cmake)
include(tests/unit/kernel/core/kernel_core.cmake)
include(adl/install.cmake)
include(capdl/lib/libcapdl.cmake)

enable_testing()
include(tests/tests.cmake)
