#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A component with 13 MiB of empty memory: it comes in few, large frames, and every page of it works.
# usage: large_memory.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/large_memory
system=$(dirname "$0")/systems/large_memory/large_memory.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
objects=$(grep -c ' = frame (' "$out/system.cdl")
[ "$objects" -lt 2000 ] || { echo "$objects frames for 13 MiB"; exit 1; }
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^big: at first 0 and 0 pages wrong$' --expect '^big: then 0 and 0 pages wrong\.$'
