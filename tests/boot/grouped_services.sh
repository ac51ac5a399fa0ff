#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Connectors of services where some ends share an address space.
# usage: grouped_services.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/grouped_services
system=$(dirname "$0")/systems/grouped_services/grouped_services.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^near: 3 14 4 200$' --expect '^far: 3 24 3 200$'
