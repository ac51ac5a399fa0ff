#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Calls with signals and memory beside them, and a component with one thread for everything.
# usage: services.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/services
system=$(dirname "$0")/systems/services/services.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^alice: work 16, signal right$' --expect '^alice: 8197 of 8192, hello alice$' \
    --expect '^alice: single buffer 1$' --expect '^alice: sum 8000$' --expect '^alice: single 126$' \
    --expect '^single: ring 1$' --expect '^alice: served by single, rung$' \
    --expect '^bob: work 30, signal right$' --expect '^bob: 4101 of 4096, hello other$' \
    --expect '^bob: single buffer 2$' --expect '^bob: sum 16000$' --expect '^bob: single 226$' \
    --expect '^server: rung once$' --expect '^bob: served by single, rung$'
