#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Shared memory with capabilities to its frames, and a shared pool for devices.
# usage: shared_memory.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/shared_memory
system=$(dirname "$0")/systems/shared_memory/shared_memory.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^left: 2 frames of 2.12, kinds 2, id 7, size 8192$' --expect '^left: pool allocated$' \
    --expect '^right: c 99 "in the pool", same address, nothing to give out$' \
    --expect '^right: rights 10$' --expect '^left: answered "seen"$'
