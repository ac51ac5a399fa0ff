#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Size limits: files up to 600 lines, functions up to 60. Exceptions stand in limits.txt as
# `file` or `file:function`; an exception that is not needed any more is a fault too.
git rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git work tree"; exit 77; }
command -v ctags >/dev/null || { echo "skipped: ctags is not installed"; exit 77; }
exceptions=tests/lint/limits.txt
found=$(mktemp) || exit 99
trap 'rm -f "$found"' EXIT
git ls-files '*.c' '*.h' '*.S' '*.l' '*.y' | grep -v '^tests/' | while read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || echo "$file $lines lines, at most 600"
done >"$found"
git ls-files '*.c' | grep -v '^tests/' | xargs ctags -x --_xformat='%{input} %N %n %{end}' --kinds-C=f 2>/dev/null |
    awk 'NF == 4 && $4 - $3 + 1 > 60 { print $1 ":" $2 " " $4 - $3 + 1 " lines, at most 60" }' >>"$found"
status=0
while read -r place rest; do
    grep -q "^$place\( \|$\)" "$exceptions" || { echo "$place: $rest"; status=1; }
done <"$found"
grep -v '^#' "$exceptions" | while read -r place rest; do
    grep -q "^$place " "$found" || echo "$exceptions: $place needs no exception any more"
done | { ! grep . ; } || status=1
exit $status
