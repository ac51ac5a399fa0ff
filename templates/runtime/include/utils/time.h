/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Units of time in one another, as 64-bit numbers: NS_IN_MS is how many nanoseconds a millisecond
 * has.
 */
#ifndef UTILS_TIME_H
#define UTILS_TIME_H

#include <stdint.h>

#define SEC_IN_MINUTE UINT64_C(60)
#define MS_IN_S       UINT64_C(1000)
#define MS_IN_MINUTE  (MS_IN_S * SEC_IN_MINUTE)
#define US_IN_MS      UINT64_C(1000)
#define US_IN_S       (US_IN_MS * MS_IN_S)
#define US_IN_MINUTE  (US_IN_S * SEC_IN_MINUTE)
#define NS_IN_US      UINT64_C(1000)
#define NS_IN_MS      (NS_IN_US * US_IN_MS)
#define NS_IN_S       (NS_IN_US * US_IN_S)
#define NS_IN_MINUTE  (NS_IN_S * SEC_IN_MINUTE)
#define PS_IN_NS      UINT64_C(1000)
#define PS_IN_US      (PS_IN_NS * NS_IN_US)
#define PS_IN_MS      (PS_IN_NS * NS_IN_MS)
#define PS_IN_S       (PS_IN_NS * NS_IN_S)
#define PS_IN_MINUTE  (PS_IN_S * SEC_IN_MINUTE)
#define FS_IN_PS      UINT64_C(1000)
#define FS_IN_NS      (FS_IN_PS * PS_IN_NS)
#define FS_IN_US      (FS_IN_PS * PS_IN_US)
#define FS_IN_MS      (FS_IN_PS * PS_IN_MS)
#define FS_IN_S       (FS_IN_PS * PS_IN_S)

#endif
