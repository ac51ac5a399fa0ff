#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Calls with every kind of parameter, a call back while one is served, sizes at the limit.
# usage: procedures.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/procedures
system=$(dirname "$0")/systems/procedures/procedures.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect 'pair.server: number -5 words tab	end numbers 30 outer 1q 3t 5 8 huge f{16}$' \
    --expect '^pair.client: 24 passed, 0 failed$'
