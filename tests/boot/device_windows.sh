#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Windows and pools at known places in memory: cache operations, physical addresses.
# usage: device_windows.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/device_windows
system=$(dirname "$0")/systems/device_windows/device_windows.camkes
case $platform in
qemu-riscv-virt) place=0x90000000 ;;
qemu-arm-virt) place=0x50000000 ;;
*) place=0x10000000 ;;
esac
"$build/bin/adlc" "$system" -D WINDOW=$place -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^window: 1 1, outside -1 0$' \
    --expect '^window: paddr right 1 1, same 1, size 8192$' \
    --expect '^pool: at its place 1, in one piece 1, 8192$'
