#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Connectors under the names of services: seL4Ethdriver, seL4GPIOServer, seL4PicoServer(Signal).
# usage: named_services.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/named_services
systems=$(dirname "$0")/systems/named_services
"$build/bin/adlc" "$systems/named_services.camkes" --gpio "$systems/pins.yaml" -o "$out" \
    --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 \
    --expect '^driver: 5 bytes "first" of client 1, own address 1$' \
    --expect '^client 1: mac ends in 1, 2 pins, last set 99, stack 407, watched 7$' \
    --expect '^driver: 6 bytes "second" of client 9, own address 0$' \
    --expect '^client 2: mac ends in 0, 1 pins, last set 2, stack 407, watched 7$'
