# SPDX-License-Identifier: BSD-2-Clause
# The version of the package is that of the program.
get_filename_component(adlc_bin "${CMAKE_CURRENT_LIST_DIR}/../../../bin" ABSOLUTE)
find_program(adlc_program adlc HINTS "${adlc_bin}" NO_CACHE)
execute_process(COMMAND "${adlc_program}" version OUTPUT_VARIABLE adlc_text)
string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" PACKAGE_VERSION "${adlc_text}")
if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
endif()
