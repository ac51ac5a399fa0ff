#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A copy region without a frame in it is a hole: touching it is a fault, reported by name.
# usage: copyregion_hole.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/copyregion_hole
source=$(cd "$(dirname "$0")/../.." && pwd)/examples/copyregion/copyregion.camkes
mkdir -p "$out" || exit 99
"$build/bin/adlc" "$source" -o "$out" --platform "$platform" ${KERNEL:+--kernel "$KERNEL"} -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^now nothing is there$' \
    --expect '^copier: thread copier_0_control faulted: bad memory read at '
