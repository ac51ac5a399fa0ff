#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Lines of the kernel, blank ones and comments not counted: in all, and what each board's build has.
cd "$(dirname "$0")/../.." || exit 99
lines() {
    cat "$@" | awk '
        { sub(/\/\/.*/, "") }
        /\/\*/ { if (!/\*\//) inside = 1; sub(/\/\*.*\*\//, ""); sub(/\/\*.*/, "") }
        inside { if (/\*\//) { inside = 0; sub(/.*\*\//, "") } else next }
        /[^ \t]/ { n++ } END { print n + 0 }'
}
sources() { git ls-files "$@" | grep '\.[chS]$'; }
echo "kernel, all boards: $(lines $(sources kernel | grep -v 'kernel/tools\|kernel/libsel4'))"
for cpu in riscv64 aarch64; do
    echo "kernel, portable and $cpu: $(lines $(sources kernel/core kernel/include "kernel/arch/$cpu" kernel/drivers))"
done
