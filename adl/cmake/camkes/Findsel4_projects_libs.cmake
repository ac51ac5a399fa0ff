# SPDX-License-Identifier: BSD-2-Clause
# find_package(sel4_projects_libs) in a project written for CAmkES: adlc has it built in.
include("${CMAKE_CURRENT_LIST_DIR}/../adlcConfig.cmake")
set(sel4_projects_libs_FOUND TRUE)
