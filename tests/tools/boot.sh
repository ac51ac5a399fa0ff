#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Builds one example for one platform and boots it: the lines of its expected.txt must be seen on the
# serial line, in this order, each as a whole line; [...] in one stands for any text.
# usage: boot.sh BUILD_FOLDER EXAMPLE_FOLDER PLATFORM
build=$1 example=$2 platform=$3
name=$(basename "$example")
out=$build/tests/boot/$platform/$name
mkdir -p "$out" || exit 99
"$build/bin/adlc" "$example/$name.camkes" -o "$out" --platform "$platform" -q || exit 1

# Each line of expected.txt becomes an --expect with the special characters taken literally; not so
# [...].
set --
while IFS= read -r line; do
    [ -n "$line" ] || continue
    escaped=$(printf '%s' "$line" | sed 's/[][\.*^$+?(){}|]/\\&/g' |
        sed 's/\\\[\\\.\\\.\\\.\\\]/.*/g')
    set -- "$@" --expect "^$escaped\$"
done <"$example/expected.txt"
[ $# -gt 0 ] || { echo "expected.txt is empty"; exit 99; }
# The image is made of what was built, the booted system has the capabilities of its spec, and
# everything lies where it was planned.
"$build/bin/adlc" verify "$out" || exit 1
exec "$build/bin/adlc" run "$out" --verify -E plan-differs --timeout 120 "$@"
