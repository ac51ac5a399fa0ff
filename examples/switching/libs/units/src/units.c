/* SPDX-License-Identifier: BSD-2-Clause */
#include "units.h"

#ifndef IN_UNITS
#error "the library's own option is missing"
#endif

int units_fahrenheit(int celsius)
{
    return (celsius * 18 + 325) / 10;
}
