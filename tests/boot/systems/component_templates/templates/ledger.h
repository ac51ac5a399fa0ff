/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdatomic.h>

struct ledger {
    atomic_int sum;
    atomic_uint entries;
};
struct ledger *ledger(void);
