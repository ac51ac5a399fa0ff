#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A component that follows a null pointer is reported with component and thread, and the others run on.
# usage: null_pointer.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/null_pointer
system=$(dirname "$0")/systems/null_pointer/null_pointer.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect 'careless: reading' \
    --expect 'careless.*careless_0_control.*null pointer' --expect 'steady: still here'
