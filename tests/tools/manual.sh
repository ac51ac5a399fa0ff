#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A man page must be clean, and the descriptions in it must be sound: displays after a `.\" check` line
# go through `adlc check`. usage: manual.sh PAGE ADLC
command -v mandoc >/dev/null || { echo "skipped: mandoc is not installed"; exit 77; }
mandoc -Tlint -Wwarning "$1" || exit 1
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
awk -v work="$work" '
/^\.\\" check$/ { wanted = 1; next }
/^\.Bd/ && wanted { n++; inside = 1; wanted = 0; next }
/^\.Ed/ { inside = 0 }
inside { gsub(/\\\(dq/, "\""); gsub(/\\e/, "\\"); print > (work "/" n ".camkes") }' "$1"
for example in "$work"/*.camkes; do
    [ -f "$example" ] || break
    "$2" check "$example" || exit 1
done
