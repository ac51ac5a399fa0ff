/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * See bootinfo_types.h.
 */
#pragma once

#include <sel4/bootinfo_types.h>
