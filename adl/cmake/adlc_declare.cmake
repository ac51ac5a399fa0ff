# SPDX-License-Identifier: BSD-2-Clause
#
# What a project declares: components, connectors, search paths. Kept in global properties; relative
# paths are looked for beside the file that gives them (which may have been included), in the source
# folder of its CMakeLists.txt and, for what is made later, in its build folder.

# Makes every item of the list variable absolute. Generator expressions stay as they are.
function(adlc_absolute_list list)
    set(result "")
    foreach(item IN LISTS ${list})
        if(item MATCHES "^\\$<" OR IS_ABSOLUTE "${item}")
            list(APPEND result "${item}")
        elseif(EXISTS "${CMAKE_CURRENT_LIST_DIR}/${item}" OR item MATCHES "[*?]")
            list(APPEND result "${CMAKE_CURRENT_LIST_DIR}/${item}")
        elseif(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${item}")
            list(APPEND result "${CMAKE_CURRENT_SOURCE_DIR}/${item}")
        else()
            list(APPEND result "${CMAKE_CURRENT_BINARY_DIR}/${item}")
        endif()
    endforeach()
    set(${list} "${result}" PARENT_SCOPE)
endfunction()

# Adds the arguments of one declaration to what `kind` (COMPONENT or INSTANCE) `name` has already.
function(adlc_declare kind name)
    cmake_parse_arguments(PARSE_ARGV 2 ARG "" "CAKEML_HEAP_SIZE;CAKEML_STACK_SIZE;LINKER_LANGUAGE"
        "SOURCES;CAKEML_SOURCES;CAKEML_DEPENDS;CAKEML_INCLUDES;INCLUDES;C_FLAGS;CXX_FLAGS;LD_FLAGS;LIBS;TEMPLATE_SOURCES;TEMPLATE_HEADERS")
    if(ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "adlc: `${name}` is declared with unknown arguments: "
            "${ARG_UNPARSED_ARGUMENTS}")
    endif()
    set_property(GLOBAL APPEND PROPERTY ADLC_${kind}S "${name}")
    adlc_absolute_list(ARG_SOURCES)
    adlc_absolute_list(ARG_INCLUDES)
    foreach(part SOURCES INCLUDES C_FLAGS CXX_FLAGS LD_FLAGS LIBS)
        set_property(GLOBAL APPEND PROPERTY ADLC_${kind}_${name}_${part} "${ARG_${part}}")
    endforeach()
    foreach(part CAKEML_SOURCES TEMPLATE_SOURCES TEMPLATE_HEADERS)
        if(NOT ARG_${part})
        elseif(part MATCHES "TEMPLATE" AND kind STREQUAL "COMPONENT")
            # Looked up in the template paths when all of these are known.
            foreach(template IN LISTS ARG_${part})
                set_property(GLOBAL APPEND PROPERTY ADLC_COMPONENT_${name}_${part}
                    "${CMAKE_CURRENT_LIST_DIR}|${template}")
            endforeach()
        else()
            set_property(GLOBAL APPEND PROPERTY ADLC_${kind}_${name}_UNSUPPORTED ${part})
        endif()
    endforeach()
    set_property(GLOBAL APPEND PROPERTY ADLC_${kind}_${name}_FOLDERS "${CMAKE_CURRENT_SOURCE_DIR}")
    adlc_depend_on_files("${ARG_SOURCES}")
endfunction()

# Makes the system wait for sources that a rule of this CMakeLists.txt makes.
function(adlc_depend_on_files files)
    set(made "")
    foreach(file IN LISTS files)
        get_source_file_property(generated "${file}" GENERATED)
        if(generated)
            list(APPEND made "${file}")
        endif()
    endforeach()
    if(made)
        get_property(count GLOBAL PROPERTY ADLC_SOURCE_TARGETS)
        list(LENGTH count number)
        add_custom_target(adlc-sources-${number} DEPENDS ${made})
        set_property(GLOBAL APPEND PROPERTY ADLC_SOURCE_TARGETS adlc-sources-${number})
    endif()
endfunction()

# The target that CAmkES has for a component is here for projects that make it wait for others.
function(DeclareCAmkESComponent name)
    if(NOT TARGET "CAmkESComponent_${name}")
        add_custom_target("CAmkESComponent_${name}")
        set_property(GLOBAL APPEND PROPERTY ADLC_SOURCE_TARGETS "CAmkESComponent_${name}")
    endif()
    adlc_declare(COMPONENT "${name}" ${ARGN})
endfunction()

# An older spelling that some projects have; CMake does not mind case, so it is the same function:
# DeclareCamkesComponent.

function(ExtendCAmkESComponentInstance component instance)
    adlc_declare(INSTANCE "${instance}" ${ARGN})
endfunction()

# The names of templates are looked up in the template paths when all of these are known.
function(DeclareCAmkESConnector name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "FROM;TO;CAKEML_TO;FROM_HEADER;TO_HEADER"
        "FROM_LIBS;TO_LIBS")
    if(ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "adlc: connector `${name}` is declared with unknown arguments: "
            "${ARG_UNPARSED_ARGUMENTS}")
    endif()
    set_property(GLOBAL APPEND PROPERTY ADLC_CONNECTORS "${name}")
    foreach(part FROM TO FROM_HEADER TO_HEADER)
        if(ARG_${part})
            set_property(GLOBAL PROPERTY ADLC_CONNECTOR_${name}_${part} "${ARG_${part}}")
        endif()
    endforeach()
    set_property(GLOBAL PROPERTY ADLC_CONNECTOR_${name}_DIR "${CMAKE_CURRENT_LIST_DIR}")
endfunction()

function(CAmkESAddImportPath)
    set(folders "${ARGV}")
    adlc_absolute_list(folders)
    set_property(GLOBAL APPEND PROPERTY ADLC_IMPORT_PATHS "${folders}")
endfunction()

function(CAmkESMaybeAddImportPath)
    foreach(folder IN LISTS ARGV)
        if(EXISTS "${folder}")
            CAmkESAddImportPath("${folder}")
        endif()
    endforeach()
endfunction()

function(CAmkESAddTemplatesPath)
    set(folders "${ARGV}")
    adlc_absolute_list(folders)
    set_property(GLOBAL APPEND PROPERTY ADLC_TEMPLATE_PATHS "${folders}")
endfunction()

function(CAmkESAddCPPInclude)
    set(folders "${ARGV}")
    adlc_absolute_list(folders)
    foreach(folder IN LISTS folders)
        set_property(GLOBAL APPEND PROPERTY ADLC_CPP_FLAGS "-I${folder}")
    endforeach()
endfunction()
