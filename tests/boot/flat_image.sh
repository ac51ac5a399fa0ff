#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A flat image, as boards' firmware starts it: elsewhere than it is linked, on the Raspberry Pi at EL2
# with the other cores held by the firmware.
# usage: flat_image.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/flat_image
example=$(dirname "$0")/../../examples/hello/hello.camkes
"$build/bin/adlc" "$example" -o "$out" --platform "$platform" -q || exit 1
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
"$build/bin/adlc" image --platform "$platform" --root "$out/image/root-server.elf" --flat \
    -o "$work/image" || exit 1
echo "{\"platform\": \"$platform\", \"image\": \"image\"}" >"$work/adlc-manifest.json"
"$build/bin/adlc" run "$work" --timeout 120 --expect '^world: hello from a component \(2 of 2\)$'
