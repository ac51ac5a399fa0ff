/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Error numbers; see seL4_Error in the generated constants.
 */
#pragma once

#include <sel4/constants_gen.h>
