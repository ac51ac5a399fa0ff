#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Components that reach for the kernel, for what they may only read and for what may not be executed:
# each ends in a fault that is reported, and the others run on.
# usage: hostile_faults.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/hostile_faults
system=$(dirname "$0")/systems/hostile_faults/hostile_faults.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out" --timeout 120 --expect 'steady: still here, untouched' >"$out/serial" 2>&1
status=$?
attackers=$(sed -n 's/^ *component [HW][a-z]* \([a-z0-9]*\);$/\1/p' "$system")
[ -n "$attackers" ] || { echo "no attackers in $system"; exit 99; }
for attacker in $attackers; do
    grep -q "^$attacker: thread .* faulted: " "$out/serial" || { echo "no fault: $attacker"; status=1; }
done
if grep 'survived' "$out/serial"; then
    status=1
fi
[ $status -eq 0 ] || cat "$out/serial"
exit $status
