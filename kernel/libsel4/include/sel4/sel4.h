/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The whole user API of the kernel under seL4's names. Freestanding C11 or C++11; nothing to link,
 * but the program must define __sel4_ipc_buffer (see functions.h).
 */
#pragma once

#include <sel4/config.h>

#include <sel4/types.h>

#include <sel4/bootinfo.h>
#include <sel4/constants.h>
#include <sel4/faults.h>
#include <sel4/functions.h>
#include <sel4/invocation.h>
#include <sel4/syscalls.h>

#include <interfaces/sel4_client.h>
