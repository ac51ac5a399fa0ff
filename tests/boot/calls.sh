#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Calls through shared memory, from two threads, with a server that blocks while it serves, and from
# callers of different procedures.
# usage: calls.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/calls
system=$(dirname "$0")/systems/calls/calls.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^mixed: caller 100000000 adds$' --expect '^mixed: caller 1 adds$' \
    --expect '^adder: 42$' --expect '^greeter: hello, world 42$' --expect '^adder2: 42$' \
    --expect '^server: waiting for the bell$' --expect '^server: the bell rang$' \
    --expect '^caller: floor 301$' \
    --expect '^caller: wrong sums 0 and 0$' --expect '^caller: long text reversed$' \
    --expect '^caller: image brighter$' \
    --expect '^caller: sum: the parameters do not fit into a message, needs more than it has$' \
    --expect '^caller: largest 7$' --expect '^ringer: floor 970$'
