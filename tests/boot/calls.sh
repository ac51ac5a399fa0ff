#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Calls through shared memory, from two threads, with a server that blocks while it serves, and from
# callers of different procedures.
# usage: calls.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/calls
system=$(dirname "$0")/systems/calls/calls.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
# The ringer has the least priority: its last line comes when everybody else has none left.
"$build/bin/adlc" run "$out" --timeout 120 --expect '^ringer: floor 970$' >"$out/log"
status=$?
tr -d '\r' <"$out/log" >"$out/lines"
cat "$out/lines"
[ $status -eq 0 ] || exit $status
while read -r line; do
    grep -qxF "$line" "$out/lines" || { echo "missing: $line"; status=1; }
done <<END
mixed: caller 100000000 adds
mixed: caller 1 adds
adder: 42
greeter: hello, world 42
adder2: 42
server: waiting for the bell
server: the bell rang
caller: floor 301
caller: wrong sums 0 and 0
caller: long text reversed
caller: image brighter
caller: sum: the parameters do not fit into a message, needs more than it has
caller: largest 7
END
exit $status
