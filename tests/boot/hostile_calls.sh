#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A client that sends its server nonsense and components that call the kernel at random: the server
# reports the bad requests and serves the honest client, whose priority is the lowest. No thread sees
# the floating point registers of another.
# usage: hostile_calls.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/hostile_calls
system=$(dirname "$0")/systems/hostile_calls/hostile_calls.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 90 --expect '^owner: has a secret' \
    --expect '^thief: saw the secret in 0 registers' \
    --expect '^server: error in interface service: request: .*, index 0x' --expect '^liar: done' \
    --expect '^random 1: done' --expect '^random 2: done' --expect '^random 3: done' \
    --expect '^honest: 5 6 12 2 Xord'
