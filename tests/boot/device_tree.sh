#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Drivers get registers and interrupts of devices that stand in the board's device tree.
# usage: device_tree.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/device_tree
system=$(dirname "$0")/systems/device_tree/device_tree.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 60 \
    --expect '^clock: handled and acknowledged$' --expect '^clock: called back and acknowledged$' \
    --expect "^clock: another's interrupt is refused$" \
    --expect '^clock: registers found, 4096 bytes$' --expect '^clock: console flushed$'
