#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A component with `untyped_memory`, `asid_pool`, `domain_ctrl` and `cnode_headroom` finds all memory
# that is left in its own CNode, uses it and ends the root server; everything else goes on.
# usage: untyped_memory.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/untyped_memory
"$build/bin/adlc" "$(dirname "$0")/systems/untyped_memory/untyped_memory.camkes" -o "$out" \
    --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out" --verify || exit 1
"$build/bin/adlc" run "$out" --timeout 120 --expect '^heir: done' >"$out/log"
status=$?
cat "$out/log"
[ $status -eq 0 ] || exit $status
if grep BAD "$out/log"; then
    exit 1
fi
[ "$(grep -c '^heir: .* good' "$out/log")" -eq 17 ]
