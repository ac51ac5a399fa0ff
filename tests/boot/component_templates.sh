#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Templates that belong to components claim objects, caps, memory, and share them.
# usage: component_templates.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/component_templates
system=$(dirname "$0")/systems/component_templates/component_templates.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --verify \
    --expect '^keeper: 2 pieces$' --expect '^keeper: tree d00dfeed, frame 1$' \
    --expect '^keeper: 2 entries, sum 21$'
