#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Names: file base names are unique (but for main.c, per-CPU files, examples, and the headers boot.h and
# irq.h, of which kernel/, arch/ and plat/ have one each), and every diagnostic of diag.def is reported
# somewhere (by C code or a template), has a golden case and a paragraph in the manual.
git rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git work tree"; exit 77; }
status=0
repeated=$(git ls-files '*.c' '*.h' '*.S' | grep -v '^examples/\|^kernel/libsel4/\|^tests/golden/\|^templates/' | sed 's|.*/||' |
    grep -v '^\(main\.c\|start\.S\|trap\.c\|context\.[ch]\|mmu\.c\|timer\.c\|paging\.h\|switch\.h\|memory\.h\|arch\.h\|boot\.h\|irq\.h\|init_cpu\.c\|init_start\.S\)$' |
    sort | uniq -d)
[ -z "$repeated" ] || { echo "file names used twice: $repeated"; status=1; }

list=$(mktemp) || exit 99
trap 'rm -f "$list"' EXIT
sed -n 's/^DIAG(\([A-Z0-9_]*\), *\([0-9]*\), *"\([^"]*\)".*/\1 \2 \3/p' adl/base/diag.def >"$list"
while read -r symbol number name; do
    git grep -q "DIAG_$symbol\b" -- '*.c' '*.y' '*.l' ||
        git grep -q "name='$name'" -- templates || { echo "$name: DIAG_$symbol is reported nowhere"; status=1; }
    grep -qF "[$name]" tests/golden/*/*/err tests/golden/walk/*/out || grep -q "^$name " tests/lint/uncovered.txt ||
        { echo "$name: no golden case shows it (tests/golden/*/*/err, tests/golden/walk/*/out)"; status=1; }
    if grep -q "^$name " tests/lint/uncovered.txt && grep -qF "[$name]" tests/golden/*/*/err; then
        echo "$name: tests/lint/uncovered.txt lists it, but a case shows it"; status=1
    fi
    grep -q "^[.]It Sy $name No" man/adlc-diagnostics.7 || { echo "$name: no paragraph in man/adlc-diagnostics.7"; status=1; }
done <"$list"
exit $status
