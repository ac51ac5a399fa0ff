/* SPDX-License-Identifier: BSD-2-Clause */
#include "units.h"

int units_fahrenheit(int celsius)
{
    return (celsius * 18 + 325) / 10;
}
