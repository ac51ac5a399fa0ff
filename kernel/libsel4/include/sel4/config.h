/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's configuration as CONFIG_ symbols; a symbol that is off is not defined.
 */
#pragma once

#include <autoconf.h>
