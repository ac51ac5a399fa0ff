#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Memory for devices shared by two components has the same physical addresses in both.
# usage: dma_shared.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/dma_shared
system=$(dirname "$0")/systems/dma_shared/dma_shared.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^owner: 16384 bytes, allocated, from the start$' \
    --expect '^peer: the same address, allocation refused$'
