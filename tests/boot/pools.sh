#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Memory for devices, spare kernel objects, a spare thread, the io operations of drivers, the map of
# the address space; and a component with `simple = true` that makes objects of its untypeds.
# usage: pools.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/pools
system=$(dirname "$0")/systems/pools/pools.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out" --timeout 120 --expect '^cached: done' \
    --expect '^manager: done' --expect '^pools: done' >"$out/log"
status=$?
cat "$out/log"
[ $status -eq 0 ] || exit $status
if grep BAD "$out/log"; then
    exit 1
fi
for line in 'pools: pool of 20480 bytes' 'cached: pool of 16384 bytes' 'pools: spare thread good' \
    'pools: thread pools_0_control' 'manager: ASID good'; do
    grep -q "^$line" "$out/log" || { echo "missing: $line"; exit 1; }
done
