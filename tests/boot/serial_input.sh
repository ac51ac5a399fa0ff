#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What is typed on the serial line reaches a client of the serial server, which answers.
# usage: serial_input.sh BUILD_FOLDER PLATFORM
build=$1 platform=$2
out=$build/tests/boot/$platform/serial_input
system=$(dirname "$0")/../../examples/serial/serial.camkes
"$build/bin/adlc" "$system" -o "$out" --platform "$platform" -q || exit 1
exec "$build/bin/adlc" run "$out" --timeout 120 --expect '^echo: type something' --send 'hello\r' \
    --expect '^echo: HELLO'
