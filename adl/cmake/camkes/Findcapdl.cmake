# SPDX-License-Identifier: BSD-2-Clause
# find_package(capdl) in a project written for CAmkES: adlc has it built in.
include("${CMAKE_CURRENT_LIST_DIR}/../adlcConfig.cmake")
set(capdl_FOUND TRUE)
