/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

#include "families.h"

TALK(plain)
