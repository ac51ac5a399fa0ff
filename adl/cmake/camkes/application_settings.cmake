# SPDX-License-Identifier: BSD-2-Clause
# include(application_settings) in a project written for CAmkES.
include("${CMAKE_CURRENT_LIST_DIR}/../adlcConfig.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../adlc_expect.cmake")
