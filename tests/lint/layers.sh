#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Checks every `#include "..."` against layers.txt: names file, line and the forbidden edge.
git rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git work tree"; exit 77; }
git ls-files '*.c' '*.h' '*.l' '*.y' | grep -v '^tests/\|^examples/\|^templates/builtin/' | xargs grep -n '^#include "' /dev/null |
awk -F: -v table=tests/lint/layers.txt '
BEGIN {
    while ((getline line < table) > 0) {
        if (line ~ /^#/ || line == "") continue
        at = index(line, ":")
        folder = substr(line, 1, at - 1)
        known[folder] = 1
        allowed[folder] = substr(line, at + 1) " " folder
    }
}
# The longest entry of the table that is a prefix of the folder.
function entry(path,    f) {
    f = path
    while (sub(/\/[^\/]*$/, "", f)) if (f in known) return f
    return ""
}
{
    file = $1; number = $2
    target = $0; sub(/^[^"]*"/, "", target); sub(/".*/, "", target)
    from = entry(file)
    if (from == "") { print file ":" number ": folder is not in " table; bad = 1; next }
    n = split(allowed[from], list, " ")
    good = index(target, "/") == 0 && (from ~ /^kernel\/libsel4|^templates\/runtime|^loader\/boot|^loader\/init/)
    for (i = 1; i <= n; i++)
        if (target == list[i] || index(target, list[i] "/") == 1) good = 1
    if (!good) { print file ":" number ": " from " must not include \"" target "\""; bad = 1 }
}
END { exit bad }'
