# SPDX-License-Identifier: BSD-2-Clause
# include(simulation) in a project written for CAmkES.
include("${CMAKE_CURRENT_LIST_DIR}/../adlcConfig.cmake")
