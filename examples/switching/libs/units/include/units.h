/* SPDX-License-Identifier: BSD-2-Clause */
#pragma once
#ifdef __cplusplus
extern "C" {
#endif

/* Degrees Fahrenheit, rounded. */
int units_fahrenheit(int celsius);

#ifdef __cplusplus
}
#endif
