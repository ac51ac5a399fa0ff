#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every family of connectors for calls against a client and a server that do not keep to the generated
# code: the servers serve the honest client on, the client survives, and nobody faults.
# usage: hostile_families.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/hostile_families
system=$(dirname "$0")/systems/hostile_families/hostile_families.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
"$build/bin/adlc" run "$out" --timeout 240 --expect '^liar: done with 10 endpoints$' \
    --expect '^honest: plain 1 signal 1 port 1 multi 1 cantrip 1 cantrip_multi 1 looped 1 bytes 1$' \
    --expect '^victim: plain survived, answers were refused$' \
    --expect '^victim: window survived, answers were refused$' \
    --expect '^victim: signal survived, answers were refused$' \
    --expect '^victim: port survived, answers were refused$' \
    --expect '^victim: multi survived, answers were refused$' \
    --expect '^victim: cantrip_multi survived, answers were refused$' \
    --expect '^victim: bytes survived, answers were refused$' \
    --expect '^victim: the heap is whole$' >"$out/log"
status=$?
grep -v '^server: error\|^looped: error' "$out/log"
[ $status -eq 0 ] || exit $status
! grep -a 'faulted\|aborted\|neither' "$out/log"
