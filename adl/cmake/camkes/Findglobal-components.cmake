# SPDX-License-Identifier: BSD-2-Clause
# find_package(global-components) in a project written for CAmkES: the servers and interfaces that
# adlc has over the drivers of its boards come before a checkout's own of the same names, which need
# driver libraries; what else a checkout (a folder of CMAKE_MODULE_PATH) has can be used beside them.
include("${CMAKE_CURRENT_LIST_DIR}/../adlcConfig.cmake")
find_path(GLOBAL_COMPONENTS_DIR global-components.cmake PATHS ${CMAKE_MODULE_PATH} NO_DEFAULT_PATH)
mark_as_advanced(GLOBAL_COMPONENTS_DIR)

macro(global_components_import_project)
    CAmkESAddImportPath("${ADLC_OWN_TEMPLATES}/builtin/services")
    if(GLOBAL_COMPONENTS_DIR)
        include("${GLOBAL_COMPONENTS_DIR}/global-components.cmake")
    endif()
endmacro()

set(global-components_FOUND TRUE)
